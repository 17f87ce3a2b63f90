import sys

original = sys.stdout.write
sys.stdout.write = lambda text: original(text.replace("a", "4"))
print("a banana")
del sys.stdout.write
print("a banana again")
sys.stdout.buffer.note = "kept"
print(sys.stdout.buffer.note)
