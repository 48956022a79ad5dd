// clean: Nothing is wrong here.
#include <pthread.h>

#include <cstdlib>

pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
volatile int counter;

void* count_up(void*) {
  for (int turn = 0; turn < 100; ++turn) {
    pthread_mutex_lock(&mutex);
    counter = counter + 1;
    pthread_mutex_unlock(&mutex);
  }
  return nullptr;
}

int main() {
  void* block = std::malloc(10);
  pthread_t thread;
  pthread_create(&thread, nullptr, count_up, nullptr);
  count_up(nullptr);
  pthread_join(thread, nullptr);
  std::free(block);
  return 0;
}
