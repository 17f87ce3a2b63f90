import atexit

atexit.register(print, "never printed")
atexit._clear()
raise ValueError("after the handlers are gone")
