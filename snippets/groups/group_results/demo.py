import asyncio

async def make(what, seconds):
    await asyncio.sleep(seconds)
    print(what, 'is ready')
    return what.upper()

async def main():
    async with asyncio.TaskGroup() as tg:
        tea = tg.create_task(make('tea', 2))
        toast = tg.create_task(make('toast', 1))
    print(tea.result(), toast.result())

asyncio.run(main())
