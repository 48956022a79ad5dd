# code_bool: True is an exit code too.
raise SystemExit(True)
