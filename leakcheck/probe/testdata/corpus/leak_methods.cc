// leak_methods: Two classes have a method of the same name that loses a block.
#include <cstdlib>

#include "overwrite.h"

volatile int sink;

struct Reader {
  __attribute__((noinline)) int open() {
    int* buffer = static_cast<int*>(std::malloc(72));
    buffer[0] = 1;
    sink = buffer[0];
    return sink;
  }
};

struct Writer {
  __attribute__((noinline)) int open() {
    int* buffer = static_cast<int*>(std::malloc(72));
    buffer[0] = 2;
    sink = buffer[0];
    return sink;
  }
};

int main(int, char**) {
  Reader reader;
  Writer writer;
  sink = reader.open();
  sink = writer.open();
  return 0;
}
