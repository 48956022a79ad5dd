// TypeAttributeCache: its references and how they end.
#include "runtime/state/type_attribute_cache.h"

#include <utility>

#include "runtime/object/str.h"

namespace ouro {

// When half of the few places are taken, all are used, and what was known is looked up again.
void TypeAttributeCache::put(std::uint32_t version, Str* name, Object* value) noexcept {
  if (used_count_ == kEntriesAtFirst / 2 && mask_ == kEntriesAtFirst - 1) {
    forget();
    mask_ = kEntries - 1;
  }
  Entry& entry = at(version, name);
  Str* old = entry.name;
  if (old == nullptr) used_[used_count_++] = static_cast<std::uint16_t>(&entry - entries_.data());
  entry = {version, retain(name), value};
  release_if(old);
}

void TypeAttributeCache::clear(Interpreter&) noexcept {
  forget();
  mask_ = kEntriesAtFirst - 1;
}

void TypeAttributeCache::forget() noexcept {
  while (used_count_ > 0) {
    Entry& entry = entries_[std::exchange(used_[--used_count_], 0)];
    entry.version = 0;
    entry.value = nullptr;
    clear_reference(entry.name);
  }
}

void TypeAttributeCache::visit_references(ReferenceVisitor& visitor) const {
  for (std::size_t place = 0; place < used_count_; ++place) {
    visitor.visit_if(entries_[used_[place]].name);
  }
}

}  // namespace ouro
