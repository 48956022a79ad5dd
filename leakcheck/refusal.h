// Refusals: what the system may refuse to a runtime, when, and what became of it. Plain data; it
// crosses to the child and back as JSON.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace ouro::leakcheck {

enum class Refused : std::uint8_t { kMemory, kThreads, kMappings, kDescriptors };
enum class RefusalMode : std::uint8_t { kOnce, kPersistent, kWindow };

inline constexpr std::uint64_t kNoRefusal = std::numeric_limits<std::uint64_t>::max();

// The requests first, first + every, ... are refused, each in a life of its own.
struct RefusalSweep {
  Refused what = Refused::kMemory;
  RefusalMode mode = RefusalMode::kOnce;
  std::uint64_t first = 0;
  std::uint64_t every = 1;
  std::uint64_t points_max = kNoRefusal;
  double seconds = 10;  // that one life may last
  // From this length on lives branch off one that is under way; shorter ones are lived anew.
  double branch_seconds = 0.003;
};

// One life of an interpreter during which a request was refused.
struct RefusalEvidence {
  std::uint64_t at = kNoRefusal;  // the request; kNoRefusal: none was, to compare with
  std::uint64_t asked = 0;        // requests
  std::uint64_t refused = 0;      // of them
  bool started = false;
  int status = 0;           // what the program ended with
  std::string error = {};   // why there was no life at all
  std::string death = {};   // how it ended the process; empty: it did not
  bool hung = false;        // and was killed
  std::string output = {};  // the program's
  std::string errors = {};
  std::uint64_t blocks = 0;            // taken and never given back, by the allocator's own count
  std::int64_t descriptors = 0;        // more than before
  std::int64_t threads = 0;            // more than before
  std::vector<std::string> left = {};  // components and stages that did not end as they should
  std::vector<std::string> culprits = {};  // what finalize says about them
  std::uint64_t nanoseconds = 0;
};

}  // namespace ouro::leakcheck
