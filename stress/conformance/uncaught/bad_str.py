# bad_str: an uncaught exception whose text cannot be made.
class Bad(Exception):
    def __str__(self):
        raise ValueError("no text for you")


raise Bad(1)
