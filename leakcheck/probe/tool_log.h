// Tool logs: any file that a sanitizer or Valgrind may have written -> evidence.
#pragma once

#include <string_view>

#include "leakcheck/evidence.h"

namespace ouro::leakcheck {

// Whatever keeps the log from being proof - cut, of no known tool, a tool that failed, silence -
// is a problem of the evidence.
Evidence read_tool_log(std::string_view bytes);

}  // namespace ouro::leakcheck
