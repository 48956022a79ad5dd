# Where coroutines come from: cr_origin and the warning it makes longer; asyncio's debug mode; breakpoint hooks.
import asyncio
import os
import sys
import warnings


async def work():
    return 1


def make():
    return work()


def outer():
    return make()


print(sys.get_coroutine_origin_tracking_depth())
for depth in (0, 1, 2, 9):
    sys.set_coroutine_origin_tracking_depth(depth)
    coroutine = outer()
    origin = coroutine.cr_origin
    coroutine.close()
    print(depth, origin and [(os.path.basename(file), line, name) for file, line, name in origin])
try:
    sys.set_coroutine_origin_tracking_depth(-1)
except ValueError as error:
    print(error)
sys.set_coroutine_origin_tracking_depth(2)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    make()
print(str(caught[0].message).splitlines()[0], len(str(caught[0].message).splitlines()))
sys.set_coroutine_origin_tracking_depth(0)
asyncio.run(work(), debug=True)
print(sys.get_coroutine_origin_tracking_depth())

sys.breakpointhook = lambda *arguments, **names: print("stopped", arguments, names)
breakpoint(1, a=2)
sys.breakpointhook = sys.__breakpointhook__
os.environ["PYTHONBREAKPOINT"] = "0"
print(breakpoint())
print(sys._current_frames()[__import__("threading").get_ident()].f_code.co_name)
print(list(sys._current_exceptions().values()))
