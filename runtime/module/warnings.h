// warnings: telling programs that something is amiss without failing.
#pragma once

#include <cstdint>

#include "runtime/object/object.h"
#include "runtime/object/str.h"
#include "runtime/object/type_id.h"

namespace ouro {

// A failure means that a filter made an exception of it. `level` 1 blames the running Python code,
// 2 its caller; `source` (may be null) is the object that the warning is about.
Status warn(Thread&, TypeId category, Str* message, std::intptr_t level = 1,
            Object* source = nullptr);

}  // namespace ouro
