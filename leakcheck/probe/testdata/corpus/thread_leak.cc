// thread_leak: A thread that ended is neither joined nor detached.
#include <pthread.h>
#include <unistd.h>

volatile int sink;

void* work(void*) { return nullptr; }

__attribute__((noinline)) void start_worker() {
  pthread_t thread;
  pthread_create(&thread, nullptr, work, nullptr);
  sink = 1;
}

int main() {
  start_worker();
  usleep(300000);
  return 0;
}
