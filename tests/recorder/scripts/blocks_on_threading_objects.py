import asyncio
import queue
import threading
import time


def took(began):
    return round(time.monotonic() - began, 1)


async def main():
    began = time.monotonic()
    print(threading.Event().wait(0.2), took(began))
    try:
        queue.Queue().get(timeout=0.3)
    except queue.Empty:
        print("empty", took(began))
    with threading.Lock() as taken:
        print(taken, threading.Semaphore(0).acquire(timeout=0.2), took(began))
    lock = threading.RLock()
    with lock, lock:
        print(lock.acquire(timeout=0.1), took(began))
    held = threading.Lock()
    print(held.acquire(), held.acquire(blocking=False), held.acquire(timeout=0), took(began))
    try:
        held.acquire(timeout=-2)
    except ValueError as error:
        print(error)


asyncio.run(main())
