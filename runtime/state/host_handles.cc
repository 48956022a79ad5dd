// HostHandles: index in the low half of a handle, generation in the high one.
#include "runtime/state/host_handles.h"

namespace ouro {

std::uint64_t HostHandles::add(Memory& memory, Object* owned) noexcept {
  std::uint32_t index = 0;
  if (first_free_ != 0) {
    index = first_free_ - 1;
    first_free_ = entries_[index].next_free;
    ++entries_[index].generation;
  } else {
    index = static_cast<std::uint32_t>(entries_.size());
    if (!entries_.add(memory, {nullptr, 1, 0}).ok()) return release(owned), 0;
  }
  entries_[index].object = owned;
  ++live_;
  return std::uint64_t{entries_[index].generation} << 32 | (index + 1);
}

const HostHandles::Entry* HostHandles::entry_of(std::uint64_t handle) const noexcept {
  const auto number = static_cast<std::uint32_t>(handle);
  if (number == 0 || number > entries_.size()) return nullptr;
  const Entry& entry = entries_[number - 1];
  return entry.object != nullptr && entry.generation == handle >> 32 ? &entry : nullptr;
}

Object* HostHandles::find(std::uint64_t handle) const noexcept {
  const Entry* entry = entry_of(handle);
  return entry == nullptr ? nullptr : entry->object;
}

bool HostHandles::remove(std::uint64_t handle) noexcept {
  if (entry_of(handle) == nullptr) return false;
  const auto index = static_cast<std::uint32_t>(handle) - 1;
  Object* object = std::exchange(entries_[index].object, nullptr);
  entries_[index].next_free = first_free_;
  first_free_ = index + 1;
  --live_;
  release(object);
  return true;
}

void HostHandles::clear(Interpreter&) noexcept {
  for (std::size_t index = 0; index < entries_.size(); ++index)
    clear_reference(entries_[index].object);
}

void HostHandles::visit_references(ReferenceVisitor& visitor) const {
  for (const Entry& entry : entries_) visitor.visit_if(entry.object);
}

void HostHandles::tear_down(Memory& memory) noexcept { entries_.tear_down(memory); }

Residue HostHandles::residue() const noexcept {
  Residue held = entries_.residue();
  held.items = live_;
  return held;
}

}  // namespace ouro
