// leak_thread: A thread loses a block.
#include <pthread.h>

#include <cstdlib>

#include "overwrite.h"

volatile int sink;

__attribute__((noinline)) int handle_request() {
  int* request = static_cast<int*>(std::malloc(120));
  request[0] = 4;
  sink = request[0];
  return sink;
}

void* serve(void*) {
  sink = handle_request();
  return nullptr;
}

int main(int, char**) {
  pthread_t thread;
  pthread_create(&thread, nullptr, serve, nullptr);
  pthread_join(thread, nullptr);
  return 0;
}
