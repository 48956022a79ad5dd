// Character names: names are words by number; whoever looks for one spells out its few candidates.
#include "runtime/source/character_name.h"

#include <algorithm>
#include <charconv>

#include "runtime/source/character_name_tables.h"

namespace ouro::syntax {
namespace {

using namespace name_tables;

template <std::size_t kSize>
std::uint8_t byte_at(const std::uint64_t (&words)[kSize], std::size_t place) {
  return static_cast<std::uint8_t>(words[place / 8] >> (place % 8 * 8));
}

char upper(char letter) {
  return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

bool same_name(std::string_view given, std::string_view name) {
  return std::ranges::equal(given, name, {}, upper);
}

// A name while it is written; what does not fit any more is no name.
class Spelling {
 public:
  explicit Spelling(std::span<char, kCharacterNameMax> buffer) : buffer_(buffer) {}

  void add(char letter) {
    if (size_ < buffer_.size()) buffer_[size_++] = letter;
  }
  void add(std::string_view text) {
    for (char letter : text) add(letter);
  }
  void add_word(std::uint32_t number) {
    if (size_ != 0) add(' ');
    std::size_t place = kWordPlaces[number / kBlock];
    for (std::uint32_t skipped = number % kBlock; skipped > 0; ++place) {
      skipped -= byte_at(kWords, place) >> 7;
    }
    std::uint8_t letter;
    do {
      letter = byte_at(kWords, place++);
      add(static_cast<char>(letter & 0x7f));
    } while (letter < 0x80);
  }
  void add_number(std::uint32_t number) {
    char digits[8];
    const auto end = std::to_chars(digits, digits + sizeof digits, number, 16).ptr;
    for (const char* digit = digits; digit != end; ++digit) add(upper(*digit));
  }
  std::string_view view() const { return {buffer_.data(), size_}; }

 private:
  std::span<char, kCharacterNameMax> buffer_;
  std::size_t size_ = 0;
};

// Moves `place` behind the next word of a name; false: the name ended.
bool next_word(std::size_t& place, std::uint32_t& number) {
  const std::uint32_t first = byte_at(kNames, place++);
  if (first == 0) return false;
  number = first - 1;
  if (number >= kShortWords) {
    number = kShortWords + ((number - kShortWords) << 8 | byte_at(kNames, place++));
  }
  return true;
}

std::string_view spell_entry(std::uint32_t index, std::span<char, kCharacterNameMax> buffer) {
  std::size_t place = kNamePlaces[index / kBlock];
  std::uint32_t word = 0;
  for (std::uint32_t skipped = index % kBlock; skipped > 0;) {
    if (!next_word(place, word)) --skipped;
  }
  Spelling spelling(buffer);
  while (next_word(place, word)) spelling.add_word(word);
  return spelling.view();
}

// ---- Hangul syllables: their names are made of the names of their parts ----

constexpr std::uint32_t kHangulFirst = 0xac00, kHangulLast = 0xd7a3;
constexpr std::string_view kHangulPrefix = "HANGUL SYLLABLE ";
constexpr std::string_view kLeads[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                       "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
constexpr std::string_view kVowels[] = {"A",   "AE", "YA", "YAE", "EO", "E",  "YEO",
                                        "YE",  "O",  "WA", "WAE", "OE", "YO", "U",
                                        "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
constexpr std::string_view kTails[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                       "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                       "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};

// The longest of the names that `text` begins with; it is cut off.
template <std::size_t kSize>
std::uint32_t take_part(const std::string_view (&parts)[kSize], std::string_view& text) {
  std::uint32_t best = kSize;
  for (std::uint32_t index = 0; index < kSize; ++index) {
    const bool longer = best == kSize || parts[index].size() > parts[best].size();
    if (longer && text.starts_with(parts[index])) best = index;
  }
  if (best != kSize) text.remove_prefix(parts[best].size());
  return best;
}

std::uint32_t find_hangul(std::string_view name) {
  name.remove_prefix(kHangulPrefix.size());
  const std::uint32_t lead = take_part(kLeads, name);
  const std::uint32_t vowel = take_part(kVowels, name);
  const std::uint32_t tail = take_part(kTails, name);
  if (vowel == std::size(kVowels) || !name.empty()) return kNoCharacter;
  const auto vowels = static_cast<std::uint32_t>(std::size(kVowels));
  const auto tails = static_cast<std::uint32_t>(std::size(kTails));
  return kHangulFirst + (lead * vowels + vowel) * tails + tail;
}

std::string_view spell_hangul(std::uint32_t character, std::span<char, kCharacterNameMax> buffer) {
  const std::uint32_t number = character - kHangulFirst;
  const auto tails = static_cast<std::uint32_t>(std::size(kTails));
  const auto vowels = static_cast<std::uint32_t>(std::size(kVowels));
  Spelling spelling(buffer);
  spelling.add(kHangulPrefix);
  spelling.add(kLeads[number / tails / vowels]);
  spelling.add(kVowels[number / tails % vowels]);
  spelling.add(kTails[number % tails]);
  return spelling.view();
}

// ---- names that end with the character's number ----

std::string_view spell_numbered(const PrefixRange& range, std::uint32_t character,
                                std::span<char, kCharacterNameMax> buffer) {
  Spelling spelling(buffer);
  spelling.add(range.prefix);
  spelling.add_number(character);
  return spelling.view();
}

// The unified ideographs are known in capitals only.
bool is_numbered(std::string_view name, const PrefixRange& range, std::uint32_t character) {
  char buffer[kCharacterNameMax];
  const std::string_view spelled = spell_numbered(range, character, buffer);
  return spelled.starts_with("CJK UNIFIED") ? name == spelled : same_name(name, spelled);
}

std::uint32_t find_numbered(std::string_view name) {
  const std::size_t digits = name.rfind('-') + 1;
  std::uint32_t character = 0;
  const char* const end = name.data() + name.size();
  const auto read = std::from_chars(name.data() + digits, end, character, 16);
  if (digits == 0 || read.ptr != end || read.ec != std::errc()) return kNoCharacter;
  for (const PrefixRange& range : kPrefixRanges) {
    const bool inside = range.first <= character && character <= range.last;
    if (inside && is_numbered(name, range, character)) return character;
  }
  return kNoCharacter;
}

// ---- all the others ----

constexpr std::uint32_t kEntries = kCharacterNames + kAliases + kSequences;

std::uint32_t hash_of(std::string_view name) {
  std::uint32_t hash = 0x811c9dc5;
  for (char letter : name) hash = (hash ^ static_cast<unsigned char>(upper(letter))) * 0x01000193;
  return (hash ^ (hash >> 15)) & kHashMask;
}

// kEntries: unknown.
std::uint32_t find_entry(std::string_view name) {
  char buffer[kCharacterNameMax];
  const std::uint32_t bucket = hash_of(name);
  for (std::uint32_t at = kBucketStarts[bucket]; at < kBucketStarts[bucket + 1]; ++at) {
    if (same_name(name, spell_entry(kBuckets[at], buffer))) return kBuckets[at];
  }
  return kEntries;
}

std::uint32_t character_of(std::uint32_t index) {
  const Run* after = std::ranges::upper_bound(kRuns, index, {}, &Run::index);
  return after[-1].first + (index - after[-1].index);
}

// kCharacterNames: it has none of its own.
std::uint32_t index_of(std::uint32_t character) {
  const Run* after = std::ranges::upper_bound(kRuns, character, {}, &Run::first);
  if (after == kRuns) return kCharacterNames;
  const std::uint32_t end = after == std::end(kRuns) ? kCharacterNames : after->index;
  const std::uint32_t index = after[-1].index + (character - after[-1].first);
  return index < end ? index : kCharacterNames;
}

}  // namespace

std::uint32_t find_named_character(std::string_view name) noexcept {
  if (name.starts_with(kHangulPrefix)) return find_hangul(name);
  const std::uint32_t index = find_entry(name);
  if (index < kCharacterNames) return character_of(index);
  if (index < kCharacterNames + kAliases) return kAliasCharacters[index - kCharacterNames];
  return find_numbered(name);
}

std::span<const char16_t> find_named_sequence(std::string_view name) noexcept {
  const std::uint32_t index = find_entry(name);
  if (index < kCharacterNames + kAliases || index == kEntries) return {};
  const char16_t* start = kSequenceCharacters;
  const std::uint8_t* length = kSequenceLengths;
  for (std::uint32_t skipped = index - kCharacterNames - kAliases; skipped > 0; --skipped) {
    start += *length++;
  }
  return {start, *length};
}

std::string_view character_name(std::uint32_t character,
                                std::span<char, kCharacterNameMax> buffer) noexcept {
  if (kHangulFirst <= character && character <= kHangulLast) return spell_hangul(character, buffer);
  for (const PrefixRange& range : kPrefixRanges) {
    if (range.first <= character && character <= range.last)
      return spell_numbered(range, character, buffer);
  }
  const std::uint32_t index = index_of(character);
  return index < kCharacterNames ? spell_entry(index, buffer) : std::string_view();
}

}  // namespace ouro::syntax
