import sys

sys.setrecursionlimit(250)
depth = 0


def ping():
    global depth
    depth += 1
    pong()


def pong():
    global depth
    depth += 1
    ping()


def deepest(function, *arguments):
    try:
        return deeper(function, *arguments)
    except RecursionError:
        return "RecursionError"


def deeper(function, count):
    return function(deeper, count + 1) if count < 10_000 else count


fact = lambda number: number * fact(number - 1)  # noqa: E731
for attempt in (ping, lambda: fact(1)):
    try:
        attempt()
    except RecursionError as error:
        print(depth, str(error).partition(" while")[0])
print(deepest(lambda function, count: function(lambda f, c: c, count), 0))
