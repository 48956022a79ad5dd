// Target: a runtime under test, behind the few functions every embedded language has.
//
// Used only inside a child process. begin / end bracket the process-wide part; each interpreter is
// created, run and finalized on one thread, and several of them may live at once.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "leakcheck/evidence.h"
#include "leakcheck/job.h"

namespace ouro::leakcheck {

class TargetInterpreter {
 public:
  TargetInterpreter() = default;
  TargetInterpreter(const TargetInterpreter&) = delete;
  TargetInterpreter& operator=(const TargetInterpreter&) = delete;
  virtual ~TargetInterpreter() = default;

  // The status a program of this language ends its process with.
  virtual int run(const Program& program) = 0;
  virtual CensusEvidence census() = 0;
  // The components whose bytes point into the other one, while both are alive.
  virtual std::vector<std::string> pointers_into(TargetInterpreter& other) = 0;
  // The census canary: keeps a reference to a live object whose text is kLostText, and never gives
  // it back. False: the target has no such references.
  virtual bool lose_reference() = 0;
  // Ends it and fills refused, cleared, ended, stages, culprits and unequal.
  virtual void finalize(InterpreterEvidence& evidence) = 0;
};

inline constexpr std::string_view kLostText = "ouro canary: a lost reference";

// Where an interpreter's bytes come from; null: the system. Called by any of its threads.
struct ByteSource {
  void* context = nullptr;
  void* (*allocate)(void* context, std::size_t bytes, std::size_t alignment) = nullptr;
  void (*release)(void* context, void* block, std::size_t bytes) = nullptr;
};

struct InterpreterOptions {
  Heap heap = Heap::kPool;
  RunLimits limits = {};
  std::uint64_t seed = 0;               // of hashes
  std::uint64_t watched_handle = 0;     // whose making is written down
  std::string fault = {};               // "kind:subject"; empty: none
  TargetInterpreter* lender = nullptr;  // for the faults that need a second interpreter
  // Hears which components point into the lender before anything uses them; may be empty.
  std::function<void(std::vector<std::string>)> borrowed = {};
  const Program* program = nullptr;  // what it will run: sys.argv and sys.path follow from it
  ByteSource bytes = {};
  int output = 1, error = 2;              // descriptors of its standard streams
  InterpreterEvidence* unborn = nullptr;  // of one that did not start; may be null
};

// A named part of the target, for lists and for the fault matrix.
struct Described {
  std::string name;
  std::string description;
};

// Where a fault shows that has a program of its own.
enum class FaultScene : std::uint8_t {
  kOfItsKind,       // it has none
  kAlone,           // in one life
  kStuck,           // in one life that does not end by itself
  kRefusedMemory,   // in such lives, in which memory is refused
  kRefusedThreads,  // the same with threads
  kTogether,        // where two interpreters meet, to who looks at each access
};

struct PlantableFault : Described {
  FaultScene scene = FaultScene::kOfItsKind;
  std::string_view program = {};  // these two from a table
  std::string_view trace = {};    // what a finding must name; empty: the fault's subject
};

class Target {
 public:
  Target() = default;
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;
  virtual ~Target() = default;

  // Both throw std::runtime_error when the target declines.
  virtual void begin() = 0;
  virtual std::unique_ptr<TargetInterpreter> create(const InterpreterOptions& options) = 0;
  // Whether its interpreters' census() and pointers_into() tell anything.
  virtual bool is_transparent() const { return true; }
  // Bytes mapped for the next interpreters on purpose, between two cycles. The target bounds them.
  virtual std::uint64_t kept_bytes() const { return 0; }
  // What the process-wide part still holds after its end.
  virtual CensusEvidence end() = 0;

  virtual std::vector<Described> components() const = 0;
  virtual std::vector<Described> stages() const = 0;
  // Every fault this build can plant; empty where fault injection is compiled out.
  virtual std::vector<PlantableFault> faults() const = 0;
  // What became of real bugs here: by issue, the fault that stands for it, or why none does.
  virtual std::vector<Described> bugs() const { return {}; }
};

}  // namespace ouro::leakcheck
