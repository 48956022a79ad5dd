// Encodings: errors where and as Python 3.11 reports them, and round trips of every character.
#include "runtime/object/encodings.h"

#include <gtest/gtest.h>

#include <string>

namespace ouro::encodings {
namespace {

struct Row {
  std::string_view bytes;
  std::size_t good;
  std::size_t error;
  const char* reason;
};

TEST(EncodingsTest, ReportsUtf8Errors) {
  using namespace std::string_view_literals;
  const Row rows[] = {
      {"abcdefghij\x80"sv, 10, 1, "invalid start byte"},
      {"a\xc1\x80"sv, 1, 1, "invalid start byte"},
      {"\xc3("sv, 0, 1, "invalid continuation byte"},
      {"\xe2\x82"sv, 0, 2, "unexpected end of data"},
      {"\xe2\x82("sv, 0, 2, "invalid continuation byte"},
      {"\xed\xa0\x80"sv, 0, 1, "invalid continuation byte"},
      {"\xf0\x8f\x80\x80"sv, 0, 1, "invalid continuation byte"},
      {"\xf0\x9f\x98("sv, 0, 3, "invalid continuation byte"},
      {"\xf0\x9f\x98"sv, 0, 3, "unexpected end of data"},
      {"\xf5"sv, 0, 1, "invalid start byte"},
  };
  for (const Row& row : rows) {
    const DecodeScan scan = scan_utf8(row.bytes);
    EXPECT_EQ(scan.bytes, row.good) << row.bytes;
    EXPECT_EQ(scan.error_bytes, row.error) << row.bytes;
    EXPECT_STREQ(scan.reason, row.reason) << row.bytes;
  }
}

TEST(EncodingsTest, WaitsForTheRest) {
  const DecodeScan scan = scan_utf8("ab\xf0\x9f\x98", Surrogates::kRefuse, false);
  EXPECT_EQ(scan.bytes, 2u);
  EXPECT_EQ(scan.reason, nullptr);
  EXPECT_EQ(scan_utf8("\xed\xa0\x80", Surrogates::kPass).largest, 0xd800u);
}

std::u32string all_characters() {
  std::u32string text;
  for (char32_t c = 0; c <= 0x10ffff; c += c < 0x3000 ? 1 : 7) {
    if (c < 0xd800 || c > 0xdfff) text += c;
  }
  return text;
}

template <typename ScanTo, typename Encode, typename Scan, typename Decode>
void round_trip(ScanTo scan_to, Encode encode, Scan scan, Decode decode) {
  const std::u32string text = all_characters();
  const TextView view(text.data(), text.size(), 4);
  const EncodeScan wanted = scan_to(view);
  ASSERT_EQ(wanted.error_characters, 0u);
  std::string bytes(wanted.bytes, '?');
  EXPECT_EQ(encode(bytes.data(), view), bytes.data() + bytes.size());
  const DecodeScan found = scan(bytes);
  ASSERT_EQ(found.reason, nullptr);
  ASSERT_EQ(found.characters, text.size());
  EXPECT_EQ(found.largest, largest_character(view));
  std::u32string back(found.characters, '?');
  decode(back.data(), bytes);
  EXPECT_TRUE(back == text);
}

TEST(EncodingsTest, RoundTrips) {
  round_trip([](TextView t) { return scan_to_utf8(t); },
             [](char* out, TextView t) { return encode_utf8(out, t); },
             [](std::string_view b) { return scan_utf8(b); },
             [](void* out, std::string_view b) { decode_utf8(out, 4, b); });
  for (const ByteOrder order : {ByteOrder::kLittle, ByteOrder::kBig}) {
    round_trip([](TextView t) { return scan_to_utf16(t, Surrogates::kRefuse); },
               [=](char* out, TextView t) { return encode_utf16(out, t, order); },
               [=](std::string_view b) { return scan_utf16(b, order, Surrogates::kRefuse, true); },
               [=](void* out, std::string_view b) { decode_utf16(out, 4, b, order); });
    round_trip([](TextView t) { return scan_to_utf32(t, Surrogates::kRefuse); },
               [=](char* out, TextView t) { return encode_utf32(out, t, order); },
               [=](std::string_view b) { return scan_utf32(b, order, Surrogates::kRefuse, true); },
               [=](void* out, std::string_view b) { decode_utf32(out, 4, b, order); });
  }
}

TEST(EncodingsTest, ReportsWhatCannotBeEncoded) {
  const char16_t text[] = {'a', 0xe9, 0xd800, 0xdfff, 'b'};
  const TextView view(text, 5, 2);
  EncodeScan scan = scan_to_utf8(view);
  EXPECT_EQ(scan.characters, 2u);
  EXPECT_EQ(scan.bytes, 3u);
  EXPECT_EQ(scan.error_characters, 2u);
  EXPECT_EQ(scan_to_utf8(view, Surrogates::kPass).bytes, 10u);
  scan = scan_to_bytes(view, 0x80);
  EXPECT_EQ(scan.characters, 1u);
  EXPECT_EQ(scan.error_characters, 3u);
  EXPECT_EQ(scan_to_bytes(view, 0x100).characters, 2u);
}

TEST(EncodingsTest, FindsMarksAndWidths) {
  ByteOrder order = ByteOrder::kLittle;
  EXPECT_EQ(utf16_mark("\xfe\xff", &order), 2u);
  EXPECT_EQ(order, ByteOrder::kBig);
  EXPECT_EQ(utf32_mark(std::string_view("\xff\xfe\0\0", 4), &order), 4u);
  EXPECT_EQ(order, ByteOrder::kLittle);
  EXPECT_EQ(utf16_mark("a", &order), 0u);
  EXPECT_EQ(width_for(0xff), 1);
  EXPECT_EQ(width_for(0x100), 2);
  EXPECT_EQ(width_for(0x10000), 4);
  EXPECT_TRUE(is_ascii("0123456789abcdef", 16));
  EXPECT_FALSE(is_ascii("0123456789abc\x80", 14));
}

}  // namespace
}  // namespace ouro::encodings
