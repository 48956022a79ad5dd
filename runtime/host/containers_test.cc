// Containers and buffers through the C interface.
#include <array>
#include <cstring>

#include "runtime/host/host_test_support.h"

namespace ouro {
namespace {

using Containers = HostTest;

TEST_F(Containers, AreBuiltFromHandlesThatStayTheHosts) {
  const std::array<ouro_value, 3> items{number(1), text("two"), number(3)};
  ouro_value list = 0, tuple = 0;
  ASSERT_EQ(ouro_new_list(it_, items.data(), items.size(), &list, &error_), OURO_OK);
  ASSERT_EQ(ouro_new_tuple(it_, items.data(), 2, &tuple, &error_), OURO_OK);
  for (const ouro_value item : items) release(item);
  EXPECT_EQ(take_text(list), "[1, 'two', 3]");
  EXPECT_EQ(take_text(tuple), "(1, 'two')");
}

TEST_F(Containers, RefuseADeadHandleAmongTheItems) {
  const std::array<ouro_value, 2> items{number(1), 12345};
  ouro_value list = 0;
  EXPECT_EQ(ouro_new_list(it_, items.data(), items.size(), &list, &error_), OURO_EXCEPTION);
  EXPECT_STREQ(error_.message, "item 1 is a dead handle");
  release(items[0]);
}

TEST_F(Containers, RefuseNullWhereSomethingMustBe) {
  const ouro_value list = evaluate("[1]");
  ouro_value made = 0;
  EXPECT_EQ(ouro_new_list(it_, nullptr, 1, &made, &error_), OURO_REFUSED);
  EXPECT_STREQ(error_.message, "an argument is null");
  EXPECT_EQ(ouro_new_tuple(it_, nullptr, 2, &made, &error_), OURO_REFUSED);
  EXPECT_EQ(ouro_length(it_, list, nullptr, &error_), OURO_REFUSED);
  EXPECT_EQ(ouro_next(it_, list, nullptr, &error_), OURO_REFUSED);
  EXPECT_EQ(ouro_set_attribute(it_, list, nullptr, list, &error_), OURO_REFUSED);
  EXPECT_EQ(ouro_buffer_get(it_, list, 0, nullptr, &error_), OURO_REFUSED);
  EXPECT_EQ(ouro_buffer_release(it_, nullptr), OURO_REFUSED);
  EXPECT_EQ(ouro_import(it_, nullptr, &made, &error_), OURO_REFUSED);
  EXPECT_EQ(ouro_raise(it_, nullptr, "x"), OURO_REFUSED);
  EXPECT_EQ(ouro_without_lock(it_, nullptr, nullptr), OURO_REFUSED);
  ASSERT_EQ(ouro_new_list(it_, nullptr, 0, &made, &error_), OURO_OK);
  EXPECT_EQ(take_text(made), "[]");
  release(list);
}

TEST_F(Containers, AreReadAndWrittenByKey) {
  ouro_value dict = 0, item = 0;
  std::size_t length = 9;
  ASSERT_EQ(ouro_new_dict(it_, &dict, &error_), OURO_OK);
  const ouro_value key = text("k"), value = number(7);
  ASSERT_EQ(ouro_set_item(it_, dict, key, value, &error_), OURO_OK);
  ASSERT_EQ(ouro_length(it_, dict, &length, &error_), OURO_OK);
  EXPECT_EQ(length, 1u);
  ASSERT_EQ(ouro_get_item(it_, dict, key, &item, &error_), OURO_OK);
  EXPECT_EQ(take_text(item), "7");
  ASSERT_EQ(ouro_delete_item(it_, dict, key, &error_), OURO_OK);
  EXPECT_EQ(ouro_get_item(it_, dict, key, &item, &error_), OURO_EXCEPTION);
  EXPECT_STREQ(error_.type, "KeyError");
  for (const ouro_value handle : {dict, key, value}) release(handle);
}

TEST_F(Containers, AreReadAndWrittenByNumber) {
  const ouro_value list = evaluate("[10, 20, 30]"), item = number(21);
  ASSERT_EQ(ouro_set_index(it_, list, 1, item, &error_), OURO_OK);
  ouro_value last = 0;
  ASSERT_EQ(ouro_get_index(it_, list, -1, &last, &error_), OURO_OK);
  EXPECT_EQ(take_text(last), "30");
  EXPECT_EQ(ouro_get_index(it_, list, 3, &last, &error_), OURO_EXCEPTION);
  EXPECT_STREQ(error_.message, "list index out of range");
  release(item);
  EXPECT_EQ(take_text(list), "[10, 21, 30]");
}

TEST_F(Containers, AreIteratedToTheirEnd) {
  const ouro_value source = evaluate("(n * n for n in range(4))");
  ouro_value iterator = 0, item = 0;
  ASSERT_EQ(ouro_iterate(it_, source, &iterator, &error_), OURO_OK);
  std::string seen;
  while (ouro_next(it_, iterator, &item, &error_) == OURO_OK && item != 0)
    seen += take_text(item) + " ";
  EXPECT_EQ(seen, "0 1 4 9 ");
  release(source);
  release(iterator);
}

TEST_F(Containers, TellWhatRaisedWhileIterating) {
  ASSERT_EQ(run("def bad():\n  yield 1\n  raise OSError('disk')\n"), OURO_OK);
  const ouro_value source = evaluate("bad()");
  ouro_value item = 0;
  ASSERT_EQ(ouro_next(it_, source, &item, &error_), OURO_OK);
  release(item);
  EXPECT_EQ(ouro_next(it_, source, &item, &error_), OURO_EXCEPTION);
  EXPECT_STREQ(error_.type, "OSError");
  release(source);
}

TEST_F(Containers, HaveKindsOfTheirOwn) {
  struct Row {
    const char* expression;
    ouro_kind kind;
  };
  constexpr Row kRows[] = {
      {"None", OURO_KIND_NONE},
      {"True", OURO_KIND_BOOL},
      {"7", OURO_KIND_INT},
      {"7 ** 99", OURO_KIND_INT},
      {"0.5", OURO_KIND_FLOAT},
      {"'s'", OURO_KIND_STR},
      {"b's'", OURO_KIND_BYTES},
      {"[]", OURO_KIND_LIST},
      {"()", OURO_KIND_TUPLE},
      {"{}", OURO_KIND_DICT},
      {"{1}", OURO_KIND_SET},
      {"len", OURO_KIND_OTHER},
      {"frozenset()", OURO_KIND_SET},
      {"int", OURO_KIND_OTHER},
      {"type('L', (list,), {})()", OURO_KIND_LIST},
  };
  for (const Row& row : kRows) {
    const ouro_value value = evaluate(row.expression);
    EXPECT_EQ(ouro_kind_of(it_, value), row.kind) << row.expression;
    release(value);
  }
  EXPECT_EQ(ouro_kind_of(it_, 999), OURO_KIND_DEAD);
}

TEST_F(Containers, OthersCanHaveTheirAttributesSet) {
  ASSERT_EQ(run("class Box: pass\nbox = Box()"), OURO_OK);
  const ouro_value box = evaluate("box"), value = number(5);
  ASSERT_EQ(ouro_set_attribute(it_, box, "size", value, &error_), OURO_OK);
  EXPECT_EQ(shown("box.size"), "5");
  release(box);
  release(value);
}

TEST_F(Containers, BuffersAreSeenInTheirPlaceAndPinned) {
  ASSERT_EQ(run("data = bytearray(b'abc')"), OURO_OK);
  const ouro_value data = evaluate("data");
  ouro_buffer buffer;
  ASSERT_EQ(ouro_buffer_get(it_, data, 1, &buffer, &error_), OURO_OK);
  ASSERT_EQ(buffer.length, 3u);
  std::memcpy(buffer.data, "xyz", 3);
  EXPECT_EQ(run("data.append(1)"), OURO_EXCEPTION);
  EXPECT_STREQ(error_.type, "BufferError");
  ASSERT_EQ(ouro_buffer_release(it_, &buffer), OURO_OK);
  EXPECT_EQ(ouro_buffer_release(it_, &buffer), OURO_REFUSED);
  EXPECT_EQ(run("data.append(33)"), OURO_OK);
  EXPECT_EQ(take_text(data), "bytearray(b'xyz!')");
}

TEST_F(Containers, BuffersOfBytesAreNotForWriting) {
  const ouro_value data = evaluate("b'abc'"), none = evaluate("None");
  ouro_buffer buffer;
  EXPECT_EQ(ouro_buffer_get(it_, data, 1, &buffer, &error_), OURO_EXCEPTION);
  EXPECT_EQ(ouro_buffer_get(it_, none, 0, &buffer, &error_), OURO_EXCEPTION);
  EXPECT_STREQ(error_.type, "TypeError");
  ASSERT_EQ(ouro_buffer_get(it_, data, 0, &buffer, &error_), OURO_OK);
  EXPECT_EQ(std::memcmp(buffer.data, "abc", buffer.length), 0);
  ASSERT_EQ(ouro_buffer_release(it_, &buffer), OURO_OK);
  release(data);
  release(none);
}

}  // namespace
}  // namespace ouro
