import time

for function, arguments in (
    (time.time, (1,)),
    (time.monotonic, (1, 2)),
    (time.localtime, ("now",)),
    (time.gmtime, (1e300,)),
    (time.ctime, (1, 2)),
    (time.strftime, ()),
    (time.strftime, ("%Y", 5)),
    (time.asctime, (5,)),
    (time.clock_gettime, ("x",)),
):
    try:
        print(function(*arguments))
    except (TypeError, ValueError, OverflowError) as error:
        print(function.__name__, type(error).__name__, error)
time.gmtime("today")
