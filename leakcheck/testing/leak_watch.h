// LeakWatch: what one test leaves behind - leaked blocks, descriptors, threads, signal handlers ...
//
// Framework-neutral; gtest_leaks.h and boost_leaks.h make a test that leaks fail.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "leakcheck/evidence.h"
#include "leakcheck/finding.h"

namespace ouro::leakcheck {

class LeakWatch {
 public:
  // Before a test.
  void begin();
  // After it: one line per finding that was not there before. Leaks need LeakSanitizer, and for
  // their frames ASAN_OPTIONS with kFrameFormat (sanitizer_log.h); without a sanitizer only the
  // process state is watched.
  std::vector<std::string> end();

  // What LeakSanitizer reports now; it reports everything again each time.
  static Evidence ask_sanitizer();

 private:
  void add_fresh(const Findings& findings, std::vector<std::string>& lines);

  ProcessState before_;
  std::set<std::string> seen_;  // signatures
};

}  // namespace ouro::leakcheck
