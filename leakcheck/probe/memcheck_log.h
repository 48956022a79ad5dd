// Memcheck logs: Valgrind's XML (protocol 4) -> reports. Leaks of every kind are kept.
#pragma once

#include <string_view>

#include "leakcheck/evidence.h"

namespace ouro::leakcheck {

// XML that does not parse, is not memcheck's or has no end becomes a problem of the evidence.
void parse_memcheck_log(std::string_view xml, Evidence& evidence);

}  // namespace ouro::leakcheck
