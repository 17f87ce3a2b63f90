import asyncio


class Custom(Exception):
    def __str__(self):
        return "line one\nline two"


async def low():
    raise OSError("low")


async def mid():
    try:
        await low()
    except OSError as error:
        raise Custom from error


async def main():
    try:
        await asyncio.create_task(mid())
    except Custom:
        try:
            1 / 0
        except ZeroDivisionError:
            raise LookupError("high") from None
        finally:
            print("on the way")
            undefined_name


asyncio.run(main())
