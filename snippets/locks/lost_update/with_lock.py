import asyncio

async def deposit(account, amount, lock):
    async with lock:
        balance = account['balance']
        print('balance is {}, adding {}'.format(balance, amount))
        # the bank takes a second; others have their turn meanwhile
        await asyncio.sleep(1)
        account['balance'] = balance + amount

async def main():
    account = {'balance': 0}
    lock = asyncio.Lock()
    await asyncio.gather(
        deposit(account, 10, lock), deposit(account, 20, lock))
    print('in the end: {}'.format(account['balance']))

asyncio.run(main())
