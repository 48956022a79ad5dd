# code_large: exit codes are cut to eight bits.
import sys
sys.exit(256 + 7)
