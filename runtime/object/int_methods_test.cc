// Int methods: the constructor, bytes, rounding and attributes.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using IntMethodsTest = NumberTest;

TEST_F(IntMethodsTest, Constructs) {
  const Shown rows[] = {
      {R"(int(), int(5.9), int(True), int(N()))", R"((0, 5, 1, 7))"},
      {R"(int(B()))", R"(TypeError: __int__ returned non-int (type str))"},
      {R"(int(None))",
       R"(TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType')"},
      {R"(int(1.5, 10))", R"(TypeError: int() can't convert non-string with explicit base)"},
      {R"(int(base=10))", R"(TypeError: int() missing string argument)"},
      {R"(int('1', base=2))", R"(1)"},
      {R"(int(x=1))", R"(TypeError: 'x' is an invalid keyword argument for int())"},
      {R"(int(1, 2, 3))", R"(TypeError: int() takes at most 2 arguments (3 given))"},
      {R"(type(I(2**100)), I(2**100) + 1, type(I(5) + 0))",
       R"((<class '__main__.I'>, 1267650600228229401496703205377, <class 'int'>))"},
  };
  expect(R"(class I(int): pass
class N:
    def __int__(self): return 7
class B:
    def __int__(self): return "x"
)",
         rows);
}

TEST_F(IntMethodsTest, ConvertsBytes) {
  const Shown rows[] = {
      {R"((258).to_bytes(2, 'big'), (258).to_bytes(3, 'little'))",
       R"((b'\x01\x02', b'\x02\x01\x00'))"},
      {R"((-129).to_bytes(2, 'big', signed=True), (-2**63).to_bytes(8, 'little', signed=True))",
       R"((b'\xff\x7f', b'\x00\x00\x00\x00\x00\x00\x00\x80'))"},
      {R"((-129).to_bytes(1, 'big', signed=True))", R"(OverflowError: int too big to convert)"},
      {R"((-1).to_bytes(1, 'big'))", R"(OverflowError: can't convert negative int to unsigned)"},
      {R"((256).to_bytes())", R"(OverflowError: int too big to convert)"},
      {R"((1).to_bytes(-1, 'big'))", R"(ValueError: length argument must be non-negative)"},
      {R"(int.from_bytes(b'\xff\x00', 'big'), int.from_bytes(b'\xff\x80' * 9, 'big', signed=True))",
       R"((65280, -43216520030722348958190832694382267662464))"},
      {R"(int.from_bytes([1, 2]), type(I.from_bytes(b'a')))", R"((258, <class '__main__.I'>))"},
      {R"(int.from_bytes('a'))", R"(TypeError: cannot convert 'str' object to bytes)"},
      {R"(int.from_bytes(b'a', 'middle'))",
       R"(ValueError: byteorder must be either 'little' or 'big')"},
  };
  expect(R"(class I(int): pass
class N:
    def __int__(self): return 7
class B:
    def __int__(self): return "x"
)",
         rows);
}

TEST_F(IntMethodsTest, RoundsToPowersOfTen) {
  const Shown rows[] = {
      {R"(round(15, -1), round(25, -1), round(-15, -1), round(5, 3))", R"((20, 20, -20, 5))"},
      {R"(round(12345678901234567890, -5), round(5, -10))", R"((12345678901234600000, 0))"},
      {R"(round(5, 'a'))", R"(TypeError: 'str' object cannot be interpreted as an integer)"},
  };
  expect(R"(class I(int): pass
class N:
    def __int__(self): return 7
class B:
    def __int__(self): return "x"
)",
         rows);
}

TEST_F(IntMethodsTest, AnswersQuestions) {
  const Shown rows[] = {
      {R"((-5).bit_length(), (2**100).bit_count(), (0).bit_length())", R"((3, 1, 0))"},
      {R"((5).as_integer_ratio(), (5).conjugate(), (5).real, (5).imag, (5).numerator, (5).denominator)",
       R"(((5, 1), 5, 5, 0, 5, 1))"},
      {R"((True).real, (5).__getnewargs__(), (5).__trunc__())", R"((1, (5,), 5))"},
  };
  expect(R"(class I(int): pass
class N:
    def __int__(self): return 7
class B:
    def __int__(self): return "x"
)",
         rows);
}

}  // namespace
}  // namespace ouro
