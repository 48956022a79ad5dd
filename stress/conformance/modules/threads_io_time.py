# threads_io_time: files, struct, time, random, os paths, threads, weak references and contexts, as a small back-up tool would use them.
import contextlib
import contextvars
import copy
import io
import os
import os.path
import random
import struct
import sys
import threading
import time
import types
import weakref
import abc
import enum


def attempt(*actions):
    for action in actions:
        try:
            print(repr(action()))
        except Exception as error:
            print(type(error).__name__, str(error).replace(str(os.getpid()), "PID"))


folder = f"/tmp/ouro_conformance_{os.getpid()}"
os.mkdir(folder)
path = os.path.join(folder, "file.txt")
with open(path, "w", encoding="utf-8") as stream:
    print(stream.write("first\nsecond é\n"), stream.tell(), stream.name == path, stream.mode, stream.encoding, stream.closed)
    stream.writelines(["third\n", "fourth"])
print(stream.closed, os.path.getsize(path), os.path.isfile(path), os.path.isdir(folder), os.listdir(folder), os.stat(path).st_size)
with open(path, encoding="utf-8") as stream:
    print(stream.readline(), list(stream), stream.read(), stream.seek(0), stream.read(7))
with open(path, "rb+") as stream:
    print(stream.read(5), stream.seek(-6, 2), stream.read(), stream.seek(0), stream.write(b"FIRST"), stream.tell(), stream.truncate(11))
with open(path, "a") as stream:
    stream.write("!")
print(open(path).read().splitlines(), [line.rstrip() for line in open(path)])
attempt(lambda: stream.write("x"), lambda: open(path + "x"), lambda: open(path, "zz"), lambda: open(path, "x"), lambda: os.rmdir(folder), lambda: os.listdir("/nowhere"), lambda: os.remove(path + "1"), lambda: open(path, "rb").write(b""), lambda: open(path).write(""), lambda: open(folder), lambda: os.mkdir(folder))
os.rename(path, path + ".bak")
os.makedirs(os.path.join(folder, "a/b/c"))
print(sorted(os.path.relpath(os.path.join(root, name), folder) for root, dirs, files in os.walk(folder) for name in dirs + files), [e.name for e in sorted(os.scandir(folder), key=lambda e: e.name)])
os.remove(path + ".bak")
os.removedirs(os.path.join(folder, "a/b/c"))
print(os.path.exists(folder), os.path.split("/a/b.c"), os.path.splitext("x.tar.gz"), os.path.normpath("a/../b//c/."), os.path.basename("a/"), os.path.dirname("/a/b"), os.path.isabs("/"), os.path.commonpath(["/a/b", "/a/c"]), os.path.expanduser("~nobody_here"), os.sep, os.environ.get("NOT_SET", "default"), os.fspath("x"), os.getenv("ALSO_NOT"))
s = io.StringIO("one\ntwo\n")
b = io.BytesIO(b"\x00\x01\x02")
print(s.readlines(), s.getvalue(), s.seek(0), s.read(2), s.tell(), b.read(1), b.getbuffer()[1], b.seek(0, 2), b.write(b"zz"), b.getvalue())
with contextlib.redirect_stdout(io.StringIO()) as captured:
    print("hidden")
print(repr(captured.getvalue()))
print(struct.pack("<ihq2s?d", 1, -2, 3, b"ab", True, 1.5), struct.unpack(">HBx", b"\x01\x02\x03\x00"), struct.calcsize("@ihb"), struct.pack(">f", 0.1).hex(), list(struct.iter_unpack("<H", b"\1\0\2\0")), struct.Struct("3s").unpack(b"xyz"))
attempt(lambda: struct.pack("b", 200), lambda: struct.unpack("i", b"1"), lambda: struct.pack("zz", 1), lambda: struct.pack("i", "a"), lambda: struct.pack("i"), lambda: struct.pack("2s", "ab"))
random.seed(42)
print(random.random(), random.randint(1, 100), random.choice("abcdef"), random.sample(range(50), 4), random.shuffle(deck := list(range(8))), deck, random.uniform(1, 2), random.gauss(0, 1), random.choices([1, 2, 3], weights=[1, 0, 2], k=5), random.getrandbits(70), random.randrange(0, 100, 7), random.triangular(), random.betavariate(1, 2), random.expovariate(1), random.Random("text").random(), random.Random(b"bytes").random(), random.Random(1.5).random())
attempt(lambda: random.choice([]), lambda: random.randint(5, 1), lambda: random.sample([1], 2), lambda: random.Random([1]), lambda: random.randrange(0))
print(time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(86400 * 365)), time.gmtime(0), time.mktime(time.localtime(1000)) == 1000, time.asctime(time.gmtime(0)), time.monotonic() <= time.monotonic(), time.perf_counter_ns() > 0, time.strptime if False else "")
attempt(lambda: time.sleep(-1), lambda: time.gmtime("a"), lambda: time.strftime(5))
lock, log, local = threading.Lock(), [], threading.local()
barrier = threading.Barrier(3)
var = contextvars.ContextVar("var", default="unset")


def work(n):
    local.value = n
    token = var.set(n)
    barrier.wait()
    with lock:
        log.append((local.value, var.get()))
    var.reset(token)


threads = [threading.Thread(target=work, args=(n,), name=f"worker-{n}") for n in range(3)]
[t.start() for t in threads]
[t.join() for t in threads]
print(sorted(log), var.get(), [t.is_alive() for t in threads], threads[0].name, hasattr(local, "value"), threading.current_thread() is threading.main_thread(), threading.active_count())
context = contextvars.copy_context()
print(context.run(lambda: (var.set("inside"), var.get())[1]), var.get(), context[var], len(context), var in contextvars.copy_context())
attempt(lambda: lock.release(), lambda: threads[0].start(), lambda: threading.Thread(5, 6), lambda: threading.Thread().join())
event, condition, semaphore = threading.Event(), threading.Condition(), threading.Semaphore(2)
print(event.wait(0.001), event.set(), event.is_set(), semaphore.acquire(), semaphore.acquire(blocking=False), semaphore.acquire(blocking=False))


class Node:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Node({self.name})"


node = Node("n")
gone = []
ref, proxy = weakref.ref(node, lambda r: gone.append("callback")), weakref.proxy(node)
values, keys, members = weakref.WeakValueDictionary(a=node), weakref.WeakKeyDictionary({node: 1}), weakref.WeakSet([node])
finalizer = weakref.finalize(node, gone.append, "finalized")
print(ref() is node, proxy.name, len(values), dict(keys), len(members), finalizer.alive, weakref.getweakrefcount(node) > 3)
del node
print(ref(), gone, len(values), len(keys), len(members), finalizer.alive)
attempt(lambda: proxy.name, lambda: weakref.ref(5))


class Color(enum.Enum):
    RED = 1
    GREEN = 2
    ALIAS = 1

    @property
    def lower(self):
        return self.name.lower()


class Perm(enum.Flag):
    R = enum.auto()
    W = enum.auto()
    X = enum.auto()


class Num(enum.IntEnum):
    ONE = 1
    TWO = 2


print(Color.RED, repr(Color.ALIAS), Color(2), Color["GREEN"].lower, list(Color), Color.RED is Color.ALIAS, Color.__members__.keys(), Perm.R | Perm.X, repr(Perm.R | Perm.W), Perm.R in (Perm.R | Perm.W), ~Perm.R, Num.ONE + 1, Num.TWO > Num.ONE, f"{Num.ONE} {Color.RED:>12}", enum.unique, hash(Color.RED) == hash("RED"), isinstance(Num.ONE, int)) if False else print(Color.RED, repr(Color.ALIAS), Color(2), Color["GREEN"].lower, list(Color), Perm.R | Perm.X, repr(Perm.R | Perm.W), ~Perm.R, Num.ONE + 1, f"{Num.ONE} {Color.RED:>12}", Perm(0), Perm(7))
attempt(lambda: Color(9), lambda: Color["NO"], lambda: setattr(Color, "RED", 5), lambda: Color.RED < Color.GREEN, lambda: type("E", (Color,), {}), lambda: Color(), lambda: Perm(64))


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...

    @property
    @abc.abstractmethod
    def name(self): ...

    @classmethod
    def __subclasshook__(cls, other):
        return NotImplemented if cls is not Shape else ("area" in other.__dict__ and "name" in other.__dict__) or NotImplemented


attempt(Shape, lambda: type("Half", (Shape,), {"area": 1})(), lambda: isinstance(type("Duck", (), {"area": 1, "name": 2})(), Shape), lambda: issubclass(int, Shape), lambda: Shape.register(int), lambda: isinstance(5, Shape), lambda: sorted(Shape.__abstractmethods__))
print(types.SimpleNamespace(a=1, b=[2]), types.MappingProxyType({"k": 1}), types.MethodType(len, "abc")(), isinstance(work, types.FunctionType), types.new_class("Made", (Node,), {}, lambda ns: ns.update(z=1)).z, copy.copy(types.SimpleNamespace(q=1)))


@contextlib.contextmanager
def tag(name):
    print("<", name)
    try:
        yield name.upper()
    except ValueError as error:
        print("swallowed", error)
    finally:
        print(">", name)


with tag("a") as a, tag("b"):
    print(a)
    raise ValueError("inside")
with contextlib.ExitStack() as stack:
    print(stack.enter_context(tag("c")), stack.callback(print, "called", end="!\n"), stack.push(lambda *exc: print(exc[0])) is not None)
with contextlib.suppress(KeyError, IndexError):
    [][1]
with contextlib.closing(io.StringIO()) as stream, contextlib.nullcontext(5) as five:
    print(five)
print(stream.closed, sys.getrefcount(stream) > 0)
try:
    with tag("d"):
        raise KeyError("through")
except KeyError as error:
    print("got", error)
