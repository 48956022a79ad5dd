// race_global: Two threads count without a lock.
#include <pthread.h>

volatile int counter;

void* count_up(void*) {
  for (int turn = 0; turn < 1000; ++turn) counter = counter + 1;
  return nullptr;
}

int main() {
  pthread_t first, second;
  pthread_create(&first, nullptr, count_up, nullptr);
  pthread_create(&second, nullptr, count_up, nullptr);
  pthread_join(first, nullptr);
  pthread_join(second, nullptr);
  return 0;
}
