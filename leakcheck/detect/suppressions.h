// Suppressions: known findings, each with a reason; one that matches nothing is stale and must go.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "leakcheck/finding.h"

namespace ouro::leakcheck {

// Does `pattern`, where a star stands for any text, match all of `text`?
bool matches_pattern(std::string_view pattern, std::string_view text);

struct Suppression {
  std::string pattern;  // a signature, or "detector/rule:subject" where * stands for anything
  std::string reason;
};

// One per line: the pattern, blanks, the reason; # begins a comment. Throws std::runtime_error for
// an entry without a reason.
std::vector<Suppression> parse_suppressions(std::string_view text);

struct Suppressed {
  Findings left;
  std::size_t count = 0;
  std::vector<std::string> stale;  // patterns that matched nothing
};

Suppressed suppress(Findings findings, const std::vector<Suppression>& suppressions);

}  // namespace ouro::leakcheck
