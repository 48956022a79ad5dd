# no_text: an uncaught exception without arguments.
class Silent(Exception):
    pass


def nothing():
    raise Silent


nothing()
