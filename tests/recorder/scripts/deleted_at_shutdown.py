import asyncio
import sys


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("out:", self.name)
        print("err:", self.name, file=sys.stderr)


async def main():
    Loud("in main")
    await asyncio.sleep(0)


a, b, c = Loud("a"), Loud("b"), Loud("c")
asyncio.run(main())
print("the end")
