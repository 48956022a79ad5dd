// Finding: one thing a detector saw. Plain data, so a test can compare it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ouro::leakcheck {

struct Finding {
  std::string detector;
  std::string rule;     // which question of the detector it answers
  std::string subject;  // the component, the function, the fact, or "memory"
  std::string detail;
  std::string signature;          // stable identity: no address, size, count or line is part of it
  std::vector<std::string> path;  // the stack or the retention path, innermost first
  std::uint64_t bytes = 0;
  std::uint64_t blocks = 0;
  std::uint64_t occurrences = 1;
  std::string program = {};
  std::string heap = {};
  std::string location = {};                // "file:line", the line to show a reader; may be empty
  std::vector<std::string> witnesses = {};  // the tools that saw it; empty: the detector alone
};

using Findings = std::vector<Finding>;

}  // namespace ouro::leakcheck
