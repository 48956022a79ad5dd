# circle_b: the other half of the circle.
import _package.circle_a

result = "b"
