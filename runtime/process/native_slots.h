// NativeSlots: the slots of every built-in type with what it inherits filled in, merged once for
// all interpreters. Only read from then on.
#pragma once

#include <array>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/object/type.h"

namespace ouro {

using SlotTable = std::array<Slots, kTypeCount>;

class NativeSlots {
 public:
  static constexpr std::string_view kName = "native_slots";
  static constexpr std::string_view kPurpose = "slots of the built-in types, merged once";
  using Needs = TypeList<>;

  Status set_up(Memory&) noexcept;
  void tear_down(Memory&) noexcept;
  Residue residue() const noexcept { return {.items = merged_}; }

  const SlotTable& table() const { return table_; }

 private:
  SlotTable table_{};
  bool merged_ = false;
};

}  // namespace ouro
