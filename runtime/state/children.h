// Children: the interpreters that this one has made and not ended.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"

namespace ouro {

struct Child;

class Children {
 public:
  static constexpr std::string_view kName = "children";
  static constexpr std::string_view kPurpose = "interpreters made by this one and not closed";
  using Needs = TypeList<>;

  Status set_up(Memory&) noexcept { return done; }
  void tear_down(Memory&) noexcept {}
  // Items: interpreters alive, and those that could not be ended.
  Residue residue() const noexcept { return {.items = count}; }

  Child* first = nullptr;  // linked by Child::next
  std::size_t count = 0;
  bool sends = false;         // something of this interpreter's may be in a queue
  std::uint64_t main_id = 0;  // of the first ancestor; 0: this is it
};

}  // namespace ouro
