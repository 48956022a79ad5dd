// OpenDescriptors: which descriptors the program has opened and not closed. Only where there is a
// limit to keep: without one nothing is written down.
#pragma once

#include <string_view>

#include "runtime/component/component.h"
#include "runtime/component/vector.h"
#include "runtime/state/settings.h"

namespace ouro {

class OpenDescriptors {
 public:
  static constexpr std::string_view kName = "open_descriptors";
  static constexpr std::string_view kPurpose =
      "descriptors the program has open, and how many it may";
  using Needs = TypeList<Settings>;

  Status set_up(Memory&, Settings& settings) noexcept {
    settings_ = &settings;
    return done;
  }
  void tear_down(Memory& memory) noexcept {
    open_.tear_down(memory);
    settings_ = nullptr;
  }
  Residue residue() const noexcept {
    Residue held = open_.residue();
    held.items += settings_ != nullptr;
    return held;
  }

  // Before opening some: 0, or the errno to fail with.
  [[nodiscard]] int prepare(Memory&, std::size_t count) noexcept;
  void add(int descriptor) noexcept;
  void remove(int descriptor) noexcept;

 private:
  Settings* settings_ = nullptr;
  Vector<int> open_;
};

}  // namespace ouro
