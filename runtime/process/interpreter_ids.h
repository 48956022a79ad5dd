// InterpreterIds: numbers interpreters, no number twice, and counts those not yet ended.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"

namespace ouro {

class InterpreterIds {
 public:
  static constexpr std::string_view kName = "interpreter_ids";
  static constexpr std::string_view kPurpose = "numbers given to interpreters, and how many live";
  using Needs = TypeList<>;

  Status set_up(Memory&) noexcept { return done; }
  void tear_down(Memory&) noexcept {}  // an id not given back stays counted: it is the evidence
  Residue residue() const noexcept { return {.items = live_.load(std::memory_order_relaxed)}; }

  // Relaxed: an id orders nothing, and a stronger order would hide races from TSan.
  std::uint64_t take() noexcept {
    live_.fetch_add(1, std::memory_order_relaxed);
    return last_.fetch_add(1, std::memory_order_relaxed);
  }
  void give_back() noexcept { live_.fetch_sub(1, std::memory_order_relaxed); }
  std::size_t live() const noexcept { return live_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> last_ = 1;
  std::atomic<std::size_t> live_ = 0;
};

}  // namespace ouro
