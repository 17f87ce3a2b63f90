import sys

print("a", "b", sep="-", end="|", flush=True)
print("c", "d", file=sys.stderr, sep="", end="\r\n")
print(*range(5), sep="\n")
print()
print(end="")
sys.stdout.writelines(["x\n", "y", "\n"])
sys.stderr.write("no newline")
print("\ttab \x1b[1mbold\x1b[0m bell \x07 null \x00 return \r over")
print("z" * 10, file=sys.stdout, end="")
sys.stdout.flush()
