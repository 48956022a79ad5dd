// leak_wrapper: Two leaks of the same size through one allocation wrapper.
#include <cstdlib>

#include "overwrite.h"

volatile int sink;

__attribute__((noinline)) void* xmalloc(std::size_t size) {
  void* block = std::malloc(size);
  if (block == nullptr) std::abort();
  return block;
}

__attribute__((noinline)) int open_parser() {
  int* parser = static_cast<int*>(xmalloc(64));
  parser[0] = 1;
  sink = parser[0];
  return sink;
}

__attribute__((noinline)) int open_network() {
  int* network = static_cast<int*>(xmalloc(64));
  network[0] = 2;
  sink = network[0];
  return sink;
}

int main(int, char**) {
  sink = open_parser();
  sink = open_network();
  return 0;
}
