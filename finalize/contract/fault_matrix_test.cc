// The fault matrix: for every component and every stage, each planted mistake is named by a
// finding.
//
// The tree is built from the component table, so a new component is covered the day it is
// registered. Each life runs in a child process, as a mistake may well end it, and leaves what is
// known in shared memory; a crash alone names nobody. The clean twin must be silent.
//   contract_tests --run_test='fault_matrix/skip_tear_down/small_ints'
#include <unistd.h>

#include <algorithm>
#include <array>
#include <barrier>
#include <memory>
#include <thread>

#include "finalize/contract/contract.h"
#include "finalize/contract/equivalents.h"
#include "finalize/contract/forked.h"

namespace ouro::contract {
namespace {

// How the life of the interpreter with the fault lies to a second one's, from which it may borrow.
enum class Lives { kAlone, kLenderLast, kLenderFirst };
constexpr std::array kLives{Lives::kAlone, Lives::kLenderLast, Lives::kLenderFirst};

using Names = std::vector<std::string>;

// What is known of a life, wherever it ended.
struct Trace {
  FinalizeReport report;
  bool started = false;
  bool ended = false;
  std::array<char, 64> unequal{};                          // where bytes differ from a fresh one's
  std::array<bool, kTable<Interpreter>.size()> foreign{};  // points into the lender
};

// Both interpreters of a pair, or the only one.
class Scene {
 public:
  Scene(Lives lives, const FaultPlan& faults, Trace& trace)
      : lives_(lives), faults_(faults), trace_(trace), place_(std::make_unique<Place>()) {}

  void play() {
    if (!start(process_).ok()) return;
    if (lives_ == Lives::kAlone) return live(nullptr);
    lender_ = std::make_unique<Place>();
    std::barrier meeting(2);
    std::thread lending([&] { lend(meeting); });
    meeting.arrive_and_wait();
    live(&meeting);
    lending.join();
  }

 private:
  static void meet(std::barrier<>* meeting) {
    if (meeting != nullptr) meeting->arrive_and_wait();
  }

  void lend(std::barrier<>& meeting) {
    if (!start(process_, lender_->interpreter()).ok()) _exit(1);
    meet(&meeting);  // the borrower starts
    meet(&meeting);
    run(lender_->interpreter(), kUse);
    meet(&meeting);
    if (lives_ == Lives::kLenderLast) meet(&meeting);
    FinalizeReport report;
    finalize(process_, lender_->interpreter(), report);
    if (lives_ == Lives::kLenderLast) return;
    lender_.reset();
    meet(&meeting);
  }

  void live(std::barrier<>* meeting) {
    StartOptions options;
    options.faults = faults_;
    if (lender_ != nullptr) {
      options.faults.lender = &lender_->interpreter();
      options.faults.borrowed = note_foreign_pointers;
      options.faults.borrowed_argument = this;
    }
    trace_.started = start(process_, place_->interpreter(), options).ok();
    meet(meeting);
    if (trace_.started) run(place_->interpreter(), kUse);
    meet(meeting);
    if (lives_ == Lives::kLenderFirst) meet(meeting);
    if (lives_ == Lives::kLenderFirst && trace_.started) run(place_->interpreter(), kUse);
    end();
    if (lives_ == Lives::kLenderLast) meet(meeting);
  }

  void end() {
    FinalizeOptions options;
    options.faults = faults_;
    options.join_milliseconds_max = 200;
    finalize(process_, place_->interpreter(), trace_.report, options);
    place_->first_difference().copy(trace_.unequal.data(), trace_.unequal.size() - 1);
    trace_.ended = true;
  }

  static void note_foreign_pointers(Interpreter&, void* argument) {
    auto* self = static_cast<Scene*>(argument);
    for (std::size_t index = 0; index < self->trace_.foreign.size(); ++index) {
      self->trace_.foreign[index] =
          self->place_->points_into(kTable<Interpreter>[index], *self -> lender_);
    }
  }

  Lives lives_;
  const FaultPlan& faults_;
  Trace& trace_;
  Process process_;
  std::unique_ptr<Place> place_;
  std::unique_ptr<Place> lender_;
};

// A stage that was never reached says nothing.
void add_stages(const FinalizeReport& report, Names& names) {
  for (std::size_t index = 0; index < report.stage_count; ++index) {
    const StageTime& stage = report.stages[index];
    const bool repeats = finalize_stages()[index].repeats;
    if (stage.name.empty() || stage.runs == (repeats ? report.rounds : 1)) continue;
    names.push_back("stage/" + std::string(stage.name));
  }
}

Names names_in(const Trace& trace, int status) {
  Names names;
  if (!trace.started) names.push_back("no start");
  if (!trace.ended) names.push_back("no end");
  if (trace.ended) names = left_behind(trace.report);
  if (trace.unequal[0] != 0) names.push_back("bytes/" + std::string(trace.unequal.data()));
  for (std::size_t index = 0; index < trace.foreign.size(); ++index) {
    if (!trace.foreign[index]) continue;
    names.push_back("pointer/" + std::string(kTable<Interpreter>[index].name));
  }
  add_stages(trace.report, names);
  if (status != 0) names.push_back("status " + std::to_string(status));
  return names;
}

// In a child, so that a crash is an answer too. Two that wait for one lock wait for ever.
Names live_in_child(Lives lives, const FaultPlan& faults) {
  Shared<Trace> trace;
  const int status = status_of_child(lives == Lives::kAlone ? 20 : 5,
                                     [&] { Scene(lives, faults, *trace).play(); });
  return names_in(*trace, status);
}

bool names_subject(const Names& names, std::string_view subject) {
  for (const std::string& name : names) {
    if (name.ends_with("/" + std::string(subject))) return true;
  }
  return false;
}

// What is wrong with a fault's result; empty: nothing. A fault is named or listed, never both.
std::string_view complaint(bool named, const char* reason) {
  if (named == (reason == nullptr)) return "";
  return named ? "is listed as equivalent, but named all the same" : "was not named";
}

const Names& clean_twin(Lives lives) {
  static std::array<Names, kLives.size()> names;
  static std::array<bool, kLives.size()> known{};
  const auto index = static_cast<std::size_t>(lives);
  if (!known[index]) names[index] = live_in_child(lives, {});
  known[index] = true;
  return names[index];
}

void expect_caught(Lives lives, const FaultPlan& faults, std::string_view kind,
                   std::string_view subject) {
  expect_nothing(clean_twin(lives));
  const Names names = live_in_child(lives, faults);
  const std::string_view wrong =
      complaint(names_subject(names, subject), equivalent_reason(kind, subject));
  if (wrong.empty()) return;
  std::string seen;
  for (const std::string& name : names) seen += " " + name;
  BOOST_ERROR(std::string(kind) + "/" + std::string(subject) + " " + std::string(wrong) +
              "; seen:" + seen);
}

using boost::unit_test::test_suite;

// One kind of fault: its subjects are the components, those that hold references, what a component
// needs of others, or the stages.
enum class Subjects { kComponents, kHolders, kNeeds, kStages };

struct Kind {
  const char* name;
  Subjects subjects;
  Lives lives;
  std::string_view FaultPlan::* member;
};

constexpr std::array kKinds = std::to_array<Kind>({
    {"skip_tear_down", Subjects::kComponents, Lives::kAlone, &FaultPlan::skip_tear_down_of},
    {"skip_clear", Subjects::kHolders, Lives::kAlone, &FaultPlan::skip_clear_of},
    {"swap_set_up", Subjects::kNeeds, Lives::kAlone, &FaultPlan::swap_set_up},
    {"swap_tear_down", Subjects::kNeeds, Lives::kAlone, &FaultPlan::swap_tear_down},
    {"share", Subjects::kComponents, Lives::kLenderLast, &FaultPlan::share},
    {"alias", Subjects::kComponents, Lives::kLenderFirst, &FaultPlan::alias},
    {"skip_stage", Subjects::kStages, Lives::kAlone, &FaultPlan::skip_stage},
    {"repeat_stage", Subjects::kStages, Lives::kAlone, &FaultPlan::repeat_stage},
});

Names subjects_of(const Kind& kind) {
  Names names;
  if (kind.subjects == Subjects::kStages) {
    for (const StageRow& row : finalize_stages()) names.emplace_back(row.name);
    return names;
  }
  for (const auto& row : kTable<Interpreter>) {
    const bool holder = kind.subjects == Subjects::kHolders && row.clear != nullptr;
    if (kind.subjects == Subjects::kComponents || holder) names.emplace_back(row.name);
    if (kind.subjects != Subjects::kNeeds) continue;
    for (const std::string_view needed : row.needs)
      names.push_back(std::string(row.name).append("/").append(needed));
  }
  return names;
}

test_suite* make_suite(const Kind& kind) {
  auto* suite = BOOST_TEST_SUITE(kind.name);
  for (const std::string& name : subjects_of(kind)) {
    const auto body = [&kind, name] {
      FaultPlan faults;
      faults.*kind.member = name;
      expect_caught(kind.lives, faults, kind.name, name.substr(0, name.find('/')));
    };
    std::string title = name;  // without what separates suites
    std::ranges::replace(title, '/', '-');
    suite->add(boost::unit_test::make_test_case(body, title, __FILE__, __LINE__));
  }
  return suite;
}

struct MatrixBuilder {
  MatrixBuilder() {
    auto* matrix = BOOST_TEST_SUITE("fault_matrix");
    for (const Kind& kind : kKinds) matrix->add(make_suite(kind));
    boost::unit_test::framework::master_test_suite().add(matrix);
  }
};

const MatrixBuilder builder;

}  // namespace

BOOST_AUTO_TEST_SUITE(the_matrix_itself)

BOOST_AUTO_TEST_CASE(complains_of_what_is_missed_and_of_what_is_stale) {
  BOOST_TEST(complaint(true, nullptr) == "");
  BOOST_TEST(complaint(false, "nobody can see it") == "");
  BOOST_TEST(complaint(false, nullptr) != "");
  BOOST_TEST(complaint(true, "nobody can see it") != "");
}

BOOST_AUTO_TEST_CASE(a_crash_names_nobody) {
  Trace trace;
  trace.started = true;
  trace.report.stage_count = finalize_stages().size();  // begun, but no stage reached
  for (const auto& row : kTable<Interpreter>) {
    BOOST_TEST(!names_subject(names_in(trace, SIGSEGV), row.name));
  }
  for (const StageRow& row : finalize_stages()) {
    BOOST_TEST(!names_subject(names_in(trace, SIGSEGV), row.name));
  }
}

BOOST_AUTO_TEST_CASE(every_equivalent_is_a_fault_of_the_matrix) {
  for (const Equivalent& row : kEquivalents) {
    bool found = false;
    for (const Kind& kind : kKinds) {
      found = found || (row.kind == kind.name && contains(subjects_of(kind), row.subject));
    }
    BOOST_TEST(found, std::string(row.kind) + "/" + std::string(row.subject));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ouro::contract
