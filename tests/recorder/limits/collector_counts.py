import asyncio
import gc


class Node:
    def __init__(self):
        self.me = self


async def main():
    gc.collect()
    for _ in range(3):
        Node()
    print("found", gc.collect())
    await asyncio.sleep(0.01)
    Node()
    print("found", gc.collect(), gc.garbage, gc.isenabled())


print("at the start", gc.collect())
asyncio.run(main())
gc.freeze()
print("frozen", gc.get_freeze_count() > 0)
gc.unfreeze()
