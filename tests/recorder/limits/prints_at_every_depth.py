import sys

sys.setrecursionlimit(200)


def deeper(number):
    try:
        print(number)
        deeper(number + 1)
    except RecursionError:
        if number == 150:
            print("at 150")
        raise


try:
    deeper(0)
except RecursionError as error:
    print(error.args[0].partition(" while")[0])
