import codecs
import io
import sys

sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", line_buffering=True, write_through=True)
print("wrapped again \u20ac")
print("to stderr", file=sys.stderr)
sys.stdout = codecs.getwriter("latin-1")(sys.stdout.detach(), errors="replace")
print("caf\u00e9 \u20ac")
print("to stderr again", file=sys.stderr)
