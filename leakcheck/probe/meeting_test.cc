// Meetings: nobody goes on before all have come.
#include "leakcheck/probe/meeting.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace ouro::leakcheck {
namespace {

TEST(Meetings, NobodyGoesOnBeforeAllHaveCome) {
  constexpr unsigned kThreads = 3;
  constexpr std::size_t kMeetings = 50;
  Meetings meetings(kThreads, 2 * kMeetings);
  std::atomic<unsigned> steps{0};
  std::atomic<bool> together{true};
  std::vector<std::thread> threads;
  for (unsigned thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&] {
      for (std::size_t number = 0; number < kMeetings; ++number) {
        ++steps;
        meetings.meet(2 * number);
        if (steps.load() != kThreads * (number + 1)) together = false;
        meetings.meet(2 * number + 1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(together);
}

}  // namespace
}  // namespace ouro::leakcheck
