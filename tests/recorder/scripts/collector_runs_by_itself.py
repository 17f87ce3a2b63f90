import asyncio


class Cycle:
    def __init__(self, number):
        self.number, self.me = number, self

    def __del__(self):
        gone.append(self.number)


gone = []


async def main():
    for number in range(20_000):
        Cycle(number)
        if number % 100 == 0:
            await asyncio.sleep(0)
        if number % 5000 == 4999:
            print("by itself collected", round(len(gone) / 5000))


asyncio.run(main())
