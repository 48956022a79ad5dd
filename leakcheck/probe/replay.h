// Replay: a second run of the same job, which watches one handle that the first run forgot.
#pragma once

#include "leakcheck/evidence.h"
#include "leakcheck/probe/gather.h"

namespace ouro::leakcheck {

bool forgot_handles(Evidence& evidence);
// Says in the evidence where each forgotten handle was made, or that a second run did not forget
// the same one. Its logs stand beside the request's, under the same name and "-replay".
void replay_forgotten(const GatherRequest& request, Evidence& evidence);

}  // namespace ouro::leakcheck
