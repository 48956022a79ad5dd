# code_integer: sys.exit with an integer.
import sys
print("leaving")
sys.exit(3)
