# circle_d: wants a name that is not there yet.
from _package.circle_c import c

d = 1
