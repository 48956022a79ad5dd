// LeakWatch: what a piece of code leaves behind - heap bytes, mappings, descriptors, threads, keys,
// signal handlers, environment ... and what LeakSanitizer finds, where there is one.
//
// Framework-neutral; gtest_leaks.h and boost_leaks.h make a test that leaks fail.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ouro::leakcheck {

struct LeakOptions {
  bool heap = true;  // compare bytes of malloc and of anonymous mappings (not under sanitizers)
  std::uint64_t heap_slack = 0;  // so many more are no leak
};

class LeakWatch {
 public:
  explicit LeakWatch(LeakOptions options = {});
  ~LeakWatch();
  LeakWatch(const LeakWatch&) = delete;
  LeakWatch& operator=(const LeakWatch&) = delete;

  // Before the code. The first one in a process warms the C library up: threads leave caches
  // behind.
  void begin();
  // After it: one line for each thing that was not there before, "heap: 96 bytes more than before".
  // Other threads must be at rest. Frames of LeakSanitizer's findings need kFrameFormat in
  // ASAN_OPTIONS (probe/sanitizer_log.h); without a sanitizer blocks are counted, not named.
  std::vector<std::string> end();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Code that may run again: what is left is a leak only if every run leaves something, so that what
// a library keeps from its first use is none.
//   for (LeakRegion region; region.again();) { code }
//   region.lines()
class LeakRegion {
 public:
  static constexpr int kRunsMax = 3;

  explicit LeakRegion(LeakOptions options = {}) : watch_(options) {}
  // Whether the code shall run, for the first time or again.
  bool again();
  // The code was left in its middle: compares once more.
  void finish();
  const std::vector<std::string>& lines() const { return lines_; }  // of the last run

 private:
  LeakWatch watch_;
  std::vector<std::string> lines_;
  int runs_ = 0;
  bool running_ = false;
};

}  // namespace ouro::leakcheck

namespace leakcheck = ouro::leakcheck;
