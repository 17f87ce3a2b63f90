import threading
import time


def work():
    time.sleep(0.2)
    print("after the main thread")


threading.Thread(target=work).start()
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
print("main is over")
