// struct_format: each letter, its range and its errors.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using StructFormatTest = NumberTest;

TEST_F(StructFormatTest, ReadsFormats) {
  const Shown rows[] = {
      {R"(pack('y', 1))", R"(error: bad char in struct format)"},
      {R"(pack('5'))", R"(error: repeat count given without format specifier)"},
      {R"(pack('99999999999999999999i'))", R"(error: total struct size too long)"},
      {R"(pack('9223372036854775807i'))", R"(error: total struct size too long)"},
      {R"(pack('<P', 1))", R"(error: bad char in struct format)"},
      {R"(pack(' i  i ', 1, 2))", R"(b'\x01\x00\x00\x00\x02\x00\x00\x00')"},
  };
  expect(R"(from _struct import *
)",
         rows);
}

TEST_F(StructFormatTest, ChecksRanges) {
  const Shown rows[] = {
      {R"(pack('b', 200))", R"(error: byte format requires -128 <= number <= 127)"},
      {R"(pack('>h', 40000))", R"(error: 'h' format requires -32768 <= number <= 32767)"},
      {R"(pack('<H', 70000))", R"(error: ushort format requires 0 <= number <= 65535)"},
      {R"(pack('>H', -1))", R"(error: argument out of range)"},
      {R"(pack('i', 2**31))", R"(error: 'i' format requires -2147483648 <= number <= 2147483647)"},
      {R"(pack('<L', 2**32))", R"(error: 'L' format requires 0 <= number <= 4294967295)"},
      {R"(pack('q', 2**63))", R"(error: argument out of range)"},
      {R"(pack('>q', 2**63))", R"(error: int too large to convert)"},
      {R"(pack('i', 'a'))", R"(error: required argument is not an integer)"},
      {R"(pack('c', 'a'))", R"(error: char format requires a bytes object of length 1)"},
      {R"(pack('s', 'a'))", R"(error: argument for 's' must be a bytes object)"},
      {R"(pack('f', 'a'))", R"(error: required argument is not a float)"},
  };
  expect(R"(from _struct import *
)",
         rows);
}

TEST_F(StructFormatTest, PacksFloats) {
  const Shown rows[] = {
      {R"([pack('>e', x) for x in (0.0, -1.0, 65504, 1e-8, 5.96e-8, 6.1e-5, 2049, float('inf'), float('-inf'))])",
       R"([b'\x00\x00', b'\xbc\x00', b'{\xff', b'\x00\x00', b'\x00\x01', b'\x03\xff', b'h\x00', b'|\x00', b'\xfc\x00'])"},
      {R"([unpack('<e', pack('<H', bits))[0] for bits in (1, 0x3ff, 0x400, 0x3c00, 0x7bff, 0x7c00, 0xfc00)])",
       R"([5.960464477539063e-08, 6.097555160522461e-05, 6.103515625e-05, 1.0, 65504.0, inf, -inf])"},
      {R"(pack('<e', 65520.0))", R"(OverflowError: float too large to pack with e format)"},
      {R"(pack('<f', 1e100))", R"(OverflowError: float too large to pack with f format)"},
      {R"(pack('f', 1e100), pack('>d', -0.0), unpack('>f', b'\x7f\x80\x00\x00'))",
       R"((b'\x00\x00\x80\x7f', b'\x80\x00\x00\x00\x00\x00\x00\x00', (inf,)))"},
  };
  expect(R"(from _struct import *
)",
         rows);
}

}  // namespace
}  // namespace ouro
