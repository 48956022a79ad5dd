# module_os: paths, environment, files, directories and errors with their numbers.
import os
import os.path as p
import shutil
print(os.name, os.sep, os.pathsep, os.linesep == "\n", os.curdir, os.pardir, os.extsep, os.devnull, os.altsep)
for path in ("", "/", "a", "a/b", "/a/b/", "a//b", "./a/../b", "/..", "a/b.tar.gz", ".hidden", "..", "/a/./b/../../c", "//a", "a.b/c"):
    print(repr(path), p.join(path, "x"), p.join("y", path), p.split(path), p.dirname(path), p.basename(path), p.splitext(path), p.normpath(path), p.isabs(path))
print(p.join("a", "/b", "c"), p.commonpath(["/a/b", "/a/c"]), p.commonprefix(["abc", "abd"]), p.relpath("/a/b", "/a/c"), p.abspath("/a/../b"), p.expanduser("x"), p.splitdrive("/a"), p.join(b"a", b"b"), os.fspath("x"), os.fsencode("x"), os.fsdecode(b"x"))
os.environ["OURO_TEST"] = "value"
print(os.environ["OURO_TEST"], os.getenv("OURO_TEST"), os.getenv("OURO_NOTHING"), os.environ.get("OURO_NOTHING", "d"), "OURO_TEST" in os.environ, p.expandvars("$OURO_TEST/${OURO_TEST}/$NOTHING_"), os.environ.pop("OURO_TEST"), "OURO_TEST" in os.environ)
base = f"/tmp/ouro-conformance-os-{os.getpid()}"
os.mkdir(base)
os.makedirs(p.join(base, "x", "y"))
os.makedirs(p.join(base, "x", "y"), exist_ok=True)
with open(p.join(base, "file"), "w") as stream:
    stream.write("12345")
os.rename(p.join(base, "file"), p.join(base, "moved"))
os.symlink("moved", p.join(base, "link"))
print(sorted(os.listdir(base)), p.exists(p.join(base, "moved")), p.isdir(base), p.isfile(p.join(base, "moved")), p.islink(p.join(base, "link")), os.readlink(p.join(base, "link")), p.getsize(p.join(base, "link")), os.stat(p.join(base, "moved")).st_size, p.samefile(p.join(base, "link"), p.join(base, "moved")), os.access(base, os.R_OK), p.realpath(p.join(base, "link")) == p.realpath(p.join(base, "moved")))
print(sorted((e.name, e.is_dir(), e.is_file(), e.is_symlink()) for e in os.scandir(base)), [(r[len(base):], sorted(d), sorted(f)) for r, d, f in os.walk(base)])
fd = os.open(p.join(base, "raw"), os.O_RDWR | os.O_CREAT, 0o600)
print(os.write(fd, b"hello"), os.lseek(fd, 1, os.SEEK_SET), os.read(fd, 3), os.fstat(fd).st_size, os.stat(p.join(base, "raw")).st_mode & 0o777, os.ftruncate(fd, 2), os.close(fd), p.getsize(p.join(base, "raw")))
os.chmod(p.join(base, "raw"), 0o644)
r, w = os.pipe()
print(os.write(w, b"through"), os.read(r, 100), os.isatty(r), os.close(r), os.close(w))
before = os.getcwd()
os.chdir(base)
print(p.basename(os.getcwd()).startswith("ouro-conformance-os"), p.exists("moved"))
os.chdir(before)


def text(error):
    return str(error).replace(str(os.getpid()), "PID")


for action in (lambda: os.mkdir(base), lambda: os.rmdir(base), lambda: os.remove(p.join(base, "none")), lambda: os.listdir(p.join(base, "none")), lambda: os.rename("/no/such/a", "/no/such/b"), lambda: os.stat("/no/such"), lambda: os.open("/no/such", os.O_RDONLY), lambda: os.close(9999), lambda: os.read(9999, 1), lambda: os.chdir("/no/such"), lambda: os.makedirs(p.join(base, "x")), lambda: os.unlink(base), lambda: os.environ["OURO_NOTHING"], lambda: os.environ.__setitem__("a", 5), lambda: os.fspath(5), lambda: p.join("a", 5), lambda: p.join("a", b"b"), lambda: p.getsize("/no/such"), lambda: os.getenv(5), lambda: os.mkdir("a\0b"), lambda: os.strerror("x"), lambda: p.commonpath([]), lambda: os.kill(os.getpid(), 999), lambda: os.readlink("/"), lambda: os.listdir(5.5)):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, text(error), getattr(error, "errno", None), text(getattr(error, "filename", None)))
print(os.strerror(2), os.strerror(13), isinstance(os.getpid(), int), os.getppid() > 0, os.cpu_count() > 0, len(os.urandom(8)), isinstance(os.times().user, float), os.get_terminal_size.__name__, os.umask(os.umask(0o22)) >= 0)


class Path:
    def __fspath__(self):
        return base + "/moved"


print(p.exists(Path()), os.fspath(Path())[-5:], p.basename(Path()))
with open(Path()) as stream:
    print(stream.read())
shutil.rmtree(base)
print(p.exists(base))
