// The import job: each log is a run of the report; its evidence is judged like any other.
#include "leakcheck/tool/import_job.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/probe/tool_log.h"
#include "leakcheck/tool/options.h"

namespace ouro::leakcheck {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> files_in(const fs::path& folder, const std::string& prefix) {
  std::vector<std::string> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file(error) && name.starts_with(prefix)) {
      found.push_back(entry.path().string());
    }
  }
  std::ranges::sort(found);
  return found;
}

// Tools add ".PID" to the log_path they were given.
std::vector<std::string> numbered_files(const std::string& name) {
  const fs::path path(name);
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::vector<std::string> found = files_in(folder, path.filename().string() + '.');
  std::erase_if(found, [](const std::string& file) {
    const std::string number = file.substr(file.rfind('.') + 1);
    return number.empty() || number.find_first_not_of("0123456789") != std::string::npos;
  });
  return found;
}

std::vector<std::string> logs_of(const std::string& name) {
  std::error_code error;
  if (name == "-") return {name};
  if (fs::is_directory(name, error)) {
    std::vector<std::string> files = files_in(name, "");
    if (files.empty()) throw UsageError("no file in the directory " + name);
    return files;
  }
  if (fs::exists(name, error)) return {name};
  std::vector<std::string> files = numbered_files(name);
  if (files.empty()) throw UsageError("no such log: " + name);
  return files;
}

void add_notes(const std::string& name, const Evidence& evidence, Report& report) {
  for (const SuppressedByTool& entry : evidence.suppressed) {
    report.notes.push_back(
        fmt::format("{}: {} itself suppressed {}: {}", name, entry.tool, entry.count, entry.name));
    report.suppressed += entry.count;
  }
}

void add_detectors(const std::vector<std::string>& tools, Report& report) {
  for (const std::string& tool : tools) {
    if (std::ranges::find(report.detectors, tool) == report.detectors.end()) {
      report.detectors.push_back(tool);
    }
  }
}

}  // namespace

std::vector<std::string> find_logs(const std::vector<std::string>& names) {
  std::vector<std::string> logs;
  for (const std::string& name : names) {
    for (std::string& log : logs_of(name)) {
      if (std::ranges::find(logs, log) == logs.end()) logs.push_back(std::move(log));
    }
  }
  return logs;
}

void import_log(const std::string& name, std::string_view bytes, Report& report) {
  const Evidence evidence = read_tool_log(bytes);
  RunReport run;
  run.program = name;
  run.gathering = "log";
  run.detectors = evidence.tools;
  run.problems = evidence.problems;
  Findings findings = merged(find_in_tool_reports(evidence));
  run.findings = findings.size();
  for (Finding& finding : findings) {
    finding.program = name;
    report.findings.push_back(std::move(finding));
  }
  add_notes(name, evidence, report);
  add_detectors(evidence.tools, report);
  report.programs.push_back(name);
  report.runs.push_back(std::move(run));
}

void finish_import(Report& report) {
  report.findings = merged_across_tools(std::move(report.findings));
}

}  // namespace ouro::leakcheck
