import threading

event = threading.Event()
threading.Timer(0.2, lambda: (print("the timer"), event.set())).start()
print(event.wait())
