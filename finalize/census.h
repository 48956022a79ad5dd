// Census and culprits: what is alive, and why.
#pragma once

#include "finalize/report.h"

namespace ouro {

// Looks at what survived all clears: adds one finding per culprit, then per victim, with the path
// that leads to it. Runs no user code and changes nothing.
void find_culprits(Interpreter&, FinalizeReport&);

}  // namespace ouro
