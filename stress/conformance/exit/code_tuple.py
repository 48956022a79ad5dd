# code_tuple: sys.exit with another object prints it.
import sys
sys.exit(("a", 1))
