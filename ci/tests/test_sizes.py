#!/usr/bin/env python3
"""check_sizes counts every shape of function, and sees the large and the stale."""
import unittest

from planted import PlantedTree
import check_sizes

SHAPES = r'''
#define OPEN { \
  {
namespace ouro { namespace {
constexpr char kBrace = '{';  // } in a comment
const char* text = "}}}{" R"x({ " )x";
constexpr Row kTable[] = {{"a", [](int x) { return x; }}, {"b", nullptr}};
struct Point {
  Point(int a, int b) : x{a}, y_(b) {
    x = 1;
  }
  ~Point() = default;
  bool operator==(const Point& other) const noexcept { return x == other.x; }
  int operator()(int a, int b = 2) {
    return a;
  }
  template <typename T = int> requires(sizeof(T) > 1)
  [[nodiscard]] Result<T> get(Map<T, int> map) const noexcept(true) {
    if (map) {
      return 1'000;
    }
    return 2;
  }
  int x = {1};
};
template <int N, class T>
T Point::other(T value) const {
  return value;
}
enum class Kind { kOne, kTwo };
}
extern "C" int entry(void) {
  auto f = [&](int a) { return a; };

  return TRY(f(1));
}
}
SERIALIZE_ENUM(Kind, {{Kind::kOne, "one"},
                      {Kind::kTwo, "two"}})
SERIALIZE_TYPE(Point, x)

int after(Options options = {}) {
  return 1;
}
TEST(Point, Works) { check(); }
'''


def large(lines):
    return "int f() {\n" + "  g();\n" * lines + "}\n"


class Sizes(PlantedTree):
    def test_counts_every_shape(self):
        self.assertEqual(check_sizes.functions(SHAPES), [
            ("Point", 1, 2), ("operator==", 0, 1), ("operator()", 1, 2), ("get", 4, 1), ("Point::other", 1, 1), ("entry", 3, 0),
            ("after", 1, 1), ("TEST(Point, Works)", 0, 0)])

    def test_the_limit_itself_is_allowed(self):
        self.plant({"a.cc": large(60), "b.h": "inline void f(int, int, int, int, int, int) {}\n"})
        self.assertEqual(check_sizes.check(self.root, {}), [])

    def test_names_the_large(self):
        self.plant({"a.cc": large(61), "b.cc": large(60)})
        self.assert_one(check_sizes.check(self.root, {}), "a.cc: f", "61 lines")

    def test_names_the_wide(self):
        self.plant({"a.cc": "void f(int, Map<int, int>, int, int, int, int, int) {}\n"})
        self.assert_one(check_sizes.check(self.root, {}), "7 parameters")

    def test_an_exception_holds_only_while_needed(self):
        self.plant({"a.cc": large(61)})
        self.assertEqual(check_sizes.check(self.root, {"a.cc: f": "why"}), [])
        self.assert_one(check_sizes.check(self.root, {"a.cc: f": "why", "a.cc: g": "why"}), "a.cc: g")

    def test_reads_python_too(self):
        self.plant({"a.py": "def f():\n" + "    pass\n" * 61, "stress/a.py": "def f():\n" + "    pass\n" * 61})
        self.assert_one(check_sizes.check(self.root, {}), "a.py: f", "61 lines")


if __name__ == "__main__":
    unittest.main()
