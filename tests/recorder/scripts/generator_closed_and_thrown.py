import asyncio


async def numbers(name):
    try:
        for number in range(5):
            try:
                yield number
            except ValueError as error:
                print(name, "was thrown", error)
                await asyncio.sleep(0.1)
                yield "recovered"
    finally:
        await asyncio.sleep(0.1)
        print(name, "closed")


async def main():
    closing = numbers("closing")
    print(await anext(closing), await closing.asend(None))
    await closing.aclose()
    print(await anext(closing, "no more"))
    thrown = numbers("thrown")
    print(await anext(thrown), await thrown.athrow(ValueError("here")), await anext(thrown))
    try:
        await thrown.athrow(KeyError("there"))
    except KeyError as error:
        print(repr(error))
    left = numbers("left open")
    print(await anext(left))


asyncio.run(main())
