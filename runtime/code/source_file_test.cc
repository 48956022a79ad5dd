// The encoding of a program's file: what is not as declared is an error of the whole file.
#include "runtime/code/source_file.h"

#include <gtest/gtest.h>

#include "runtime/interpreter/test_support.h"

namespace ouro {
namespace {

class SourceFileTest : public RuntimeTest {
 protected:
  // "" or the message of the SyntaxError.
  std::string compile_bytes(std::string_view source) {
    Ref<Str> name(text("/tmp/program.py"));
    auto code = compile_file(thread(), source, name);
    if (code.ok()) return release(code.value()), "";
    Ref<Exception> error(take_pending(thread()));
    EXPECT_EQ(type_name(error->type), "SyntaxError");
    Ref<Str> message(must(str(thread(), error)));
    Utf8 utf8(interpreter(), message);
    return std::string(utf8.view());
  }
};

TEST_F(SourceFileTest, WithoutADeclarationItIsUtf8) {
  EXPECT_EQ(compile_bytes("x = '\xc3\xa9'\n"), "");
  EXPECT_EQ(compile_bytes("\xef\xbb\xbfx = 1\n"), "");
  EXPECT_EQ(compile_bytes("x = 1\n\n# \xe9\n"),
            "Non-UTF-8 code starting with '\\xe9' in file /tmp/program.py on line 3, but no "
            "encoding declared; see https://peps.python.org/pep-0263/ for details");
}

TEST_F(SourceFileTest, DeclaredEncodingsAreDecoded) {
  EXPECT_EQ(compile_bytes("# coding: latin-1\nx = '\xe9'\n"), "");
  EXPECT_EQ(compile_bytes("# coding: koi8-r\n\xc9 = 1\n"), "");
  EXPECT_EQ(compile_bytes("# coding: ascii\nx = '\xe9'\n"), "encoding problem: ascii");
  EXPECT_EQ(compile_bytes("# coding: nowhere\n"), "encoding problem: nowhere");
  EXPECT_EQ(compile_bytes("# coding: rot13\n"), "encoding problem: rot13");
}

TEST_F(SourceFileTest, AMarkAllowsNothingElse) {
  EXPECT_EQ(compile_bytes("\xef\xbb\xbf# coding: utf-8\n"), "");
  EXPECT_EQ(compile_bytes("\xef\xbb\xbf# coding: latin-1\n"),
            "encoding problem: iso-8859-1 with BOM");
}

}  // namespace
}  // namespace ouro
