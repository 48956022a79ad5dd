// ChunkPool: mapping, keeping, wiping.
#include "runtime/component/chunk_pool.h"

#include <sys/mman.h>

#include <cstring>

#include "runtime/component/memory.h"
#include "runtime/component/tools.h"

namespace ouro {

Status ChunkPool::set_up(Memory&) noexcept {
  chunks_.open();
  return done;
}

void ChunkPool::tear_down(Memory&) noexcept { chunks_.close(unmap); }

Residue ChunkPool::residue() const noexcept { return chunks_.residue(); }

std::size_t ChunkPool::kept_bytes() const noexcept { return chunks_.kept() * Memory::kChunkSize; }

void* ChunkPool::map() noexcept {
  void* chunk =
      mmap(nullptr, Memory::kChunkSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return chunk == MAP_FAILED ? nullptr : chunk;
}

void ChunkPool::unmap(void* chunk) noexcept {
  tools::unpoison(chunk, Memory::kChunkSize);
  munmap(chunk, Memory::kChunkSize);
}

void* ChunkPool::take() noexcept {
  void* chunk = chunks_.take(map);
  if (chunk != nullptr) tools::unpoison(chunk, Memory::kChunkSize);
  return chunk;
}

void ChunkPool::give_back(void* chunk, std::size_t used) noexcept {
  if (!chunks_.is_open()) return unmap(chunk);
  tools::unpoison(chunk, Memory::kChunkSize);
  std::memset(chunk, 0, used);
  tools::poison(chunk, Memory::kChunkSize);
  if (!chunks_.keep(chunk)) unmap(chunk);
}

}  // namespace ouro
