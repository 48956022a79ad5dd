// The fault matrix: for every component and every stage, each planted mistake is named by a
// finding.
//
// The tree is built from the component table, so a new component is covered the day it is
// registered. Each life runs in a child process, as a mistake may well end it; the clean twin must
// be silent.
//   contract_tests --run_test='fault_matrix/skip_tear_down/small_ints'
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "finalize/contract/contract.h"
#include "finalize/contract/equivalents.h"

namespace ouro::contract {
namespace {

// One life; what it left, one name a line. "restored" stands for the table-free witness.
std::vector<std::string> live(const FaultPlan& faults) {
  Process process;
  std::vector<std::string> names;
  if (!start(process).ok()) return {"no process"};
  Place place;
  StartOptions options;
  FinalizeOptions ending;
  ending.faults = faults;
  ending.join_milliseconds_max = 200;
  if (!start(process, place.interpreter(), options).ok()) return {"no start"};
  run(place.interpreter(), kUse);
  FinalizeReport report;
  finalize(process, place.interpreter(), report, ending);
  names = left_behind(report);
  if (!place.restored()) names.push_back("bytes/" + place.first_difference());
  for (std::size_t index = 0; index < report.stage_count; ++index) {
    const StageTime& stage = report.stages[index];
    const bool repeats = finalize_stages()[index].repeats;
    if (stage.runs != (repeats ? report.rounds : 1))
      names.push_back("stage/" + std::string(stage.name));
  }
  return names;
}

// In a child, so that a crash is an answer too.
std::vector<std::string> live_in_child(const FaultPlan& faults) {
  int ends[2];
  BOOST_TEST_REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    alarm(20);
    FILE* out = fdopen(ends[1], "w");
    for (const std::string& name : live(faults)) std::fprintf(out, "%s\n", name.c_str());
    std::fclose(out);
    _exit(0);
  }
  close(ends[1]);
  std::vector<std::string> names;
  FILE* in = fdopen(ends[0], "r");
  char line[256];
  while (std::fgets(line, sizeof(line), in) != nullptr)
    names.emplace_back(line, std::strlen(line) - 1);
  std::fclose(in);
  int status = 0;
  waitpid(child, &status, 0);
  if (status != 0) names.push_back("crash");
  return names;
}

bool names_subject(const std::vector<std::string>& names, std::string_view subject) {
  for (const std::string& name : names) {
    if (name == "crash" || std::string_view(name).ends_with("/" + std::string(subject)))
      return true;
  }
  return false;
}

void expect_caught(const FaultPlan& faults, std::string_view kind, std::string_view subject) {
  static const std::vector<std::string> clean = live_in_child({});
  expect_nothing(clean);
  const std::vector<std::string> names = live_in_child(faults);
  if (const char* reason = equivalent_reason(kind, subject)) {
    BOOST_TEST_MESSAGE("equivalent: " << reason);
    return;
  }
  if (!names_subject(names, subject)) {
    std::string seen;
    for (const std::string& name : names) seen += " " + name;
    BOOST_ERROR(std::string(kind) + "/" + std::string(subject) + " was not named; seen:" + seen);
  }
}

using boost::unit_test::test_suite;

template <typename Plan>
test_suite* make_suite(const char* kind, const auto& rows, Plan plan, auto applies) {
  auto* suite = BOOST_TEST_SUITE(kind);
  for (const auto& row : rows) {
    if (!applies(row)) continue;
    const std::string name(row.name);
    suite->add(boost::unit_test::make_test_case(
        [=] { expect_caught(plan(std::string_view(name)), kind, name); }, name, __FILE__,
        __LINE__));
  }
  return suite;
}

struct MatrixBuilder {
  MatrixBuilder() {
    const auto every = [](const auto&) { return true; };
    const auto holds = [](const auto& row) { return row.clear != nullptr; };
    auto* matrix = BOOST_TEST_SUITE("fault_matrix");
    matrix->add(make_suite(
        "skip_tear_down", kTable<Interpreter>,
        [](std::string_view name) { return FaultPlan{.skip_tear_down_of = name}; }, every));
    matrix->add(make_suite(
        "skip_clear", kTable<Interpreter>,
        [](std::string_view name) { return FaultPlan{.skip_clear_of = name}; }, holds));
    matrix->add(make_suite(
        "skip_stage", finalize_stages(),
        [](std::string_view name) { return FaultPlan{.skip_stage = name}; }, every));
    matrix->add(make_suite(
        "repeat_stage", finalize_stages(),
        [](std::string_view name) { return FaultPlan{.repeat_stage = name}; }, every));
    boost::unit_test::framework::master_test_suite().add(matrix);
  }
};

const MatrixBuilder builder;

}  // namespace
}  // namespace ouro::contract
