// FaultPlan: which mistakes a test asks start() and finalize() to make. In release, none.
#pragma once

#include <string_view>

#include "runtime/component/component_table.h"
#include "runtime/interpreter/interpreter.h"

namespace ouro {

struct FaultPlan {
#ifdef OURO_FAULTS
  std::string_view skip_clear_of = {};  // component names; empty: none
  std::string_view skip_tear_down_of = {};
  std::string_view share = {};
  Interpreter* share_from = nullptr;  // already started
  std::string_view skip_stage = {};   // stage names
  std::string_view repeat_stage = {};

  bool skips_clear(std::string_view name) const { return name == skip_clear_of; }
  bool skips_tear_down(std::string_view name) const { return name == skip_tear_down_of; }
  int times(std::string_view stage) const {
    return stage == skip_stage ? 0 : stage == repeat_stage ? 2 : 1;
  }
  bool shares(const ComponentRow<Interpreter>& row, Interpreter& borrower) const {
    if (row.name != share || share_from == nullptr) return false;
    row.borrow(borrower, *share_from);
    return true;
  }
#else
  static constexpr bool skips_clear(std::string_view) { return false; }
  static constexpr bool skips_tear_down(std::string_view) { return false; }
  static constexpr int times(std::string_view) { return 1; }
  static constexpr bool shares(const ComponentRow<Interpreter>&, Interpreter&) { return false; }
#endif
};

}  // namespace ouro
