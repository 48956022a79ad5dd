// Codec: encodings, error handlers and the registry.
#include "runtime/object/text_test_support.h"

namespace ouro {
namespace {

using CodecTest = TextTest;

TEST_F(CodecTest, Decodes) {
  const Row rows[] = {
      {R"(b'a\xe3\x81\x82'.decode(), b'\xff\xfea\0'.decode('utf-16'), b'\0\0\0a'.decode('UTF-32-BE'))",
       R"(('aあ', 'a', 'a'))"},
      {R"(b'a\xff'.decode())",
       R"(UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 1: invalid start byte)"},
      {R"(b'a\xe3\x81'.decode())",
       R"(UnicodeDecodeError: 'utf-8' codec can't decode bytes in position 1-2: unexpected end of data)"},
      {R"(b'\xed\xa0\x80'.decode('utf-8', 'surrogatepass'))", R"('\ud800')"},
      {R"(b'a\xffb'.decode('ascii', 'replace'), b'\xff'.decode('utf-8', 'backslashreplace'))",
       R"(('a�b', '\\xff'))"},
      {R"(b'\xff'.decode('ascii', 'surrogateescape').encode('ascii', 'surrogateescape'))",
       R"(b'\xff')"},
      {R"(b'\\u65e5\\n\\x41'.decode('unicode_escape'), b'\\u65e5\\n'.decode('raw_unicode_escape'))",
       R"(('日\nA', '日\\n'))"},
      {R"(b'\\x4'.decode('unicode_escape'))",
       R"(UnicodeDecodeError: 'unicodeescape' codec can't decode bytes in position 0-2: truncated \xXX escape)"},
      {R"(b'a'.decode('utf-32'))",
       R"(UnicodeDecodeError: 'utf-32-le' codec can't decode byte 0x61 in position 0: truncated data)"},
      {R"(b'a'.decode('no such'))", R"(LookupError: unknown encoding: no such)"},
  };
  expect(R"()", rows);
}

TEST_F(CodecTest, Encodes) {
  const Row rows[] = {
      {R"('a\xe9'.encode(), 'a\xe9'.encode('latin-1'), '\u65e5'.encode('utf-16-le'), 'a'.encode('utf-32'))",
       R"((b'a\xc3\xa9', b'a\xe9', b'\xe5e', b'\xff\xfe\x00\x00a\x00\x00\x00'))"},
      {R"('a\xe9\xe9'.encode('ascii'))",
       R"(UnicodeEncodeError: 'ascii' codec can't encode characters in position 1-2: ordinal not in range(128))"},
      {R"('\ud800'.encode())",
       R"(UnicodeEncodeError: 'utf-8' codec can't encode character '\ud800' in position 0: surrogates not allowed)"},
      {R"('\xe9'.encode('ascii', 'xmlcharrefreplace'), '\u65e5'.encode('ascii', 'backslashreplace'))",
       R"((b'&#233;', b'\\u65e5'))"},
      {R"('\udc80'.encode('utf-16', 'surrogateescape'))",
       R"(UnicodeEncodeError: 'utf-16' codec can't encode character '\udc80' in position 0: surrogates not allowed)"},
      {R"('\ud800'.encode('utf-8', 'surrogatepass'), '\t\xe9\u65e5'.encode('unicode_escape'))",
       R"((b'\xed\xa0\x80', b'\\t\\xe9\\u65e5'))"},
      {R"('a'.encode(5))", R"(TypeError: encode() argument 'encoding' must be str, not int)"},
  };
  expect(R"()", rows);
}

TEST_F(CodecTest, AsksHandlers) {
  const Row rows[] = {
      {R"(b'a\xffb'.decode('utf-8', 'mine'), 'a\u65e5b'.encode('ascii', 'mine'))",
       R"(('a<1>b', b'a<1>b'))"},
      {R"(b'\xff'.decode('utf-8', 'bad'))",
       R"(TypeError: decoding error handler must return (str, int) tuple)"},
      {R"('\xe9'.encode('ascii', 'bad'))",
       R"(TypeError: encoding error handler must return (str/bytes, int) tuple)"},
      {R"(b'\xff'.decode('utf-8', 'far'))",
       R"(IndexError: position 99 from error handler out of bounds)"},
      {R"('\xe9b'.encode('ascii', 'raw'))", R"(b'\xffb')"},
      {R"('\xe9'.encode('ascii', 'wide'))",
       R"(UnicodeEncodeError: 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128))"},
      {R"(b'\xff'.decode('utf-8', 'nobody'))",
       R"(LookupError: unknown error handler name 'nobody')"},
      {R"(_codecs.lookup_error('nobody'))", R"(LookupError: unknown error handler name 'nobody')"},
      {R"(_codecs.lookup_error('replace')(UnicodeEncodeError('a', 'bcd', 1, 3, 'r')))",
       R"(('??', 3))"},
  };
  expect(R"(import _codecs
_codecs.register_error('mine', lambda e: ('<%d>' % e.start, e.end))
_codecs.register_error('bad', lambda e: 5)
_codecs.register_error('far', lambda e: ('', 99))
_codecs.register_error('raw', lambda e: (b'\xff', e.end))
_codecs.register_error('wide', lambda e: ('\u65e5', e.end))
)",
         rows);
}

}  // namespace
}  // namespace ouro
