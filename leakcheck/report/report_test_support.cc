// Test support: see report_test_support.h.
#include "leakcheck/report/report_test_support.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace ouro::leakcheck {

Report clean_report() {
  Report report;
  report.version = "0.1.0";
  report.started = "2026-01-02T03:04:05Z";
  report.seconds = 12.5;
  report.command = "ouro verify";
  report.programs = {"nbody.py"};
  report.detectors = {"census", "asan"};
  report.canaries = {
      {"lost_reference", "census", "an object's reference is never given back", true, ""},
      {"leaked_block", "asan", "a block is lost", true, ""}};
  RunReport plain;
  plain.program = "nbody.py";
  plain.gathering = "plain";
  plain.heap = "pool";
  plain.detectors = {"census"};
  plain.command = "ouro child --job '{}'";
  plain.digest = "00112233445566ff";
  plain.seconds = 1.25;
  plain.cycles = 6;
  plain.parallel = 2;
  plain.heap_bytes = {5000, 5400, 5600, 5600, 5600, 5600};
  plain.stages = {{"clear_modules", 300'000, 12}, {"collect_until_stable", 1'200'000, 12}};
  RunReport address = plain;
  address.gathering = "asan";
  address.detectors = {"asan"};
  report.runs = {plain, address};
  return report;
}

Report example_report() {
  Report report = clean_report();
  Finding finding;
  finding.detector = "asan";
  finding.rule = "direct_leak";
  finding.subject = "ouro::<lambda>::open\x1b[31m";
  finding.detail = "48 bytes & more";
  finding.signature = "0123456789abcdef";
  finding.path = {"  ouro::open  open.cc:12", "  main"};
  finding.bytes = 48;
  finding.blocks = 1;
  finding.occurrences = 3;
  finding.program = "nbody.py";
  finding.heap = "pool";
  report.findings = {finding};
  report.runs[1].findings = 1;
  report.runs[0].problems = {"the child died: Segmentation fault"};
  report.canaries[0].seen = false;
  report.canaries[0].message = "the detector did not see it";
  return report;
}

void expect_snapshot(const std::string& name, const std::string& text) {
  const std::string path = std::string(OURO_SOURCE_DIR) + "/leakcheck/report/testdata/" + name;
  if (std::getenv("SNAP_UPDATE") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream stream(path, std::ios::binary);
  const std::string expected{std::istreambuf_iterator<char>(stream), {}};
  EXPECT_EQ(text, expected) << "SNAP_UPDATE=1 rewrites " << path;
}

}  // namespace ouro::leakcheck
