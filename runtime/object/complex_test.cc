// Complex: text, the constructor, operators and methods.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using ComplexTest = NumberTest;

TEST_F(ComplexTest, ReadsAndWrites) {
  const Shown rows[] = {
      {R"(complex('1+2j'), complex(' ( -1e5-infj ) '), complex('nan+j'), complex('\u0661j'), complex('1_0+2_0j'))",
       R"(((1+2j), (-100000-infj), (nan+1j), 1j, (10+20j)))"},
      {R"(complex('1+2'))", R"(ValueError: complex() arg is a malformed string)"},
      {R"(complex('1__0j'))", R"(ValueError: could not convert string to complex: '1__0j')"},
      {R"(complex(''))", R"(ValueError: complex() arg is a malformed string)"},
      {R"(1j, -0j, complex(-0.0, 1), complex(float('nan'), float('-inf')))",
       R"((1j, (-0-0j), (-0+1j), (nan-infj)))"},
  };
  expect(R"(class C(complex): pass
class N:
    def __complex__(self): return 3j
)",
         rows);
}

TEST_F(ComplexTest, Constructs) {
  const Shown rows[] = {
      {R"(complex(), complex(1, 2), complex(1+2j, 3+4j), complex(real=1), complex(N()), type(C(1j)))",
       R"((0j, (1+2j), (-3+5j), (1+0j), 3j, <class '__main__.C'>))"},
      {R"(complex('1', 2))", R"(TypeError: complex() can't take second arg if first is a string)"},
      {R"(complex(1, '2'))", R"(TypeError: complex() second arg can't be a string)"},
      {R"(complex([]))",
       R"(TypeError: complex() first argument must be a string or a number, not 'list')"},
      {R"(complex(1, []))", R"(TypeError: complex() second argument must be a number, not 'list')"},
  };
  expect(R"(class C(complex): pass
class N:
    def __complex__(self): return 3j
)",
         rows);
}

TEST_F(ComplexTest, Calculates) {
  const Shown rows[] = {
      {R"((1+2j) * (3-1j), (1+2j) / (3-1j), 1j + 2, 2.5 - 1j, -(1-0j))",
       R"(((5+5j), (0.1+0.7000000000000001j), (2+1j), (2.5-1j), (-1-0j)))"},
      {R"(1j == 1j, 1+0j == 1, 1j != 1, hash(1+0j) == hash(1), hash(1+2j))",
       R"((True, True, True, True, 2000007))"},
      {R"(abs(3+4j), (1+2j).conjugate(), (1+2j).real, bool(0j))", R"((5.0, (1-2j), 1.0, False))"},
      {R"(1j // 1)", R"(TypeError: unsupported operand type(s) for //: 'complex' and 'int')"},
      {R"(1j < 1)", R"(TypeError: '<' not supported between instances of 'complex' and 'int')"},
      {R"(1j / 0)", R"(ZeroDivisionError: complex division by zero)"},
      {R"(pow(1j, 2, 3))", R"(ValueError: complex modulo)"},
      {R"(int(1j))",
       R"(TypeError: int() argument must be a string, a bytes-like object or a real number, not 'complex')"},
  };
  expect(R"(class C(complex): pass
class N:
    def __complex__(self): return 3j
)",
         rows);
}

TEST_F(ComplexTest, Formats) {
  const Shown rows[] = {
      {R"(format(1+2j, ''), format(1+2j, '.2f'), format(1j, '.3'), format(1+2j, '+'), format(1234.5+2j, ','), format(1+2j, '^20'))",
       R"(('(1+2j)', '1.00+2.00j', '1j', '(+1+2j)', '(1,234.5+2j)', '       (1+2j)       '))"},
      {R"(format(1+2j, '=20'))",
       R"(ValueError: '=' alignment flag is not allowed in complex format specifier)"},
      {R"(format(1+2j, '020'))",
       R"(ValueError: Zero padding is not allowed in complex format specifier)"},
      {R"(format(1+2j, 'd'))",
       R"(ValueError: Unknown format code 'd' for object of type 'complex')"},
  };
  expect(R"(class C(complex): pass
class N:
    def __complex__(self): return 3j
)",
         rows);
}

}  // namespace
}  // namespace ouro
