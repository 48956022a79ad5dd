// Type parameters: the type variables in list[T] and int | T, and putting types in their place.
#pragma once

#include "runtime/object/object.h"

namespace ouro {

struct Tuple;

// Each type variable among the arguments, and in their own parameters, once.
Result<Tuple*> collect_parameters(Thread&, Tuple* arguments);

// The arguments with `items` (one, or a tuple) in place of the parameters. `self` is for messages.
Result<Tuple*> substitute(Thread&, Object* self, Tuple* arguments, Tuple* parameters,
                          Object* items);

}  // namespace ouro
