import asyncio
import sys


class Loud:
    def __init__(self, number):
        self.number = number

    def __del__(self):
        stream = sys.stdout if self.number % 2 else sys.stderr
        stream.write(f"{self.number} goes\n")


async def main():
    await asyncio.sleep(0.01)


asyncio.run(main())
everything = [Loud(number) for number in range(20)]
print("the end")
