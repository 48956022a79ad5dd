# module_math: every function of math, at ordinary and extreme places.
import math


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


inf, nan = math.inf, math.nan
values = [0.0, -0.0, 0.5, 1.0, -1.0, 2.5, -2.5, 10, 100.25, 1e-10, 1e10, inf, -inf, nan]
ONE = ["ceil", "floor", "trunc", "fabs", "sqrt", "cbrt", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "degrees", "radians", "erf", "erfc", "gamma", "lgamma", "isfinite", "isinf", "isnan", "frexp", "modf", "ulp"]
for name in ONE:
    function = getattr(math, name)
    for value in values:
        try:
            result = function(value)
            if isinstance(result, float) and name not in ("ceil", "floor", "trunc", "fabs", "sqrt", "ulp"):
                result = f"{result:.12g}"
        except (ValueError, OverflowError) as error:
            result = f"{type(error).__name__}: {error}"
        print(name, value, result)
TWO = ["atan2", "copysign", "fmod", "pow", "remainder", "hypot", "nextafter", "dist", "ldexp", "isclose", "log"]
for name in TWO:
    function = getattr(math, name)
    for left in (0.0, -1.5, 2.0, 7, inf, nan):
        for right in (1, -2, 0, 3, inf):
            try:
                result = function([left], [right]) if name == "dist" else function(left, int(right) if name == "ldexp" and right != inf else right)
                if isinstance(result, float) and name in ("atan2", "pow", "hypot", "log"):
                    result = f"{result:.12g}"
            except (ValueError, OverflowError, TypeError, ZeroDivisionError) as error:
                result = f"{type(error).__name__}: {error}"
            print(name, left, right, result)
print([math.factorial(n) for n in range(12)], math.factorial(50), [math.comb(10, k) for k in range(12)], [math.perm(5, k) for k in range(7)], math.perm(6), math.comb(100, 50), math.comb(10**20, 3))
print(math.gcd(), math.gcd(12), math.gcd(12, 18, -30), math.gcd(0, 0), math.lcm(), math.lcm(4, 6), math.lcm(0, 5), math.lcm(-4, 10, 15), math.isqrt(10**40), math.isqrt(0), math.isqrt(99), math.prod([]), math.prod([1, 2, 3.5]), math.prod([2, 3], start=10), math.fsum([0.1] * 10), math.fsum([1e100, 1, -1e100]), math.fsum([]))
print(math.pi, math.e, math.tau, math.inf, math.nan, math.ceil(10**20), math.floor(-0.5), math.trunc(-2.7), math.hypot(3, 4, 12), math.hypot(), math.dist((0, 0), (3, 4)), math.isclose(1, 1 + 1e-10), math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-9, abs_tol=1e-8), math.log(8, 2), math.log(10**400) > 900, math.log2(2**70), math.log10(10**30), math.sqrt(10**300) > 1e149, math.ldexp(0.5, 10), math.frexp(10))
show(lambda: math.sqrt("a"))
show(lambda: math.sqrt())
show(lambda: math.sqrt(1, 2))
show(lambda: math.sqrt(1j))
show(lambda: math.sqrt(10**400))
show(lambda: math.log(0, 2))
show(lambda: math.log(-1))
show(lambda: math.log(1, 1))
show(lambda: math.log("a"))
show(lambda: math.log())
show(lambda: math.factorial(1.5))
show(lambda: math.factorial(-1))
show(lambda: math.factorial("a"))
show(lambda: math.gcd(1.5, 2))
show(lambda: math.isqrt(-1))
show(lambda: math.isqrt(1.5))
show(lambda: math.comb(-1, 2))
show(lambda: math.comb(5, -1))
show(lambda: math.comb(5.5, 1))
show(lambda: math.perm(3, "a"))
show(lambda: math.prod(5))
show(lambda: math.prod(["a"]))
show(lambda: math.fsum([1, "a"]))
show(lambda: math.fsum([inf, -inf]))
show(lambda: math.dist([1], [1, 2]))
show(lambda: math.dist(1, 2))
show(lambda: math.ldexp(1.0, 1.5))
show(lambda: math.ldexp(1.0, 10**5))
show(lambda: math.isclose(1, 1, rel_tol=-1))
show(lambda: math.ceil("a"))
show(lambda: math.floor(None))
show(lambda: math.trunc(1j))
show(lambda: math.fmod(1, 0))
show(lambda: math.pow(-8, 1 / 3))
show(lambda: math.pow(0, -1))
show(lambda: math.gamma(-1))
show(lambda: math.exp(1000))
show(lambda: math.atan2(1))
show(lambda: math.copysign("a", 1))
