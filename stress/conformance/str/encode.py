# encode: encodings, error handlers and their messages.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


texts = ["abc", "caf\u00e9", "\u4e2d\u6587", "\U0001f600", "\ud800", "", "a\x00b"]
for text in texts:
    for encoding in ("utf-8", "ascii", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "UTF8", "iso-8859-1"):
        try:
            print(ascii(text), encoding, text.encode(encoding))
        except UnicodeEncodeError as error:
            print(ascii(text), encoding, ascii(str(error)), error.start, error.end, error.encoding, error.reason)
for handler in ("ignore", "replace", "xmlcharrefreplace", "backslashreplace", "surrogatepass", "surrogateescape", "namereplace", "nonsense"):
    for text in ("\u00e9x\U0001f600", "\udc80", "\ud800y"):
        for encoding in ("ascii", "utf-8"):
            try:
                print(handler, encoding, text.encode(encoding, handler))
            except (UnicodeEncodeError, LookupError) as error:
                print(handler, encoding, type(error).__name__, ascii(str(error)))
blobs = [b"abc", b"\xc3\xa9", b"\xff", b"\xc3", b"\xe4\xb8", b"a\x80b", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xf8\x88\x80\x80\x80", b"\xc0\x80", b"\xe4\xb8\xadx\xe4", b""]
for blob in blobs:
    for encoding in ("utf-8", "ascii", "latin-1"):
        try:
            print(blob, encoding, ascii(blob.decode(encoding)))
        except UnicodeDecodeError as error:
            print(blob, encoding, error, error.start, error.end, error.object, error.reason)
    for handler in ("ignore", "replace", "backslashreplace", "surrogateescape"):
        print(handler, ascii(blob.decode("utf-8", handler)))
show(lambda: "a".encode("no-such"))
show(lambda: "a".encode(5))
show(lambda: "a".encode("utf-8", 5))
show(lambda: "a".encode(encoding="ascii", errors="strict"))
show(lambda: b"a".decode("no-such"))
show(lambda: b"\xff\xfea\x00".decode("utf-16"))
show(lambda: b"a\x00b".decode("utf-16-le"))
show(lambda: b"\xff".decode("utf-8", "nonsense"))
show(lambda: "\udcff".encode("utf-8", "surrogateescape"))
show(lambda: "x" * 3 == (b"x" * 3).decode())
show(lambda: UnicodeEncodeError("ascii", "x\u00e9", 1, 2, "why").args)
show(lambda: str(UnicodeDecodeError("utf-8", b"ab", 0, 2, "why")))
show(lambda: str(UnicodeTranslateError("ab", 0, 1, "why")))
show(lambda: UnicodeEncodeError("ascii"))
