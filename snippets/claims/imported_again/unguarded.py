import asyncio
import multiprocessing
import sys
from concurrent import futures

def cpu_bound():
    return sum(i * i for i in range(10 ** 5))

async def main():
    loop = asyncio.get_running_loop()
    # as on macOS and Windows, whatever the system
    spawn = multiprocessing.get_context('spawn')
    with futures.ProcessPoolExecutor(mp_context=spawn) as pool:
        result = await loop.run_in_executor(pool, cpu_bound)
        print('custom process pool', result)

# not guarded
try:
    asyncio.run(main())
except RuntimeError as error:
    print('{}: {}'.format(__name__, type(error).__name__))
    sys.exit(1)
