// Identifiers: made once per interpreter from the list, found by a table of the process's that is
// made at build time.
#include "runtime/state/identifiers.h"

#include <cstring>
#include <type_traits>

#include "runtime/interpreter/interpreter.h"

namespace ouro {
namespace {

constexpr std::array<std::string_view, kIdCount> kTexts = {
#define OURO_TEXT(name, text) std::string_view(text),
    OURO_IDENTIFIERS(OURO_TEXT)
#undef OURO_TEXT
};

// Up to eight bytes, the first one lowest.
constexpr std::uint64_t load_word(const char* from, std::size_t size) {
  std::uint64_t word = 0;
  if (!std::is_constant_evaluated() && size == sizeof word) {
    std::memcpy(&word, from, sizeof word);
    return word;
  }
  for (std::size_t index = 0; index < size; ++index) {
    word |= std::uint64_t{static_cast<unsigned char>(from[index])} << 8 * index;
  }
  return word;
}

// The table is constant, so nobody can crowd it: no secret is needed.
constexpr std::size_t kPlaces = 1024;
constexpr std::size_t home_of(std::string_view text) {
  const std::size_t part = text.size() < 8 ? text.size() : 8;
  std::uint64_t mixed = load_word(text.data(), part) * 0x9e3779b97f4a7c15u;
  mixed ^= load_word(text.data() + text.size() - part, part) + text.size();
  mixed *= 0xd6e8feb86659fd93u;
  return static_cast<std::size_t>(mixed >> 54);
}
static_assert(kPlaces == std::size_t{1} << (64 - 54) && kPlaces > 2 * kIdCount);

constexpr std::uint16_t kNobody = 0xffff;
constexpr auto kPlaceOf = [] {
  std::array<std::uint16_t, kPlaces> places{};
  places.fill(kNobody);
  for (std::size_t index = 0; index < kIdCount; ++index) {
    std::size_t place = home_of(kTexts[index]);
    while (places[place] != kNobody) place = (place + 1) % kPlaces;
    places[place] = static_cast<std::uint16_t>(index);
  }
  return places;
}();

void make(Str& name, Type* type, std::string_view text) {
  name.count = 1;
  name.type = type;
  name.length = text.size();
  name.hash = -1;  // when it is first asked for: many never are
  name.width = 1;
  name.ascii = true;
  name.interned = true;
  name.spare = 0;
  std::memcpy(name.data(), text.data(), text.size());
  static_cast<char*>(name.data())[text.size()] = '\0';
}

}  // namespace

Status Identifiers::set_up(Memory&, TypeRegistry& types, SingleCharacters& characters) noexcept {
  Type* type = types.type(TypeId::kStr);
  for (std::size_t index = 0; index < kIdCount; ++index) {
    Str* name = at(static_cast<Id>(index));
    make(*name, type, kTexts[index]);
    if (name->length == 1) characters.keep(static_cast<unsigned char>(kTexts[index][0]), name);
  }
  live_ = true;
  return done;
}

Str* Identifiers::find(std::string_view text) noexcept {
  if (!live_ || text.empty()) return nullptr;
  for (std::size_t place = home_of(text); kPlaceOf[place] != kNobody;
       place = (place + 1) % kPlaces) {
    if (kTexts[kPlaceOf[place]] == text) return at(static_cast<Id>(kPlaceOf[place]));
  }
  return nullptr;
}

void Identifiers::tear_down(Memory&) noexcept {
  for (std::size_t index = 0; index < kIdCount; ++index) {
    Str* name = at(static_cast<Id>(index));
    // Otherwise it is evidence.
    if (name->count == 1) std::memset(name, 0, kOffsets[index + 1] - kOffsets[index]);
  }
  live_ = false;
}

Residue Identifiers::residue() const noexcept {
  Residue held;
  for (std::size_t index = 0; index < kIdCount; ++index) {
    held.items += reinterpret_cast<const Str*>(bytes_ + kOffsets[index])->type != nullptr;
  }
  return held;
}

}  // namespace ouro
