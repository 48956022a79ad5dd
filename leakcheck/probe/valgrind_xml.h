// Valgrind's XML: memcheck, helgrind and drd, protocols 4 and 5 -> reports.
#pragma once

#include <string_view>

#include "leakcheck/evidence.h"

namespace ouro::leakcheck {

// XML that does not parse, is no Valgrind tool's, has no end, or says that it left errors out
// becomes a problem of the evidence.
void parse_valgrind_xml(std::string_view xml, Evidence& evidence);

// Of "288 (144 direct, 144 indirect) bytes in 3 blocks ..." the direct bytes: the others are listed
// again as indirect losses. Zero: the text does not tell them apart.
std::uint64_t direct_bytes(std::string_view text);

}  // namespace ouro::leakcheck
