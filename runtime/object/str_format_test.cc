// Str: format(), format specs and the % operator.
#include "runtime/object/text_test_support.h"

namespace ouro {
namespace {

using StrFormatTest = TextTest;

TEST_F(StrFormatTest, Fields) {
  const Row rows[] = {
      {R"('{}{}'.format(1, 2), '{1}{0}'.format(1, 2), '{a}'.format(a=3))", R"(('12', '21', '3'))"},
      {R"('{0.x} {0.d[k][1]}'.format(p))", R"('5 2')"},
      {R"('{!r:>5} {!s} {!a}'.format(p, p, '\xe9'))", R"("  <P> <P> '\\xe9'")"},
      {R"('{:{}}|{:{w}}'.format(1, 4, 2, w=3))", R"('   1|  2')"},
      {R"('{{}}'.format())", R"('{}')"},
      {R"('{'.format())", R"(ValueError: Single '{' encountered in format string)"},
      {R"('}'.format())", R"(ValueError: Single '}' encountered in format string)"},
      {R"('{}{0}'.format(1))",
       R"(ValueError: cannot switch from automatic field numbering to manual field specification)"},
      {R"('{0}{}'.format(1))",
       R"(ValueError: cannot switch from manual field specification to automatic field numbering)"},
      {R"('{5}'.format(1))",
       R"(IndexError: Replacement index 5 out of range for positional args tuple)"},
      {R"('{a}'.format())", R"(KeyError: 'a')"},
      {R"('{!x}'.format(1))", R"(ValueError: Unknown conversion specifier x)"},
      {R"('{0[}'.format(1))", R"(ValueError: expected '}' before end of string)"},
      {R"('{0.}'.format(1))", R"(ValueError: Empty attribute in format string)"},
      {R"('{:{:{}}}'.format(1, 2, 3))", R"(ValueError: Max string recursion exceeded)"},
      {R"('{a}'.format_map({'a': 1}))", R"('1')"},
      {R"('{}'.format_map({}))", R"(ValueError: Format string contains positional fields)"},
  };
  expect(R"(class P:
    x = 5
    d = {'k': [1, 2]}
    def __repr__(self): return '<P>'
p = P()
)",
         rows);
}

TEST_F(StrFormatTest, Specs) {
  const Row rows[] = {
      {R"(format('a', '5'), format('a', '>5'), format('a', '*^6'), format('abc', '.2'))",
       R"(('a    ', '    a', '**a***', 'ab'))"},
      {R"(format('\u65e5', '\u672c>3'))", R"('本本日')"},
      {R"(format('a', '=5'))",
       R"(ValueError: '=' alignment not allowed in string format specifier)"},
      {R"(format('a', '+5'))", R"(ValueError: Sign not allowed in string format specifier)"},
      {R"(format('a', 'd'))", R"(ValueError: Unknown format code 'd' for object of type 'str')"},
      {R"(format('a', ','))", R"(ValueError: Cannot specify ',' with 's'.)"},
      {R"('a'.__format__(1))", R"(TypeError: __format__() argument must be str, not int)"},
  };
  expect(R"()", rows);
}

TEST_F(StrFormatTest, Percents) {
  const Row rows[] = {
      {R"('%s %r %a' % ('a', 'b', '\xe9'))", R"("a 'b' '\\xe9'")"},
      {R"('%d|%5d|%-5d|%05d|%+d|% d' % (1, 2, 3, -4, 5, 6))", R"('1|    2|3    |-0004|+5| 6')"},
      {R"('%#x %#o %X %.3x %#08x' % (255, 8, 255, 5, 255))", R"('0xff 0o10 FF 005 0x0000ff')"},
      {R"('%e %.2f %g %G' % (1.5, 2.345, 1e10, float('inf')))", R"('1.500000e+00 2.35 1e+10 INF')"},
      {R"('%c%c' % ('a', 0x65e5), '%5.1s|' % 'abc', '%%' % ())", R"(('a日', '    a|', '%'))"},
      {R"('%(a)s %(b)d' % {'a': 1, 'b': 2})", R"('1 2')"},
      {R"('%*d|%-*d|%.*f' % (4, 1, 4, 2, 1, 1.25))", R"('   1|2   |1.2')"},
      {R"('%d %x' % (N(), I()))", R"('8 7')"},
      {R"('%x' % N())", R"(TypeError: %x format: an integer is required, not N)"},
      {R"('%d' % 'a')", R"(TypeError: %d format: a real number is required, not str)"},
      {R"('%s' % ())", R"(TypeError: not enough arguments for format string)"},
      {R"('%s' % (1, 2))", R"(TypeError: not all arguments converted during string formatting)"},
      {R"('a' % 1, )", R"(TypeError: not all arguments converted during string formatting)"},
      {R"('%(a)s' % 1)", R"(TypeError: format requires a mapping)"},
      {R"('%(a' % {})", R"(ValueError: incomplete format key)"},
      {R"('%z' % 1)", R"(ValueError: unsupported format character 'z' (0x7a) at index 1)"},
      {R"('%' % 1)", R"(ValueError: incomplete format)"},
      {R"('%c' % 'ab')", R"(TypeError: %c requires int or char)"},
      {R"('%*d' % ('a', 1))", R"(TypeError: * wants int)"},
      {R"('%f' % 'a')", R"(TypeError: must be real number, not str)"},
  };
  expect(R"(class I:
    def __index__(self): return 7
class N:
    def __int__(self): return 8
)",
         rows);
}

}  // namespace
}  // namespace ouro
