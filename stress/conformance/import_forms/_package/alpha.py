# alpha: counts its own imports in the package.
import _package

_package.counter += 1
value = "alpha value"
