// The SARIF 2.1.0 report, within what GitHub's code scanning accepts: one run, its rules, and for
// each finding a fingerprint and the stack as a code flow.
#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "leakcheck/report/escape.h"
#include "leakcheck/report/renderers.h"
#include "leakcheck/report/source_line.h"

namespace ouro::leakcheck {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kResultsMax = 5000;  // what GitHub keeps of a run
constexpr std::size_t kStepsMax = 1000;
constexpr std::size_t kNameMax = 255;
constexpr std::size_t kTextMax = 1024;

ordered_json text(const std::string& words) {
  // A character that is cut in two becomes a replacement.
  return {{"text", cleaned(words.substr(0, kTextMax))}};
}

std::string rule_id_of(const Finding& finding) {
  return cleaned(rule_name_of(finding).substr(0, kNameMax));
}

// A path as a URI reference: what is not plain is written as its bytes.
std::string uri_of(const std::string& path) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  std::string uri;
  for (const char byte : path) {
    if (kPlain.find(byte) != std::string_view::npos) {
      uri += byte;
    } else {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
    }
  }
  return uri;
}

ordered_json location_of(const Finding& finding) {
  const SourceLine place = source_line_of(finding);
  return {{"physicalLocation",
           {{"artifactLocation", {{"uri", uri_of(place.file)}}},
            {"region", {{"startLine", place.line}, {"endLine", place.line}}}}}};
}

ordered_json flow_of(const Finding& finding) {
  ordered_json steps = ordered_json::array();
  for (const std::string& line : finding.path) {
    if (steps.size() == kStepsMax) break;
    ordered_json step = location_of(finding);
    step["message"] = text(cleaned_line(line));
    steps.push_back({{"location", std::move(step)}});
  }
  const ordered_json thread = {{"locations", std::move(steps)}};
  const ordered_json flow = {{"threadFlows", ordered_json::array({thread})}};
  return ordered_json::array({flow});
}

ordered_json result_of(const Finding& finding) {
  ordered_json result = {{"ruleId", rule_id_of(finding)},
                         {"level", is_severe(finding) ? "error" : "warning"},
                         {"message", text(message_of(finding))},
                         {"locations", ordered_json::array({location_of(finding)})},
                         {"partialFingerprints",
                          {{"primaryLocationLineHash", finding.signature + ":1"},
                           {"ouroSignature/v1", finding.signature}}},
                         {"properties",
                          {{"bytes", finding.bytes},
                           {"blocks", finding.blocks},
                           {"occurrences", finding.occurrences},
                           {"program", cleaned_line(finding.program)}}}};
  if (!finding.path.empty()) result["codeFlows"] = flow_of(finding);
  return result;
}

ordered_json rules_of(const Report& report) {
  ordered_json rules = ordered_json::array();
  std::set<std::string> known;
  for (const Finding& finding : report.findings) {
    const std::string name = rule_id_of(finding);
    if (!known.insert(name).second) continue;
    rules.push_back({{"id", name},
                     {"shortDescription", text(name)},
                     {"fullDescription", text("A finding of " + finding.detector + ": " + name)},
                     {"help", text("See docs/REPORTS.md for what each detector sees.")}});
  }
  return rules;
}

// A run that could not look is no run without results.
ordered_json invocation_of(const Report& report) {
  ordered_json notifications = ordered_json::array();
  const auto add = [&](const std::string& problem) {
    notifications.push_back({{"level", "error"}, {"message", text(problem)}});
  };
  for (const std::string& problem : report.problems) add(problem);
  for (const RunReport& run : report.runs) {
    for (const std::string& problem : run.problems) add(run.program + ": " + problem);
  }
  for (const CanaryReport& canary : report.canaries) {
    if (!canary.seen) add("canary " + canary.name + ": " + canary.message);
  }
  const Verdict verdict = verdict_of(report);
  return {{"executionSuccessful", verdict == Verdict::kClean || verdict == Verdict::kFindings},
          {"exitCode", exit_code_of(verdict)},
          {"toolExecutionNotifications", std::move(notifications)}};
}

std::string category_of(const Report& report) {
  std::string detectors;
  for (const std::string& name : report.detectors)
    detectors += (detectors.empty() ? "" : "+") + name;
  return "leak/" + (detectors.empty() ? std::string("none") : detectors) + "/";
}

}  // namespace

std::string render_sarif(const Report& report) {
  ordered_json results = ordered_json::array();
  for (const Finding& finding : report.findings) {
    if (results.size() == kResultsMax) break;
    results.push_back(result_of(finding));
  }
  const ordered_json driver = {
      {"name", "Ouro"}, {"version", report.version}, {"rules", rules_of(report)}};
  const ordered_json run = {{"tool", {{"driver", driver}}},
                            {"automationDetails", {{"id", category_of(report)}}},
                            {"invocations", ordered_json::array({invocation_of(report)})},
                            {"results", std::move(results)}};
  const ordered_json document = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                                 {"version", "2.1.0"},
                                 {"runs", ordered_json::array({run})}};
  return document.dump(2) + '\n';
}

}  // namespace ouro::leakcheck
