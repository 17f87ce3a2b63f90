import asyncio
import concurrent.futures
import threading


def blocking():
    return threading.current_thread() is not threading.main_thread()


def computing():
    return sum(number * number for number in range(10**5))


async def main():
    loop = asyncio.get_running_loop()
    print("default thread pool", await loop.run_in_executor(None, blocking))
    with concurrent.futures.ThreadPoolExecutor() as pool:
        print("custom thread pool", await loop.run_in_executor(pool, computing))
    try:
        await loop.run_in_executor(None, int, "no number")
    except ValueError as error:
        print(error)


asyncio.run(main())
