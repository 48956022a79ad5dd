# own_exception: an uncaught exception of one's own class, nested, with text and arguments.
class Outer:
    class Problem(Exception):
        def __init__(self, code):
            super().__init__(code, "details")
            self.code = code

        def __str__(self):
            return f"problem {self.code}\nsecond line"


raise Outer.Problem(7)
