# syntax_error_exec: an uncaught syntax error from exec.
source = "def f(:\n    pass"
exec(source)
