// leak_checks: One leak, which two checks in the same run see.
#include <cstdlib>

extern "C" int __lsan_do_recoverable_leak_check() __attribute__((weak));

volatile int sink;

__attribute__((noinline)) int lose_page() {
  int* page = static_cast<int*>(std::malloc(80));
  page[0] = 9;
  sink = page[0];
  return sink;
}

__attribute__((noinline)) int overwrite() {
  volatile char bytes[4096];
  for (volatile char& byte : bytes) byte = 0;
  return bytes[17];
}

int main() {
  for (int turn = 0; turn < 2; ++turn) {
    sink = lose_page();
    sink = overwrite();
    if (__lsan_do_recoverable_leak_check != nullptr) sink = __lsan_do_recoverable_leak_check();
  }
  return 0;
}
