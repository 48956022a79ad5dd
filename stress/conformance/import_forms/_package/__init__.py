# _package: a package that the import tests read; counts how often its parts run.
__all__ = ["public", "alpha"]
public = "public"
hidden = "hidden"
counter = 0


def __getattr__(name):
    if name.startswith("lazy"):
        return f"made {name}"
    raise AttributeError(f"package has no {name}")
