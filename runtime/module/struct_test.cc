// _struct: packing, unpacking and the errors of whole formats.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using StructTest = NumberTest;

TEST_F(StructTest, Packs) {
  const Shown rows[] = {
      {R"(pack('<bhiq', -1, -2, -3, -4), pack('>BHIQ', 1, 2, 3, 4), calcsize('bi0q'), pack('3?2x5s4pc', 1, 0, [], b'hello', b'abcd', b'z'))",
       R"((b'\xff\xfe\xff\xfd\xff\xff\xff\xfc\xff\xff\xff\xff\xff\xff\xff', b'\x01\x00\x02\x00\x00\x00\x03\x00\x00\x00\x00\x00\x00\x00\x04', 8, b'\x01\x00\x00\x00\x00hello\x03abcz'))"},
      {R"(unpack('>hi', b'\x00\x01\xff\xff\xff\xfe'), unpack_from('<h', b'abcd', 1), list(iter_unpack('<h', b'abcd')))",
       R"(((1, -2), (25442,), [(25185,), (25699,)]))"},
      {R"(into('<hi', 5, -6))", R"(bytearray(b'\x00\x05\x00\xfa\xff\xff\xff\x00\x00\x00'))"},
      {R"(Struct('>h').size, Struct(b'>h').format, Struct('>h').unpack(b'ab'), iter_unpack('b', b'abc').__length_hint__())",
       R"((2, '>h', (24930,), 3))"},
  };
  expect(R"(from _struct import *
def into(format, *values):
    room = bytearray(10)
    pack_into(format, room, 1, *values)
    return room
)",
         rows);
}

TEST_F(StructTest, Raises) {
  const Shown rows[] = {
      {R"(pack('i'))", R"(error: pack expected 1 items for packing (got 0))"},
      {R"(pack())", R"(TypeError: missing format argument)"},
      {R"(pack(1))", R"(TypeError: Struct() argument 1 must be a str or bytes object, not int)"},
      {R"(unpack('i', b'abc'))", R"(error: unpack requires a buffer of 4 bytes)"},
      {R"(unpack_from('i', b'abcdefgh', 6))",
       R"(error: unpack_from requires a buffer of at least 10 bytes for unpacking 4 bytes at offset 6 (actual buffer size is 8))"},
      {R"(unpack_from('i', b'abcdefgh', -2))",
       R"(error: not enough data to unpack 4 bytes at offset -2)"},
      {R"(unpack_from('i', b'abcdefgh', -20))",
       R"(error: offset -20 out of range for 8-byte buffer)"},
      {R"(iter_unpack('<h', b'abc'))",
       R"(error: iterative unpacking requires a buffer of a multiple of 2 bytes)"},
      {R"(iter_unpack('', b'abc'))",
       R"(error: cannot iteratively unpack with a struct of length 0)"},
      {R"(Struct())", R"(TypeError: Struct() missing required argument 'format' (pos 1))"},
      {R"(error.__module__)", R"('struct')"},
  };
  expect(R"(from _struct import *
def into(format, *values):
    room = bytearray(10)
    pack_into(format, room, 1, *values)
    return room
)",
         rows);
}

}  // namespace
}  // namespace ouro
