// operator: the types of _operator.
#pragma once

#include "runtime/object/module.h"

namespace ouro {

// itemgetter, attrgetter and methodcaller.
Status add_operator_types(Thread&, Module*);

}  // namespace ouro
