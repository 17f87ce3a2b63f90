import sys
import threading


def fails():
    raise ValueError("in a thread")


thread = threading.Thread(target=fails, name="doomed")
thread.start()
thread.join()
threading.excepthook = lambda hook: print("hook:", hook.thread.name, hook.exc_value)
thread = threading.Thread(target=fails, name="hooked")
thread.start()
thread.join()
print("goes on", file=sys.stderr)
