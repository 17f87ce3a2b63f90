import asyncio
import faulthandler
import sys


async def main():
    await asyncio.Event().wait()


faulthandler.dump_traceback_later(0.2, exit=True, file=open("/dev/null", "w"))
print("would wait for ever", file=sys.stderr)
asyncio.run(main())
