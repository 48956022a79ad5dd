// What GitHub and GitLab show beside the lines of a change: workflow commands and code quality.
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "leakcheck/report/escape.h"
#include "leakcheck/report/renderers.h"
#include "leakcheck/report/source_line.h"

namespace ouro::leakcheck {
namespace {

// GitHub shows ten of each kind for a step.
constexpr std::size_t kAnnotationsMax = 10;

// Within a workflow command these bytes would end it, or a property.
std::string command_text(std::string_view text, bool property) {
  std::string result;
  for (const char byte : cleaned(text)) {
    const bool special =
        byte == '%' || byte == '\n' || byte == '\r' || (property && (byte == ':' || byte == ','));
    if (special) {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
    } else {
      result += byte;
    }
  }
  return result;
}

std::string annotation_of(const Finding& finding) {
  const SourceLine place = source_line_of(finding);
  std::string message = message_of(finding) + "\nsignature " + finding.signature;
  for (const std::string& line : finding.path) message += '\n' + line;
  return fmt::format("::{} file={},line={},title={}::{}\n",
                     is_severe(finding) ? "error" : "warning", command_text(place.file, true),
                     place.line, command_text(rule_name_of(finding), true),
                     command_text(message, false));
}

std::string problem_of(std::string_view title, std::string_view message) {
  return fmt::format("::error title={}::{}\n", command_text(title, true),
                     command_text(message, false));
}

}  // namespace

std::string render_github(const Report& report) {
  std::string text;
  std::size_t shown = 0;
  for (const std::string& problem : report.problems) text += problem_of("infrastructure", problem);
  for (const RunReport& run : report.runs) {
    for (const std::string& problem : run.problems) text += problem_of(run.program, problem);
  }
  for (const CanaryReport& canary : report.canaries) {
    if (!canary.seen) text += problem_of("canary " + canary.name, canary.message);
  }
  for (const Finding& finding : report.findings) {
    if (shown++ == kAnnotationsMax) break;
    text += annotation_of(finding);
  }
  return text + fmt::format("::notice title=Ouro::{}\n", command_text(summary_line(report), false));
}

// A fingerprint that appears twice would be dropped.
std::string render_gitlab(const Report& report) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  std::set<std::string> known;
  for (const Finding& finding : report.findings) {
    std::string fingerprint = finding.signature + finding.detector;
    if (!known.insert(fingerprint).second) fingerprint += cleaned_line(finding.program);
    if (!known.insert(fingerprint).second) fingerprint += std::to_string(known.size());
    known.insert(fingerprint);
    const SourceLine place = source_line_of(finding);
    list.push_back({{"description", message_of(finding)},
                    {"check_name", rule_name_of(finding)},
                    {"fingerprint", fingerprint},
                    {"severity", is_severe(finding) ? "critical" : "major"},
                    {"location", {{"path", place.file}, {"lines", {{"begin", place.line}}}}}});
  }
  return list.dump(2) + '\n';
}

}  // namespace ouro::leakcheck
