// Identifier: the XID properties made from general categories and the few exceptions Unicode lists.
#include "runtime/source/identifier.h"

#include <utf8proc.h>

#include <algorithm>

#include "runtime/source/arena_text.h"

namespace ouro::syntax {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Other_ID_Start and Other_ID_Continue.
constexpr Range kExtraStarts[] = {{0x1885, 0x1886}, {0x2118, 0x2118}, {0x212E, 0x212E}};
constexpr Range kExtraContinues[] = {
    {0x00B7, 0x00B7}, {0x0387, 0x0387}, {0x1369, 0x1371}, {0x19DA, 0x19DA}};

// Letters whose NFKC form does not begin (or go on) like an identifier.
constexpr Range kNoStarts[] = {{0x0E33, 0x0E33}, {0x0EB3, 0x0EB3}, {0xFF9E, 0xFF9F}};
constexpr Range kNeither[] = {{0x037A, 0x037A}, {0xFC5E, 0xFC63}, {0xFDFA, 0xFDFB},
                              {0xFE70, 0xFE70}, {0xFE72, 0xFE72}, {0xFE74, 0xFE74},
                              {0xFE76, 0xFE76}, {0xFE78, 0xFE78}, {0xFE7A, 0xFE7A},
                              {0xFE7C, 0xFE7C}, {0xFE7E, 0xFE7E}};

template <std::size_t kSize>
bool contains(const Range (&ranges)[kSize], std::uint32_t character) {
  return std::any_of(std::begin(ranges), std::end(ranges), [&](const Range& range) {
    return range.first <= character && character <= range.last;
  });
}

constexpr std::uint32_t bits(std::initializer_list<utf8proc_category_t> categories) {
  std::uint32_t result = 0;
  for (utf8proc_category_t category : categories) result |= 1U << category;
  return result;
}

constexpr std::uint32_t kStartCategories =
    bits({UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LL, UTF8PROC_CATEGORY_LT, UTF8PROC_CATEGORY_LM,
          UTF8PROC_CATEGORY_LO, UTF8PROC_CATEGORY_NL});
constexpr std::uint32_t kContinueCategories =
    kStartCategories |
    bits({UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_MC, UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_PC});
constexpr std::uint32_t kUnprintableCategories =
    bits({UTF8PROC_CATEGORY_CC, UTF8PROC_CATEGORY_CF, UTF8PROC_CATEGORY_CS, UTF8PROC_CATEGORY_CO,
          UTF8PROC_CATEGORY_CN, UTF8PROC_CATEGORY_ZL, UTF8PROC_CATEGORY_ZP, UTF8PROC_CATEGORY_ZS});

bool has_category(std::uint32_t character, std::uint32_t categories) {
  const auto code = static_cast<utf8proc_int32_t>(character);
  return (categories >> utf8proc_category(code) & 1U) != 0;
}

bool is_ascii(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char byte) { return byte < 0; });
}

constexpr auto kNfkc =
    static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);

}  // namespace

bool may_start_identifier(std::uint32_t character) noexcept {
  if (character == '_') return true;
  if (contains(kNeither, character) || contains(kNoStarts, character)) return false;
  return has_category(character, kStartCategories) || contains(kExtraStarts, character);
}

bool may_continue_identifier(std::uint32_t character) noexcept {
  if (contains(kNeither, character)) return false;
  return has_category(character, kContinueCategories) || contains(kExtraStarts, character) ||
         contains(kExtraContinues, character);
}

bool is_printable(std::uint32_t character) noexcept {
  return character == ' ' || !has_category(character, kUnprintableCategories);
}

std::string_view normalize_identifier(Arena& arena, std::string_view text) noexcept {
  if (is_ascii(text)) return text;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto size = static_cast<utf8proc_ssize_t>(text.size());
  const utf8proc_ssize_t count = utf8proc_decompose(bytes, size, nullptr, 0, kNfkc);
  if (count < 0) return text;  // not UTF-8: cannot come out of the lexer
  // reencode() writes UTF-8 and a NUL over the code points.
  auto* buffer = static_cast<utf8proc_int32_t*>(
      arena.allocate((static_cast<std::size_t>(count) + 1) * sizeof(utf8proc_int32_t)));
  if (buffer == nullptr) return {};
  utf8proc_decompose(bytes, size, buffer, count, kNfkc);
  const utf8proc_ssize_t written = utf8proc_reencode(buffer, count, kNfkc);
  return {reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(written)};
}

}  // namespace ouro::syntax
