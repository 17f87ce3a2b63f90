import sys


def hook(event, arguments):
    if event == "sys._getframe" and not busy:
        busy.append(1)
        print("a frame is asked for")
        busy.pop()


busy = []
sys.addaudithook(hook)
print("one")
sys._getframe()
print("two")
