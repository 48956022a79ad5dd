# code_text: sys.exit with a text goes to stderr with code 1.
import sys
print("leaving")
sys.exit("the reason")
