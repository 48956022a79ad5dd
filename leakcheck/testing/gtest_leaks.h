// GoogleTest integration: a test that leaks fails, and says what it left behind.
//
//   testing::UnitTest::GetInstance()->listeners().Append(new leakcheck::LeakListener);  // all
//   tests EXPECT_NO_LEAKS { code; }                                                           // a
//   part class Mine : public leakcheck::LifecycleTest { void cycle() override { ... } };     //
//   repeated
#pragma once

#include <barrier>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "leak_watch.h"

namespace ouro::leakcheck {

class LeakListener : public testing::EmptyTestEventListener {
 public:
  explicit LeakListener(LeakOptions options = {}) : watch_(options) {}

  void OnTestStart(const testing::TestInfo&) override { watch_.begin(); }

  void OnTestEnd(const testing::TestInfo& test) override {
    // The messages of a test that failed are kept, too.
    const bool failed = test.result()->Failed();
    for (const std::string& line : watch_.end()) {
      if (!failed || !line.starts_with("heap")) {
        ADD_FAILURE() << "the test left something behind: " << line;
      }
    }
  }

 private:
  LeakWatch watch_;
};
using GTestLeaks = LeakListener;

// What EXPECT_NO_LEAKS is made of.
class ExpectNoLeaks {
 public:
  ExpectNoLeaks(const char* file, int line) : file_(file), line_(line) {}
  ExpectNoLeaks(const ExpectNoLeaks&) = delete;
  ExpectNoLeaks& operator=(const ExpectNoLeaks&) = delete;
  ~ExpectNoLeaks() {
    region_.finish();
    for (const std::string& left : region_.lines()) {
      ADD_FAILURE_AT(file_, line_) << "the code left something behind: " << left;
    }
  }
  bool again() { return !testing::Test::HasFailure() && region_.again(); }

 private:
  LeakRegion region_;
  const char* file_;
  int line_;
};

// Before a block, which runs again (three times at most) while something is left behind; what its
// last run left fails the test.
#define EXPECT_NO_LEAKS                                                           \
  for (::ouro::leakcheck::ExpectNoLeaks ouro_expect_no_leaks(__FILE__, __LINE__); \
       ouro_expect_no_leaks.again();)

struct LifecycleCase {
  unsigned cycles;
  unsigned threads;
};

// One life of something - begin, use, end - over and over, on one thread or on several at once.
//   TEST_P(Mine, LeavesNothing) { run(); }
//   INSTANTIATE_TEST_SUITE_P(All, Mine, leakcheck::lifecycle_cases({1, 10, 100}, {1, 4}),
//                            leakcheck::lifecycle_name);
class LifecycleTest : public testing::TestWithParam<LifecycleCase> {
 protected:
  virtual void cycle() = 0;

  // Compares after every thread has had one cycle to warm up.
  void run() {
    LeakWatch watch;
    on_threads(1);
    watch.begin();
    on_threads(GetParam().cycles);
    for (const std::string& left : watch.end()) {
      ADD_FAILURE() << GetParam().cycles << " cycles on " << GetParam().threads
                    << " threads left something behind: " << left;
    }
  }

 private:
  void on_threads(unsigned cycles) {
    std::barrier together(static_cast<std::ptrdiff_t>(GetParam().threads));
    std::vector<std::thread> threads;
    for (unsigned number = 0; number < GetParam().threads; ++number) {
      threads.emplace_back([&] {
        together.arrive_and_wait();
        for (unsigned left = cycles; left > 0 && !HasFailure(); --left) cycle();
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
};

inline auto lifecycle_cases(const std::vector<unsigned>& cycles,
                            const std::vector<unsigned>& threads) {
  std::vector<LifecycleCase> cases;
  for (const unsigned count : cycles) {
    for (const unsigned width : threads) cases.push_back({count, width});
  }
  return testing::ValuesIn(cases);
}

inline std::string lifecycle_name(const testing::TestParamInfo<LifecycleCase>& info) {
  return std::to_string(info.param.cycles) + "_cycles_" + std::to_string(info.param.threads) +
         "_threads";
}

}  // namespace ouro::leakcheck
