// leak_inlined: A leak in functions that optimisers inline.
#include <cstdlib>

#include "overwrite.h"

volatile int sink;

namespace {
inline int* make_cell(int value) {
  int* cell = static_cast<int*>(std::malloc(28));
  cell[0] = value;
  return cell;
}

inline int* make_row(int value) {
  int* row = make_cell(value);
  row[1] = value + 1;
  return row;
}
}  // namespace

__attribute__((noinline)) int make_table() {
  sink = make_row(3)[1];
  return sink;
}

int main(int, char**) { return make_table() * 0; }
