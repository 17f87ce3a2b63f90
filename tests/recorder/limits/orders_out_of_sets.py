import asyncio


async def child(number):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("child", number)
        raise


async def main():
    children = [asyncio.create_task(child(number)) for number in range(12)]
    done, _ = await asyncio.wait([asyncio.create_task(asyncio.sleep(0.01, number)) for number in range(12)])
    print([task.result() for task in done])


asyncio.run(main())
