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

def look():
    tasks = sorted(asyncio.all_tasks(), key=asyncio.Task.get_name)
    for task in tasks:
        if task.get_name() != 'Task-1':
            task.print_stack()

async def main():
    asyncio.get_running_loop().call_later(1, look)
    ann, bob = asyncio.Lock(), asyncio.Lock()
    async with asyncio.TaskGroup() as tg:
        tg.create_task(transfer(ann, bob, deposit), name='to bob')
        tg.create_task(transfer(bob, ann, refund), name='to ann')

asyncio.run(main())
