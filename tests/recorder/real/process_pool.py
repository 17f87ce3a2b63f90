import asyncio
import concurrent.futures
import multiprocessing


def square(number):
    return number * number


async def main():
    loop = asyncio.get_running_loop()
    for method in ("spawn", "forkserver"):
        context = multiprocessing.get_context(method)
        with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as pool:
            print(method, await loop.run_in_executor(pool, square, 12))


if __name__ == "__main__":
    asyncio.run(main())
