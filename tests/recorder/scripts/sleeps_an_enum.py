import asyncio
import enum


class Delay(float, enum.Enum):
    SHORT = 0.01
    LONG = 0.02


async def main():
    for delay in Delay:
        await asyncio.sleep(delay)
        print(delay.name, delay.value)


asyncio.run(main())
