// start() and finalize(): the ordered life of an interpreter, and what was left behind.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "finalize/fault_plan.h"
#include "finalize/report.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/process/process.h"

namespace ouro {

struct StartOptions {
  HeapMode heap_mode = HeapMode::kPool;
  std::size_t memory_max = Memory::kNever;  // bytes
  Settings settings;                        // copied into the component
  bool has_hash_seed = false;
  std::uint64_t hash_seed = 0;
  // For out-of-memory sweeps: lets so many allocations succeed, refuses the next so many.
  std::size_t allocations_allowed = Memory::kNever;
  std::size_t allocations_refused = 0;
  FaultPlan faults;
  std::uint64_t watched_handle = 0;  // the serial whose making is to be recorded; 0: none
};

struct FinalizeOptions {
  std::uint64_t join_milliseconds_max = 10'000;  // for threads that were told to end
  // For those the program waits for; 0: as long as it takes, as in Python.
  std::uint64_t shutdown_milliseconds_max = 0;
  // For other threads of the host to leave the interpreter; 0: finalize is refused at once.
  std::uint64_t host_milliseconds_max = 0;
  FaultPlan faults;
};

// Makes a constructed Interpreter ready to run code on the calling native thread, which holds its
// lock afterwards. Whatever start() answers, finalize() is the one way to end what it began.
Status start(Process&, Interpreter&, const StartOptions& = {});

// Ends an interpreter, half-built or complete, on the native thread that holds its lock or, when no
// thread does, on any. Never aborts; a second call is refused. The Interpreter can be started
// again.
void finalize(Process&, Interpreter&, FinalizeReport& report, const FinalizeOptions& = {});

// The same for the process, around all its interpreters.
Status start(Process&);
void finalize(Process&, Census<Process>& ended, const FaultPlan& = {});

Census<Interpreter> take_census(const Interpreter&);
Census<Process> take_census(const Process&);

// The stages of finalize, in order.
struct StageRow {
  std::string_view name;
  std::string_view purpose;
  bool repeats;  // belongs to the part that runs until nothing new happens
};
std::span<const StageRow> finalize_stages();

}  // namespace ouro
