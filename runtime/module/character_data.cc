// CharacterData: two-stage tables, and sorted rows for what few characters have.
#include "runtime/module/character_data.h"

#include <algorithm>

#include "runtime/module/character_data_tables.h"
#include "runtime/object/unicode.h"

namespace ouro {
namespace {

using namespace character_tables;

const Record& record_of(char32_t character, UnicodeVersion version) {
  const std::uint32_t first = version == UnicodeVersion::kOld ? unicode::kLast + 1 : 0;
  const std::uint32_t place = first + character;
  const std::uint32_t block = kStage1[place >> kShift];
  return kRecords[kStage2[block << kShift | (place & ((1u << kShift) - 1))]];
}

// The row of a character in a table sorted by character; null: none.
template <typename Row, std::size_t kSize>
const Row* find_row(const Row (&rows)[kSize], char32_t character) {
  const Row* row = std::ranges::lower_bound(
      rows, character, {}, [](const Row& each) -> char32_t { return each.character; });
  return row != std::end(rows) && row->character == character ? row : nullptr;
}

bool knows(char32_t character, UnicodeVersion version) {
  return version == UnicodeVersion::kCurrent || character_properties(character, version).assigned();
}

}  // namespace

CharacterProperties character_properties(char32_t character, UnicodeVersion version) noexcept {
  const Record& record = record_of(character, version);
  return {kCategory[record.category], kBidirectional[record.bidirectional],
          kEastAsianWidth[record.east_asian_width], record.combining, record.mirrored != 0};
}

CharacterDecomposition character_decomposition(char32_t character,
                                               UnicodeVersion version) noexcept {
  const Decomposition* row = find_row(kDecompositions, character);
  if (row == nullptr || !knows(character, version)) return {};
  return {kTags[row->tag], {kDecomposed + row->place, row->length}};
}

std::optional<double> character_number(char32_t character, UnicodeVersion version) noexcept {
  const Number* row = find_row(kNumbers, character);
  if (row == nullptr || !knows(character, version)) return {};
  return static_cast<double>(row->numerator) / row->denominator;
}

int character_decimal(char32_t character, UnicodeVersion version) noexcept {
  if (!knows(character, version)) return -1;
  if (version == UnicodeVersion::kOld) {
    if (const Changed* row = find_row(kOldDecimals, character)) return static_cast<int>(row->old);
  }
  return unicode::decimal_value(character);
}

char32_t character_old_form(char32_t character) noexcept {
  const Changed* row = find_row(kOldForms, character);
  return row == nullptr ? character : row->old;
}

}  // namespace ouro
