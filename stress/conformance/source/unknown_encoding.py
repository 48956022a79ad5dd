# coding: no-such-encoding
print("not reached")
