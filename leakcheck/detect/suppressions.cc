// Suppressions: parse, match, and name what matched nothing.
#include "leakcheck/detect/suppressions.h"

#include <stdexcept>
#include <utility>

namespace ouro::leakcheck {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

bool matches(const Suppression& entry, const Finding& finding) {
  return entry.pattern == finding.signature ||
         matches_pattern(entry.pattern,
                         finding.detector + '/' + finding.rule + ':' + finding.subject);
}

}  // namespace

bool matches_pattern(std::string_view pattern, std::string_view text) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  pattern.remove_prefix(star + 1);
  text.remove_prefix(star);
  for (;; text.remove_prefix(1)) {
    if (matches_pattern(pattern, text)) return true;
    if (text.empty()) return false;
  }
}

std::vector<Suppression> parse_suppressions(std::string_view text) {
  std::vector<Suppression> entries;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.empty() || line[0] == '#') continue;
    const std::size_t blank = line.find_first_of(" \t");
    if (blank == std::string_view::npos) {
      throw std::runtime_error("a suppression without a reason: " + std::string(line));
    }
    entries.push_back(
        {std::string(line.substr(0, blank)), std::string(trimmed(line.substr(blank)))});
  }
  return entries;
}

Suppressed suppress(Findings findings, const std::vector<Suppression>& suppressions) {
  Suppressed result;
  std::vector<bool> used(suppressions.size());
  for (Finding& finding : findings) {
    bool matched = false;
    for (std::size_t index = 0; index < suppressions.size(); ++index) {
      if (!matches(suppressions[index], finding)) continue;
      matched = used[index] = true;
    }
    if (matched) {
      ++result.count;
    } else {
      result.left.push_back(std::move(finding));
    }
  }
  for (std::size_t index = 0; index < suppressions.size(); ++index) {
    if (!used[index]) result.stale.push_back(suppressions[index].pattern);
  }
  return result;
}

}  // namespace ouro::leakcheck
