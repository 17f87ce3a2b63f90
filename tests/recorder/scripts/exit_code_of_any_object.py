import sys


class Strange:
    def __str__(self):
        return "a strange object"


print("before")
sys.exit(Strange())
