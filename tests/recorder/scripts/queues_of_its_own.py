import asyncio


class Loud(list):
    def __len__(self):
        print("length asked")
        return super().__len__()


class Stack(asyncio.Queue):
    def _init(self, maxsize):
        self._queue = Loud()

    def _put(self, item):
        self._queue.append(item)

    def _get(self):
        return self._queue.pop()


async def main():
    stack = Stack()
    stack.put_nowait(1)
    await asyncio.sleep(0.01)
    print(await stack.get())


asyncio.run(main())
