// PlantedFaults: what each mistake of Planted is, who really made it, and the program that shows
// it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/component/planted.h"

namespace ouro {

// What shows it: all but the last are seen in any build.
enum class Shows : std::uint8_t {
  kAlone,     // one life of an interpreter that runs the program
  kStuck,     // the same, and the life or a thread does not end by itself
  kRefused,   // such lives, in which one request after the other is refused memory
  kNoThread,  // the same, but the system refuses threads
  kTogether,  // two interpreters at once, to who looks at each access
};

struct PlantedFault {
  Planted mistake;
  std::string_view kind;  // of real bugs, of classic races, of clean-ups left out when memory ends
  std::string_view name;
  std::string_view issues;     // where it really happened; empty: everywhere
  std::string_view mechanism;  // what goes wrong here
  std::string_view trace;      // what a finding must name: a component, stage, function or file
  Shows shows;
  std::string_view program;
};

// In the order of Planted.
std::span<const PlantedFault> planted_faults();

// A real bug that nobody can make here, and why.
struct NoCounterpart {
  std::string_view issues;
  std::string_view symptom;
  std::string_view reason;
};
std::span<const NoCounterpart> bugs_without_counterpart();

}  // namespace ouro
