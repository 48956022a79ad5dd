// Judging a life in which a request was refused: it may fail, but only as a refusal fails.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "leakcheck/refusal.h"

namespace ouro::leakcheck {

// One life, beside one of the same program with no refusal.
struct RefusalCase {
  const RefusalEvidence& life;
  const RefusalEvidence& undisturbed;
  Refused what;
};

// Each answers with what is wrong, or with nothing.
std::string find_abort(const RefusalCase&);
std::string find_hang(const RefusalCase&);
std::string find_left_behind(const RefusalCase&);
std::string find_swallowed_error(const RefusalCase&);
std::string find_other_error(const RefusalCase&);

struct RefusalRule {
  std::string_view name;
  std::string_view question;
  std::string (*find)(const RefusalCase&);
};

inline constexpr auto kRefusalRules = std::to_array<RefusalRule>({
    {"hang", "did the life not end?", find_hang},
    {"abort", "did the process end with it?", find_abort},
    {"leak", "was anything left behind?", find_left_behind},
    {"swallowed", "does the program end well, with another output, and nothing says why?",
     find_swallowed_error},
    {"other-error", "does it fail with anything but the error of a refusal?", find_other_error},
});

struct RefusalVerdict {
  std::string_view rule;  // that is broken; empty: none is
  std::string detail;
};
RefusalVerdict judge(const RefusalCase& refusal);

// How a life ended that broke no rule.
enum class RefusalEnd : std::uint8_t { kSurvived, kFailed, kNotStarted };
RefusalEnd end_of(const RefusalEvidence& life, const RefusalEvidence& undisturbed);

}  // namespace ouro::leakcheck
