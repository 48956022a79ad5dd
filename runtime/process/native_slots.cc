// NativeSlots: merging, bases before what derives from them.
#include "runtime/process/native_slots.h"

#include "runtime/object/slot_table.h"

namespace ouro {

Status NativeSlots::set_up(Memory&) noexcept {
  for (std::size_t index = 0; index < kTypeCount; ++index) {
    const auto id = static_cast<TypeId>(index);
    const TypeDescriptor& descriptor = builtin_descriptor(id);
    table_[index] = descriptor.slots;
    if (id == TypeId::kObject) continue;
    inherit_slots(table_[index], table_[static_cast<std::size_t>(descriptor.base)]);
  }
  merged_ = true;
  return done;
}

// One by one: a whole blank table is more than the stack of a small thread.
void NativeSlots::tear_down(Memory&) noexcept {
  for (Slots& slots : table_) slots = Slots{};
  merged_ = false;
}

}  // namespace ouro
