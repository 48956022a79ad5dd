# subclass: a subclass of SystemExit, with a code of its own.
class Leave(SystemExit):
    def __init__(self, code):
        super().__init__("ignored")
        self.code = code


raise Leave(12)
