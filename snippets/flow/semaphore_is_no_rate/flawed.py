import asyncio

questions = []

async def server():
    now = asyncio.get_running_loop().time()
    questions.append(now)
    # at most three in any one second
    recent = [when for when in questions if now - when < 1]
    await asyncio.sleep(0.25)
    return '200 OK' if len(recent) <= 3 else '429 Too Many Requests'

async def ask(number, places):
    async with places:
        print('question {}: {}'.format(number, await server()))

async def main():
    places = asyncio.Semaphore(3)
    async with asyncio.TaskGroup() as tg:
        for number in range(6):
            tg.create_task(ask(number, places))

asyncio.run(main())
