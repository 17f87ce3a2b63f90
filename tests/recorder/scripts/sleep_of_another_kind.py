import asyncio

source = """
async def sleep(delay):
    print("sleeps", delay)
    await asyncio.sleep(0.01)
"""
exec(compile(source, "<made at run time>", "exec"))


async def main():
    await asyncio.gather(sleep("soundly"), sleep(("a", "tuple")))


asyncio.run(main())
