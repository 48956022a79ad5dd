# with_exit: an uncaught error from a context manager while another was on its way.
class Manager:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        raise RuntimeError("exit failed")


with Manager() as manager:
    raise ValueError("body failed")
