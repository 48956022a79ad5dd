// Identifiers: the interned Str of every name known at build time, in place, by constant index: no
// hash, no search.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/object/identifier_list.h"
#include "runtime/object/str.h"
#include "runtime/state/single_objects.h"
#include "runtime/state/type_registry.h"

namespace ouro {

class Identifiers {
 public:
  static constexpr std::string_view kName = "identifiers";
  static constexpr std::string_view kPurpose = "names the runtime itself uses, by index";
  using Needs = TypeList<TypeRegistry, SingleCharacters>;

  // Leaves the strings as they are: an interpreter is born in blank memory.
  Identifiers() noexcept {}

  Status set_up(Memory&, TypeRegistry&, SingleCharacters&) noexcept;
  void tear_down(Memory&) noexcept;
  Residue residue() const noexcept;  // items: strings not back at their starting count

  Str* at(Id id) { return reinterpret_cast<Str*>(bytes_ + kOffsets[static_cast<std::size_t>(id)]); }
  // Borrowed; null: it is none of them.
  Str* find(std::string_view text) noexcept;
  bool contains(const Str* text) const {
    const auto* place = reinterpret_cast<const std::byte*>(text);
    return place >= bytes_ && place < bytes_ + sizeof bytes_;
  }

 private:
  // Where each one stands; behind the last, their end.
  static constexpr auto kOffsets = [] {
    constexpr std::size_t kLengths[] = {
#define OURO_LENGTH(name, text) sizeof(text) - 1,
        OURO_IDENTIFIERS(OURO_LENGTH)
#undef OURO_LENGTH
    };
    std::array<std::uint16_t, kIdCount + 1> offsets{};
    for (std::size_t index = 0; index < kIdCount; ++index) {
      const std::size_t bytes = (sizeof(Str) + kLengths[index] + 1 + 15) & ~std::size_t{15};
      offsets[index + 1] = static_cast<std::uint16_t>(offsets[index] + bytes);
    }
    return offsets;
  }();

  bool live_ = false;
  alignas(16) std::byte bytes_[kOffsets[kIdCount]];
};

}  // namespace ouro
