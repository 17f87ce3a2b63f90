import os

for arguments in ((1, "text"), (1, 5), (1,), ("1", b"x"), (1.0, b"x")):
    try:
        print(os.write(*arguments))
    except TypeError as error:
        print(error)
print(os.write(True, b"to one\n"), os.write(1, memoryview(b"view\n")), os.write)
os.write(1, None)
