// Report: everything one job found out, as plain data; the renderers turn it into text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "leakcheck/evidence.h"
#include "leakcheck/finding.h"

namespace ouro::leakcheck {

struct StageTotal {
  std::string name;
  std::uint64_t nanoseconds = 0;
  std::uint64_t count = 0;
};

// One child run: one program, one kind of gathering, one heap mode.
struct RunReport {
  std::string program;
  std::string gathering;
  std::string heap;
  std::vector<std::string> detectors;  // that judged its evidence
  std::string command;                 // runs it again
  std::string digest;                  // of what the program printed
  double seconds = 0;
  unsigned cycles = 0;
  unsigned parallel = 0;
  int status = 0;  // of the program
  std::size_t findings = 0;
  std::vector<std::string> problems;
  std::vector<std::uint64_t> heap_bytes;  // the C heap after each cycle of the first round
  std::vector<StageTotal> stages;
};

struct CanaryReport {
  std::string name;
  std::string detector;
  std::string mistake;
  bool seen = false;
  std::string message;  // why not
};

struct Report {
  std::string version;
  std::string started;  // ISO 8601, UTC
  double seconds = 0;
  std::string command;
  std::vector<std::string> programs;
  std::vector<std::string> detectors;
  std::vector<RunReport> runs;
  std::vector<CanaryReport> canaries;
  Findings findings;
  std::vector<std::string> problems;  // of the job itself
  std::vector<std::string> notes;     // what changes no verdict, but must not be silent
  std::vector<std::string> stale_suppressions;
  std::size_t suppressed = 0;
  bool truncated = false;
};

enum class Verdict : std::uint8_t { kClean, kFindings, kInfrastructure, kTruncated, kStale };

Verdict verdict_of(const Report& report);
std::string_view name_of(Verdict verdict);
int exit_code_of(Verdict verdict);

// Problems of the job, of its runs, and canaries nobody saw.
std::size_t count_problems(const Report& report);
std::size_t count_seen_canaries(const Report& report);

// "SUMMARY verdict=clean programs=..."
std::string summary_line(const Report& report);

// Fills cycles, status, heap_bytes, stages and problems from what a run brought home.
void summarize_evidence(const Evidence& evidence, RunReport& run);

}  // namespace ouro::leakcheck
