import sched
import time
import timeit

scheduler = sched.scheduler(time.monotonic, time.sleep)
began = time.monotonic()
for delay, word in ((0.3, "third"), (0.1, "first"), (0.2, "second")):
    scheduler.enter(delay, 1, lambda word=word, delay=delay: print(word, time.monotonic() - began >= delay))
scheduler.run()
print(timeit.timeit(lambda: time.sleep(0.01), number=10) >= 0.1)
while time.perf_counter() - began < 0.5:
    pass
print(round(time.time() - time.time_ns() / 1e9), time.strftime("%Z"), time.gmtime(0).tm_year)
