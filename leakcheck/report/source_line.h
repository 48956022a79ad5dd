// Source lines: a finding's place as the formats of code hosts want it.
#pragma once

#include <cstddef>
#include <string>

#include "leakcheck/finding.h"
#include "leakcheck/report/report.h"

namespace ouro::leakcheck {

struct SourceLine {
  std::string file;      // without "./"; the finding's program when nobody knows better
  std::size_t line = 1;  // from 1
};

// The place without its column; paths below the working directory become relative.
SourceLine source_line_of(const Finding& finding);

// "asan/direct_leak"
std::string rule_name_of(const Finding& finding);

// "open_parser: 48 bytes ...", on one line.
std::string message_of(const Finding& finding);

// Is it undefined behaviour or a broken access rather than a leak?
bool is_severe(const Finding& finding);

}  // namespace ouro::leakcheck
