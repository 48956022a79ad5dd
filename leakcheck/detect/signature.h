// Signatures: the stable identity of a finding, the same in every run, cycle and compiler.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "leakcheck/evidence.h"

namespace ouro::leakcheck {

// Without arguments, template arguments, clones and namespaces that have no name.
std::string normalized_function(std::string_view function);

// "function@file" per frame, or what else names the place, innermost first: without the allocators
// and the tool's interceptors, without frames of the standard library and of what starts main and
// threads, and what direct recursion repeats.
std::vector<std::string> normalized_stack(const Stack& stack);

// "file:line" of the same frames: what tells two calls in one function apart.
std::vector<std::string> places_of(const Stack& stack);

// The innermost function that is not a way to allocate; where it is, when it has no name.
std::string subject_of(const Stack& stack);

// "file:line" of the innermost such frame whose place is known; empty: of none.
std::string location_of(const Stack& stack);

// Sixteen hexadecimal digits of everything that identifies a finding.
std::string signature_of(const std::vector<std::string>& parts);

}  // namespace ouro::leakcheck
