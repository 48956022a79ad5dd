// regex_set: one character against categories, sets and single instructions.
#include "runtime/module/regex_set.h"

#include "runtime/object/unicode.h"

namespace ouro::regex {

char32_t ascii_lower(char32_t c) noexcept { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; }

char32_t unicode_lower(char32_t c) noexcept { return unicode::to_lower(c).characters[0]; }

namespace {

char32_t ascii_upper(char32_t c) { return c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c; }

char32_t unicode_upper(char32_t c) { return unicode::to_upper(c).characters[0]; }

bool is_ascii_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_ascii_space(char32_t c) { return c == ' ' || (c >= 9 && c <= 13); }
bool is_line_feed(char32_t c) { return c == '\n'; }

}  // namespace

bool is_ascii_cased(char32_t c) noexcept { return ascii_lower(c) != c || ascii_upper(c) != c; }

bool is_unicode_cased(char32_t c) noexcept {
  return unicode_lower(c) != c || unicode_upper(c) != c;
}

bool is_ascii_word(char32_t c) noexcept {
  const char32_t lower = c | 0x20;
  return is_ascii_digit(c) || (lower >= 'a' && lower <= 'z') || c == '_';
}

bool is_unicode_word(char32_t c) noexcept {
  if (c < 0x80) return is_ascii_word(c);
  return unicode::is_alphanumeric(c);
}

namespace {

// In the order of Category, by twos: the category, and what is not in it.
constexpr bool (*kCategories[])(char32_t) noexcept = {
    [](char32_t c) noexcept { return is_ascii_digit(c); },
    [](char32_t c) noexcept { return is_ascii_space(c); },
    is_ascii_word,
    [](char32_t c) noexcept { return is_line_feed(c); },
    is_ascii_word,
    unicode::is_decimal,
    unicode::is_space,
    is_unicode_word,
    unicode::is_line_break,
};

bool in_category(Unit category, char32_t c) {
  if (category / 2 >= std::size(kCategories)) return false;
  return kCategories[category / 2](c) != ((category & 1) != 0);
}

bool has_bit(const Code& code, std::size_t place, char32_t bit) {
  return (code[place + bit / 32] >> (bit % 32) & 1) != 0;
}

constexpr std::size_t kBitmapUnits = 256 / 32;
constexpr std::size_t kIndexUnits = 256 / sizeof(Unit);

// 256 numbers of bitmaps, one for each high byte, then the bitmaps.
bool in_big_set(const Code& code, std::size_t place, char32_t c) {
  if (c >= 0x10000) return false;
  const char32_t high = c >> 8;
  const Unit block = code[place + 1 + high / 4] >> (high % 4 * 8) & 0xff;
  return has_bit(code, place + 1 + kIndexUnits + block * kBitmapUnits, c & 0xff);
}

bool in_range(const Code& code, std::size_t place, char32_t c) {
  return code[place] <= c && c <= code[place + 1];
}

// One member of a set: does it hold the character, and where does the next one begin?
struct Member {
  bool holds;
  std::size_t next;
};

Member look_at(const Code& code, std::size_t place, char32_t c) {
  switch (code.op(place)) {
    case Op::kLiteral: return {code[place + 1] == c, place + 2};
    case Op::kCategory: return {in_category(code[place + 1], c), place + 2};
    case Op::kCharset: return {c < 256 && has_bit(code, place + 1, c), place + 1 + kBitmapUnits};
    case Op::kRange: return {in_range(code, place + 1, c), place + 3};
    case Op::kRangeUniIgnore:
      return {in_range(code, place + 1, c) || in_range(code, place + 1, unicode_upper(c)),
              place + 3};
    case Op::kBigCharset:
      return {in_big_set(code, place + 1, c),
              place + 2 + kIndexUnits + code[place + 1] * kBitmapUnits};
    default: return {false, code.size};
  }
}

}  // namespace

bool in_set(const Code& code, std::size_t place, char32_t c) noexcept {
  bool found = true;
  while (place < code.size && code.op(place) != Op::kFailure) {
    if (code.op(place) == Op::kNegate) {
      found = !found;
      ++place;
      continue;
    }
    const Member member = look_at(code, place, c);
    if (member.holds) return found;
    place = member.next;
  }
  return !found;
}

bool takes(const Code& code, std::size_t place, char32_t c) noexcept {
  const Unit wanted = code[place + 1];
  switch (code.op(place)) {
    case Op::kAny: return !is_line_feed(c);
    case Op::kAnyAll: return true;
    case Op::kCategory: return in_category(wanted, c);
    case Op::kIn: return in_set(code, place + 2, c);
    case Op::kInIgnore: return in_set(code, place + 2, ascii_lower(c));
    case Op::kInUniIgnore: return in_set(code, place + 2, unicode_lower(c));
    case Op::kInLocIgnore:
      return in_set(code, place + 2, ascii_lower(c)) || in_set(code, place + 2, ascii_upper(c));
    case Op::kLiteral: return c == wanted;
    case Op::kNotLiteral: return c != wanted;
    case Op::kLiteralIgnore: return ascii_lower(c) == wanted;
    case Op::kNotLiteralIgnore: return ascii_lower(c) != wanted;
    case Op::kLiteralUniIgnore: return unicode_lower(c) == wanted;
    case Op::kNotLiteralUniIgnore: return unicode_lower(c) != wanted;
    case Op::kLiteralLocIgnore: return ascii_lower(c) == ascii_lower(wanted);
    case Op::kNotLiteralLocIgnore: return ascii_lower(c) != ascii_lower(wanted);
    default: return false;
  }
}

}  // namespace ouro::regex
