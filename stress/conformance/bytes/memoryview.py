# memoryview: windows on bytes: slices, formats, casts, release and refusals.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


source = bytearray(b"abcdefgh")
view = memoryview(source)
print(len(view), view[0], view[-1], bytes(view[2:5]), view[::2].tolist(), view[::-1].tobytes(), view.nbytes, view.itemsize, view.format, view.ndim, view.shape, view.strides, view.readonly, view.contiguous, view.c_contiguous, view.suboffsets)
view[0] = 65
view[1:3] = b"BC"
view[4:8:2] = b"EG" if False else memoryview(b"EG")[:]
print(source, view == b"ABCdEfGh", view == source, view != b"x", view.obj is source, 65 in view, list(view), view.hex(), view.hex("-"))
print(view[2:6][1:3].tobytes(), view.tobytes("C"), memoryview(b"ab") == memoryview(b"ab"), hash(memoryview(b"ab")) == hash(b"ab"), view.toreadonly().readonly)
show(lambda: view[8])
show(lambda: view["a"])
show(lambda: view.__setitem__(0, 256))
show(lambda: view.__setitem__(0, b"a"))
show(lambda: view.__setitem__(slice(0, 2), b"abc"))
show(lambda: view.__setitem__(slice(0, 2), 5))
show(lambda: view.__delitem__(0))
show(lambda: memoryview(b"abc").__setitem__(0, 1))
show(lambda: memoryview("text"))
show(lambda: memoryview(5))
show(lambda: memoryview())
show(lambda: hash(view))
show(lambda: view + b"x")
show(lambda: view < b"x")
show(lambda: view.missing)
show(lambda: source.append(1))
wide = memoryview(bytearray(16)).cast("i")
wide[0], wide[1] = -1, 2**31 - 1
print(wide.tolist(), wide.itemsize, wide.format, len(wide), wide.nbytes, wide.cast("B").tolist(), wide.cast("B").cast("h").tolist())
show(lambda: wide.__setitem__(0, 2**31))
show(lambda: wide.__setitem__(0, 1.5))
show(lambda: memoryview(bytearray(6)).cast("i"))
show(lambda: wide.cast("h"))
show(lambda: memoryview(bytearray(8)).cast("d").tolist())
show(lambda: memoryview(bytearray(8)).cast("B", [2, 4]).tolist())
show(lambda: memoryview(bytearray(8)).cast("zz"))
show(lambda: memoryview(b"abc").cast("c").tolist())
show(lambda: memoryview(b"\x00\x01").cast("?").tolist())
with memoryview(source) as inner:
    print(inner[0])
show(lambda: inner[0])
show(lambda: inner.tobytes())
print(repr(inner)[:10])
view.release()
view.release()
show(lambda: len(view))
show(lambda: view.tolist())
show(lambda: source.append(1))
print(source)
