// Str: finding, splitting, stripping and replacing, and how wrong calls are refused.
#include "runtime/object/text_test_support.h"

namespace ouro {
namespace {

using StrSearchTest = TextTest;

TEST_F(StrSearchTest, Finds) {
  const Row rows[] = {
      {R"('hello'.find('l'), 'hello'.rfind('l'), 'hello'.find('z'))", R"((2, 3, -1))"},
      {R"('hello'.find('', 9), 'hello'.find('', 5), 'hello'.rfind(''))", R"((-1, 5, 5))"},
      {R"('h\u65e5llo\u65e5'.find('\u65e5', 2), 'hello'.index('o', -1))", R"((5, 4))"},
      {R"('hello'.index('z'))", R"(ValueError: substring not found)"},
      {R"('hello'.find(1))", R"(TypeError: must be str, not int)"},
      {R"('hello'.find())", R"(TypeError: find() takes at least 1 argument (0 given))"},
      {R"('hello'.find('a', 'b'))",
       R"(TypeError: slice indices must be integers or None or have an __index__ method)"},
      {R"('aaaa'.count('aa'), 'abc'.count(''), 'abc'.count('', 4))", R"((2, 4, 0))"},
      {R"('abc'.startswith(('x', 'ab')), 'abc'.endswith(()), 'abc'.startswith('', 9))",
       R"((True, False, False))"},
      {R"('abc'.startswith(1))",
       R"(TypeError: startswith first arg must be str or a tuple of str, not int)"},
      {R"('abc'.endswith((1,)))",
       R"(TypeError: tuple for endswith must only contain str, not int)"},
      {R"(1 in 'a')", R"(TypeError: 'in <string>' requires string as left operand, not int)"},
  };
  expect(R"()", rows);
}

TEST_F(StrSearchTest, Splits) {
  const Row rows[] = {
      {R"(' a  b '.split(), ' a  b '.split(None, 1), ' a  b '.rsplit(None, 1))",
       R"((['a', 'b'], ['a', 'b '], [' a', 'b']))"},
      {R"('a,b,,c'.split(','), 'a,b,,c'.split(',', 1), 'a,b,,c'.rsplit(',', 1))",
       R"((['a', 'b', '', 'c'], ['a', 'b,,c'], ['a,b,', 'c']))"},
      {R"(''.split(), ''.split(','))", R"(([], ['']))"},
      {R"('a'.split(''))", R"(ValueError: empty separator)"},
      {R"('a'.split(1))", R"(TypeError: must be str or None, not int)"},
      {R"('a\nb\r\nc\x0bd\u2028'.splitlines(), 'a\n\nb'.splitlines(True))",
       R"((['a', 'b', 'c', 'd'], ['a\n', '\n', 'b']))"},
      {R"('a-b-c'.partition('-'), 'a-b-c'.rpartition('-'), 'abc'.rpartition('-'))",
       R"((('a', '-', 'b-c'), ('a-b', '-', 'c'), ('', '', 'abc')))"},
      {R"('a'.partition(''))", R"(ValueError: empty separator)"},
  };
  expect(R"()", rows);
}

TEST_F(StrSearchTest, Strips) {
  const Row rows[] = {
      {R"(' \t\u2003a '.strip(), 'xyaxy'.strip('xy'), 'xya'.lstrip('yx'), 'axy'.rstrip('y'))",
       R"(('a', 'a', 'a', 'ax'))"},
      {R"('a'.strip(1))", R"(TypeError: strip arg must be None or str)"},
      {R"('prefix'.removeprefix('pre'), 'prefix'.removesuffix('fix'), 'a'.removesuffix('ba'))",
       R"(('fix', 'pre', 'a'))"},
      {R"('a'.removeprefix(1))", R"(TypeError: removeprefix() argument must be str, not int)"},
  };
  expect(R"()", rows);
}

TEST_F(StrSearchTest, Replaces) {
  const Row rows[] = {
      {R"('aXbXc'.replace('X', '--'), 'aXbXc'.replace('X', '', 1), 'abc'.replace('', '-'))",
       R"(('a--b--c', 'abXc', '-a-b-c-'))"},
      {R"('abc'.replace('', '-', 2), 'aaa'.replace('a', '\u65e5'), '\u65e5a'.replace('\u65e5', 'b'))",
       R"(('-a-bc', '日日日', 'ba'))"},
      {R"('\u65e5a'.replace('\u65e5', 'b') == 'ba', hash('\u65e5a'.replace('\u65e5', 'b')) == hash('ba'))",
       R"((True, True))"},
      {R"('a'.replace(1, 2))", R"(TypeError: replace() argument 1 must be str, not int)"},
      {R"('a'.replace('a'))", R"(TypeError: replace expected at least 2 arguments, got 1)"},
  };
  expect(R"()", rows);
}

TEST_F(StrSearchTest, Translates) {
  const Row rows[] = {
      {R"('abc'.translate({97: 'xyz', 98: None, 99: 0x65e5}))", R"('xyz日')"},
      {R"('abc'.translate(str.maketrans('ab', 'xy', 'c')))", R"('xy')"},
      {R"(str.maketrans({'a': 1, 98: None}))", R"({97: 1, 98: None})"},
      {R"(str.maketrans('a'))",
       R"(TypeError: if you give only one argument to maketrans it must be a dict)"},
      {R"(str.maketrans('a', 'bc'))",
       R"(ValueError: the first two maketrans arguments must have equal length)"},
      {R"('a'.translate({97: 0x110000}))",
       R"(ValueError: character mapping must be in range(0x110000))"},
      {R"('a'.translate({97: 1.5}))",
       R"(TypeError: character mapping must return integer, None or str)"},
  };
  expect(R"()", rows);
}

}  // namespace
}  // namespace ouro
