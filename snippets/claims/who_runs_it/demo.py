import asyncio
import os
import threading
from concurrent import futures

def who():
    return os.getpid(), threading.current_thread().name

async def main():
    loop = asyncio.get_running_loop()
    print('the loop:', threading.current_thread().name)
    with futures.ThreadPoolExecutor() as threads:
        with futures.ProcessPoolExecutor() as processes:
            for option, pool in enumerate(
                    (None, threads, processes), 1):
                pid, thread = await loop.run_in_executor(pool, who)
                here = pid == os.getpid()
                print('{}. in {}, here: {}'.format(
                    option, thread, here))

if __name__ == '__main__':
    asyncio.run(main())
