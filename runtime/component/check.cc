// check(): the one place where the runtime gives up.
#include "runtime/component/check.h"

#include <cstdio>

namespace ouro {

void check_failed(const char* invariant, const char* file, int line) noexcept {
  std::fprintf(stderr, "ouro: CHECK failed: %s (%s:%d)\n", invariant, file, line);
  __builtin_trap();
}

}  // namespace ouro
