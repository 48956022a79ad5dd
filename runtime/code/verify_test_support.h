// Verifier: follows every path through a code object and checks the rules of operations.h; for
// tests.
#pragma once

#include <string>

#include "runtime/code/code.h"

namespace ouro {

// Empty when all is well; else what is wrong and where. Nested code is checked too.
std::string verify(const Code* code);

}  // namespace ouro
