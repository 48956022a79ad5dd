// uninitialised: A branch depends on a byte that nobody has written.
#include <cstdlib>

volatile int sink;

__attribute__((noinline)) int decide(const volatile char* block) {
  if (block[5] == 3) sink = 1;
  return sink;
}

int main() {
  char* block = static_cast<char*>(std::malloc(16));
  sink = decide(block);
  std::free(block);
  return 0;
}
