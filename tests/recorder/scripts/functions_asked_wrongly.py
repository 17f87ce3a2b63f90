"""What a function of C raises has no frame but the program's own in its traceback, also where the recorder stands in."""

import datetime
import os
import time
import traceback

WRONG = (
    lambda: time.sleep(None),
    lambda: time.sleep("1"),
    lambda: time.sleep(-1),
    lambda: time.sleep(),
    lambda: time.sleep(1, 2),
    lambda: time.localtime("now"),
    lambda: time.strftime(None),
    lambda: os.isatty("stdout"),
    lambda: os.get_terminal_size("stdout"),
    lambda: os._exit("status"),
    lambda: datetime.datetime.now("UTC"),
)
for call in WRONG:
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error, [frame.name for frame in traceback.extract_tb(error.__traceback__)])
print(repr(time.sleep))
time.sleep("the end")
