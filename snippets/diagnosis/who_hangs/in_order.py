import asyncio

async def transfer(source, target, finish):
    # whoever needs two asks for the lower number first
    first, second = sorted((source, target), key=accounts.index)
    async with first, second:
        await asyncio.sleep(0.1)
        print('withdrawn')
        await finish(target)

async def deposit(account):
    print('deposited')

async def refund(account):
    print('refunded')

accounts = ann, bob = asyncio.Lock(), asyncio.Lock()

async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(transfer(ann, bob, deposit), name='to bob')
        tg.create_task(transfer(bob, ann, refund), name='to ann')

asyncio.run(main())
