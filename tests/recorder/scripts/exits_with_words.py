import sys

print("before")
sys.exit("in so many words")
