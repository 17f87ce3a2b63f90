import sys

print("before")
sys.stdout.close()
try:
    print("after")
except ValueError as error:
    print("stderr:", error, file=sys.stderr)
sys.stdout = sys.__stdout__
print("uncaught")
