import asyncio

async def transfer(source, target, finish):
    async with source:
        await asyncio.sleep(0.1)
        print('withdrawn')
    await finish(target)

async def deposit(account):
    async with account:
        print('deposited')

async def refund(account):
    async with account:
        print('refunded')

async def main():
    ann, bob = asyncio.Lock(), asyncio.Lock()
    async with asyncio.TaskGroup() as tg:
        tg.create_task(transfer(ann, bob, deposit), name='to bob')
        tg.create_task(transfer(bob, ann, refund), name='to ann')

asyncio.run(main())
