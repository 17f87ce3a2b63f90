import asyncio
from concurrent import futures

sent = received = 0

class Item:
    # how pickle asks for what makes this item again
    def __reduce__(self):
        global sent
        sent += 1
        return make, ()

def make():
    global received
    received += 1
    return Item()

def work(item):
    return item

async def main():
    global sent, received
    loop = asyncio.get_running_loop()
    for kind in (futures.ThreadPoolExecutor,
                 futures.ProcessPoolExecutor):
        sent = received = 0
        with kind() as pool:
            for _ in range(20):
                await loop.run_in_executor(pool, work, Item())
        print('{}: to bytes {} times, from bytes {} times'.format(
            kind.__name__, sent, received))

if __name__ == '__main__':
    asyncio.run(main())
