// use_after_free: A byte of a freed block is read.
#include <cstdlib>

volatile int sink;

__attribute__((noinline)) int read_late(volatile char* block) { return block[3]; }

// An optimiser that sees the callee moves the load to its caller.
int (*volatile reader)(volatile char*) = read_late;

int main() {
  char* block = static_cast<char*>(std::malloc(16));
  block[3] = 1;
  sink = block[3];
  volatile char* stale = block;
  std::free(block);
  sink = reader(stale);
  return 0;
}
