// Str: widths, interning, appending in place, and what refused memory leaves
// behind.
#include "runtime/object/str.h"

#include "runtime/interpreter/test_support.h"
#include "runtime/object/str_kernel.h"

namespace ouro {
namespace {

class StrTest : public RuntimeTest {
 protected:
  Ref<Str> join(std::string_view left, std::string_view right) {
    return Ref<Str>(must(str_concatenate(interpreter(), text(left), text(right))));
  }
};

TEST_F(StrTest, IsAlwaysAsNarrowAsPossible) {
  EXPECT_EQ(text("abc")->width, 1);
  EXPECT_TRUE(text("abc")->ascii);
  EXPECT_EQ(text("\u00e9\u00e9")->width, 1);
  EXPECT_EQ(text("a\u65e5")->width, 2);
  EXPECT_EQ(text("a\U0001f600")->width, 4);
  Ref<Str> wide = text("ab\u65e5");
  Ref<Str> part(must(str_slice(interpreter(), wide, 0, 2)));
  EXPECT_EQ(part->width, 1);
  EXPECT_TRUE(str_equal(part, text("ab")));
}

TEST_F(StrTest, KeepsSingleCharacters) {
  EXPECT_EQ(text("a").get(), text("a").get());
  EXPECT_EQ(text("").get(), text("").get());
  EXPECT_EQ(join("a", "").get(), text("a").get());
}

TEST_F(StrTest, InternsOneOfEachText) {
  Ref<Str> first(must(intern(interpreter(), "some_name")));
  Ref<Str> second(must(intern(interpreter(), text("some_name"))));
  EXPECT_EQ(first.get(), second.get());
}

TEST_F(StrTest, ComparesAcrossWidths) {
  EXPECT_LT(str_compare(text("a\u00e9"), text("a\u65e5")), 0);
  EXPECT_GT(str_compare(text("b"), text("a\U0001f600")), 0);
  EXPECT_LT(str_compare(text("a"), text("a\u65e5")), 0);
  EXPECT_EQ(str_compare(text("a\u65e5"), text("a\u65e5")), 0);
}

TEST_F(StrTest, AppendsInPlace) {
  Ref<Str> grown = join("first", "second");
  grown.reset(must(str_append(interpreter(), grown.take(), text("x"))));
  std::size_t moves = 0;
  for (int step = 0; step < 10000; ++step) {
    const Str* before = grown.get();
    grown.reset(must(str_append(interpreter(), grown.take(), text("y"))));
    moves += grown.get() != before;
  }
  EXPECT_EQ(grown->length, 10012u);
  EXPECT_LT(moves, 100u);
  EXPECT_EQ(grown->at(10011), U'y');
  EXPECT_EQ(grown->at(grown->length), U'\0');
}

TEST_F(StrTest, NeverAppendsToWhatOthersHold) {
  Ref<Str> grown = join("first", "second");
  grown.reset(must(str_append(interpreter(), grown.take(), text("x"))));
  Ref<Str> other(retain(grown.get()));
  grown.reset(must(str_append(interpreter(), grown.take(), text("y"))));
  EXPECT_EQ(show(other), "'firstsecondx'");
  EXPECT_EQ(show(grown), "'firstsecondxy'");
}

TEST_F(StrTest, WidensWhenItAppends) {
  Ref<Str> grown = join("first", "second");
  grown.reset(must(str_append(interpreter(), grown.take(), text("x"))));
  grown.reset(must(str_append(interpreter(), grown.take(), text("\u65e5"))));
  grown.reset(must(str_append(interpreter(), grown.take(), text("z"))));
  EXPECT_EQ(grown->width, 2);
  EXPECT_TRUE(str_equal(grown, text("firstsecondx\u65e5z")));
  EXPECT_EQ(str_hash(interpreter(), grown), str_hash(interpreter(), text("firstsecondx\u65e5z")));
}

TEST_F(StrTest, SurvivesRefusedMemory) {
  Ref<Str> left = join("first", "second");
  Ref<Str> right = join("third", "x");
  memory().refuse_after(0);
  EXPECT_FALSE(str_append(interpreter(), left.take(), right).ok());
  memory().refuse_after(Memory::kNever);
  EXPECT_EQ(pending_name(), "MemoryError");
}

TEST_F(StrTest, SettlesWhatWasMadeTooWide) {
  Str* wide = must(make_str_for(interpreter(), 2, 0x10ffff));
  with_characters(wide, [](auto* characters) { characters[0] = characters[1] = 'a'; });
  Ref<Str> settled(must(settle(interpreter(), wide)));
  EXPECT_EQ(settled->width, 1);
  EXPECT_TRUE(settled->ascii);
}

}  // namespace
}  // namespace ouro
