// leak_recursive: A leak below a recursion.
#include <cstdlib>

#include "overwrite.h"

volatile int sink;

__attribute__((noinline)) int descend(int depth) {
  if (depth == 0) {
    int* leaf = static_cast<int*>(std::malloc(56));
    leaf[0] = depth;
    sink = leaf[0];
    return sink;
  }
  const int below = descend(depth - 1);
  sink = below + 1;
  return sink;
}

int main(int count, char**) { return descend(count + 3) * 0; }
