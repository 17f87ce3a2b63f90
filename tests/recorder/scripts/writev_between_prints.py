import os

for number in range(30):
    print("print", number)
    os.writev(1, [b"writev ", b"%d\n" % number])
