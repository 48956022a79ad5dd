// Suggestions: "Did you mean: 'x'?" for names and attributes that are almost right.
#pragma once

#include "runtime/object/exception.h"

namespace ouro {

// The best name for an AttributeError or NameError; null inside: none comes close.
Result<Found<Str>> find_suggestion(Thread&, Exception*);

}  // namespace ouro
