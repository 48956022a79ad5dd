// Signatures: the stable identity of a finding, the same in every run, cycle and compiler.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "leakcheck/evidence.h"

namespace ouro::leakcheck {

// Without arguments, template arguments, clones and namespaces that have no name.
std::string normalized_function(std::string_view function);

// "function (module)" per frame, innermost first: without the allocators at the top, the tool's own
// frames at the bottom, and what direct recursion repeats.
std::vector<std::string> normalized_stack(const Stack& stack);

// The innermost function that is not a way to allocate.
std::string subject_of(const Stack& stack);

// Sixteen hexadecimal digits of everything that identifies a finding.
std::string signature_of(const std::vector<std::string>& parts);

}  // namespace ouro::leakcheck
