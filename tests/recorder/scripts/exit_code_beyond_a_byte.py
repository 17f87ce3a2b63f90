import sys

print("to stdout", end="")
sys.exit(300)
