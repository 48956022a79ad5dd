// use_after_free: A byte of a freed block is read.
#include <cstdlib>

volatile int sink;

__attribute__((noinline)) int read_late(volatile char* block) { return block[3]; }

int main() {
  char* block = static_cast<char*>(std::malloc(16));
  block[3] = 1;
  sink = block[3];
  volatile char* stale = block;
  std::free(block);
  sink = read_late(stale);
  return 0;
}
