import threading
import time

lock = threading.Lock()
lock.acquire()
began = time.monotonic()
print(lock.acquire(timeout=0.3))
print("took", round(time.monotonic() - began, 1))
