// The JUnit report: one test case per program and detector, and one per canary.
#include <fmt/format.h>

#include "leakcheck/report/escape.h"
#include "leakcheck/report/renderers.h"

namespace ouro::leakcheck {
namespace {

struct Case {
  std::string class_name;
  std::string name;
  double seconds = 0;
  std::string failures;
  std::string errors;
};

std::string failure_element(const Finding& finding) {
  std::string body = finding.detail + "\nsignature " + finding.signature + ", heap " + finding.heap;
  for (const std::string& line : finding.path) body += '\n' + line;
  return fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                     escaped(finding.detector + "/" + finding.rule),
                     escaped(cleaned_line(finding.subject + ": " + finding.detail)), escaped(body));
}

std::string error_element(const std::string& message) {
  return fmt::format("      <error type=\"infrastructure\" message=\"{}\"/>\n",
                     escaped(cleaned_line(message)));
}

bool judged_by(const RunReport& run, const std::string& detector) {
  for (const std::string& name : run.detectors) {
    if (name == detector) return true;
  }
  return false;
}

Case make_case(const Report& report, const std::string& program, const std::string& detector) {
  Case result{"ouro." + detector, program, 0, {}, {}};
  for (const RunReport& run : report.runs) {
    if (run.program != program || !judged_by(run, detector)) continue;
    result.seconds += run.seconds;
    for (const std::string& problem : run.problems) result.errors += error_element(problem);
  }
  for (const Finding& finding : report.findings) {
    if (finding.program == program && finding.detector == detector) {
      result.failures += failure_element(finding);
    }
  }
  return result;
}

bool was_judged(const Report& report, const std::string& program, const std::string& detector) {
  for (const RunReport& run : report.runs) {
    if (run.program == program && judged_by(run, detector)) return true;
  }
  return false;
}

std::vector<std::string> programs_of(const Report& report) {
  std::vector<std::string> names;
  for (const RunReport& run : report.runs) {
    bool known = false;
    for (const std::string& name : names) known = known || name == run.program;
    if (!known) names.push_back(run.program);
  }
  return names;
}

std::vector<Case> make_cases(const Report& report) {
  std::vector<Case> cases;
  for (const std::string& program : programs_of(report)) {
    for (const std::string& detector : report.detectors) {
      if (was_judged(report, program, detector)) {
        cases.push_back(make_case(report, program, detector));
      }
    }
  }
  for (const CanaryReport& canary : report.canaries) {
    cases.push_back({"ouro.canary",
                     canary.detector + "/" + canary.name,
                     0,
                     {},
                     canary.seen ? std::string() : error_element(canary.message)});
  }
  if (!report.problems.empty() || report.truncated) {
    Case job{"ouro.job", "job", 0, {}, {}};
    for (const std::string& problem : report.problems) job.errors += error_element(problem);
    if (report.truncated) job.errors += error_element("the job was cut short");
    cases.push_back(std::move(job));
  }
  return cases;
}

}  // namespace

std::string render_junit(const Report& report) {
  std::string body;
  std::size_t failures = 0, errors = 0;
  const std::vector<Case> cases = make_cases(report);
  for (const Case& item : cases) {
    failures += item.failures.empty() ? 0 : 1;
    errors += item.errors.empty() ? 0 : 1;
    body += fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\">\n{}{}",
                        escaped(item.class_name), escaped(cleaned_line(item.name)), item.seconds,
                        item.failures, item.errors);
    body += "    </testcase>\n";
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"ouro verify\" tests=\"{0}\" failures=\"{1}\" errors=\"{2}\">\n"
      "  <testsuite name=\"ouro verify\" tests=\"{0}\" failures=\"{1}\" errors=\"{2}\" "
      "skipped=\"0\" time=\"{3:.3f}\" timestamp=\"{4}\">\n{5}"
      "    <system-out>{6}</system-out>\n  </testsuite>\n</testsuites>\n",
      cases.size(), failures, errors, report.seconds, escaped(report.started), body,
      escaped(summary_line(report)));
}

}  // namespace ouro::leakcheck
