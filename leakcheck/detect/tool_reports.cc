// What sanitizers and Valgrind report, with a stable identity: asan, tsan and memcheck.
#include <algorithm>
#include <utility>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/detect/signature.h"

namespace ouro::leakcheck {
namespace {

// Races have two sides that tools list in the order they met them.
constexpr std::size_t kIdentifyingStacks = 2;

std::string rule_of(const ToolReport& report) {
  std::string rule = report.kind;
  std::ranges::replace_if(rule, [](unsigned char byte) { return byte == ' ' || byte == '-'; }, '_');
  return rule;
}

std::string signature_of_report(const std::string& detector, const ToolReport& report) {
  const bool symmetric = report.tool == "tsan";
  std::vector<std::vector<std::string>> stacks;
  for (const Stack& stack : report.stacks) {
    if (stack.frames.empty()) continue;
    stacks.push_back(normalized_stack(stack));
    if (stacks.size() == (symmetric ? kIdentifyingStacks : 1)) break;
  }
  std::ranges::sort(stacks);
  std::vector<std::string> parts{detector, report.kind};
  for (const auto& stack : stacks) parts.insert(parts.end(), stack.begin(), stack.end());
  if (stacks.empty()) parts.push_back(report.message);
  return signature_of(parts);
}

const Stack* first_stack(const ToolReport& report) {
  const auto found =
      std::ranges::find_if(report.stacks, [](const Stack& stack) { return !stack.frames.empty(); });
  return found == report.stacks.end() ? nullptr : &*found;
}

void describe_stacks(const ToolReport& report, std::vector<std::string>& path) {
  for (const Stack& stack : report.stacks) {
    if (!stack.title.empty()) path.push_back(stack.title + ":");
    for (const Frame& frame : stack.frames) {
      path.push_back("  " + normalized_function(frame.function) +
                     (frame.location.empty() ? "" : "  " + frame.location));
    }
  }
}

Finding make_finding(std::string_view detector, const ToolReport& report) {
  Finding finding;
  finding.detector = detector;
  finding.rule = rule_of(report);
  const Stack* stack = first_stack(report);
  finding.subject = stack == nullptr ? "unknown" : subject_of(*stack);
  finding.detail = report.message;
  finding.signature = signature_of_report(finding.detector, report);
  finding.bytes = report.bytes;
  finding.blocks = report.blocks;
  describe_stacks(report, finding.path);
  return finding;
}

Findings find_reports(std::string_view detector, const Evidence& evidence) {
  Findings findings;
  for (const ToolReport& report : evidence.reports) {
    findings.push_back(make_finding(detector, report));
  }
  return findings;
}

}  // namespace

Findings find_in_address_reports(const Evidence& evidence) {
  return find_reports("asan", evidence);
}

Findings find_in_thread_reports(const Evidence& evidence) { return find_reports("tsan", evidence); }

Findings find_in_memcheck_reports(const Evidence& evidence) {
  return find_reports("memcheck", evidence);
}

}  // namespace ouro::leakcheck
