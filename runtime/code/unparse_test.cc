// Unparse: postponed annotations are the texts that Python 3.11 makes of them.
#include "runtime/code/code_test_support.h"

namespace ouro {
namespace {

struct Row {
  const char* annotation;
  const char* text;
};

// clang-format off: rows of a table
constexpr Row kRows[] = {
    {R"(a + b * c)", R"(a + b * c)"},
    {R"((a + b) * c)", R"((a + b) * c)"},
    {R"(a ** b ** c)", R"(a ** b ** c)"},
    {R"((a ** b) ** c)", R"((a ** b) ** c)"},
    {R"(-a ** b)", R"(-a ** b)"},
    {R"((-a) ** b)", R"((-a) ** b)"},
    {R"(not a and b or c)", R"(not a and b or c)"},
    {R"(not (a and b))", R"(not (a and b))"},
    {R"(a < b <= c)", R"(a < b <= c)"},
    {R"((a < b) < c)", R"((a < b) < c)"},
    {R"(a if b else c)", R"(a if b else c)"},
    {R"((a if b else c) if d else e)", R"((a if b else c) if d else e)"},
    {R"(lambda x, *y, z=1, **k: x)", R"(lambda x, *y, z=1, **k: x)"},
    {R"(lambda: 0)", R"(lambda: 0)"},
    {R"(lambda x, /, y=2: x)", R"(lambda x, /, y=2: x)"},
    {R"(lambda *, a: a)", R"(lambda*, a: a)"},
    {R"([1, 2])", R"([1, 2])"},
    {R"((1, 2))", R"((1, 2))"},
    {R"((1,))", R"((1,))"},
    {R"(())", R"(())"},
    {R"({1, 2})", R"({1, 2})"},
    {R"({a: b, **c})", R"({a: b, **c})"},
    {R"([x for x in y if z])", R"([x for x in y if z])"},
    {R"({x: y for x in z})", R"({x: y for x in z})"},
    {R"((x for x in y))", R"((x for x in y))"},
    {R"(f(x, *y, k=1, **z))", R"(f(x, *y, k=1, **z))"},
    {R"(f(x for x in y))", R"(f(x for x in y))"},
    {R"(a.b[c])", R"(a.b[c])"},
    {R"(a[b:c, ::d])", R"(a[b:c, ::d])"},
    {R"(a[1, 2])", R"(a[1, 2])"},
    {R"(a[*b])", R"(a[*b,])"},
    {R"((1).real)", R"(1 .real)"},
    {R"(...)", R"(...)"},
    {R"(b'x')", R"(b'x')"},
    {R"(u'x')", R"(u'x')"},
    {R"(a @ b // c)", R"(a @ b // c)"},
    {R"(~a | b ^ c & d << e)", R"(~a | b ^ c & d << e)"},
    {R"(a is not b)", R"(a is not b)"},
    {R"(a not in b)", R"(a not in b)"},
    {R"(1e400)", R"(1e309)"},
    {R"(-1)", R"(-1)"},
    {R"(1j)", R"(1j)"},
    {R"('it\'s')", R"("it's")"},
    {R"(f'{a!r:>{w}} b {{')", R"(f'{a!r:>{w}} b {{')"},
    {R"(f"{ {1} }")", R"(f'{ {1}}')"},
    {R"("x" "y")", R"('xy')"},
    {R"(None)", R"(None)"},
    {R"(List["C"])", R"(List['C'])"},
};
// clang-format on

TEST_F(CodeTest, AnnotationsBecomeText) {
  for (const Row& row : kRows) {
    Ref<Str> wanted = text(row.text);
    run("from __future__ import annotations\nx: " + std::string(row.annotation) +
        "\nassert __annotations__['x'] == " + show(wanted) + ", __annotations__['x']\n");
  }
}

}  // namespace
}  // namespace ouro
