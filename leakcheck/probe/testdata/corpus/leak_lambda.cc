// leak_lambda: A lambda loses a block, called directly and through std::function.
#include <cstdlib>
#include <functional>

#include "overwrite.h"

volatile int sink;

__attribute__((noinline)) int call_directly() {
  const auto make = [](int size) __attribute__((noinline)) {
    int* block = static_cast<int*>(std::malloc(static_cast<unsigned>(size)));
    block[0] = size;
    return block;
  };
  sink = make(44)[0];
  return sink;
}

__attribute__((noinline)) int call_function(const std::function<int*(int)>& make) {
  sink = make(36)[0];
  return sink;
}

int main(int, char**) {
  sink = call_directly();
  sink = call_function([](int size) {
    int* block = static_cast<int*>(std::malloc(static_cast<unsigned>(size)));
    block[0] = size;
    return block;
  });
  return 0;
}
