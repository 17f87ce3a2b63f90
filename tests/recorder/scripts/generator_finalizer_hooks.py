import asyncio
import sys


async def numbers():
    try:
        yield 1
        yield 2
    finally:
        print("finally")
        await asyncio.sleep(0.1)
        print("finally awaited")


async def main():
    first, last = sys.get_asyncgen_hooks()
    print(first.__qualname__, last.__qualname__)

    def finalizer(generator):
        print("finalizer", generator.__qualname__)
        last(generator)

    sys.set_asyncgen_hooks(firstiter=lambda generator: (print("first", generator.__name__), first(generator)))
    sys.set_asyncgen_hooks(finalizer=finalizer)
    generator = numbers()
    async for number in generator:
        print(number)
        break
    del generator
    await asyncio.sleep(0.5)
    print("main is over")


asyncio.run(main())
print(sys.get_asyncgen_hooks())
