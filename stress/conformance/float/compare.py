# compare: ordering of floats, sorting, nan and zero as keys.
nan, inf = float("nan"), float("inf")
values = [nan, inf, -inf, 0.0, -0.0, 1.5, -1.5, 5e-324, 1e308]
for left in values:
    print(left, "".join("<"[: left < right] + "="[: left == right] + ">"[: left > right] + "!"[: left != right] + " " for right in values))
print(nan in [nan], [nan] == [nan], (nan,) == (nan,), nan == nan, {nan: 1}[nan], float("nan") in [nan], [float("nan")] == [nan])
print(sorted([2.5, -1, 0.0, inf, -inf, True]), max(nan, 1), max(1, nan), min(nan, 1), min(1, nan))
print({0.0: "a", -0.0: "b"}, {1.0, 1}, 0.0 == -0.0, str(0.0) == str(-0.0), [0.0].index(-0.0), [1.5, 2.5, 1.5].count(1.5))
print(0.1 + 0.2 == 0.3, 0.1 * 3 == 0.3, 0.5 == 1 / 2, 1e16 == 10**16, 1.5 == 3 / 2, 0.1 == 0.1000000000000000055)
print(1.0 < 2 < 3.5, 1.5 != "1.5", 1.5 == None)
