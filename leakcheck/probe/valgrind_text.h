// Valgrind's text: memcheck, helgrind and drd without --xml -> reports.
#pragma once

#include <string_view>

#include "leakcheck/evidence.h"

namespace ouro::leakcheck {

// Processes may be mixed in one log. One that does not reach its ERROR SUMMARY, whose numbers
// contradict the errors listed, or that left errors out becomes a problem.
void parse_valgrind_text(std::string_view log, Evidence& evidence);

}  // namespace ouro::leakcheck
