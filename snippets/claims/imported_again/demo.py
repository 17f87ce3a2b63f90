import asyncio
import multiprocessing
from concurrent import futures

# outside of any function, and not guarded
print('the file is run as', __name__, flush=True)

def cpu_bound():
    return sum(i * i for i in range(10 ** 5))

async def main():
    loop = asyncio.get_running_loop()
    # as on macOS and Windows, whatever the system
    spawn = multiprocessing.get_context('spawn')
    with futures.ProcessPoolExecutor(mp_context=spawn) as pool:
        result = await loop.run_in_executor(pool, cpu_bound)
        print('custom process pool', result)

if __name__ == '__main__':
    asyncio.run(main())
