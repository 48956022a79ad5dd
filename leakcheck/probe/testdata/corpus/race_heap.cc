// race_heap: Two different functions write one block at the same time.
#include <pthread.h>
#include <unistd.h>

#include <cstdlib>

__attribute__((noinline)) void set_left(volatile int* block) { *block = 1; }
__attribute__((noinline)) void set_right(volatile int* block) { *block = 2; }

void* run_left(void* block) {
  set_left(static_cast<int*>(block));
  return nullptr;
}

void* run_right(void* block) {
  usleep(200000);
  set_right(static_cast<int*>(block));
  return nullptr;
}

int main() {
  void* block = std::malloc(16);
  pthread_t left, right;
  pthread_create(&left, nullptr, run_left, block);
  pthread_create(&right, nullptr, run_right, block);
  pthread_join(left, nullptr);
  pthread_join(right, nullptr);
  std::free(block);
  return 0;
}
