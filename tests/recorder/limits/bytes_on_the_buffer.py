import sys

sys.stdout.buffer.write(b"bytes \xff\n")
print(sys.stdout.buffer.write(memoryview(b"view\n")), sys.stdout.write("text\n"))
sys.stdout.buffer.writelines([b"one\n", bytearray(b"two\n")])
print(type(sys.stdout).__name__, type(sys.stdout.buffer).__name__, sys.stdout.buffer)
print(sys.stdout.fileno(), sys.stdout.isatty(), sys.stdout.writable(), sys.stdout.readable(), sys.stdout.seekable())
print(sys.stdout.encoding, sys.stdout.errors, sys.stderr.errors, sys.stdout.line_buffering, sys.stdout.write_through)
for bad in ("text", 5, None):
    try:
        print("wrote", sys.stdout.buffer.write(bad))
    except TypeError as error:
        print(error)
try:
    sys.stdout.write(b"bytes")
except TypeError as error:
    print(error)
