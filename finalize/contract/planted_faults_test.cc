// The planted mistakes: each changes what its program prints, what is left, or how the life ends;
// without it the same life is silent. What only a tool sees is for `ouro matrix` alone.
//   contract_tests --run_test='planted_faults/bug/stale_tail'
#include "finalize/planted_faults.h"

#include <array>
#include <cstdio>
#include <map>

#include "finalize/contract/contract.h"
#include "finalize/contract/forked.h"

namespace ouro::contract {
namespace {

// What is known of a life, wherever it ended.
struct Trace {
  FinalizeReport report;
  Census<Process> process;
  std::array<char, 64> unequal{};
  bool ended = false;
};

// One process with one interpreter; what the program prints goes to the descriptor.
class Scene {
 public:
  Scene(const PlantedFault& fault, int output, Trace& trace)
      : fault_(fault), output_(output), trace_(trace) {}

  void play(Planted mistake) {
    plant(mistake);
    if (fault_.shows < Shows::kRefused) return live(Memory::kNever);
    for (std::size_t allowed = 0; refused_ && allowed < kPointsMax; ++allowed) {
      live(allowed);
      if (!left_nothing()) return;
    }
  }

 private:
  static constexpr std::size_t kPointsMax = 20'000;

  void live(std::size_t allowed) {
    trace_.report = {};
    trace_.ended = false;
    const auto process = std::make_unique<Process>();
    if (!start(*process).ok()) return;
    Place place;
    StartOptions options;
    options.heap_mode = HeapMode::kMalloc;
    options.settings.streams.output = output_;
    options.allocations_allowed = allowed;
    options.allocations_refused = 1;
    if (start(*process, place.interpreter(), options).ok())
      run(place.interpreter(), fault_.program);
    refused_ = place.interpreter().memory().allocations_asked() > allowed;
    FinalizeOptions ending;
    ending.join_milliseconds_max = 200;
    finalize(*process, place.interpreter(), trace_.report, ending);
    if (trace_.report.quarantined) _exit(1);
    place.first_difference().copy(trace_.unequal.data(), trace_.unequal.size() - 1);
    finalize(*process, trace_.process);
    trace_.ended = true;
  }

  bool left_nothing() const { return left_behind(trace_.report).empty(); }

  const PlantedFault& fault_;
  int output_;
  Trace& trace_;
  bool refused_ = true;
};

std::string text_of(std::FILE* file) {
  std::string text(static_cast<std::size_t>(std::ftell(file)), '\0');
  std::rewind(file);
  text.resize(std::fread(text.data(), 1, text.size(), file));
  return text;
}

// All that can be said about a life: what was printed, and what was wrong.
std::string account_of(const PlantedFault& fault, Planted mistake) {
  Shared<Trace> trace;
  std::FILE* output = std::tmpfile();
  BOOST_TEST_REQUIRE(output != nullptr);
  const int status = status_of_child(fault.shows == Shows::kStuck ? 5 : 60,
                                     [&] { Scene(fault, fileno(output), *trace).play(mistake); });
  std::fseek(output, 0, SEEK_END);
  std::string account = fault.shows < Shows::kRefused ? text_of(output) : "";
  std::fclose(output);
  const auto add = [&account](std::string_view word) { account.append(" ").append(word); };
  if (status != 0) add("status " + std::to_string(status));
  if (!trace->ended) add("no end");
  for (const std::string& name : left_behind(trace->report)) add(name);
  for (const CensusRow& row : trace->process.rows) {
    if (!row.residue.empty()) add(row.component);
  }
  if (trace->unequal[0] != 0) add(trace->unequal.data());
  return account;
}

bool needs_a_tool(const PlantedFault& fault) {
  return fault.shows == Shows::kTogether || fault.shows == Shows::kNoThread;
}

void expect_seen(const PlantedFault& fault) {
  const std::string clean = account_of(fault, Planted::kNone);
  const std::string faulty = account_of(fault, fault.mistake);
  BOOST_TEST(clean.find("residue/") == std::string::npos, clean);
  BOOST_TEST(clean.find("status") == std::string::npos, clean);
  BOOST_TEST(clean != faulty, "it changed nothing: " + faulty);
}

using boost::unit_test::test_suite;

struct PlantedBuilder {
  PlantedBuilder() {
    auto* all = BOOST_TEST_SUITE("planted_faults");
    std::map<std::string_view, test_suite*> kinds;
    for (const PlantedFault& fault : planted_faults()) {
      if (needs_a_tool(fault)) continue;
      test_suite*& kind = kinds[fault.kind];
      if (kind == nullptr) all->add(kind = BOOST_TEST_SUITE(std::string(fault.kind)));
      kind->add(boost::unit_test::make_test_case([&fault] { expect_seen(fault); },
                                                 std::string(fault.name), __FILE__, __LINE__));
    }
    boost::unit_test::framework::master_test_suite().add(all);
  }
};

const PlantedBuilder builder;

}  // namespace
}  // namespace ouro::contract
