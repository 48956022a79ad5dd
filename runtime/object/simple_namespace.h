// SimpleNamespace: attributes and nothing else (types.SimpleNamespace, sys.implementation, module specs).
#pragma once

#include "runtime/object/object.h"

namespace ouro {

struct Dict;

struct SimpleNamespace : Object {
  Dict* dict;  // owned
};

// Copies the fields.
Result<Object*> make_simple_namespace(Thread&, Dict* fields);

}  // namespace ouro
