# circle_c: a circle that does not work.
from _package.circle_d import d

c = 1
