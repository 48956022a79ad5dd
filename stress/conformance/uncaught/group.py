# group: an uncaught exception group, nested.
def fails(kind, text):
    try:
        raise kind(text)
    except kind as error:
        return error


raise ExceptionGroup("several", [fails(ValueError, "one"), ExceptionGroup("inner", [fails(KeyError, "two"), TypeError("never raised")])])
