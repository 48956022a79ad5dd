// heap_overflow: A byte behind a block is written.
#include <cstdlib>

volatile int sink;

__attribute__((noinline)) void fill(volatile char* block, int size) {
  for (int index = 0; index <= size; ++index) block[index] = 1;
}

int main() {
  char* block = static_cast<char*>(std::malloc(24));
  fill(block, 24);
  sink = block[0];
  std::free(block);
  return 0;
}
