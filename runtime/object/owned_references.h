// OwnedReferences: the life of an instance that owns nothing but references, from one list of them.
//
// The three slots cannot disagree: what deallocate gives back is what the collector is shown.
#pragma once

#include "runtime/object/instance.h"

namespace ouro {

template <typename Instance, auto... kFields>
struct OwnedReferences {
  static void clear(Interpreter&, Object* self) noexcept {
    (clear_reference(static_cast<Instance*>(self)->*kFields), ...);
  }
  static void deallocate(Interpreter& interpreter, Object* self) noexcept {
    clear(interpreter, self);
    free_instance(interpreter, self);
  }
  static void traverse(Object* self, ReferenceVisitor& visitor) {
    (visitor.visit_if(static_cast<Instance*>(self)->*kFields), ...);
  }
};

}  // namespace ouro
