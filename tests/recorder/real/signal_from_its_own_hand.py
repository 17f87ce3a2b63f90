import signal

print("before")
signal.signal(signal.SIGUSR1, lambda number, frame: print("handled", signal.Signals(number).name))
signal.raise_signal(signal.SIGUSR1)
print("after")
