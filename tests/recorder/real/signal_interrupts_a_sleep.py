import signal
import time


def handler(number, frame):
    print("alarm in line", frame.f_lineno)


signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.1)
time.sleep(0.3)
signal.setitimer(signal.ITIMER_REAL, 0.1)
signal.pause()
print("the end")
