// Unicode: classes and cases from the generated tables, normal forms from utf8proc.
#include "runtime/object/unicode.h"

#include <utf8proc.h>

#include <algorithm>
#include <numeric>

#include "runtime/object/unicode_tables.h"

namespace ouro::unicode {

namespace {

namespace tables = unicode_tables;

enum Mapping : std::size_t { kUpper, kLower, kTitle, kCasefold };

const tables::Record& record_of(char32_t character) noexcept {
  if (character > kLast) character = 0xffff;  // assigned to nothing
  constexpr char32_t kMask = (1u << tables::kShift) - 1;
  const std::size_t block = tables::kStage1[character >> tables::kShift];
  return tables::kRecords[tables::kStage2[(block << tables::kShift) + (character & kMask)]];
}

bool has(char32_t character, unsigned flags) noexcept {
  return (record_of(character).flags & flags) != 0;
}

Mapped map(char32_t character, Mapping mapping) noexcept {
  const tables::Record& record = record_of(character);
  const std::int32_t entry = record.mappings[mapping];
  const std::size_t count = record.lengths[mapping];
  if (count == 0) {
    return {{static_cast<char32_t>(static_cast<std::int32_t>(character) + entry), 0, 0}, 1};
  }
  Mapped mapped{{}, count};
  std::copy_n(tables::kExpansions + entry, count, mapped.characters.begin());
  return mapped;
}

}  // namespace

bool is_alpha(char32_t character) noexcept { return has(character, tables::kAlpha); }
bool is_decimal(char32_t character) noexcept { return has(character, tables::kDecimal); }
bool is_digit(char32_t character) noexcept { return has(character, tables::kDigit); }
bool is_numeric(char32_t character) noexcept { return has(character, tables::kNumeric); }
bool is_alphanumeric(char32_t character) noexcept {
  return has(character, tables::kAlpha | tables::kDecimal | tables::kDigit | tables::kNumeric);
}
bool is_space(char32_t character) noexcept { return has(character, tables::kSpace); }
bool is_printable(char32_t character) noexcept { return has(character, tables::kPrintable); }
bool is_identifier_start(char32_t character) noexcept {
  return has(character, tables::kIdentifierStart);
}
bool is_identifier_continue(char32_t character) noexcept {
  return has(character, tables::kIdentifierContinue);
}
bool is_lower(char32_t character) noexcept { return has(character, tables::kLower); }
bool is_upper(char32_t character) noexcept { return has(character, tables::kUpper); }
bool is_title(char32_t character) noexcept { return has(character, tables::kTitle); }
bool is_cased(char32_t character) noexcept { return has(character, tables::kCased); }
bool is_case_ignorable(char32_t character) noexcept {
  return has(character, tables::kCaseIgnorable);
}

bool is_line_break(char32_t character) noexcept {
  return (character >= '\n' && character <= '\r') || (character >= 0x1c && character <= 0x1e) ||
         character == 0x85 || character == 0x2028 || character == 0x2029;
}

int decimal_value(char32_t character) noexcept { return record_of(character).decimal; }
int digit_value(char32_t character) noexcept { return record_of(character).digit; }

Mapped to_upper(char32_t character) noexcept { return map(character, kUpper); }
Mapped to_lower(char32_t character) noexcept { return map(character, kLower); }
Mapped to_title(char32_t character) noexcept { return map(character, kTitle); }
Mapped to_casefold(char32_t character) noexcept { return map(character, kCasefold); }

bool is_final_sigma(const TextView& text, std::size_t position) noexcept {
  std::size_t before = position;
  while (before > 0 && is_case_ignorable(text[before - 1])) --before;
  if (before == 0 || !is_cased(text[before - 1])) return false;
  std::size_t after = position + 1;
  while (after < text.length && is_case_ignorable(text[after])) ++after;
  return after == text.length || !is_cased(text[after]);
}

// ---- Whole texts ------------------------------------------------------------------------------

namespace {

// At least one character of the wanted case and none of the others.
template <typename Wanted, typename Unwanted>
bool all_of_case(const TextView& text, Wanted wanted, Unwanted unwanted) noexcept {
  bool found = false;
  for (std::size_t at = 0; at < text.length; ++at) {
    const char32_t character = text[at];
    if (unwanted(character)) return false;
    found = found || wanted(character);
  }
  return found;
}

}  // namespace

bool is_upper_text(const TextView& text) noexcept {
  return all_of_case(text, is_upper, [](char32_t c) { return is_lower(c) || is_title(c); });
}

bool is_lower_text(const TextView& text) noexcept {
  return all_of_case(text, is_lower, [](char32_t c) { return is_upper(c) || is_title(c); });
}

bool is_title_text(const TextView& text) noexcept {
  bool found = false;
  bool inside = false;
  for (std::size_t at = 0; at < text.length; ++at) {
    const char32_t character = text[at];
    const bool capital = is_upper(character) || is_title(character);
    const bool small = is_lower(character);
    if (inside ? capital : small) return false;
    inside = capital || small;
    found = found || inside;
  }
  return found;
}

bool is_identifier_text(const TextView& text) noexcept {
  if (text.length == 0 || !is_identifier_start(text[0])) return false;
  for (std::size_t at = 1; at < text.length; ++at) {
    if (!is_identifier_continue(text[at])) return false;
  }
  return true;
}

// ---- Normal forms -----------------------------------------------------------------------------

namespace {

constexpr char32_t kHangulFirst = 0xac00, kHangulLast = 0xd7a3;
constexpr char32_t kLeadFirst = 0x1100, kLeadLast = 0x1112;
constexpr char32_t kVowelFirst = 0x1161, kVowelLast = 0x1175;
constexpr char32_t kTailFirst = 0x11a7, kTailLast = 0x11c2;
constexpr char32_t kTails = kTailLast - kTailFirst + 1;
constexpr char32_t kVowels = kVowelLast - kVowelFirst + 1;

constexpr bool between(char32_t first, char32_t character, char32_t last) {
  return first <= character && character <= last;
}

// utf8proc knows a newer Unicode: what 14 had not assigned stands for itself.
bool is_known(char32_t character) noexcept { return has(character, tables::kAssigned); }

int combining_class(char32_t character) noexcept {
  if (character < 0x300 || !is_known(character)) return 0;
  return utf8proc_get_property(static_cast<utf8proc_int32_t>(character))->combining_class;
}

constexpr char32_t kNothing = 0;

char32_t compose_hangul(char32_t first, char32_t second) noexcept {
  if (between(kLeadFirst, first, kLeadLast) && between(kVowelFirst, second, kVowelLast)) {
    const char32_t pair = (first - kLeadFirst) * kVowels + (second - kVowelFirst);
    return kHangulFirst + pair * kTails;
  }
  const bool open =
      between(kHangulFirst, first, kHangulLast) && (first - kHangulFirst) % kTails == 0;
  if (open && between(kTailFirst + 1, second, kTailLast)) return first + (second - kTailFirst);
  return kNothing;
}

// The one character that both make, or kNothing. Asks utf8proc with just these two.
char32_t compose_pair(char32_t first, char32_t second) noexcept {
  if (const char32_t syllable = compose_hangul(first, second); syllable != kNothing) {
    return syllable;
  }
  // utf8proc also joins the empty tail, U+11A7, which the standard does not.
  const bool jamo = between(kVowelFirst, second, kTailLast);
  if (jamo || second < 0x300 || !is_known(first) || !is_known(second)) return kNothing;
  utf8proc_int32_t pair[] = {static_cast<utf8proc_int32_t>(first),
                             static_cast<utf8proc_int32_t>(second)};
  constexpr auto kOptions = static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE);
  if (utf8proc_normalize_utf32(pair, 2, kOptions) != 1) return kNothing;
  const auto composed = static_cast<char32_t>(pair[0]);
  return is_known(composed) ? composed : kNothing;
}

}  // namespace

bool Normalized::reserve(std::size_t more) noexcept {
  if (length_ + more <= capacity_) return true;
  const std::size_t wanted = std::max(capacity_ + capacity_ / 2, length_ + more);
  void* moved = characters_ == nullptr
                    ? memory_.allocate(wanted * sizeof(char32_t))
                    : memory_.reallocate(characters_, capacity_ * sizeof(char32_t),
                                         wanted * sizeof(char32_t));
  if (moved == nullptr) return false;
  characters_ = static_cast<char32_t*>(moved);
  capacity_ = wanted;
  return true;
}

bool Normalized::decompose(const TextView& text, int options) noexcept {
  constexpr std::size_t kLongest = 32;  // the longest decomposition has 18 characters
  if (!reserve(text.length + kLongest)) return false;
  for (std::size_t at = 0; at < text.length; ++at) {
    const char32_t character = text[at];
    if (character < 0xa0 || !is_known(character) || is_surrogate(character)) {
      if (!reserve(1)) return false;
      characters_[length_++] = character;
      continue;
    }
    if (!reserve(kLongest)) return false;
    auto* out = reinterpret_cast<utf8proc_int32_t*>(characters_ + length_);
    const auto count =
        utf8proc_decompose_char(static_cast<utf8proc_int32_t>(character), out, kLongest,
                                static_cast<utf8proc_option_t>(options), nullptr);
    length_ += static_cast<std::size_t>(count);
  }
  return true;
}

// A run is as long as an attacker likes: insertion for short ones, counting for long ones.
void Normalized::order_short_run(std::size_t start, std::size_t end) noexcept {
  for (std::size_t next = start + 1; next < end; ++next) {
    const char32_t character = characters_[next];
    const int own_class = combining_class(character);
    std::size_t place = next;
    for (; place > start && combining_class(characters_[place - 1]) > own_class; --place) {
      characters_[place] = characters_[place - 1];
    }
    characters_[place] = character;
  }
}

bool Normalized::order_long_run(std::size_t start, std::size_t end) noexcept {
  if (!reserve(end - start)) return false;
  std::array<std::size_t, 257> places{};
  for (std::size_t at = start; at < end; ++at) {
    ++places[static_cast<std::size_t>(combining_class(characters_[at])) + 1];
  }
  std::partial_sum(places.begin(), places.end(), places.begin());
  char32_t* sorted = characters_ + length_;
  for (std::size_t at = start; at < end; ++at) {
    sorted[places[static_cast<std::size_t>(combining_class(characters_[at]))]++] = characters_[at];
  }
  std::copy_n(sorted, end - start, characters_ + start);
  return true;
}

// Sorts each run of combining characters by class; equal classes keep their order.
bool Normalized::put_in_order() noexcept {
  constexpr std::size_t kShort = 32;
  for (std::size_t at = 0; at < length_; ++at) {
    if (combining_class(characters_[at]) == 0) continue;
    std::size_t end = at + 1;
    while (end < length_ && combining_class(characters_[end]) != 0) ++end;
    if (end - at <= kShort) {
      order_short_run(at, end);
    } else if (!order_long_run(at, end)) {
      return false;
    }
    at = end;
  }
  return true;
}

// Joins each starter with what follows it and is not blocked from it.
void Normalized::compose() noexcept {
  std::size_t kept = 0;
  std::size_t starter = length_;  // none yet
  int last_class = -1;            // of what was kept behind the starter; -1: nothing
  for (std::size_t at = 0; at < length_; ++at) {
    const char32_t character = characters_[at];
    const int own_class = combining_class(character);
    const bool free = starter != length_ && (last_class == -1 || last_class < own_class);
    if (free) {
      const char32_t composed = compose_pair(characters_[starter], character);
      if (composed != kNothing) {
        characters_[starter] = composed;
        continue;
      }
    }
    if (own_class == 0) {
      starter = kept;
      last_class = -1;
    } else {
      last_class = own_class;
    }
    characters_[kept++] = character;
  }
  length_ = kept;
}

bool Normalized::normalize(const TextView& text, NormalForm form) noexcept {
  const bool compatible = form == NormalForm::kKc || form == NormalForm::kKd;
  length_ = 0;
  const int options = UTF8PROC_DECOMPOSE | (compatible ? int{UTF8PROC_COMPAT} : 0);
  if (!decompose(text, options) || !put_in_order()) return false;
  if (form == NormalForm::kC || form == NormalForm::kKc) compose();
  return true;
}

}  // namespace ouro::unicode
