// Census and culprits: what is alive, and why.
#pragma once

#include "finalize/report.h"

namespace ouro {

// Looks at what survived all clears: adds one finding per culprit, then per victim, with the path
// that leads to it. Runs no user code and changes nothing.
void find_culprits(Interpreter&, FinalizeReport&);

// Adds one finding for each reference that a host or an extension module still holds, before they
// are dropped.
void find_forgotten_handles(const Interpreter&, FinalizeReport&);

}  // namespace ouro
