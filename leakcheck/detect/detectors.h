// The detectors: pure functions from evidence to findings, listed in one table.
#pragma once

#include <array>
#include <string_view>

#include "leakcheck/evidence.h"
#include "leakcheck/finding.h"
#include "leakcheck/gathering.h"

namespace ouro::leakcheck {

struct Detector {
  std::string_view name;      // the name its findings carry
  std::string_view question;  // what a reader learns from it
  Gathering gathering;
  Findings (*detect)(const Evidence&);
  bool by_default = true;  // false: only for those who name it
};

Findings find_in_census(const Evidence&);
Findings find_in_process_state(const Evidence&);
Findings find_in_address_reports(const Evidence&);
Findings find_in_thread_reports(const Evidence&);
Findings find_in_memcheck_reports(const Evidence&);
Findings find_in_helgrind_reports(const Evidence&);
Findings find_in_drd_reports(const Evidence&);
Findings find_in_program_file(const Evidence&);
// Of an imported log: each finding's detector is the tool.
Findings find_in_tool_reports(const Evidence&);

inline constexpr auto kDetectors = std::to_array<Detector>({
    {"census", "what does an interpreter still hold, share or grow by?", Gathering::kPlain,
     find_in_census},
    {"process_state", "which descriptors, threads, signals ... are not as they were?",
     Gathering::kPlain, find_in_process_state},
    {"asan", "leaks after every finalize, invalid accesses, undefined behaviour",
     Gathering::kAddress, find_in_address_reports},
    {"tsan", "do interpreters that overlap race?", Gathering::kThread, find_in_thread_reports},
    {"memcheck", "leaks of every kind and invalid accesses in the release build",
     Gathering::kMemcheck, find_in_memcheck_reports},
    {"helgrind", "a second opinion on races, in the release build", Gathering::kHelgrind,
     find_in_helgrind_reports, false},
    {"drd", "a third opinion on races, in the release build", Gathering::kDrd, find_in_drd_reports,
     false},
    {"audit", "which process-wide state of the program file can be written?",
     Gathering::kProgramFile, find_in_program_file},
});

// Null: no detector has this name. A dash may stand for an underscore.
const Detector* find_detector(std::string_view name);

// Equal signatures become one finding that counts its occurrences; the order stays.
Findings merged(Findings findings);

// The same across detectors and programs: one finding with all its witnesses.
Findings merged_across_tools(Findings findings);

}  // namespace ouro::leakcheck
