# os_exit: os._exit leaves at once, without exit callbacks.
import atexit
import os
import sys
atexit.register(print, "never")
print("printed")
sys.stdout.flush()
os._exit(6)
