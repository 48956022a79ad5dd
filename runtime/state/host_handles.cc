// HostHandles: index in the low half of a handle, generation in the high one.
#include "runtime/state/host_handles.h"

#include <dlfcn.h>
#include <unwind.h>

#include <cstring>

namespace ouro {
namespace {

// Looks for the first caller from another file than the runtime's, and stays in that file.
struct CallerSearch {
  HostHandles::Origin& origin;
  const void* skipped;          // where the runtime's own file is loaded; null: nothing is skipped
  const void* found = nullptr;  // where the caller's file is loaded
  std::size_t count = 0;
};

_Unwind_Reason_Code look_at_call(_Unwind_Context* context, void* argument) {
  auto& search = *static_cast<CallerSearch*>(argument);
  // The call stands before the place it returns to.
  const std::uintptr_t address = _Unwind_GetIP(context) - 1;
  Dl_info place{};
  if (dladdr(reinterpret_cast<void*>(address), &place) == 0) return _URC_NO_REASON;
  if (search.found == nullptr && place.dli_fbase == search.skipped) return _URC_NO_REASON;
  if (search.found == nullptr) {
    search.found = place.dli_fbase;
    std::strncpy(search.origin.file.data(), place.dli_fname, search.origin.file.size() - 1);
  }
  if (place.dli_fbase != search.found) return _URC_END_OF_STACK;
  search.origin.calls[search.count++] = address - reinterpret_cast<std::uintptr_t>(place.dli_fbase);
  return search.count == search.origin.calls.size() ? _URC_END_OF_STACK : _URC_NO_REASON;
}

// A host that is one file with the runtime is found with all the runtime's calls around it.
void find_caller(HostHandles::Origin& origin) {
  Dl_info own{};
  dladdr(reinterpret_cast<void*>(look_at_call), &own);
  CallerSearch search{origin, own.dli_fbase};
  _Unwind_Backtrace(look_at_call, &search);
  if (search.found != nullptr) return;
  search.skipped = nullptr;
  _Unwind_Backtrace(look_at_call, &search);
}

}  // namespace

std::uint64_t HostHandles::next_serial() noexcept {
  if (++last_serial_ == origin_.serial) [[unlikely]]
    find_caller(origin_);
  return last_serial_;
}

std::uint64_t HostHandles::add(Memory& memory, Object* owned) noexcept {
  std::uint32_t index = 0;
  if (first_free_ != 0) {
    index = first_free_ - 1;
    first_free_ = entries_[index].next_free;
    ++entries_[index].generation;
  } else {
    index = static_cast<std::uint32_t>(entries_.size());
    if (!entries_.add(memory, {nullptr, 1, 0, 0}).ok()) return release(owned), 0;
  }
  entries_[index].object = owned;
  entries_[index].serial = next_serial();
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

Object* HostHandles::take(std::uint64_t handle) noexcept {
  if (entry_of(handle) == nullptr) return nullptr;
  const auto index = static_cast<std::uint32_t>(handle) - 1;
  Object* object = std::exchange(entries_[index].object, nullptr);
  entries_[index].next_free = first_free_;
  first_free_ = index + 1;
  --live_;
  return object;
}

bool HostHandles::remove(std::uint64_t handle) noexcept {
  Object* object = take(handle);
  release_if(object);
  return object != nullptr;
}

void HostHandles::clear(Interpreter&) noexcept {
  for (std::size_t index = 0; index < entries_.size(); ++index)
    clear_reference(entries_[index].object);
}

void HostHandles::visit_references(ReferenceVisitor& visitor) const {
  for (const Entry& entry : entries_) visitor.visit_if(entry.object);
}

void HostHandles::tear_down(Memory& memory) noexcept {
  entries_.tear_down(memory);
  first_free_ = 0;
  last_serial_ = 0;
  origin_ = {};
}

Residue HostHandles::residue() const noexcept {
  Residue held = entries_.residue();
  held.items = live_;
  return held;
}

}  // namespace ouro
