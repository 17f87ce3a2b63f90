import asyncio
import weakref


async def main():
    lock = asyncio.Lock()
    print(weakref.getweakrefcount(lock), weakref.getweakrefcount(asyncio.current_task()))


asyncio.run(main())
