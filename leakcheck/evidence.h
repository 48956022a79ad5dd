// Evidence: everything detectors may look at. Plain data; probes fill it, nothing here decides.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "leakcheck/refusal.h"

namespace ouro::leakcheck {

struct ComponentEvidence {
  std::string component;
  std::uint64_t blocks = 0;
  std::uint64_t bytes = 0;
  std::uint64_t items = 0;  // whatever is not memory
  std::uint64_t references = 0;
  std::uint64_t address = 0;
};

struct CensusEvidence {
  std::vector<ComponentEvidence> components;
  std::uint64_t blocks = 0;  // as the memory counts them, whoever holds them
  std::uint64_t bytes = 0;
  std::vector<std::string> unequal = {};  // of the process: components whose bytes are not as new
};

struct StageEvidence {
  std::string name;
  std::uint64_t nanoseconds = 0;
  unsigned runs = 1;      // how often it really ran
  unsigned expected = 1;  // how often it should have
};

// What finalize itself says about an object that should have died.
// Calls inside one file, innermost first, as distances from where the file is loaded.
struct CallEvidence {
  std::string file;
  std::vector<std::uint64_t> places;
};

struct CulpritEvidence {
  std::string kind;
  std::string type;
  std::string repr;
  std::string path;  // how it is still reached
  std::uint64_t count = 0;
  std::uint64_t serial = 0;   // of a forgotten handle; the same when the program runs again
  CallEvidence made_at = {};  // of a handle that was watched for
};

struct InterpreterEvidence {
  unsigned slot = 0;       // which of the interpreters of its cycle
  bool refused = false;    // finalize declined
  int status = 0;          // what the program ended with
  std::string error;       // why it could not be created or run at all
  CensusEvidence running;  // after the program, while every interpreter of the cycle is alive
  CensusEvidence cleared;
  CensusEvidence ended;
  std::vector<StageEvidence> stages;
  std::vector<CulpritEvidence> culprits;
  std::vector<std::string> unequal;  // components whose bytes differ from a fresh interpreter's
  std::vector<std::string> foreign;  // components that point into another interpreter
};

// One thing the process has: a descriptor, a signal disposition, an environment variable ...
struct Fact {
  std::string category;
  std::string name;
  std::string value;
  friend auto operator<=>(const Fact&, const Fact&) = default;
};

struct ProcessState {
  std::vector<Fact> facts;  // sorted
};

struct HeapUse {
  std::uint64_t allocated = 0;  // bytes the C heap has handed out
  std::uint64_t mapped = 0;     // bytes of private anonymous mappings
  std::uint64_t kept = 0;       // of those, what the target keeps for its next interpreters
  std::uint64_t resident = 0;   // bytes in memory, of everything
};

struct CycleEvidence {
  unsigned round = 0;
  unsigned number = 0;
  std::uint64_t nanoseconds = 0;
  HeapUse heap;
  std::uint64_t resident_alive = 0;  // bytes in memory when all programs have run; 0: not asked for
  std::vector<InterpreterEvidence> interpreters;
};

// One begin ... end of the runtime's process-wide part, with cycles in between.
struct RoundEvidence {
  unsigned round = 0;
  ProcessState before;
  ProcessState warm;  // after the first cycle
  ProcessState last;  // after the last cycle
  ProcessState after;
  CensusEvidence process;
  HeapUse heap_before, heap_after;
};

struct Frame {
  std::string function;
  std::string module;
  std::string location;
};

struct Stack {
  std::string title;
  std::vector<Frame> frames;  // innermost first
};

// One complaint of a tool (a sanitizer, Valgrind).
struct ToolReport {
  std::string tool;
  std::string kind;
  std::string message;
  std::uint64_t bytes = 0;
  std::uint64_t blocks = 0;
  std::vector<Stack> stacks;
  std::string process = {};       // as the tool numbers it; empty: it does not say
  unsigned check = 0;             // leak checks of one process count the same blocks again
  std::uint64_t occurrences = 1;  // as the tool counts them
};

// What a tool's own suppressions hid.
struct SuppressedByTool {
  std::string tool;
  std::string name;
  std::uint64_t count = 0;
};

// A writable, process-wide symbol of the program file.
struct Symbol {
  std::string name;
  std::string section;
  std::uint64_t bytes = 0;
};

struct Evidence {
  std::vector<CycleEvidence> cycles;
  std::vector<RoundEvidence> rounds;
  std::vector<RefusalEvidence> refusals;
  std::vector<ToolReport> reports;
  std::vector<Symbol> symbols;
  std::vector<std::string> libraries;   // shared objects the program file asks for
  std::vector<std::string> problems;    // why the evidence cannot be trusted
  bool complete = false;                // the child wrote its last record
  std::vector<std::string> tools = {};  // whose words a log holds
  std::vector<SuppressedByTool> suppressed = {};
};

}  // namespace ouro::leakcheck
