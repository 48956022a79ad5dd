# simple: an uncaught error at module level: text on stderr and exit code 1.
print("before")
value = 5
value.missing + 1
print("never")
