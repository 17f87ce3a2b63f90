import asyncio

async def tick(every, times):
    for number in range(1, times + 1):
        print('tick', number)
        await asyncio.sleep(every)

async def main():
    await tick(0.1, 10)
    print('done')

asyncio.run(main())
