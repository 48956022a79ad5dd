# methods: searching, splitting, stripping, case and padding of bytes and bytearray.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


for kind in (bytes, bytearray):
    text = kind(b"abracadabra  ABRA\tx\n")
    for part in (b"", b"a", b"abra", b"z", b"A", bytearray(b"bra")):
        print(part, text.find(part), text.rfind(part), text.count(part), part in text, text.startswith(part), text.endswith(part), text.find(part, 3, 9), text.rfind(part, -8), text.count(part, 2))
    print(text.find(97), text.count(97), text.index(114), text.rindex(b"ra"))
    print(text.split(), text.rsplit(None, 1), text.split(b"a"), text.split(b"a", 2), text.rsplit(b"ra", 1), text.partition(b"cad"), text.rpartition(b"zz"))
    print(text.splitlines(), kind(b"a\r\nb\x0bc\nd").splitlines(True), kind(b"").split(), kind(b"").split(b","), kind(b"a,,b").split(b","))
    print(text.strip(), text.strip(b"ax\n"), text.lstrip(b"ab"), text.rstrip(), text.removeprefix(b"abra"), text.removesuffix(b"\n"))
    print(text.upper(), text.lower(), text.title(), text.capitalize(), text.swapcase())
    print(text.center(30, b"*"), text.ljust(25, b"."), text.rjust(25), kind(b"-42").zfill(6), kind(b"a\tb").expandtabs(4))
    print(text.replace(b"a", b"oo"), text.replace(b"a", b"", 2), text.replace(b"", b"-", 3), text.translate(None, b"a"), text.translate(bytes(range(255, -1, -1)))[:3])
    print(kind(b",").join([b"a", bytearray(b"b"), b"c"]), kind(b"").join([]), kind(b"x").join([b"only"]))
    print([(probe, kind(probe).isalpha(), kind(probe).isdigit(), kind(probe).isalnum(), kind(probe).isspace(), kind(probe).isupper(), kind(probe).islower(), kind(probe).istitle(), kind(probe).isascii()) for probe in (b"", b"abc", b"ABC", b"1", b" ", b"Ab Cd", b"\xe9", b"a1")])
    print(kind.maketrans(b"abc", b"xyz")[96:101], kind(b"\xff\xfe").hex(), kind(b"a").decode(), type(kind(b"abc")[0:1]).__name__)
show(lambda: b"abc".find("a"))
show(lambda: b"abc".find(256))
show(lambda: b"abc".index(b"z"))
show(lambda: b"abc".rindex(b"z"))
show(lambda: b"abc".count(None))
show(lambda: b"abc".split("a"))
show(lambda: b"abc".split(b""))
show(lambda: b"abc".split(5))
show(lambda: b"abc".startswith("a"))
show(lambda: b"abc".startswith((b"x", b"a")))
show(lambda: b"abc".endswith((b"x", "a")))
show(lambda: b"abc".strip("a"))
show(lambda: b"abc".replace("a", "b"))
show(lambda: b"abc".replace(b"a"))
show(lambda: b"".join(["a"]))
show(lambda: b"".join([1]))
show(lambda: b"".join("ab"))
show(lambda: b"".join(5))
show(lambda: b"abc".center(5, b"xy"))
show(lambda: b"abc".center(5, "x"))
show(lambda: b"abc".ljust("5"))
show(lambda: b"abc".translate(b"short"))
show(lambda: b"abc".translate({}))
show(lambda: b"abc".translate(None, delete=b"b"))
show(lambda: bytes.maketrans(b"a", b"bc"))
show(lambda: b"abc".partition(b""))
show(lambda: b"abc".upper(1))
show(lambda: b"abc".encode())
show(lambda: b"abc".format())
show(lambda: b"abc".removeprefix("a"))
