# finally_output: output of finally blocks and buffers before the traceback.
def work():
    try:
        print("working")
        raise LookupError("gone")
    finally:
        print("cleaned up", end="")


work()
