// The methods of object that others need too.
#pragma once

#include "runtime/object/object.h"

namespace ouro {

struct Dict;

// Adds the names in a class and its bases to `names`, as keys: what dir() shows.
Status merge_class_names(Thread&, Dict* names, Object* class_);

}  // namespace ouro
