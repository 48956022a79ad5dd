# true_division: int by int as the nearest float, overflow and exactness.
pairs = [(1, 3), (2, 3), (-1, 3), (7, 2), (10**20, 3), (10**400, 10**399), (2**1023, 1), (2**1024 - 1, 2),
         (2**53 + 1, 1), (2**53 + 3, 2), (1, 2**1074), (1, 2**1075), (3, 2**1075), (10**30, 7**20), (0, 5),
         (-5, 10**300), (2**2000, 2**1990), (123456789, 1000)]
for top, bottom in pairs:
    print(top % 1000, repr(top / bottom), repr(-top / bottom), repr(top / -bottom))
for top, bottom in [(10**400, 1), (-(10**400), 3), (1, 0), (2**1024, 1)]:
    try:
        print(top / bottom)
    except (OverflowError, ZeroDivisionError) as error:
        print(type(error).__name__, error)
print(5 / True, 1 / 2.0, 10**25 / 1e5, 1e5 / 10**25)
for big in (2**1024, 10**309, -(10**309)):
    for action in (lambda: float(big), lambda: big * 1.0, lambda: 1.0 + big, lambda: big > 1e308, lambda: big == 1e308):
        try:
            print(action())
        except OverflowError as error:
            print(error)
