// DeferredReleases: the queues, and the table of finalized survivors.
#include "runtime/state/deferred_releases.h"

#include "runtime/object/hashes.h"
#include "runtime/object/type.h"

namespace ouro {
namespace {

std::size_t hash_of(const Object* object) { return static_cast<std::size_t>(hash_pointer(object)); }

}  // namespace

void DeferredReleases::queue(Object* object) noexcept {
  Type* type = object->type;
  if (type->dying == nullptr) {
    type->next_dying = first_;
    first_ = type;
  }
  object->type = reinterpret_cast<Type*>(type->dying);
  type->dying = object;
  ++queued_;
}

Object* DeferredReleases::take() noexcept {
  Type* type = first_;
  if (type == nullptr) return nullptr;
  Object* object = type->dying;
  type->dying = reinterpret_cast<Object*>(object->type);
  object->type = type;
  if (type->dying == nullptr) {
    first_ = type->next_dying;
    type->next_dying = nullptr;
  }
  --queued_;
  return object;
}

bool DeferredReleases::mark_finalized(Memory& memory, Object* object) noexcept {
  if (is_finalized(object)) return false;
  static_cast<void>(finalized_.add(memory, hash_of(object), Marked{object}).ok());
  return true;
}

bool DeferredReleases::is_finalized(const Object* object) const noexcept {
  if (finalized_.size() == 0) return false;
  return finalized_.find(hash_of(object),
                         [&](const Marked& marked) { return marked.object == object; });
}

void DeferredReleases::forget_finalized(Object* object) noexcept {
  if (finalized_.size() == 0) return;
  finalized_.remove(hash_of(object), [&](const Marked& marked) { return marked.object == object; });
}

Residue DeferredReleases::residue() const noexcept {
  Residue held = finalized_.residue();
  held.items += finalized_.size() + queued_;
  return held;
}

}  // namespace ouro
