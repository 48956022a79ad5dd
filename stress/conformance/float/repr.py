# repr: the shortest text that reads back, over the whole range.
import sys
values = [0.0, -0.0, 1.0, -1.0, 0.1, 0.2, 0.1 + 0.2, 1 / 3, 2 / 3, 1e15, 1e16, 123456789012345678.0, 1e17, 9999999999999998.0,
          1e21, 1e22, 1e23, 1e100, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 2.225073858507201e-308, 1e-4, 1e-5,
          0.00001234, 123456.789, 1.1, 2.675, 1e-7, 4.35, 4.349999999999999, 2**53, 2.0**53 + 2, 1.5e300, 3.0e-310, 100.0, 1e2,
          0.30000000000000004, 1.0000000000000002, 9.5, 12345.678e10, 8.41e21, 9.007199254740993e15, 6.02214076e23, 1e-323]
for value in values:
    print(repr(value), str(value), float(repr(value)) == value, repr(-value), [value], f"{value}")
for power in range(-330, 310, 13):
    value = float(f"1e{power}") * 3
    print(power, value, value * 7, value / 7)
value = 1.0
for _ in range(40):
    value = value * 1.7 + 0.1
    print(value, 1 / value)
print(float("inf"), -float("inf"), float("nan"), [float("nan")], complex("nan"), 1e400, -1e400)
print(sys.float_info.max, sys.float_info.min, sys.float_info.epsilon, sys.float_info.dig, sys.float_info.mant_dig, sys.float_repr_style)
print(1_000.5, 1_0e1_0, .5, 5., 0e0, 1E5, 1e+5, 0.0e-10, 00.5, 1e-0)
