import copy
import functools
import pickle
import time
import types
import weakref

print(pickle.loads(pickle.dumps(time.sleep)) is time.sleep, copy.deepcopy(time.time) is time.time)
print(isinstance(time.time, types.BuiltinFunctionType), time.monotonic == time.monotonic, {time.sleep: "key"}[time.sleep])
print(functools.partial(time.sleep, 0.1), weakref.ref(time.time)() is time.time)
for named in ({"seconds": 1}, {"secs": 1}):
    try:
        time.sleep(**named)
    except TypeError as error:
        print(error)
