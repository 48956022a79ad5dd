// StackPool: the regions that threads keep their frames and values in, taken and given back so that
// neither mapping nor page faults are paid for each interpreter.
//
// Process-wide. Addresses are reserved, pages come as they are touched. A region is blank when it
// is taken: what every program touches is wiped, what few reach goes back to the system - which
// costs a call, so a thread says whether it went there.
#pragma once

#include <cstddef>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/component/recycler.h"

namespace ouro {

class StackPool {
 public:
  static constexpr std::string_view kName = "stack_pool";
  static constexpr std::string_view kPurpose = "stacks of ended threads, for any interpreter";
  using Needs = TypeList<>;
  static constexpr std::size_t kBytes = std::size_t{256} << 20;
  // Frames take the first quarter of a region, values the rest.
  static constexpr std::size_t kFrameShare = 4;
  static constexpr std::size_t kHotBytes = 16 * 1024;  // of each part: stays resident

  Status set_up(Memory&) noexcept;
  void tear_down(Memory&) noexcept;
  // Items: regions lent to threads and not given back.
  Residue residue() const noexcept { return regions_.residue(); }

  std::size_t kept_bytes() const noexcept { return regions_.kept() * kBytes; }

  // A blank region of kBytes; null when the system refuses.
  [[nodiscard]] void* take() noexcept;
  // `was_open`: something behind the hot bytes was written.
  void give_back(void* region, bool was_open) noexcept;

  // Without a pool.
  [[nodiscard]] static void* map(std::size_t bytes) noexcept;
  static void unmap(void* region, std::size_t bytes) noexcept;

 private:
  static constexpr std::size_t kKeptMax = 16;
  static void wipe(std::byte* part, std::size_t bytes, bool was_open) noexcept;

  Recycler<kKeptMax> regions_;
};

}  // namespace ouro
