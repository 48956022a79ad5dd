// Collector: finds groups of objects that only refer to each other, and ends them.
//
// Enumerates the collectable pages; keeps no list of objects and no bits in them. A collection
// starts at a safe point (Thread::interrupt kCollect or gc.collect()), never inside an allocation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/object/object.h"

namespace ouro {

class Collector {
 public:
  static constexpr std::string_view kName = "collector";
  static constexpr std::string_view kPurpose = "marks, counters and thresholds of collections";
  using Needs = TypeList<>;
  static constexpr std::size_t kStepBytes = 1024 * 1024;  // heap growth that asks for a collection

  Status set_up(Memory&) noexcept;
  void tear_down(Memory&) noexcept;
  Residue residue() const noexcept { return {.items = collecting_}; }

  // Unreachable objects found, finalized and ended (those that were revived are not counted).
  // Returns 0 at once while a collection runs. Finalizers and callbacks run here.
  std::size_t collect(Thread&);

  // Was the last collection given up for want of memory?
  bool refused() const { return refused_; }
  // The last resort of finalize when there is no memory to find cycles with: breaks all of them. No
  // user code may run any more.
  void clear_everything(Interpreter&) noexcept;

  bool enabled = true;
  bool save_garbage = false;  // gc.DEBUG_SAVEALL
  std::uint32_t debug_flags = 0;
  std::uint32_t thresholds[3] = {
      700, 10, 10};  // gc.get_threshold(); the first 0 turns automatic collection off
  struct Generation {
    std::uint64_t collections, collected, uncollectable;
  };
  Generation statistics[3] = {};
  bool frozen = false;
  std::size_t frozen_count = 0;

 private:
  bool collecting_ = false;
  bool refused_ = false;
};

}  // namespace ouro
