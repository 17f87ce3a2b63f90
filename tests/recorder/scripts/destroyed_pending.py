import asyncio
import gc
import sys


async def waits():
    await asyncio.get_running_loop().create_future()


def message(loop, context):
    print(context["message"], context["task"].get_name())


async def main():
    if sys.version_info >= (3, 15):  # whether the coroutine goes before its task is luck there, and would be shown
        asyncio.get_running_loop().set_exception_handler(message)
    asyncio.create_task(waits(), name="lost")
    await asyncio.sleep(0)
    gc.collect()
    print("collected")


asyncio.run(main())
