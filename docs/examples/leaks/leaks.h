// The leaks that the leaking tests make.
#pragma once

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

inline void leak_descriptor() { static_cast<void>(!open("/dev/null", O_RDONLY | O_CLOEXEC)); }

inline void leak_thread() {
  pthread_t thread;
  pthread_create(&thread, nullptr, [](void* unused) -> void* { return pause(), unused; }, nullptr);
  pthread_detach(thread);
}

inline void leak_mapping() {
  mmap(nullptr, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

inline void leak_heap() {
  static void* volatile lost;
  lost = std::malloc(100);
  static_cast<void>(lost);
}
