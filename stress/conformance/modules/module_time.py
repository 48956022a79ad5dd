# module_time: clocks, sleeping and calendar arithmetic in a fixed zone.
import os
import time


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


os.environ["TZ"] = "UTC"
time.tzset()
for stamp in (0, 1, 86400, 951782400, 1696204800.75, 4102444800, -1, -86401):
    t = time.gmtime(stamp)
    print(stamp, tuple(t), time.strftime("%Y-%m-%d %H:%M:%S %a %A %b %B %j %U %w %y %p %I %%", t), time.asctime(t), time.mktime(time.localtime(stamp)))
t = time.gmtime(0)
print(t, t.tm_year, t[0], t.tm_zone, t.tm_gmtoff, t == (1970, 1, 1, 0, 0, 0, 3, 1, 0), len(t), t[:3], time.struct_time((2000, 1, 2, 3, 4, 5, 6, 7, 0)), t.n_fields, time.ctime(0), time.timezone, time.tzname, time.daylight, time.altzone)
a = time.monotonic()
b = time.perf_counter()
time.sleep(0.002)
print(time.monotonic() - a >= 0.002, time.perf_counter() - b >= 0.002, time.time() > 1.6e9, time.process_time() >= 0, isinstance(time.time_ns(), int), isinstance(time.monotonic_ns(), int), time.perf_counter_ns() > 0, time.thread_time() >= 0, time.get_clock_info("monotonic").monotonic, time.time_ns() // 10**9 - int(time.time()) in (-1, 0, 1))
show(lambda: time.sleep(-1))
show(lambda: time.sleep("a"))
show(lambda: time.sleep())
show(lambda: time.sleep(float("nan")))
show(lambda: time.gmtime("a"))
show(lambda: time.gmtime(1e30))
show(lambda: time.strftime("%Y", (1,)))
show(lambda: time.strftime("%Y", (2000, 13, 1, 0, 0, 0, 0, 1, 0)))
show(lambda: time.strftime(5))
show(lambda: time.mktime((1, 2)))
show(lambda: time.asctime("x"))
show(lambda: time.struct_time((1, 2)))
show(lambda: setattr(t, "tm_year", 5))
show(lambda: time.ctime(1e300))
show(lambda: time.strftime("", t))
show(lambda: time.get_clock_info("no"))
show(lambda: time.sleep(0))
