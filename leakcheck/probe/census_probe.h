// The census probe: the runtime's own words, field by field, as evidence; it decides nothing.
#pragma once

#include "finalize/finalize.h"
#include "leakcheck/evidence.h"

namespace ouro::leakcheck {

CensusEvidence probe_census(const Census<Interpreter>& census);
CensusEvidence probe_census(const Census<Process>& census);
void probe_report(const FinalizeReport& report, InterpreterEvidence& evidence);

}  // namespace ouro::leakcheck
