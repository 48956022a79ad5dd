# code_none: sys.exit without a value.
import sys
print("leaving", end="")
sys.exit()
