# exec_text: an uncaught error in code from a string, which has no source lines.
def run(text):
    exec(compile(text, "<made>", "exec"), {})


run("x = 1\ndef f():\n    return x / 0\nf()")
