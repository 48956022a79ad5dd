# coding: ascii
# Declared as less than it is.
print("café")
