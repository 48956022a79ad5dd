// leak_plain: Three blocks of one function are lost.
#include <cstdlib>
#include <cstring>

#include "overwrite.h"

volatile int sink;

__attribute__((noinline)) char* make_parser(int size) {
  char* parser = static_cast<char*>(std::malloc(size));
  std::memset(parser, 1, size);
  sink = parser[0];
  return parser;
}

__attribute__((noinline)) int run(int turns) {
  for (int turn = 0; turn < turns; ++turn) sink = make_parser(48)[turn];
  return sink;
}

int main(int count, char**) { return run(2 + count) * 0; }
