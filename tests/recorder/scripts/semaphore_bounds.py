import asyncio


async def worker(number, semaphore):
    async with semaphore:
        print("enter", number, semaphore.locked())
        await asyncio.sleep((0.3, 0.1, 0.15, 0.2, 0.4)[number])
    print("leave", number)


async def main():
    semaphore = asyncio.BoundedSemaphore(2)
    await asyncio.gather(*(worker(number, semaphore) for number in range(5)))
    try:
        semaphore.release()
    except ValueError as error:
        print(error)
    plain = asyncio.Semaphore(0)
    plain.release()
    await plain.acquire()
    try:
        await asyncio.wait_for(plain.acquire(), 0.1)
    except TimeoutError:
        print("none left", plain.locked())
    try:
        asyncio.Semaphore(-1)
    except ValueError as error:
        print(error)


asyncio.run(main())
