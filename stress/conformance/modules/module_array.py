# array: every type of item with its limits, the whole list interface, buffers, and what is refused.
import array
import copy
import io
import pickle
from array import ArrayType, typecodes


def attempt(*actions):
    for action in actions:
        try:
            print(repr(action()))
        except Exception as error:
            print(type(error).__name__, error)


print(typecodes, ArrayType is array.array, array.array.__name__, array.array)
for code in typecodes:
    empty = array.array(code)
    print(code, empty, empty.itemsize, empty.typecode, len(empty))
    for value in (-2**70, -2**63 - 1, -2**31 - 1, -32769, -129, -1, 0, 127, 255, 65535, 2**32, 2**64, 1.5, "x", None, "xy"):
        attempt(lambda: array.array(code, [value]))

a = array.array("i", range(10))
print(a, a[0], a[-1], a[2:5], a[::-3], a[8:2], list(a), 7 in a, 11 in a, a.index(4), a.count(3))
a.append(10); a.extend(array.array("i", [11])); a.extend((12, 13)); a.insert(0, -1); a.insert(-100, -2); a.insert(99, 14)
print(a, a.pop(), a.pop(0), a.pop(3), a)
a.remove(7); a.reverse(); print(a)
del a[0]; del a[::2]; del a[-2:]; print(a)
a[1] = 50; a[0:1] = array.array("i", [7, 8, 9]); a[::2] = array.array("i", [0] * len(a[::2])); print(a)
a[1:1] = a; print(a)
a[2:] = array.array("i"); print(a, a * 3, 2 * a, a + a)
a += array.array("i", [5]); a *= 2; print(a)
a *= 0; print(a)

attempt(lambda: array.array("x"), lambda: array.array(1), lambda: array.array("ii"), lambda: array.array(),
        lambda: array.array("i", "text"), lambda: array.array("i", array.array("u", "a")), lambda: array.array("i", 3),
        lambda: array.array("i", [1]) + [1], lambda: array.array("i", [1]) + array.array("b", [1]),
        lambda: array.array("i").extend(array.array("b", [1])), lambda: array.array("i", x=1), lambda: array.array("i", [1])["a"],
        lambda: array.array("i").pop(), lambda: array.array("i", [1]).pop(3), lambda: array.array("i").remove(1),
        lambda: array.array("i").index(1), lambda: array.array("i", [1])[1], lambda: hash(array.array("i")),
        lambda: array.array("i").frombytes(b"123"), lambda: array.array("i").fromlist((1,)), lambda: array.array("i").tounicode(),
        lambda: array.array("i") < [1], lambda: array.array("i", [1]).__setitem__(slice(0, 1), [1]),
        lambda: array.array("i", [1, 2]).__setitem__(slice(0, 2, 2), array.array("i", [1, 2])),
        lambda: array.array("i", [1]).__setitem__(3, 1), lambda: array.array("i", [1]).__iadd__([1]))

print(array.array("i", [1, 2]) == array.array("d", [1.0, 2.0]), array.array("b", [1]) < array.array("h", [1, 0]))
print(array.array("d", [float("nan")]) == array.array("d", [float("nan")]))
b = array.array("h", b"\x01\x00\x02\x00")
print(b, b.tobytes(), b.tolist()); b.byteswap(); print(b)
b.fromlist([1, 2]); attempt(lambda: b.fromlist([3, "x"])); print(b)
stream = io.BytesIO()
b.tofile(stream); stream.seek(0)
c = array.array("h"); attempt(lambda: c.fromfile(stream, 2), lambda: c.fromfile(stream, 9)); print(c)
u = array.array("u", "gr\u00fc\u00df"); u.fromunicode("\U0001f40d"); print(u, u.tounicode(), u[-1])

view = memoryview(b)
print(view.format, view.itemsize, view.shape, view.readonly, view[0], bytes(view[1:2]))
view[0] = 77
attempt(lambda: b.append(1), lambda: b.pop(), lambda: b.extend([1]), lambda: b.__delitem__(slice(None)))
view.release(); b.append(5); print(b, b.buffer_info()[1], bytes(b), bytearray(b))

for other in (copy.copy(b), copy.deepcopy(b), pickle.loads(pickle.dumps(b, 2)), pickle.loads(pickle.dumps(b))):
    print(other == b, other is b, type(other).__name__)


class Row(array.array):
    def __new__(cls, code, items, name=None):
        return super().__new__(cls, code, items)

    def __init__(self, code, items, name=None):
        self.name = name


row = Row("b", [1, 2, 3], name="row")
print(row, row.name, row[1:], type(row + row).__name__, row == array.array("b", [1, 2, 3]))


match array.array("i", [1, 2, 3]):
    case [first, *rest]:
        print(first, rest)
