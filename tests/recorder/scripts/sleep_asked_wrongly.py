import time
from fractions import Fraction

for wrong in (-1, "1", None, float("nan"), float("inf"), Fraction(1, 100), 1e12):
    try:
        print("slept", time.sleep(wrong))
    except (TypeError, ValueError, OverflowError) as error:
        print(repr(wrong), type(error).__name__, error)
time.sleep(-2)
