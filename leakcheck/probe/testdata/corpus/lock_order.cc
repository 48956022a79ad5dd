// lock_order: Two mutexes are locked in both orders.
#include <pthread.h>

pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t second = PTHREAD_MUTEX_INITIALIZER;
volatile int value;

__attribute__((noinline)) void lock_forwards() {
  pthread_mutex_lock(&first);
  pthread_mutex_lock(&second);
  value = 1;
  pthread_mutex_unlock(&second);
  pthread_mutex_unlock(&first);
  value = 2;
}

__attribute__((noinline)) void lock_backwards() {
  pthread_mutex_lock(&second);
  pthread_mutex_lock(&first);
  value = 3;
  pthread_mutex_unlock(&first);
  pthread_mutex_unlock(&second);
  value = 4;
}

int main() {
  lock_forwards();
  lock_backwards();
  return 0;
}
