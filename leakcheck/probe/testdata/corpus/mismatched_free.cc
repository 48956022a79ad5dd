// mismatched_free: A block of new[] is given to free().
#include <cstdlib>

int* volatile shared;

__attribute__((noinline)) void drop_values() { std::free(shared); }

int main() {
  shared = new int[9];
  drop_values();
  return 0;
}
