// ChunkPool: blank chunks of memory that interpreters take and give back, so that page faults are
// paid once.
//
// Process-wide. A chunk is wiped before it is kept, so nothing crosses interpreters.
#pragma once

#include <cstddef>
#include <string_view>

#include "runtime/component/recycler.h"
#include "runtime/component/residue.h"
#include "runtime/component/result.h"
#include "runtime/component/type_list.h"

namespace ouro {

class Memory;

class ChunkPool {
 public:
  static constexpr std::string_view kName = "chunk_pool";
  static constexpr std::string_view kPurpose = "empty chunks of memory, wiped, for any interpreter";
  using Needs = TypeList<>;
  static constexpr std::size_t kKeptMax = 64;

  Status set_up(Memory&) noexcept;
  void tear_down(Memory&) noexcept;  // trims to zero
  // Items: chunks lent to interpreters and not given back. Kept ones are no residue until
  // tear-down.
  Residue residue() const noexcept;

  std::size_t kept_bytes() const noexcept;

  // A blank chunk of Memory::kChunkSize bytes; null when the system refuses.
  [[nodiscard]] void* take() noexcept;
  // `used`: bytes from the start that may differ from zero.
  void give_back(void* chunk, std::size_t used) noexcept;

  // Without a pool.
  [[nodiscard]] static void* map() noexcept;
  static void unmap(void* chunk) noexcept;

 private:
  Recycler<kKeptMax> chunks_;
};

}  // namespace ouro
