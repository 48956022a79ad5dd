// mutex_misuse: A mutex is unlocked that nobody has locked.
#include <pthread.h>

volatile int sink;

__attribute__((noinline)) void leave(pthread_mutex_t* mutex) {
  pthread_mutex_unlock(mutex);
  sink = 1;
}

int main() {
  pthread_mutex_t mutex;
  pthread_mutex_init(&mutex, nullptr);
  leave(&mutex);
  return 0;
}
