import asyncio
import time


async def main():
    print("Hello ...")
    await asyncio.sleep(1)
    print("... World!")


began = time.perf_counter()
asyncio.run(main())
print(f"took {time.perf_counter() - began:.0f} s")
