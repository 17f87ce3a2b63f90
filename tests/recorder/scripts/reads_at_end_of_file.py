import sys

print(repr(sys.stdin.read()), sys.stdin.isatty(), repr(sys.stdin.readline()))
try:
    input("a prompt without a newline> ")
except EOFError as error:
    print(repr(error))
for line in sys.stdin:
    print("never printed")
sys.stdin.close()
try:
    input()
except ValueError as error:
    print(error)
