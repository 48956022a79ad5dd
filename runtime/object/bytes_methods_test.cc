// Bytes: constructors, methods and the % operator of bytes and bytearray.
#include "runtime/object/text_test_support.h"

namespace ouro {
namespace {

using BytesMethodsTest = TextTest;

TEST_F(BytesMethodsTest, Constructs) {
  const Row rows[] = {
      {R"(bytes(3), bytes([1, 2]), bytes('a\xe9', 'latin-1'), bytes(B()), bytearray(range(3)))",
       R"((b'\x00\x00\x00', b'\x01\x02', b'a\xe9', b'b', bytearray(b'\x00\x01\x02')))"},
      {R"(bytes('a'))", R"(TypeError: string argument without an encoding)"},
      {R"(bytes(-1))", R"(ValueError: negative count)"},
      {R"(bytes([256]))", R"(ValueError: bytes must be in range(0, 256))"},
      {R"(bytearray([256]))", R"(ValueError: byte must be in range(0, 256))"},
      {R"(bytes(1.5))", R"(TypeError: cannot convert 'float' object to bytes)"},
      {R"(bytes(b'a', 'utf-8'))", R"(TypeError: encoding without a string argument)"},
      {R"(bytes.fromhex('41 4a'), bytearray.fromhex(''))", R"((b'AJ', bytearray(b'')))"},
      {R"(bytes.fromhex('4z'))",
       R"(ValueError: non-hexadecimal number found in fromhex() arg at position 1)"},
      {R"(b'abc'.hex('-', 2), b'abc'.hex(), b'abcd'.hex('.', -3))",
       R"(('61-6263', '616263', '616263.64'))"},
      {R"(b'a'.hex('ab'))", R"(ValueError: sep must be length 1.)"},
  };
  expect(R"(class B:
    def __bytes__(self): return b'b'
)",
         rows);
}

TEST_F(BytesMethodsTest, Works) {
  const Row rows[] = {
      {R"(b'Hello wOrld'.title(), b'aB'.swapcase(), b'aB'.capitalize())",
       R"((b'Hello World', b'Ab', b'Ab'))"},
      {R"(b'a,b'.split(b','), bytearray(b' a b ').split(), b'a\r\nb'.splitlines(True))",
       R"(([b'a', b'b'], [bytearray(b'a'), bytearray(b'b')], [b'a\r\n', b'b']))"},
      {R"(b'aXbX'.replace(b'X', b'--', 1), b'abc'.translate(None, b'b'))", R"((b'a--bX', b'ac'))"},
      {R"(b'abc'.find(98), b'abc'.count(b''), b'abc'.rindex(b'c'))", R"((1, 4, 2))"},
      {R"(b'a'.find('a'))",
       R"(TypeError: argument should be integer or bytes-like object, not 'str')"},
      {R"(b'a'.find(256))", R"(ValueError: byte must be in range(0, 256))"},
      {R"(97 in b'a', b'' in b'a')", R"((True, True))"},
      {R"('a' in b'a')", R"(TypeError: a bytes-like object is required, not 'str')"},
      {R"(b','.join([b'a', bytearray(b'b'), memoryview(b'c')]))", R"(b'a,b,c')"},
      {R"(b','.join(['a']))",
       R"(TypeError: sequence item 0: expected a bytes-like object, str found)"},
      {R"(b'a' + 1, )", R"(TypeError: can't concat int to bytes)"},
      {R"(b'a' + bytearray(b'b'), bytearray(b'a') + b'b', b'ab' * 2)",
       R"((b'ab', bytearray(b'ab'), b'abab'))"},
      {R"(b'ab' == bytearray(b'ab'), b'a' == 'a', b'a' < bytearray(b'b'))",
       R"((True, False, True))"},
      {R"(b'a'.center(4, b'-'), b'-5'.zfill(4), b'a\tb'.expandtabs(4))",
       R"((b'-a--', b'-005', b'a   b'))"},
      {R"(b'a'.center(3, 'x'))",
       R"(TypeError: center() argument 2 must be a byte string of length 1, not str)"},
      {R"(bytearray(b"it's"), b"it's", b'"\'\\\xff\n')",
       R"((bytearray(b"it\'s"), b"it's", b'"\'\\\xff\n'))"},
  };
  expect(R"()", rows);
}

TEST_F(BytesMethodsTest, Percents) {
  const Row rows[] = {
      {R"(b'%s %b %a %d %x' % (b'a', bytearray(b'b'), 'c', 4, 255))", R"(b"a b 'c' 4 ff")"},
      {R"(b'%c%c' % (65, b'B'), bytearray(b'%5.1f|') % 1.25, b'%(k)d' % {b'k': 1})",
       R"((b'AB', bytearray(b'  1.2|'), b'1'))"},
      {R"(b'%s' % 'a')",
       R"(TypeError: %b requires a bytes-like object, or an object that implements __bytes__, not 'str')"},
      {R"(b'%c' % 256)", R"(OverflowError: %c arg not in range(256))"},
      {R"(b'%d' % 'a')", R"(TypeError: %d format: a real number is required, not str)"},
      {R"(b'%f' % 'a')", R"(TypeError: float argument required, not str)"},
      {R"(b'a' % 1)", R"(TypeError: not all arguments converted during bytes formatting)"},
  };
  expect(R"()", rows);
}

}  // namespace
}  // namespace ouro
