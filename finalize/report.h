// FinalizeReport: what finalize() did, how long each stage took, and what was left behind. Plain
// data of fixed size: it outlives the interpreter's memory and needs none of its own.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/component/component_table.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/process/process.h"

namespace ouro {

struct CensusRow {
  std::string_view component;
  Residue residue;
  std::size_t references = 0;  // to objects
  const void* address = nullptr;
};

// What every component of one owner holds at one moment.
template <typename Owner>
struct Census {
  std::array<CensusRow, kTable<Owner>.size()> rows{};
  Residue memory;  // what no component accounts for shows up here
};

// Why a survivor is there. Culprits stand before their victims.
enum class FindingKind : std::uint8_t {
  kSurplus,           // its count is above the references found: someone lost one
  kDeficit,           // below: someone dropped one too many
  kUncollectedCycle,  // referred to only from its own group
  kUnvisitedEdge,     // a pointer in its body that its traverse does not show
  kVictim,            // kept by another survivor
  kLateUserCode,      // a finalizer or callback wanted to run when none may any more
  kLostBlock,         // memory that is no object
  kThread,            // a thread that would not end, and where it stands
  kForgottenHandle,   // a host or an extension module kept a reference
};
std::string_view finding_kind_name(FindingKind kind);

struct FinalizeFinding {
  FindingKind kind{};
  char type_name[64] = {};
  char representation[120] = {};
  char path[240] = {};       // who holds it, root first
  std::size_t count = 0;     // references too many or too few; objects in a cycle; bytes of a block
  std::uint64_t serial = 0;  // of a forgotten handle; the same in each run of the same program
};

struct StageTime {
  std::string_view name;
  std::uint64_t nanoseconds = 0;
  std::uint32_t runs = 0;
};

struct FinalizeReport {
  static constexpr std::size_t kFindingsMax = 64;
  static constexpr std::size_t kStagesMax = 24;

  bool refused = false;          // not started, ended already, or running on another thread
  bool quarantined = false;      // a thread did not end: the interpreter was not freed
  bool lock_lost = false;        // it does not even give the lock up: nothing more was done
  const char* reason = nullptr;  // why it was refused
  std::array<StageTime, kStagesMax> stages{};
  std::size_t stage_count = 0;
  std::uint32_t rounds = 0;   // of the part where user code may run
  std::size_t collected = 0;  // objects in cycles
  std::size_t late_user_code = 0;
  Census<Interpreter> cleared;  // between the last clear and the first tear-down
  Census<Interpreter> ended;
  std::array<FinalizeFinding, kFindingsMax> findings;  // the first finding_count
  std::size_t finding_count = 0;
  HostHandles::Origin origin;      // of the handle that was watched for, if it was forgotten
  std::size_t findings_total = 0;  // also those there was no room for

  void add(const FinalizeFinding& finding) {
    ++findings_total;
    if (finding_count < kFindingsMax) findings[finding_count++] = finding;
  }
};

}  // namespace ouro
