// Node names: what messages call an expression, and which part of one cannot be a target.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/source/syntax.h"

namespace ouro::syntax {

std::string_view name_of_node(const Node* node) noexcept;

enum class TargetRules : std::uint8_t { kAssign, kDelete, kLoop };

// Null when all of it can be a target. A loop's target may have been read as the left side of `in`.
const Node* find_wrong_target(const Node* node, TargetRules rules) noexcept;

}  // namespace ouro::syntax
