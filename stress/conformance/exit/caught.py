# caught: SystemExit can be caught, and has a code.
import sys
for value in (None, 0, 5, "text", (1, 2), [], True):
    try:
        sys.exit(value)
    except SystemExit as error:
        print(repr(error), repr(error.code), error.args)
try:
    sys.exit(1, 2)
except TypeError as error:
    print(error)
try:
    exec("raise SystemExit")
except BaseException as error:
    print(type(error).__mro__[1].__name__)
try:
    try:
        sys.exit("inner")
    finally:
        raise ValueError("replaces")
except ValueError as error:
    print(repr(error.__context__))
