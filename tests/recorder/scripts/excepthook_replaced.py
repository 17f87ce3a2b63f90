import asyncio
import sys


def hook(kind, error, trace):
    print("hook:", kind.__name__, error, trace.tb_frame.f_code.co_name)
    sys.exit(7)


sys.excepthook = hook


async def main():
    await asyncio.sleep(0.1)
    raise ValueError("to the hook")


asyncio.run(main())
