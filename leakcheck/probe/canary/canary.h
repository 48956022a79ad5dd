// Canaries: one small mistake per detector, planted in the probe so that every build, the release
// build too, proves in every job that its detectors can see. Each leaves "canary" in what is found.
#pragma once

#include <array>
#include <string_view>

#include "leakcheck/finding.h"

namespace ouro::leakcheck {

enum class CanaryPlace : std::uint8_t {
  kInterpreter,  // before finalize, through the target's own API
  kProcess,      // after the first cycle
  kProgramFile,  // it is there in every build
};

struct Canary {
  std::string_view name;
  std::string_view detector;
  std::string_view mistake;
  CanaryPlace place;
  void (*plant)();  // null unless kProcess
};

namespace canary {
void leak_block();
void use_block_after_free();
void shift_too_far();
void read_past_end();
void race_on_counter();
void leave_descriptor_open();
const void* writable_global();
}  // namespace canary

inline constexpr auto kCanaries = std::to_array<Canary>({
    {"lost_reference", "census", "an object's reference is never given back",
     CanaryPlace::kInterpreter, nullptr},
    {"open_descriptor", "process_state", "a descriptor is left open", CanaryPlace::kProcess,
     canary::leave_descriptor_open},
    {"leaked_block", "asan", "a block is lost", CanaryPlace::kProcess, canary::leak_block},
    {"use_after_free", "asan", "a freed block is read", CanaryPlace::kProcess,
     canary::use_block_after_free},
    {"undefined_shift", "asan", "a number is shifted by more than its width", CanaryPlace::kProcess,
     canary::shift_too_far},
    {"race", "tsan", "two threads count without a lock", CanaryPlace::kProcess,
     canary::race_on_counter},
    {"helgrind_race", "helgrind", "two threads count without a lock", CanaryPlace::kProcess,
     canary::race_on_counter},
    {"drd_race", "drd", "two threads count without a lock", CanaryPlace::kProcess,
     canary::race_on_counter},
    {"lost_block", "memcheck", "a block is lost", CanaryPlace::kProcess, canary::leak_block},
    {"invalid_read", "memcheck", "a byte behind a block is read", CanaryPlace::kProcess,
     canary::read_past_end},
    {"writable_global", "audit", "a writable global variable", CanaryPlace::kProgramFile, nullptr},
});

// Null: no canary has this name.
const Canary* find_canary(std::string_view name);

// Is this finding a canary's? In a job without a planted one only the audit's can be.
bool is_canary(const Finding& finding);

}  // namespace ouro::leakcheck
