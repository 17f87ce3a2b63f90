import asyncio
import time
from datetime import date, datetime


async def main():
    loop = asyncio.get_running_loop()
    marks = [(clock, clock()) for clock in (time.time, time.monotonic, time.perf_counter, loop.time)]
    before, cpu = datetime.now(), time.process_time()
    await asyncio.sleep(2)
    for clock, mark in marks:
        print(round(clock() - mark))
    print(round((datetime.now() - before).total_seconds()), type(before) is datetime)
    print(round(time.process_time() - cpu, 1), date.today() == datetime.now().date())
    print(abs(time.mktime(time.localtime()) - time.time()) < 2)


asyncio.run(main())
