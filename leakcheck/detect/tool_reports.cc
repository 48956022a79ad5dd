// What sanitizers and Valgrind report, with an identity that does not depend on who reports it.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/detect/signature.h"

namespace ouro::leakcheck {
namespace {

struct Named {
  std::string_view kind;
  std::string_view name;
};

// One mistake has a name of its own in each tool.
constexpr auto kMistakes = std::to_array<Named>({
    {"direct leak", "leak"},
    {"Leak_DefinitelyLost", "leak"},
    {"indirect leak", "indirect leak"},
    {"Leak_IndirectlyLost", "indirect leak"},
    {"data race", "race"},
    {"Race", "race"},
    {"ConflictingAccess", "race"},
    {"lock-order-inversion", "lock order"},
    {"LockOrder", "lock order"},
    {"InvalidRead", "invalid access"},
    {"InvalidWrite", "invalid access"},
    {"heap-buffer-overflow", "invalid access"},
    {"heap-use-after-free", "invalid access"},
    {"attempting double-free", "invalid free"},
    {"attempting free", "invalid free"},
    {"InvalidFree", "invalid free"},
    {"alloc-dealloc-mismatch", "mismatched free"},
    {"MismatchedFree", "mismatched free"},
    {"SIGSEGV", "SEGV"},
});

std::string mistake_of(const ToolReport& report) {
  const auto* found = std::ranges::find(kMistakes, report.kind, &Named::kind);
  std::string mistake(found == kMistakes.end() ? std::string_view(report.kind) : found->name);
  if (mistake != "invalid access") return mistake;
  const bool writes = report.kind == "InvalidWrite" ||
                      (!report.stacks.empty() && report.stacks[0].title.starts_with("WRITE"));
  return mistake + (writes ? ": write" : ": read");
}

bool is_race(const std::string& mistake) { return mistake == "race"; }

// Of a race's stacks the others tell of threads, locks and where a block comes from.
bool is_access(const Stack& stack) {
  return stack.title.find("rite of size ") != std::string::npos ||
         stack.title.find("ead of size ") != std::string::npos;
}

std::string rule_of(const ToolReport& report) {
  std::string rule = report.kind;
  std::ranges::replace_if(rule, [](unsigned char byte) { return byte == ' ' || byte == '-'; }, '_');
  return rule;
}

std::vector<const Stack*> stacks_with_frames(const ToolReport& report) {
  std::vector<const Stack*> stacks;
  for (const Stack& stack : report.stacks) {
    if (!stack.frames.empty()) stacks.push_back(&stack);
  }
  return stacks;
}

// The variable a race is about: "... global 'name' of size 4", "... inside data symbol "name"".
std::string variable_of(const ToolReport& report) {
  for (const Stack& stack : report.stacks) {
    const std::string& title = stack.title;
    std::size_t begin = title.find(" global '");
    if (begin == std::string::npos) begin = title.find("data symbol \"");
    if (begin == std::string::npos) continue;
    begin = title.find_first_of("'\"", begin) + 1;
    return normalized_function(title.substr(begin, title.find_first_of("'\"", begin) - begin));
  }
  return {};
}

// What two reports must have in common to be one finding; `places` then tells calls of the same
// functions apart.
struct Identity {
  std::vector<std::string> parts;
  std::vector<std::string> places;
};

// A race has two sides, which tools list in the order they met them, or only one of them.
Identity identify(const ToolReport& report) {
  const std::string mistake = mistake_of(report);
  const std::vector<const Stack*> stacks = stacks_with_frames(report);
  Identity identity{.parts = {mistake}, .places = {}};
  if (stacks.empty()) {
    identity.parts.push_back(report.message);
  } else if (is_race(mistake)) {
    std::set<std::vector<std::string>> sides;
    for (std::size_t index = 0; index < std::min<std::size_t>(stacks.size(), 2); ++index) {
      if (index == 0 || is_access(*stacks[index])) sides.insert(normalized_stack(*stacks[index]));
    }
    for (const auto& side : sides) {
      identity.parts.insert(identity.parts.end(), side.begin(), side.end());
      identity.parts.emplace_back("|");
    }
    identity.places = {variable_of(report)};
  } else {
    const std::vector<std::string> names = normalized_stack(*stacks[0]);
    identity.parts.insert(identity.parts.end(), names.begin(), names.end());
    identity.places = places_of(*stacks[0]);
  }
  return identity;
}

// Gives each report its signature. Reports that differ in nothing but places are numbered in the
// order of these, so that two leaks of one function stay two although lines move.
std::vector<std::string> signatures_of(const std::vector<ToolReport>& reports) {
  std::vector<Identity> identities;
  std::map<std::vector<std::string>, std::set<std::vector<std::string>>> places;
  for (const ToolReport& report : reports) {
    identities.push_back(identify(report));
    places[identities.back().parts].insert(identities.back().places);
  }
  std::vector<std::string> signatures;
  for (Identity& identity : identities) {
    const auto& known = places[identity.parts];
    const auto rank = std::distance(known.begin(), known.find(identity.places));
    if (rank != 0) identity.parts.push_back("#" + std::to_string(rank + 1));
    signatures.push_back(signature_of(identity.parts));
  }
  return signatures;
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

Finding make_finding(std::string_view detector, const ToolReport& report, std::string signature) {
  Finding finding;
  finding.detector = detector;
  finding.rule = rule_of(report);
  const std::vector<const Stack*> stacks = stacks_with_frames(report);
  finding.subject = stacks.empty() ? "unknown" : subject_of(*stacks[0]);
  finding.detail = report.message;
  finding.signature = std::move(signature);
  finding.bytes = report.bytes;
  finding.blocks = report.blocks;
  finding.occurrences = report.occurrences;
  finding.witnesses = {report.tool};
  describe_stacks(report, finding.path);
  if (!stacks.empty()) finding.location = location_of(*stacks[0]);
  return finding;
}

bool is_leak(const ToolReport& report) { return report.blocks != 0; }

// Blocks that one leak check lists apart, though they are one finding, are added up; a later check
// of the same process counts them again, so that merged() takes the largest.
Findings find_reports(std::string_view detector, const Evidence& evidence) {
  Findings findings;
  std::map<std::tuple<std::string, std::string, std::string, unsigned>, std::size_t> leaks;
  const std::vector<std::string> signatures = signatures_of(evidence.reports);
  for (std::size_t index = 0; index < evidence.reports.size(); ++index) {
    const ToolReport& report = evidence.reports[index];
    const std::string_view name = detector.empty() ? std::string_view(report.tool) : detector;
    Finding finding = make_finding(name, report, signatures[index]);
    const auto [place, fresh] = leaks.try_emplace(
        {report.tool, signatures[index], report.process, report.check}, findings.size());
    if (fresh || !is_leak(report)) {
      findings.push_back(std::move(finding));
    } else {
      findings[place->second].bytes += finding.bytes;
      findings[place->second].blocks += finding.blocks;
    }
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

Findings find_in_helgrind_reports(const Evidence& evidence) {
  return find_reports("helgrind", evidence);
}

Findings find_in_drd_reports(const Evidence& evidence) { return find_reports("drd", evidence); }

Findings find_in_tool_reports(const Evidence& evidence) { return find_reports({}, evidence); }

}  // namespace ouro::leakcheck
