// TypeAttributeCache: its references and how they end.
#include "runtime/state/type_attribute_cache.h"

#include "runtime/object/str.h"

namespace ouro {

void TypeAttributeCache::put(Entry& entry, std::uint32_t version, Str* name,
                             Object* value) noexcept {
  Str* old = entry.name;
  entry = {version, retain(name), value};
  release_if(old);
}

void TypeAttributeCache::clear(Interpreter&) noexcept {
  for (Entry& entry : entries_) {
    entry.version = 0;
    entry.value = nullptr;
    clear_reference(entry.name);
  }
}

void TypeAttributeCache::visit_references(ReferenceVisitor& visitor) const {
  for (const Entry& entry : entries_) visitor.visit_if(entry.name);
}

Residue TypeAttributeCache::residue() const noexcept {
  Residue held;
  for (const Entry& entry : entries_) held.items += entry.name != nullptr;
  return held;
}

}  // namespace ouro
