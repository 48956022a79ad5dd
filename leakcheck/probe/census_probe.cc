// The census probe.
#include "leakcheck/probe/census_probe.h"

#include <algorithm>
#include <string>

namespace ouro::leakcheck {
namespace {

CensusEvidence convert(const auto& census) {
  CensusEvidence evidence{
      .components = {}, .blocks = census.memory.blocks, .bytes = census.memory.bytes};
  for (const CensusRow& row : census.rows) {
    evidence.components.push_back({.component = std::string(row.component),
                                   .blocks = row.residue.blocks,
                                   .bytes = row.residue.bytes,
                                   .items = row.residue.items,
                                   .references = row.references,
                                   .address = reinterpret_cast<std::uintptr_t>(row.address)});
  }
  return evidence;
}

// A stage that belongs to the repeating part runs once per round.
unsigned expected_runs(std::string_view stage, const FinalizeReport& report) {
  const auto rows = finalize_stages();
  const auto row = std::ranges::find(rows, stage, &StageRow::name);
  return row != rows.end() && row->repeats ? report.rounds : 1;
}

void probe_stages(const FinalizeReport& report, InterpreterEvidence& evidence) {
  for (std::size_t index = 0; index < report.stage_count; ++index) {
    const StageTime& stage = report.stages[index];
    // With a thread that will not end the rest is left undone on purpose: the thread is the
    // finding.
    const unsigned expected = report.quarantined ? stage.runs : expected_runs(stage.name, report);
    evidence.stages.push_back({std::string(stage.name), stage.nanoseconds, stage.runs, expected});
  }
}

CallEvidence convert_origin(const HostHandles::Origin& origin) {
  CallEvidence calls{.file = origin.file.data(), .places = {}};
  for (const std::uintptr_t place : origin.calls) {
    if (place != 0) calls.places.push_back(place);
  }
  return calls;
}

CulpritEvidence convert_finding(const FinalizeFinding& finding, const FinalizeReport& report) {
  const bool watched = finding.serial != 0 && finding.serial == report.origin.serial;
  return {std::string(finding_kind_name(finding.kind)),
          finding.type_name,
          finding.representation,
          finding.path,
          finding.count,
          finding.serial,
          watched ? convert_origin(report.origin) : CallEvidence{}};
}

}  // namespace

CensusEvidence probe_census(const Census<Interpreter>& census) { return convert(census); }
CensusEvidence probe_census(const Census<Process>& census) { return convert(census); }

void probe_report(const FinalizeReport& report, InterpreterEvidence& evidence) {
  evidence.refused = report.refused;
  evidence.cleared = convert(report.cleared);
  evidence.ended = convert(report.ended);
  probe_stages(report, evidence);
  for (std::size_t index = 0; index < report.finding_count; ++index) {
    evidence.culprits.push_back(convert_finding(report.findings[index], report));
  }
}

}  // namespace ouro::leakcheck
