// MemoryView: subscripts, casts, comparison and release.
#include "runtime/object/text_test_support.h"

namespace ouro {
namespace {

using MemoryViewTest = TextTest;

TEST_F(MemoryViewTest, Views) {
  const Row rows[] = {
      {R"(len(m), m[0], m[-1], m[1:4].tolist(), m[::-8].tolist())",
       R"((24, 0, 23, [1, 2, 3], [23, 15, 7]))"},
      {R"(m[24])", R"(IndexError: index out of bounds on dimension 1)"},
      {R"(m['a'])", R"(TypeError: memoryview: invalid slice key)"},
      {R"(n.shape, n.strides, n[1, 2, 3], n.tolist()[1][0])",
       R"(((2, 3, 4), (12, 4, 1), 23, [12, 13, 14, 15]))"},
      {R"(n[1])", R"(NotImplementedError: multi-dimensional sub-views are not implemented)"},
      {R"(n[1, 2])", R"(NotImplementedError: sub-views are not implemented)"},
      {R"(i.tolist()[:2], i.itemsize, i.format, i.nbytes)",
       R"(([50462976, 117835012], 4, 'I', 24))"},
      {R"(s.contiguous, s.strides, s.tobytes()[:3], bytes(s) == s.tobytes())",
       R"((False, (2,), b'\x00\x02\x04', True))"},
      {R"(n.tobytes('F')[:4])", R"(b'\x00\x0c\x04\x10')"},
      {R"(s.cast('I'))", R"(TypeError: memoryview: casts are restricted to C-contiguous views)"},
      {R"(i.cast('H'))", R"(TypeError: memoryview: cannot cast between two non-byte formats)"},
      {R"(m.cast('zz'))",
       R"(ValueError: memoryview: destination format must be a native single character format prefixed with an optional '@')"},
      {R"(m.cast('I', [5]))", R"(TypeError: memoryview: product(shape) * itemsize != buffer size)"},
      {R"(hash(r) == hash(b'abc'), r == b'abc', r == 'abc', m == b, n == n)",
       R"((True, True, False, True, True))"},
      {R"(hash(m))", R"(ValueError: cannot hash writable memoryview object)"},
      {R"(r.readonly, m.toreadonly().readonly, m.obj is b, r.hex(':'))",
       R"((True, True, True, '61:62:63'))"},
  };
  expect(
      R"(b = bytearray(range(24)); m = memoryview(b); n = m.cast('B', [2, 3, 4]); i = m.cast('I'); s = m[::2]; r = memoryview(b'abc')
)",
      rows);
}

TEST_F(MemoryViewTest, Writes) {
  const Row rows[] = {
      {R"(write('m[0] = 255'))", R"(bytearray(b'\xff\x00\x00\x00\x00\x00\x00\x00'))"},
      {R"(write('m[0] = 256'))", R"(ValueError: memoryview: invalid value for format 'B')"},
      {R"(write("m[0] = 'a'"))", R"(TypeError: memoryview: invalid type for format 'B')"},
      {R"(write('q[0] = -1'))", R"(bytearray(b'\xff\xff\xff\xff\xff\xff\xff\xff'))"},
      {R"(write('q[0] = 2**63'))", R"(ValueError: memoryview: invalid value for format 'q')"},
      {R"(write('d[0] = 1.5'))", R"(bytearray(b'\x00\x00\x00\x00\x00\x00\xf8?'))"},
      {R"(write("d[0] = 'x'"))", R"(TypeError: memoryview: invalid type for format 'd')"},
      {R"(write('h[1] = -2'))", R"(bytearray(b'\x00\x00\xfe\xff\x00\x00\x00\x00'))"},
      {R"(write("m[0:2] = b'xy'"))", R"(bytearray(b'xy\x00\x00\x00\x00\x00\x00'))"},
      {R"(write("m[0:2] = b'x'"))",
       R"(ValueError: memoryview assignment: lvalue and rvalue have different structures)"},
      {R"(write('m[1:] = m[:-1]'))", R"(bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00'))"},
      {R"(write('del m[0]'))", R"(TypeError: cannot delete memory)"},
      {R"(write('r[0] = 1'))", R"(TypeError: cannot modify read-only memory)"},
  };
  expect(R"(def write(source):
    b = bytearray(8); m = memoryview(b); q = m.cast('q'); d = m.cast('d'); h = m.cast('h')
    exec(source, {'m': m, 'q': q, 'd': d, 'h': h, 'r': memoryview(b'a')})
    return b
)",
         rows);
}

TEST_F(MemoryViewTest, Releases) {
  const Row rows[] = {
      {R"(gone.tolist())", R"(ValueError: operation forbidden on released memoryview object)"},
      {R"(gone[0])", R"(ValueError: operation forbidden on released memoryview object)"},
      {R"(len(gone))", R"(ValueError: operation forbidden on released memoryview object)"},
      {R"(gone == gone, repr(gone)[:20])", R"((True, '<released memory at '))"},
      {R"((m.release(), w.tolist(), v.tolist()))", R"((None, [97, 98, 99], [98, 99]))"},
  };
  expect(
      R"(m = memoryview(bytearray(b'abc')); w = memoryview(m); v = m[1:]; gone = memoryview(b'x'); gone.release()
)",
      rows);
}

}  // namespace
}  // namespace ouro
