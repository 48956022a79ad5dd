# context: an uncaught error raised while another one was handled.
def risky():
    raise KeyError("first")


try:
    risky()
except KeyError:
    [][5]
