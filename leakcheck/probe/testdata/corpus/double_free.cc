// double_free: A block is freed twice.
#include <cstdlib>

void* volatile shared;

__attribute__((noinline)) void end_session() { std::free(shared); }

int main() {
  shared = std::malloc(32);
  end_session();
  end_session();
  return 0;
}
