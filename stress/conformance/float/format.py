# format: every presentation of floats, with all options and refusals.
specs = ["", "f", ".0f", ".1f", ".10f", "e", ".0e", ".3e", "E", "g", ".3g", ".0g", "G", "n", "%", ".1%", "10", "<10", "^10.2f", "=+10.1f", "+", " ",
         "010.3f", ",", ",.2f", "_", "_.3f", "#.0f", "#g", "#.3g", ".17g", ".30f", "*>12.4g", "F", "015,.2f", ".3", ".1", "z.1f", "+.2e", "012", "\u20ac^9"]
values = [0.0, -0.0, 1.0, -1.5, 0.1, 3.14159265, 1234567.891, 1e10, 1e16, 1.5e-5, 1e-10, 1e300, 123.456, 9.995, 0.05, -0.04, float("inf"), -float("inf"), float("nan")]
for spec in specs:
    print(ascii(spec), *[ascii(format(value, spec)) for value in values])
for spec in ["d", "x", "s", "c", "b", "q", ".", ".f", "..", ",n", ".2.3f", "5.5.5", "_,", "f5", ".9999999999f", "ff"]:
    try:
        print(spec, format(1.5, spec))
    except ValueError as error:
        print(spec, error)
for spec in ["%f", "%.0f", "%.3f", "%10.2f|", "%-10.2f|", "%+f", "% f", "%010.3f", "%e", "%.2e", "%E", "%g", "%.3g", "%G", "%#g", "%#.0f", "%s", "%r", "%.3s", "%d", "%F", "%.50f", "%.0e"]:
    print(spec, *[spec % value for value in values[:16]])
print("%f %F %e %g %G" % ((float("inf"),) * 5), "%f %F %e %010f" % ((float("nan"),) * 4), "%+f" % float("inf"))
for spec in ("%f", "%e", "%g"):
    for value in ("x", None, 1j, []):
        try:
            print(spec % value)
        except TypeError as error:
            print(error)
print("%f %g" % (3, True), "%.2f" % 10**20)
