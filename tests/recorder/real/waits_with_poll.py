import select
import time

began = time.monotonic()
print(select.select([], [], [], 0.2))
print("took", round(time.monotonic() - began, 1))
poll = select.poll()
print(poll.poll(200), round(time.monotonic() - began, 1))
