import asyncio

async def count(name):
    for number in (1, 2, 3):
        print(name, number)
        await asyncio.sleep(0)

async def main():
    a = asyncio.create_task(count('a'))
    b = asyncio.create_task(count('b'))
    print('both are made')
    await a
    await b

asyncio.run(main())
