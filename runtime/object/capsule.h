// Capsule: an opaque pointer with a name.
#pragma once

#include "runtime/object/object.h"

namespace ouro {

struct Capsule : Object {
  void* pointer;
  const char* name;                                       // a constant
  void (*release)(Interpreter&, void* pointer) noexcept;  // may be null
};

Result<Capsule*> make_capsule(Interpreter&, void* pointer, const char* name,
                              void (*release)(Interpreter&, void*) noexcept = nullptr);

}  // namespace ouro
