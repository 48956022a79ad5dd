// The constant descriptors of all built-in types: kIntDescriptor, kValueErrorDescriptor ...
#pragma once

#include "runtime/object/type.h"
#include "runtime/object/type_id.h"

namespace ouro {

#define OURO_DECLARE(Name, ...) extern const TypeDescriptor k##Name##Descriptor;
OURO_BUILTIN_TYPES(OURO_DECLARE)
OURO_EXCEPTION_TYPES(OURO_DECLARE)
#undef OURO_DECLARE

}  // namespace ouro
