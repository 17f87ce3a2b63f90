import asyncio
from decimal import Decimal
from fractions import Fraction


async def main():
    await asyncio.sleep(Fraction(1, 100))
    print("a fraction of a second")
    await asyncio.sleep(True / 100)
    try:
        await asyncio.sleep(Decimal("0.01"))
    except TypeError as error:
        print(error)


asyncio.run(main())
