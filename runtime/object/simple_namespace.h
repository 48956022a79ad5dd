// SimpleNamespace: an object with attributes and nothing else.
#pragma once

#include "runtime/object/object.h"

namespace ouro {

struct Dict;

// Takes a copy of the fields.
Result<Object*> make_simple_namespace(Thread&, Dict* fields);

}  // namespace ouro
