import sys

sys.stdout.reconfigure(encoding="latin-1", errors="replace", newline="\r\n")
print("caf\u00e9 \u20ac")
sys.stdout.reconfigure(encoding="utf-16-le", newline="\n", line_buffering=True)
print("wide")
sys.stdout.reconfigure(encoding="ascii", errors="strict")
try:
    print("caf\u00e9")
except UnicodeEncodeError as error:
    print(error.reason)
sys.stderr.reconfigure(encoding="ascii", errors="backslashreplace")
print("caf\u00e9", file=sys.stderr)
sys.stdout.reconfigure(encoding="utf-8")
print("\udcff")
