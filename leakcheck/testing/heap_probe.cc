// Heap probe: mallinfo2() and /proc/self/maps, each corrected for what the C library caches.
#include "leakcheck/testing/heap_probe.h"

#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <barrier>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <utility>
#include <vector>

extern "C" {
// Under a sanitizer mallinfo2() knows nothing; the sanitizer counts instead.
std::size_t __sanitizer_get_current_allocated_bytes() __attribute__((weak));
}

namespace ouro::leakcheck {
namespace {

struct Link {
  Link* next;
};

// Takes blocks until `wanted` of them have just this size: the heap's pieces may be a little
// larger.
void take_blocks(std::size_t usable_bytes, std::size_t wanted, Link*& taken) {
  constexpr int kTriesMax = 100'000;
  for (int tries = 0; wanted > 0 && tries < kTriesMax; ++tries) {
    auto* block = static_cast<Link*>(std::malloc(usable_bytes));
    if (block == nullptr) return;
    if (malloc_usable_size(block) == usable_bytes) --wanted;
    block->next = std::exchange(taken, block);
  }
}

// A thread keeps freed blocks of each small size, and mallinfo2() takes them for used ones. With
// every such list full, before and after, they cancel out.
void fill_block_caches() {
  constexpr std::size_t kStep = 16, kSizes = 66, kBlocks = 16;
  Link* taken = nullptr;
  for (std::size_t size = 2; size <= kSizes; ++size) {
    take_blocks(size * kStep - sizeof(void*), kBlocks, taken);
  }
  while (taken != nullptr) std::free(std::exchange(taken, taken->next));
}

struct Mapping {
  std::uint64_t begin = 0, end = 0;
  bool readable = false;
  bool anonymous = false;
};

bool read_mapping(const char* line, Mapping& mapping) {
  unsigned long begin = 0, end = 0;
  char mode[5] = {};
  int name_at = 0;
  if (std::sscanf(line, "%lx-%lx %4s %*s %*s %*s %n", &begin, &end, mode, &name_at) != 3)
    return false;
  const char first = line[name_at];
  mapping = {begin, end, mode[0] == 'r', first == '\n' || first == 0};
  return true;
}

// Arenas of malloc begin at a multiple of their size; a stack stands behind its guard page.
bool is_of_c_library(const Mapping& mapping, const Mapping& previous) {
  constexpr std::uint64_t kArena = std::uint64_t{64} << 20;
  const bool behind_guard =
      previous.end == mapping.begin && previous.anonymous && !previous.readable;
  return mapping.begin % kArena == 0 || behind_guard;
}

std::uint64_t anonymous_bytes() {
  std::uint64_t bytes = 0;
  Mapping previous;
  std::FILE* maps = std::fopen("/proc/self/maps", "re");
  if (maps == nullptr) return 0;
  std::array<char, 4352> line;
  while (std::fgets(line.data(), line.size(), maps) != nullptr) {
    Mapping mapping;
    if (!read_mapping(line.data(), mapping)) continue;
    if (mapping.anonymous && mapping.readable && !is_of_c_library(mapping, previous))
      bytes += mapping.end - mapping.begin;
    previous = mapping;
  }
  std::fclose(maps);
  return bytes;
}

}  // namespace

HeapBytes measure_heap() {
  if (__sanitizer_get_current_allocated_bytes != nullptr)
    return {__sanitizer_get_current_allocated_bytes(), 0};
  const std::uint64_t mapped = anonymous_bytes();
  fill_block_caches();
  const struct mallinfo2 heap = mallinfo2();
  return {heap.uordblks + heap.hblkhd, mapped - std::min<std::uint64_t>(mapped, heap.hblkhd)};
}

void warm_up_threads() {
  constexpr int kThreads = 32;
  std::barrier together(kThreads);
  const auto work = [&together] {
    void* volatile block = std::malloc(64);
    together.arrive_and_wait();
    std::free(block);
  };
  std::vector<std::thread> threads;
  for (int number = 0; number < kThreads; ++number) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
}

}  // namespace ouro::leakcheck
