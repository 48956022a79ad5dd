// InternedStrings: one copy of each name, so that name lookup compares pointers.
//
// Identifiers are interned, too, but have a table of their own. This one borrows: a dying Str takes
// itself out (forget). Those still alive at the end are residue.
#pragma once

#include <cstddef>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/component/hash_table.h"
#include "runtime/object/str.h"
#include "runtime/state/hash_secret.h"

namespace ouro {

class InternedStrings {
 public:
  static constexpr std::string_view kName = "interned_strings";
  static constexpr std::string_view kPurpose = "the one copy of each name, by text";
  using Needs = TypeList<HashSecret>;

  Status set_up(Memory&, HashSecret&) noexcept;
  void tear_down(Memory&) noexcept;
  Residue residue() const noexcept;

  // Borrowed; null when there is none. `hash` is that of the Str.
  Str* find(const Str* text, std::intptr_t hash) const noexcept;
  Str* find_ascii(std::string_view text, std::intptr_t hash) const noexcept;
  // No equal one is present; its hash is computed.
  Status add(Memory&, Str* text) noexcept;
  void forget(const Str* text) noexcept;
  // Nobody looks names up any more: nothing is found or added, and who dies is only counted.
  void close() noexcept { closed_ = true; }

 private:
  HashTable<Str*> strings_;
  std::size_t living_ = 0;
  bool closed_ = false;
};

}  // namespace ouro
