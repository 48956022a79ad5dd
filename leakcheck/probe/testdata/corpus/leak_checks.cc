// leak_checks: One leak, which two checks in the same run see.
#include <cstdlib>

#include "overwrite.h"

extern "C" int __lsan_do_recoverable_leak_check() __attribute__((weak));

volatile int sink;

__attribute__((noinline)) int lose_page() {
  int* page = static_cast<int*>(std::malloc(80));
  page[0] = 9;
  sink = page[0];
  return sink;
}

int main(int, char**) {
  for (int turn = 0; turn < 2; ++turn) {
    sink = lose_page();
    overwrite_stack();
    if (__lsan_do_recoverable_leak_check != nullptr) sink = __lsan_do_recoverable_leak_check();
  }
  return 0;
}
