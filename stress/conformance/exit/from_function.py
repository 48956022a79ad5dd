# from_function: SystemExit passes finally blocks, contexts and except Exception.
import sys
class Manager:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        print("exit", kind.__name__, value.code)


def leave():
    try:
        with Manager():
            sys.exit(9)
    except Exception:
        print("never")
    finally:
        print("finally")


leave()
