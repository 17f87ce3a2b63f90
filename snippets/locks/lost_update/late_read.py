import asyncio

async def deposit(account, amount):
    # the bank takes a second; others have their turn meanwhile
    await asyncio.sleep(1)
    balance = account['balance']
    print('balance is {}, adding {}'.format(balance, amount))
    account['balance'] = balance + amount

async def main():
    account = {'balance': 0}
    await asyncio.gather(deposit(account, 10), deposit(account, 20))
    print('in the end: {}'.format(account['balance']))

asyncio.run(main())
