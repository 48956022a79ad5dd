// FaultPlan: which mistakes a test asks start() and finalize() to make. In release, none.
#pragma once

#include <cstddef>
#include <new>
#include <string_view>

#include "runtime/component/component_table.h"
#include "runtime/component/planted.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/process/process.h"

namespace ouro {

struct FaultPlan {
#ifdef OURO_FAULTS
  std::string_view skip_clear_of = {};  // component names; empty: none
  std::string_view skip_tear_down_of = {};
  // "dependent/needed": the two exchange their places in the order.
  std::string_view swap_set_up = {};
  std::string_view swap_tear_down = {};
  Planted planted = Planted::kNone;
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
  std::size_t set_up_at(std::size_t place) const {
    return swapped<Interpreter>(swap_set_up, place);
  }
  template <typename Owner>
  std::size_t tear_down_at(std::size_t place) const {
    return swapped<Owner>(swap_tear_down, place);
  }
  template <typename Owner>
  void tear_down(const ComponentRow<Owner>& row, Owner& owner) const {
    if (row.name != skip_tear_down_of) row.tear_down(owner);
  }
  // What is wrong with the process before an interpreter begins.
  void plant_in(Process& process) const {
    if (planted != Planted::kNone) plant(planted);
    if (is_planted(Planted::kSlotsRewritten)) write_native_slots(process.get<NativeSlots>());
    if (is_planted(Planted::kPoolReset)) {
      new (&process.get<ChunkPool>()) ChunkPool;
      static_cast<void>(process.get<ChunkPool>().set_up(process.memory()));
    }
  }
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

 private:
  // What stands there anyway.
  [[gnu::noinline]] static void write_native_slots(NativeSlots& slots) {
    for (const Slots& row : slots.table()) {
      auto* repr = row.repr;
      asm("" : "+r"(repr));  // or nothing would be written
      const_cast<Slots&>(row).repr = repr;
    }
  }
  template <typename Owner>
  static std::size_t place_of(std::string_view name) {
    std::size_t place = 0;
    while (kTable<Owner>[place].name != name) ++place;
    return place;
  }
  template <typename Owner>
  static std::size_t swapped(std::string_view edge, std::size_t place) {
    const std::string_view dependent = edge.substr(0, edge.find('/'));
    const std::string_view needed = edge.substr(edge.find('/') + 1);
    if (kTable<Owner>[place].name == dependent) return place_of<Owner>(needed);
    return kTable<Owner>[place].name == needed ? place_of<Owner>(dependent) : place;
  }
#else
  static constexpr bool skips_clear(std::string_view) { return false; }
  static constexpr std::size_t set_up_at(std::size_t place) { return place; }
  template <typename Owner>
  static constexpr std::size_t tear_down_at(std::size_t place) {
    return place;
  }
  template <typename Owner>
  static void tear_down(const ComponentRow<Owner>& row, Owner& owner) {
    row.tear_down(owner);
  }
  static constexpr void plant_in(Process&) {}
  static constexpr int times(std::string_view) { return 1; }
  static constexpr bool borrows(const ComponentRow<Interpreter>&) { return false; }
  static constexpr void borrow(Interpreter&) {}
  static constexpr void count_without_lock() {}
#endif
};

}  // namespace ouro
