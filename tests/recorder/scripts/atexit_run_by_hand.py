import atexit

atexit.register(print, "run by hand")
atexit._run_exitfuncs()
print("the program goes on")
raise ValueError("later")
