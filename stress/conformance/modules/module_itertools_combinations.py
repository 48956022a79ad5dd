# module_itertools_combinations: products, permutations and combinations.
import itertools as it


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


show(lambda: list(it.product("ab", [1, 2])))
show(lambda: list(it.product("ab", repeat=2)))
show(lambda: list(it.product()))
show(lambda: list(it.product("ab", [])))
show(lambda: list(it.product("ab", repeat=0)))
show(lambda: it.product("ab", repeat=-1))
show(lambda: it.product(5))
show(lambda: it.product("a", bad=1))
show(lambda: list(it.permutations("abc")))
show(lambda: list(it.permutations("abc", 2)))
show(lambda: list(it.permutations("ab", 3)))
show(lambda: list(it.permutations("", 0)))
show(lambda: list(it.permutations([1, 1])))
show(lambda: it.permutations("ab", -1))
show(lambda: it.permutations("ab", "x"))
show(lambda: list(it.combinations("abcd", 2)))
show(lambda: list(it.combinations("abcd", 0)))
show(lambda: list(it.combinations("ab", 3)))
show(lambda: list(it.combinations(range(5), 4)))
show(lambda: it.combinations("ab", -1))
show(lambda: it.combinations("ab"))
show(lambda: list(it.combinations_with_replacement("abc", 2)))
show(lambda: list(it.combinations_with_replacement("ab", 3)))
show(lambda: list(it.combinations_with_replacement("", 1)))
show(lambda: it.combinations_with_replacement("ab", -1))
show(lambda: [len(list(it.permutations(range(n)))) for n in range(7)])
show(lambda: [len(list(it.combinations(range(8), k))) for k in range(9)])
show(lambda: sum(1 for _ in it.product(range(10), repeat=3)))
show(lambda: next(it.permutations(range(100), 3)))
show(lambda: [p for p in it.permutations(range(4)) if all(abs(p[i] - p[j]) != j - i for i in range(4) for j in range(i + 1, 4))])
iterator = it.combinations("abc", 2)
print(next(iterator), list(iterator), list(iterator), type(iterator).__name__)
