// Execution: planned runs on a few threads, each run in a child; evidence judged as it arrives.
#pragma once

#include <string>
#include <vector>

#include "leakcheck/finding.h"
#include "leakcheck/probe/gather.h"
#include "leakcheck/report/report.h"
#include "leakcheck/tool/plan.h"

namespace ouro::leakcheck {

struct ExecuteOptions {
  std::string directory;  // for logs
  unsigned jobs = 1;
  bool faulty = false;         // plain runs use the build that can plant faults
  bool allow_failing = false;  // a program may end with another status than 0
};

struct ExecutedRun {
  RunReport report;
  Findings findings;   // merged, without canaries
  std::string output;  // the start of what the program printed
  CanaryReport canary;
  bool has_canary = false;  // `canary` says something
  bool is_canary = false;   // nothing but a canary's run: no part of the report's runs
  bool cancelled = false;
};

// In the order of `runs`. Stops early, with the rest cancelled, after an interrupt.
std::vector<ExecutedRun> execute_runs(const std::vector<PlannedRun>& runs,
                                      const ExecuteOptions& options);

// An interrupt (Ctrl-C, TERM) ends running children and lets reports be written.
void watch_interrupts();
bool was_interrupted();

unsigned processor_count();

}  // namespace ouro::leakcheck
