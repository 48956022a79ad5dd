# stdout_closed: a program that closes its own standard output still ends well.
import sys
print("before")
sys.stdout.flush()
sys.stdout.close()
sys.exit(0)
