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
  // The lender's component is used instead of an own one. The lender ends after a share; an alias
  // lives on when its lender has ended, so the mistake of both is one, their order is the host's.
  std::string_view share = {};
  std::string_view alias = {};
  Interpreter* lender = nullptr;  // already started
  // Called when what is borrowed stands in its place and nothing has used it yet: later, the
  // mistake may have ended the process.
  void (*borrowed)(Interpreter& borrower, void* argument) = nullptr;
  void* borrowed_argument = nullptr;
  std::string_view skip_stage = {};  // stage names
  std::string_view repeat_stage = {};
  int* counter = nullptr;  // belongs to several interpreters; counted all through this phase

  bool skips_clear(std::string_view name) const { return name == skip_clear_of; }
  bool skips_tear_down(std::string_view name) const { return name == skip_tear_down_of; }
  int times(std::string_view stage) const {
    return stage == skip_stage ? 0 : stage == repeat_stage ? 2 : 1;
  }
  bool borrows(const ComponentRow<Interpreter>& row) const {
    return lender != nullptr && (row.name == share || row.name == alias);
  }
  void borrow(Interpreter& borrower) const {
    for (const auto& row : kTable<Interpreter>) {
      if (borrows(row)) row.borrow(borrower, *lender);
    }
    if (borrowed != nullptr) borrowed(borrower, borrowed_argument);
  }
  // A plain number, and nothing that would order its readers and writers.
  [[gnu::noinline]] void count_without_lock() const {
    if (counter != nullptr) *counter = *counter + 1;
  }
#else
  static constexpr bool skips_clear(std::string_view) { return false; }
  static constexpr bool skips_tear_down(std::string_view) { return false; }
  static constexpr int times(std::string_view) { return 1; }
  static constexpr bool borrows(const ComponentRow<Interpreter>&) { return false; }
  static constexpr void borrow(Interpreter&) {}
  static constexpr void count_without_lock() {}
#endif
};

}  // namespace ouro
