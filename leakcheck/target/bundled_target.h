// The bundled target: this repository's own runtime. Its .cc is the one place that touches it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "leakcheck/target/target.h"

namespace ouro::leakcheck {

std::unique_ptr<Target> make_bundled_target();

// What `ouro FILE` does: one interpreter on this thread, the program's status, nothing else. Does
// not allocate on the tool's behalf and knows nothing of the verification: start-up time is
// measured.
int run_program_directly(const Program& program, const RunLimits& limits);

}  // namespace ouro::leakcheck
