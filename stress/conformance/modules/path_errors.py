# What errors about files show when the file was given as a path object: its text.
import io
import os
import pathlib
import tempfile


def show(function, *arguments):
    try:
        print(function(*arguments))
    except OSError as error:
        print(type(error).__name__, str(error).replace(folder, "FOLDER"), type(error.filename).__name__)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)


class Odd:
    def __init__(self, answer):
        self.answer = answer

    def __repr__(self):
        return "an odd path"

    def __fspath__(self):
        return self.answer


with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder)
    (path / "sub").mkdir()
    (path / "sub" / "file").touch()
    missing = path / "missing"
    for function in (os.stat, os.listdir, os.remove, os.rmdir, os.scandir, os.chdir, open, os.readlink, io.FileIO):
        show(function, missing)
        show(function, Odd(str(missing)))
        show(function, Odd(os.fsencode(missing)))
        show(function, Odd(3))
    show(os.mkdir, path / "sub")
    show(os.rmdir, path / "sub")
    show(os.rename, missing, path / "other")
    show(os.link, missing, path / "other")
    show(missing.read_text)
    show(missing.unlink)
    show((path / "sub").mkdir)
    show((path / "sub").rmdir)
    show((path / "sub").open)
