import queue
import threading
import time

began = time.monotonic()
print(threading.Event().wait(0.2), round(time.monotonic() - began, 1))
try:
    queue.Queue().get(timeout=0.2)
except queue.Empty:
    print("empty", round(time.monotonic() - began, 1))
