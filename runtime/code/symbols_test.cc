// Symbols: where each name lives, seen through the code objects that follow from it.
#include "runtime/code/symbols.h"

#include "runtime/code/code_test_support.h"
#include "runtime/code/fold.h"
#include "runtime/source/parser.h"

namespace ouro {
namespace {

constexpr std::string_view kStorageNames[] = {"?",    "local",           "cell",
                                              "free", "explicit global", "global"};

void describe(const Scope* scope, std::string& out) {
  out += std::string(scope->name) + ":";
  for (const Symbol* symbol : scope->symbols) {
    out += " " + std::string(symbol->name->text) + "=" +
           std::string(kStorageNames[static_cast<std::size_t>(symbol->storage)]);
  }
  if (scope->needs_class_cell) out += " +__class__";
  out += "\n";
  for (const Scope* child : scope->children) describe(child, out);
}

class SymbolsTest : public CodeTest {
 protected:
  std::string scopes(std::string_view source) {
    Arena arena(memory());
    const syntax::ParseResult parsed = syntax::parse(arena, source, {});
    EXPECT_TRUE(parsed.ok()) << parsed.failure.message;
    if (!parsed.ok()) return "";
    Ref<Str> filename = text("<test>");
    Compilation compilation(thread(), arena, source, filename, {});
    Folder folder(compilation);
    SymbolTable table(compilation, folder);
    if (!table.build(parsed.tree).ok()) return pending_name();
    std::string out;
    describe(table.module(), out);
    return out;
  }
};

TEST_F(SymbolsTest, AssignmentMakesALocal) {
  EXPECT_EQ(scopes("def f(a):\n  b = a + c\n"),
            "top: f=local\n"
            "f: a=local b=local c=global\n");
}

TEST_F(SymbolsTest, ANestedUseMakesACell) {
  EXPECT_EQ(scopes("def f(a):\n  def g():\n    def h(): return a\n"),
            "top: f=local\n"
            "f: a=cell g=local\n"
            "g: h=local a=free\n"
            "h: a=free\n");
}

TEST_F(SymbolsTest, ClassesAreSkipped) {
  EXPECT_EQ(scopes("def f():\n  x = 1\n  class C:\n    x = 2\n    def m(self): return x\n"),
            "top: f=local\n"
            "f: x=cell C=local\n"
            "C: x=local m=local\n"
            "m: self=local x=free\n");
}

TEST_F(SymbolsTest, GlobalAndNonlocalDecide) {
  EXPECT_EQ(scopes("def f():\n  global a\n  b = 1\n  def g():\n    nonlocal b\n    a = b\n"),
            "top: f=local a=explicit global\n"
            "f: a=explicit global b=cell g=local\n"
            "g: b=free a=local\n");
}

TEST_F(SymbolsTest, AGlobalDeclarationHidesOuterBindings) {
  EXPECT_EQ(scopes("def f():\n  x = 1\n  def g():\n    global x\n    def h(): return x\n"),
            "top: f=local x=explicit global\n"
            "f: x=local g=local\n"
            "g: x=explicit global h=local\n"
            "h: x=global\n");
}

TEST_F(SymbolsTest, SuperUsesTheClassCell) {
  EXPECT_EQ(scopes("class C:\n  def m(self): return super().m\n"),
            "top: C=local\n"
            "C: m=local +__class__\n"
            "m: self=local super=global __class__=free\n");
}

TEST_F(SymbolsTest, ComprehensionsAreScopes) {
  EXPECT_EQ(scopes("def f(a):\n  return [x + a for x in a]\n"),
            "top: f=local\n"
            "f: a=cell\n"
            "listcomp: .0=local x=local a=free\n");
}

TEST_F(SymbolsTest, AWalrusLeavesTheComprehension) {
  EXPECT_EQ(scopes("def f(a):\n  [y := x for x in a]\n  return y\n"),
            "top: f=local\n"
            "f: a=local y=cell\n"
            "listcomp: .0=local x=local y=free\n");
  EXPECT_EQ(scopes("[y := x for x in a]\n"),
            "top: a=global y=explicit global\n"
            "listcomp: .0=local x=local y=explicit global\n");
}

TEST_F(SymbolsTest, PrivateNamesAreMangled) {
  EXPECT_EQ(scopes("class _C:\n  def m(self, __x): return __y__, __z\n"),
            "top: _C=local\n"
            "_C: m=local\n"
            "m: self=local _C__x=local __y__=global _C__z=global\n");
}

}  // namespace
}  // namespace ouro
