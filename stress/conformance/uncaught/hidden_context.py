# hidden_context: an uncaught error that hides where it came from.
try:
    int("x")
except ValueError:
    raise RuntimeError("hidden") from None
