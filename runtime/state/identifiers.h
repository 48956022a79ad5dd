// Identifiers: the interned Str of every name known at build time, by constant index: no hash, no
// search.
#pragma once

#include <array>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/object/identifier_list.h"
#include "runtime/object/str.h"
#include "runtime/state/interned_strings.h"

namespace ouro {

class Identifiers {
 public:
  static constexpr std::string_view kName = "identifiers";
  static constexpr std::string_view kPurpose = "names the runtime itself uses, by index";
  using Needs = TypeList<InternedStrings>;

  Status set_up(Memory&, InternedStrings&) noexcept;
  void clear(Interpreter&) noexcept;
  void visit_references(ReferenceVisitor&) const;
  void tear_down(Memory&) noexcept;
  Residue residue() const noexcept;

  // Makes the strings; called by create once the interpreter can make objects.
  Status fill(Interpreter&) noexcept;

  Str* at(Id id) const { return strings_[static_cast<std::size_t>(id)]; }

 private:
  std::array<Str*, kIdCount> strings_{};  // owned
};

}  // namespace ouro
