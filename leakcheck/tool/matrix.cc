// The fault matrix: what counts as caught, the table of the unseen, and the table on the screen.
#include "leakcheck/tool/matrix.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "leakcheck/detect/census.h"
#include "leakcheck/probe/child.h"
#include "leakcheck/report/escape.h"

namespace ouro::leakcheck {
namespace {

// Where lives collide at every pair of phases: a race shows there, and nothing else.
constexpr std::string_view kCollisions = "cross";
constexpr std::string_view kRefusals = "refusals";

constexpr auto kFaultKinds = std::to_array<FaultKind>({
    {.name = "skip_clear"},
    {.name = "skip_tear_down"},
    // Threads that nobody stopped may end the child before it has told what it saw.
    {.name = "skip_stage", .program = &kLastWordsProgram, .repeats = 3},
    {.name = "repeat_stage", .program = &kLastWordsProgram},
    {.name = "swap_set_up", .program = &kShortProgram, .only = Gathering::kPlain},
    {.name = "swap_tear_down", .program = &kShortProgram, .only = Gathering::kPlain},
    {.name = "bug"},
    {.name = "concurrency"},
    {.name = "omitted"},
    {.name = "share", .lives = Lives::kLenderLast, .parallel = 2},
    {.name = "alias", .lives = Lives::kLenderFirst, .parallel = 2},
    {.name = "race",
     .program = &kShortProgram,
     .scenario = kCollisions,
     .parallel = 2,
     .repeats = 10,
     .needed = 9,
     .trace = "count_without_lock"},
});

constexpr auto kUnseen = std::to_array<Unseen>({
    {"repeat_stage:refuse_host_entries", "what is refused already stays refused"},
    {"repeat_stage:join_threads", "nobody is left to join"},
    {"repeat_stage:run_pending_calls", "the queue is empty"},
    {"repeat_stage:run_exit_callbacks", "each callback is forgotten before it runs"},
    {"repeat_stage:flush_streams", "nothing is left to flush"},
    {"repeat_stage:finalize_children", "no child is left"},
    {"repeat_stage:refuse_new_threads", "what is refused already stays refused"},
    {"repeat_stage:clear_modules", "no module is left"},
    {"repeat_stage:collect_until_stable", "it ends when nothing more is found"},
    {"repeat_stage:forbid_user_code", "what is forbidden already stays forbidden"},
    {"repeat_stage:clear_components", "clear accepts a component that holds nothing"},
    {"repeat_stage:tear_down_components", "tear-down accepts a component that holds nothing"},
    {"repeat_stage:take_census", "looking twice changes nothing"},
    {"repeat_stage:give_back_memory", "it is back at its start"},
    {"repeat_stage:restore_process_state", "an id is given back once"},
    {"skip_stage:refuse_host_entries", "no thread of the host knocks; stages_test has one"},
    {"skip_stage:run_pending_calls", "no thread of the host queues a call; stages_test has one"},
    {"skip_stage:finalize_children",
     "what it leaves ends after the modules: finalizers may have made some"},
    {"skip_stage:forbid_user_code", "no code of the program is left; it guards those who fail"},
    {"skip_stage:take_census", "it only looks: what it does not see, others do"},
});

// The program's own words, beside the detectors' names.
constexpr std::string_view kOutput = "output";
// And those of the runtime, when it gave up.
constexpr std::string_view kCheck = "check";

constexpr auto kOutcomeNames = std::to_array<std::string_view>(
    {"caught", "BY TABLE", "NOTICED", "DIED", "MISSED", "equivalent"});

std::string plain(std::string_view text) {
  std::string letters;
  for (const unsigned char byte : text) {
    if (std::isalnum(byte) != 0) letters += static_cast<char>(std::tolower(byte));
  }
  return letters;
}

// Is one whole identifier of the text the wanted name? A part of one is another name.
bool has_identifier(std::string_view text, std::string_view wanted) {
  std::string identifier;
  for (const char byte : std::string(text) + ' ') {
    if (std::isalnum(static_cast<unsigned char>(byte)) != 0 || byte == '_') {
      identifier += byte;
    } else if (plain(identifier) == wanted) {
      return true;
    } else {
      identifier.clear();
    }
  }
  return false;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string_view unseen_reason(std::string_view fault) {
  const auto found = std::ranges::find(kUnseen, fault, &Unseen::fault);
  return found == kUnseen.end() ? std::string_view() : found->reason;
}

bool any_witness(const FaultResult& result, auto says) {
  return std::ranges::any_of(result.witnesses,
                             [&](const auto& entry) { return says(entry.first, entry.second); });
}

bool is_named(const FaultResult& result) {
  const unsigned needed = result.kind.needed;
  return any_witness(result,
                     [&](const auto&, const Witness& each) { return each.named >= needed; });
}

bool is_seen_without_tables(const FaultResult& result) {
  const unsigned needed = result.kind.needed;
  return any_witness(result, [&](const auto&, const Witness& each) {
    return !each.reads_tables && each.named + each.noticed >= needed;
  });
}

bool is_seen_by_tool(const FaultResult& result) {
  return any_witness(result, [](const std::string& name, const Witness&) {
    return name != kOutput && name != kCheck &&
           std::ranges::find(kCensusRules, name, &CensusRule::name) ==
               std::ranges::end(kCensusRules);
  });
}

std::string describe(const FaultResult& result, bool named, bool by_table) {
  std::string text;
  for (const auto& [name, witness] : result.witnesses) {
    if ((witness.named != 0) != named || witness.reads_tables != by_table) continue;
    text += (text.empty() ? "" : " ") + name;
    const unsigned repeats = result.kind.repeats;
    if (repeats > 1) text += fmt::format(" {} of {}", witness.named, repeats);
  }
  return text;
}

std::string describe_witnesses(const FaultResult& result) {
  std::string text = describe(result, true, false);
  const std::string by_table = describe(result, true, true);
  if (!by_table.empty()) text += fmt::format("{}({})", text.empty() ? "" : " ", by_table);
  for (const bool reads_tables : {false, true}) {
    const std::string noticed = describe(result, false, reads_tables);
    if (!noticed.empty()) text += fmt::format("{}+ {}", text.empty() ? "" : " ", noticed);
  }
  return text;
}

}  // namespace

FaultKind fault_kind(std::string_view fault) {
  const auto found =
      std::ranges::find(kFaultKinds, fault.substr(0, fault.find(':')), &FaultKind::name);
  if (found == kFaultKinds.end()) {
    throw std::out_of_range("a fault of no known kind: " + std::string(fault));
  }
  return *found;
}

FaultKind arrangement_of(const PlantableFault& fault) {
  FaultKind kind = fault_kind(fault.name);
  if (fault.scene == FaultScene::kOfItsKind) return kind;
  kind.own_program = fault.program;
  kind.trace = fault.trace;
  if (fault.scene == FaultScene::kAlone) return kind;
  kind.only = Gathering::kPlain;
  if (fault.scene == FaultScene::kTogether) {
    kind.only = Gathering::kThread;
    kind.parallel = 2;
    kind.repeats = 3;
  } else if (fault.scene != FaultScene::kStuck) {
    kind.scenario = kRefusals;
    if (fault.scene == FaultScene::kRefusedThreads) kind.refused = Refused::kThreads;
  }
  return kind;
}

bool is_worth_running(const FaultKind& kind, Gathering gathering) {
  if (kind.only) return gathering == *kind.only;
  if (gathering == Gathering::kThread) return kind.parallel > 1;
  return kind.scenario != kCollisions;
}

std::string fault_subject(std::string_view fault) {
  const std::string_view subject = fault.substr(fault.find(':') + 1);
  return std::string(subject.substr(0, subject.find('/')));
}

bool names_subject(const Finding& finding, std::string_view subject) {
  const std::string wanted = plain(subject);
  const auto names_it = [&](std::string_view text) { return has_identifier(text, wanted); };
  return names_it(finding.subject) || std::ranges::any_of(finding.path, names_it);
}

std::string witness_of(const Finding& finding) {
  return finding.detector == "census" ? finding.rule : finding.detector;
}

bool reads_tables(const Finding& finding) {
  const auto rule = std::ranges::find(kCensusRules, finding.rule, &CensusRule::name);
  return finding.detector == "census" && rule != kCensusRules.end() && rule->reads_tables;
}

Findings find_other_words(std::string_view usual, std::string_view faulty) {
  const std::vector<std::string_view> expected = lines_of(usual), heard = lines_of(faulty);
  std::size_t same = 0;
  while (same < expected.size() && same < heard.size() && expected[same] == heard[same]) ++same;
  if (same == expected.size() && same == heard.size()) return {};
  const bool is_missing = same < expected.size();
  Finding finding;
  finding.detector = kOutput;
  finding.rule = is_missing ? "missing" : "surplus";
  finding.subject = is_missing ? expected[same] : heard[same];
  return {finding};
}

Findings find_failed_checks(const std::vector<std::string>& problems) {
  constexpr std::string_view kMark = "ouro: CHECK failed: ";
  Findings findings;
  for (const std::string& problem : problems) {
    const std::size_t at = problem.find(kMark);
    if (at == std::string::npos) continue;
    Finding finding;
    finding.detector = kCheck;
    finding.rule = "broken_invariant";
    finding.subject = problem.substr(at + kMark.size());
    findings.push_back(std::move(finding));
  }
  return findings;
}

bool hangs(const RunReport& run) {
  return std::ranges::any_of(run.problems, [](const std::string& problem) {
    return problem.find(kOutOfTime) != std::string::npos;
  });
}

// A witness speaks once in a run, and its best word counts.
void add_evidence(FaultResult& result, const Findings& findings) {
  const std::string subject =
      result.kind.trace.empty() ? fault_subject(result.fault) : std::string(result.kind.trace);
  std::map<std::string, bool> named;
  for (const Finding& finding : findings) {
    const std::string name = witness_of(finding);
    named[name] = named[name] || names_subject(finding, subject);
    result.witnesses[name].reads_tables = reads_tables(finding);
  }
  for (const auto& [name, is_name] : named) {
    ++(is_name ? result.witnesses[name].named : result.witnesses[name].noticed);
  }
}

void judge_fault(FaultResult& result) {
  result.reason = unseen_reason(result.fault);
  if (is_named(result)) {
    result.outcome =
        is_seen_without_tables(result) ? FaultOutcome::kCaught : FaultOutcome::kByTable;
  } else if (!result.reason.empty()) {
    result.outcome = FaultOutcome::kEquivalent;
  } else if (!result.witnesses.empty()) {
    result.outcome = FaultOutcome::kNoticed;
  } else {
    result.outcome = result.death.empty() ? FaultOutcome::kMissed : FaultOutcome::kDied;
  }
}

MatrixScore score_of(const std::vector<FaultResult>& results) {
  MatrixScore score{.faults = results.size()};
  for (const FaultResult& result : results) {
    const bool caught = result.outcome == FaultOutcome::kCaught;
    const bool listed = !result.reason.empty();
    score.detected += caught || result.outcome == FaultOutcome::kByTable ? 1 : 0;
    score.caught += caught ? 1 : 0;
    score.tools += is_seen_by_tool(result) ? 1 : 0;
    score.equivalent += result.outcome == FaultOutcome::kEquivalent ? 1 : 0;
    score.listed += listed ? 1 : 0;
    score.stale += listed && caught ? 1 : 0;
  }
  return score;
}

std::string render_matrix(const std::vector<FaultResult>& results) {
  std::size_t width = 5;
  for (const FaultResult& result : results) width = std::max(width, result.fault.size());
  std::string text =
      fmt::format("{:<{}}  {:<10}  named by (by table) + noticed by\n", "fault", width, "outcome");
  for (const FaultResult& result : results) {
    text += fmt::format("{:<{}}  {:<10}  {}", result.fault, width,
                        kOutcomeNames[static_cast<std::size_t>(result.outcome)],
                        describe_witnesses(result));
    if (!result.reason.empty()) text += fmt::format(" [listed: {}]", result.reason);
    if (!result.death.empty()) text += fmt::format(" [{}]", cleaned_line(result.death));
    while (text.ends_with(' ')) text.pop_back();
    text += '\n';
  }
  return text;
}

std::string render_score(const MatrixScore& score) {
  const std::size_t rest = score.faults - score.equivalent;
  const double adjusted =
      rest == 0 ? 100.0 : 100.0 * static_cast<double>(score.detected) / static_cast<double>(rest);
  return fmt::format(
      "SCORE raw={}/{} without_tables={} tools={} listed={} equivalent={} stale={} "
      "adjusted={:.1f}%",
      score.detected, score.faults, score.caught, score.tools, score.listed, score.equivalent,
      score.stale, adjusted);
}

}  // namespace ouro::leakcheck
