// leak_lines: Two leaks of one function through one wrapper: only their lines differ.
#include <cstdlib>

#include "overwrite.h"

volatile int sink;

__attribute__((noinline)) int* take_block(std::size_t size) {
  int* block = static_cast<int*>(std::malloc(size));
  block[0] = 7;
  return block;
}

__attribute__((noinline)) int work() {
  sink = take_block(40)[0];
  sink = sink + 1;
  sink = take_block(40)[0];
  return sink;
}

int main(int, char**) { return work() * 0; }
