// Singletons: made, counted, checked.
#include "runtime/state/singletons.h"

namespace ouro {
namespace {

void make(Object& object, TypeRegistry& types, TypeId id) {
  object.count = 1;
  object.type = types.type(id);
}

// Not set up: 0. Its own reference only: 0. Anything else is somebody's mistake.
bool off(const Object& object) { return object.count > 1 || object.count < 0; }

}  // namespace

Status Singletons::set_up(Memory&, TypeRegistry& types) noexcept {
  make(none_, types, TypeId::kNoneType);
  make(not_implemented_, types, TypeId::kNotImplementedType);
  make(ellipsis_, types, TypeId::kEllipsisType);
  make(false_, types, TypeId::kBool);
  make(true_, types, TypeId::kBool);
  true_.value = 1;
  return done;
}

void Singletons::tear_down(Memory&) noexcept {
  // A count that is off stays: it is the evidence.
  for (Object* object : {&none_, &not_implemented_, &ellipsis_, static_cast<Object*>(&false_),
                         static_cast<Object*>(&true_)}) {
    if (object->count == 1) *object = Object{};
  }
  true_.value = 0;
}

Residue Singletons::residue() const noexcept {
  Residue held;
  for (const Object* object :
       {&none_, &not_implemented_, &ellipsis_, static_cast<const Object*>(&false_),
        static_cast<const Object*>(&true_)}) {
    held.items += off(*object) || object->count == 1;
  }
  return held;
}

}  // namespace ouro
