import faulthandler
import sys
import time

for number in range(5):
    print("out", number)
    faulthandler.dump_traceback(all_threads=False)
    print("err", number, file=sys.stderr)
    time.sleep(0.02)
