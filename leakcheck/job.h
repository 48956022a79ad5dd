// Job: what one child process does. Plain data; it crosses to the child as JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "leakcheck/refusal.h"

namespace ouro::leakcheck {

enum class ProgramKind : std::uint8_t { kFile, kCode, kModule, kStandardInput };

struct Program {
  ProgramKind kind = ProgramKind::kCode;
  std::string text;                    // the path, the code or the module's name
  std::vector<std::string> arguments;  // of the program
};

enum class Heap : std::uint8_t { kPool, kMalloc };

constexpr std::string_view heap_name(Heap heap) { return heap == Heap::kPool ? "pool" : "malloc"; }

// Of each interpreter; 0: none.
struct RunLimits {
  std::uint64_t memory_bytes = 0;
  std::uint64_t instructions = 0;  // calls and backward jumps
  std::uint64_t milliseconds = 0;
};

// How the lives of one cycle's interpreters lie to each other. The first is the lender.
enum class Lives : std::uint8_t {
  kTogether,     // all do everything at once
  kLenderLast,   // what borrows begins after the lender and ends before it
  kLenderFirst,  // what borrows begins after the lender and still runs when that has ended
};

struct Job {
  std::string target;               // "lua", "host:./mine.so"; empty: the bundled runtime
  std::string scenario = "cycles";  // or one of the stress scenarios
  Program program;
  unsigned rounds = 1;    // begin ... end of the process-wide part
  unsigned cycles = 1;    // create ... destroy in each round
  unsigned parallel = 1;  // interpreters of one cycle, each on its own thread
  Lives lives = Lives::kTogether;
  Heap heap = Heap::kPool;
  RunLimits limits;
  std::string fault;   // empty: none
  std::string canary;  // empty: none
  std::uint64_t seed = 0;
  std::uint64_t watched_handle = 0;    // whose making is written down; 0: none
  std::uint64_t memory_megabytes = 0;  // address space limit; 0: none
  bool probe_leaks = false;            // ask LeakSanitizer after every cycle
  bool probe_state = true;             // read the process state around each round
  bool probe_alive = false;            // measure the process when all programs of a cycle have run
  RefusalSweep refusals = {};          // of the scenario "refusals"
};

}  // namespace ouro::leakcheck
