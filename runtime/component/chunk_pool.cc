// ChunkPool: mapping, keeping, wiping.
#include "runtime/component/chunk_pool.h"

#include <sys/mman.h>

#include <cstring>

#include "runtime/component/memory.h"
#include "runtime/component/tools.h"

namespace ouro {

Status ChunkPool::set_up(Memory&) noexcept {
  open_ = !tools::kThreadSanitizer;
  return done;
}

void ChunkPool::tear_down(Memory&) noexcept {
  open_ = false;
  while (kept_count_ > 0) unmap(kept_[--kept_count_]);
}

Residue ChunkPool::residue() const noexcept { return {.items = lent_ + (open_ ? 0 : kept_count_)}; }

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
  if (!open_) return map();
  pthread_mutex_lock(&mutex_);
  void* chunk = kept_count_ > 0 ? kept_[--kept_count_] : nullptr;
  ++lent_;
  pthread_mutex_unlock(&mutex_);
  if (chunk != nullptr) return tools::unpoison(chunk, Memory::kChunkSize), chunk;
  chunk = map();
  if (chunk != nullptr) return chunk;
  pthread_mutex_lock(&mutex_);
  --lent_;
  pthread_mutex_unlock(&mutex_);
  return nullptr;
}

void ChunkPool::give_back(void* chunk, std::size_t used) noexcept {
  if (!open_) return unmap(chunk);
  tools::unpoison(chunk, Memory::kChunkSize);
  std::memset(chunk, 0, used);
  pthread_mutex_lock(&mutex_);
  --lent_;
  const bool keep = kept_count_ < kKeptMax;
  if (keep) kept_[kept_count_++] = chunk;
  pthread_mutex_unlock(&mutex_);
  if (!keep) return unmap(chunk);
  tools::poison(chunk, Memory::kChunkSize);
}

}  // namespace ouro
