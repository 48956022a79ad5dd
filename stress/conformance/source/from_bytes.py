# Encodings of source that is bytes in memory: compile(), exec() and what their errors say.
SOURCES = [
    b"# coding: koi8-r\nresult = '\xcd\xc9\xd2'\n",
    b"# coding: utf-8-sig\nresult = '\xc3\xa9'\n",
    b"# coding: iso-8859-1-unix\nresult = '\xe9'\n",
    b"# coding: cp1252\nresult = '\x80'\n",
    b"\n# -*- coding: latin-1 -*-\nresult = '\xe9'\n",
    b"x = 1\n# coding: latin-1\nresult = '\xc3\xa9'\n",
    b"\xef\xbb\xbf# coding: latin-1\n",
    b"\xef\xbb\xbfresult = 'mark'\n",
    b"# coding: ascii\nresult = '\xe9'\n",
    b"# coding: cp1252\nresult = '\x81'\n",
    b"# coding: nosuch\n",
    b"# coding: rot13\n",
    b"# coding: hex\n31\n",
]
for source in SOURCES:
    names = {}
    try:
        exec(compile(source, "<bytes>", "exec"), names)
    except SyntaxError as error:
        print(error.msg, error.filename, error.lineno, error.offset, error.end_lineno, error.text)
    else:
        print(ascii(names["result"]))
