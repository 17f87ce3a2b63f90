import asyncio
import traceback


async def main():
    await asyncio.sleep(0.1)
    traceback.print_stack()


asyncio.run(main())
