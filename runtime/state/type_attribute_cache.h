// TypeAttributeCache: what a name means in a type, by the type's version, so that most lookups
// along the MRO are one comparison.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/object/object.h"

namespace ouro {

struct Str;

class TypeAttributeCache {
 public:
  static constexpr std::string_view kName = "type_attribute_cache";
  static constexpr std::string_view kPurpose = "answers of look-ups along the MRO";
  using Needs = TypeList<>;
  static constexpr bool kEndsAsNew = true;

  struct Entry {
    std::uint64_t version;  // of the type; 0: empty. As wide as the rest: no padding to compare
    Str* name;              // owned: a freed name's address could come back as another name
    Object* value;  // borrowed from the type, valid while the version is; null: no such name
  };

  // Leaves the entries as they are: an interpreter is born in blank memory, of which only the pages
  // that are used count.
  TypeAttributeCache() noexcept {}

  Status set_up(Memory&) noexcept { return done; }
  void clear(Interpreter&) noexcept;
  void visit_references(ReferenceVisitor&) const;
  void tear_down(Memory&) noexcept {}
  // Items: entries in use.
  Residue residue() const noexcept { return {.items = used_count_}; }

  Entry& at(std::uint32_t version, const Str* name) {
    const auto mixed = version * 0x9e3779b1u ^
                       static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(name) >> 4);
    return entries_[mixed & mask_];
  }
  void put(std::uint32_t version, Str* name, Object* value) noexcept;

 private:
  static constexpr std::uint32_t kEntries = 1024;
  static constexpr std::uint32_t kEntriesAtFirst = 128;  // small programs stay on one page

  void forget() noexcept;

  std::uint32_t mask_ = kEntriesAtFirst - 1;
  std::uint32_t used_count_ = 0;
  std::array<std::uint16_t, kEntries> used_;  // the first used_count_: entries with a name
  std::array<Entry, kEntries> entries_;
};

}  // namespace ouro
