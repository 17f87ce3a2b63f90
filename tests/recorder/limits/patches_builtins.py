import asyncio
import builtins

original, calls = builtins.isinstance, []


def spy(thing, kind):
    calls.append(kind)
    return original(thing, kind)


async def main():
    asyncio.get_running_loop().call_soon(int)
    await asyncio.sleep(0.01)
    print("before patching")
    builtins.isinstance = spy
    asyncio.get_running_loop().call_soon(int)
    await asyncio.sleep(0.01)
    builtins.isinstance = original
    print("asked", len(calls), "times")


asyncio.run(main())
