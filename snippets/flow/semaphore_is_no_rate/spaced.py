import asyncio

questions = []

async def server():
    now = asyncio.get_running_loop().time()
    questions.append(now)
    # at most three in any one second
    recent = [when for when in questions if now - when < 1]
    await asyncio.sleep(0.25)
    return '200 OK' if len(recent) <= 3 else '429 Too Many Requests'

async def ask(number, places, gate):
    async with places:
        async with gate:
            # one in each 0.4 seconds comes through
            await asyncio.sleep(0.4)
        print('question {}: {}'.format(number, await server()))

async def main():
    places = asyncio.Semaphore(3)
    gate = asyncio.Lock()
    async with asyncio.TaskGroup() as tg:
        for number in range(6):
            tg.create_task(ask(number, places, gate))

asyncio.run(main())
