import sys


def hook(kind, error, trace):
    raise RuntimeError("in the hook")


sys.excepthook = hook
raise ValueError("the first one")
