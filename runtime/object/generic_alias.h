// GenericAlias: list[int], a class with arguments.
#pragma once

#include "runtime/object/object.h"
#include "runtime/object/type.h"

namespace ouro {

struct GenericAlias : Object {
  Object* origin;
  Tuple* arguments;
  Tuple* parameters;  // the type variables in the arguments; null until asked for
  bool starred;       // *tuple[int, ...]
  WeakReference* weak_references;
};

// `arguments` that are no tuple count as one.
Result<Object*> make_generic_alias(Thread&, Object* origin, Object* arguments);

// What stands for a type in the repr of an alias or union: "int", "module.Class", "...".
class TextBuilder;
Status append_type_text(Thread&, TextBuilder&, Object* type);

}  // namespace ouro
