import selectors
import time

began = time.monotonic()
with selectors.DefaultSelector() as selector:
    print(selector.select(0.2), round(time.monotonic() - began, 1))
    print(selector.select(0), selector.select(-1), round(time.monotonic() - began, 1))
