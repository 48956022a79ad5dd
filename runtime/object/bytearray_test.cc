// ByteArray: changing in place, and what a live buffer forbids.
#include "runtime/object/text_test_support.h"

namespace ouro {
namespace {

using ByteArrayTest = TextTest;

TEST_F(ByteArrayTest, Changes) {
  const Row rows[] = {
      {R"(change('b.append(65)'))", R"(bytearray(b'abcdefA'))"},
      {R"(change('b.append(256)'))", R"(ValueError: byte must be in range(0, 256))"},
      {R"(change('b.extend(b)'))", R"(bytearray(b'abcdefabcdef'))"},
      {R"x(change("b.extend('a')"))x",
       R"(TypeError: 'str' object cannot be interpreted as an integer)"},
      {R"(change('b.extend(5)'))", R"(TypeError: can't extend bytearray with int)"},
      {R"(change('b.insert(-100, 65)'))", R"(bytearray(b'Aabcdef'))"},
      {R"(change('b.pop()'))", R"(bytearray(b'abcde'))"},
      {R"(change('b.pop(9)'))", R"(IndexError: pop index out of range)"},
      {R"(change('b.remove(0)'))", R"(ValueError: value not found in bytearray)"},
      {R"(change('b.reverse()'))", R"(bytearray(b'fedcba'))"},
      {R"(change("b[0] = 'a'"))", R"(TypeError: 'str' object cannot be interpreted as an integer)"},
      {R"(change('b[9] = 1'))", R"(IndexError: bytearray index out of range)"},
      {R"(change('del b[::2]'))", R"(bytearray(b'bdf'))"},
      {R"(change('del b[::-2]'))", R"(bytearray(b'ace'))"},
      {R"(change("b[1:3] = b'xyz'"))", R"(bytearray(b'axyzdef'))"},
      {R"(change("b[::2] = b'x'"))",
       R"(ValueError: attempt to assign bytes of size 1 to extended slice of size 3)"},
      {R"(change("b[::2] = b''"))", R"(bytearray(b'bdf'))"},
      {R"(change('b[1:3] = 5'))",
       R"(TypeError: can assign only bytes, buffers, or iterables of ints in range(0, 256))"},
      {R"(change('b[2:] = b'))", R"(bytearray(b'ababcdef'))"},
      {R"(change('b += b'))",
       R"(BufferError: Existing exports of data: object cannot be re-sized)"},
      {R"(change('b += 5'))", R"(TypeError: can't concat int to bytearray)"},
      {R"(change('b *= 2'))", R"(bytearray(b'abcdefabcdef'))"},
      {R"(change("b[5:2] = b'x'"))", R"(bytearray(b'abcdexf'))"},
      {R"(change('b.clear()'))", R"(bytearray(b''))"},
  };
  expect(R"(def change(source, start=b'abcdef'):
    b = bytearray(start)
    exec(source, {'b': b, 'memoryview': memoryview})
    return b
)",
         rows);
}

TEST_F(ByteArrayTest, IsPinned) {
  const Row rows[] = {
      {R"(pinned('b.append(1)'))",
       R"(BufferError: Existing exports of data: object cannot be re-sized)"},
      {R"(pinned('b.pop()'))",
       R"(BufferError: Existing exports of data: object cannot be re-sized)"},
      {R"(pinned('b.clear()'))",
       R"(BufferError: Existing exports of data: object cannot be re-sized)"},
      {R"(pinned('del b[::2]'))",
       R"(BufferError: Existing exports of data: object cannot be re-sized)"},
      {R"(pinned('b[0] = 90'))", R"(bytearray(b'Zbcdef'))"},
      {R"(pinned("b[1:2] = b'x'"))", R"(bytearray(b'axcdef'))"},
      {R"(pinned("b[1:2] = b'xy'"))",
       R"(BufferError: Existing exports of data: object cannot be re-sized)"},
      {R"(pinned('view.release(); b.append(1)'))", R"(bytearray(b'abcdef\x01'))"},
  };
  expect(R"(def pinned(source):
    b = bytearray(b'abcdef')
    view = memoryview(b)
    exec(source, {'b': b, 'view': view})
    return b
)",
         rows);
}

}  // namespace
}  // namespace ouro
