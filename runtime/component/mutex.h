// Mutex and Condition: the system's, with an explicit life, so that a component holding them stays
// trivially destructible and a skipped tear-down shows.
#pragma once

#include <errno.h>
#include <pthread.h>
#include <time.h>

#include <cstdint>

#include "runtime/component/check.h"

namespace ouro {

class Mutex {
 public:
  // False when the system refuses one.
  [[nodiscard]] bool set_up() noexcept { return pthread_mutex_init(&native_, nullptr) == 0; }
  void tear_down() noexcept { OURO_CHECK(pthread_mutex_destroy(&native_) == 0); }
  void lock() noexcept { OURO_CHECK(pthread_mutex_lock(&native_) == 0); }
  bool try_lock() noexcept { return pthread_mutex_trylock(&native_) == 0; }
  void unlock() noexcept { OURO_CHECK(pthread_mutex_unlock(&native_) == 0); }
  pthread_mutex_t* native() noexcept { return &native_; }

 private:
  pthread_mutex_t native_;
};

// Holds a mutex for as long as it lives.
class MutexGuard {
 public:
  explicit MutexGuard(Mutex& mutex) noexcept : mutex_(mutex) { mutex_.lock(); }
  ~MutexGuard() { mutex_.unlock(); }
  MutexGuard(const MutexGuard&) = delete;
  MutexGuard& operator=(const MutexGuard&) = delete;

 private:
  Mutex& mutex_;
};

// Nanoseconds of a clock that never jumps.
inline std::int64_t monotonic_nanoseconds() noexcept {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

// Waits end early without a reason too: always wait in a loop on the condition itself.
class Condition {
 public:
  [[nodiscard]] bool set_up() noexcept {
    pthread_condattr_t attributes;
    if (pthread_condattr_init(&attributes) != 0) return false;
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    const bool made = pthread_cond_init(&native_, &attributes) == 0;
    pthread_condattr_destroy(&attributes);
    return made;
  }
  void tear_down() noexcept { OURO_CHECK(pthread_cond_destroy(&native_) == 0); }
  void wait(Mutex& mutex) noexcept { OURO_CHECK(pthread_cond_wait(&native_, mutex.native()) == 0); }
  // `deadline` in monotonic_nanoseconds(); false: it has passed.
  bool wait_until(Mutex& mutex, std::int64_t deadline) noexcept {
    const timespec until{static_cast<time_t>(deadline / 1'000'000'000), deadline % 1'000'000'000};
    const int result = pthread_cond_timedwait(&native_, mutex.native(), &until);
    OURO_CHECK(result == 0 || result == ETIMEDOUT);
    return result == 0;
  }
  void notify_one() noexcept { pthread_cond_signal(&native_); }
  void notify_all() noexcept { pthread_cond_broadcast(&native_); }

 private:
  pthread_cond_t native_;
};

}  // namespace ouro
