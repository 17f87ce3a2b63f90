import asyncio

let_go = []


async def lingers(name):
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        await asyncio.sleep(0.1)
        let_go.append(name)
        if name == "bad":
            raise RuntimeError("while being cancelled")


async def main():
    asyncio.create_task(lingers("good"), name="good")
    asyncio.create_task(lingers("bad"), name="bad")
    await asyncio.sleep(0)
    return "main is over"


print(asyncio.run(main()), sorted(let_go))
