# circle_a: imports a module that imports this one, in the way that works.
import _package.circle_b

result = _package.circle_b.result + " seen from a"
