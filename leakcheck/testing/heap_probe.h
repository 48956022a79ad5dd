// Heap probe: how many bytes the process holds, exact enough to see one lost block.
#pragma once

#include <cstdint>

namespace ouro::leakcheck {

struct HeapBytes {
  std::uint64_t allocated = 0;  // by malloc and its like
  std::uint64_t mapped = 0;     // anonymously, and neither for malloc nor as a thread's stack
};

HeapBytes measure_heap();

// Lets the C library make what it keeps of threads that ended: stacks and arenas.
void warm_up_threads();

}  // namespace ouro::leakcheck
