# excepthook: a program's own excepthook, and one that fails itself.
import sys
def hook(kind, value, trace):
    print("hook", kind.__name__, value, trace.tb_lineno)
    raise KeyError("hook failed")


sys.excepthook = hook
raise ValueError("original")
