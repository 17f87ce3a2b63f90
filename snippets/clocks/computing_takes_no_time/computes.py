import asyncio

def compute():
    return sum(range(400_000))

async def report():
    for _ in range(250):
        compute()
        # let others have a turn
        await asyncio.sleep(0)
    return 'in time'

async def main():
    try:
        print(await asyncio.wait_for(report(), 0.1))
    except TimeoutError:
        print('too late')

asyncio.run(main())
