// StackPool: mapping, keeping, wiping.
#include "runtime/process/stack_pool.h"

#include <sys/mman.h>

#include <cstring>

namespace ouro {

namespace {

void* map_one() noexcept { return StackPool::map(StackPool::kBytes); }
void unmap_one(void* region) noexcept { StackPool::unmap(region, StackPool::kBytes); }

}  // namespace

Status StackPool::set_up(Memory&) noexcept {
  regions_.open();
  return done;
}

void StackPool::tear_down(Memory&) noexcept { regions_.close(unmap_one); }

void* StackPool::map(std::size_t bytes) noexcept {
  void* region = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return region == MAP_FAILED ? nullptr : region;
}

void StackPool::unmap(void* region, std::size_t bytes) noexcept { munmap(region, bytes); }

void* StackPool::take() noexcept { return regions_.take(map_one); }

void StackPool::wipe(std::byte* part, std::size_t bytes, bool was_open) noexcept {
  std::memset(part, 0, kHotBytes);
  if (was_open) madvise(part + kHotBytes, bytes - kHotBytes, MADV_DONTNEED);
}

void StackPool::give_back(void* region, bool was_open) noexcept {
  if (!regions_.is_open()) return unmap_one(region);
  auto* start = static_cast<std::byte*>(region);
  wipe(start, kBytes / kFrameShare, was_open);
  wipe(start + kBytes / kFrameShare, kBytes - kBytes / kFrameShare, was_open);
  if (!regions_.keep(region)) unmap_one(region);
}

}  // namespace ouro
