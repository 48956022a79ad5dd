// MappingProxy: a mapping that can be read but not changed through it.
#pragma once

#include "runtime/object/object.h"

namespace ouro {

struct MappingProxy : Object {
  Object* mapping;
};

Result<Object*> make_mapping_proxy(Interpreter&, Object* mapping);

}  // namespace ouro
