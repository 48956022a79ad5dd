// Meeting: where threads wait for each other before they collide.
//
// A std::barrier would hide races: a thread that wakes late reads what a faster one wrote after its
// next step, so the two steps look ordered. Here each meeting has a number of its own, and whoever
// comes late learns nothing of what happened since.
#pragma once

#include <sched.h>
#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <memory>

#include "leakcheck/probe/happens_before.h"

namespace ouro::leakcheck {

class Meetings {
 public:
  // So many threads meet at most `count` times.
  Meetings(unsigned threads, std::size_t count)
      : threads_(threads), arrived_(std::make_unique<std::atomic<unsigned>[]>(count)) {}

  // Every thread counts its meetings itself.
  void meet(std::size_t number) {
    std::atomic<unsigned>& arrived = arrived_[number];
    announce_order(&arrived);
    arrived.fetch_add(1, std::memory_order_acq_rel);
    for (int turn = 0; arrived.load(std::memory_order_acquire) < threads_; ++turn) {
      if (turn < kPatience) {
        sched_yield();
      } else {
        usleep(kNapMicroseconds);
      }
    }
    see_order(&arrived);
  }

 private:
  static constexpr int kPatience = 1000;
  static constexpr unsigned kNapMicroseconds = 100;

  unsigned threads_;
  std::unique_ptr<std::atomic<unsigned>[]> arrived_;
};

}  // namespace ouro::leakcheck
