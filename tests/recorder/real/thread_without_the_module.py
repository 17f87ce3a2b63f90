import _thread
import time

lock = _thread.allocate_lock()
lock.acquire()


def work():
    print("in the thread")
    lock.release()


_thread.start_new_thread(work, ())
lock.acquire()
print("released")
time.sleep(0.05)
