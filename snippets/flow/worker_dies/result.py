import asyncio

async def fetch(number):
    await asyncio.sleep(1.5 if number == 0 else 0.6)
    if number == 2:
        raise ValueError('no such page')
    return 'page {}'.format(number)

async def worker(queue, results):
    while True:
        number = await queue.get()
        try:
            results[number] = await fetch(number)
        except Exception as error:
            results[number] = error
        print('page {} is dealt with'.format(number))
        queue.task_done()

async def main():
    queue, results = asyncio.Queue(), {}
    for number in range(4):
        queue.put_nowait(number)
    workers = [asyncio.create_task(worker(queue, results))
               for _ in range(2)]
    await queue.join()
    for task in workers:
        task.cancel()
    await asyncio.wait(workers)
    for task in workers:
        if not task.cancelled():
            task.result()  # raises what it failed with
    for number in range(4):
        print(number, repr(results[number]))

asyncio.run(main())
