// Source lines: the last number behind a colon is the line.
#include "leakcheck/report/source_line.h"

#include <charconv>
#include <filesystem>

#include "leakcheck/report/escape.h"

namespace ouro::leakcheck {
namespace {

namespace fs = std::filesystem;

std::string relative_path(const std::string& path) {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  const fs::path below = fs::path(path).lexically_normal();
  if (error || !below.is_absolute()) return below.generic_string();
  const std::string name = below.lexically_relative(here).generic_string();
  return name.empty() || name.starts_with("..") ? below.generic_string() : name;
}

}  // namespace

SourceLine source_line_of(const Finding& finding) {
  SourceLine place;
  const std::string& text = finding.location;
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) {
    place.file = cleaned_line(finding.program.empty() ? "unknown" : finding.program);
    return place;
  }
  std::from_chars(text.data() + colon + 1, text.data() + text.size(), place.line);
  if (place.line == 0) place.line = 1;
  place.file = cleaned_line(relative_path(text.substr(0, colon)));
  return place;
}

std::string rule_name_of(const Finding& finding) {
  return cleaned_line(finding.detector + "/" + finding.rule);
}

std::string message_of(const Finding& finding) {
  return cleaned_line(finding.subject + ": " + finding.detail);
}

bool is_severe(const Finding& finding) {
  return finding.rule.find("eak") == std::string::npos && finding.detector != "census";
}

}  // namespace ouro::leakcheck
