// The JSON report: every field of the report, as docs/report.schema.json describes it.
#include <nlohmann/json.hpp>

#include "leakcheck/report/escape.h"
#include "leakcheck/report/renderers.h"

namespace ouro::leakcheck {
namespace {

using nlohmann::ordered_json;

constexpr int kSchemaVersion = 1;

// Keeps lines apart, but is valid UTF-8 whatever a program printed.
ordered_json texts(const std::vector<std::string>& lines) {
  ordered_json list = ordered_json::array();
  for (const std::string& line : lines) list.push_back(cleaned(line));
  return list;
}

ordered_json describe(const Finding& finding) {
  return {{"detector", finding.detector},
          {"rule", cleaned(finding.rule)},
          {"subject", cleaned(finding.subject)},
          {"detail", cleaned(finding.detail)},
          {"signature", finding.signature},
          {"program", cleaned(finding.program)},
          {"heap", finding.heap},
          {"location", cleaned(finding.location)},
          {"witnesses", finding.witnesses},
          {"bytes", finding.bytes},
          {"blocks", finding.blocks},
          {"occurrences", finding.occurrences},
          {"path", texts(finding.path)}};
}

ordered_json describe(const StageTotal& stage) {
  return {{"name", stage.name}, {"nanoseconds", stage.nanoseconds}, {"count", stage.count}};
}

ordered_json describe(const CanaryReport& canary) {
  return {{"name", canary.name},
          {"detector", canary.detector},
          {"mistake", canary.mistake},
          {"seen", canary.seen},
          {"message", cleaned(canary.message)}};
}

ordered_json describe(const RunReport& run);

template <typename T>
ordered_json describe_all(const std::vector<T>& items) {
  ordered_json list = ordered_json::array();
  for (const T& item : items) list.push_back(describe(item));
  return list;
}

ordered_json describe(const RunReport& run) {
  return {{"program", cleaned(run.program)},
          {"gathering", run.gathering},
          {"heap", run.heap},
          {"detectors", run.detectors},
          {"cycles", run.cycles},
          {"parallel", run.parallel},
          {"seconds", run.seconds},
          {"status", run.status},
          {"findings", run.findings},
          {"output_digest", run.digest},
          {"problems", texts(run.problems)},
          {"heap_bytes", run.heap_bytes},
          {"stages", describe_all(run.stages)},
          {"command", cleaned(run.command)}};
}

}  // namespace

std::string render_json(const Report& report) {
  const ordered_json json = {{"schema_version", kSchemaVersion},
                             {"verdict", name_of(verdict_of(report))},
                             {"exit_code", exit_code_of(verdict_of(report))},
                             {"version", report.version},
                             {"started", report.started},
                             {"seconds", report.seconds},
                             {"command", cleaned(report.command)},
                             {"programs", texts(report.programs)},
                             {"detectors", report.detectors},
                             {"findings", describe_all(report.findings)},
                             {"problems", texts(report.problems)},
                             {"notes", texts(report.notes)},
                             {"canaries", describe_all(report.canaries)},
                             {"runs", describe_all(report.runs)},
                             {"suppressed", report.suppressed},
                             {"stale_suppressions", texts(report.stale_suppressions)},
                             {"truncated", report.truncated}};
  return json.dump(2) + '\n';
}

}  // namespace ouro::leakcheck
