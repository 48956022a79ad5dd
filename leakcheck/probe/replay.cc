// Replay: which handles to ask for, and the second run's answer.
#include "leakcheck/probe/replay.h"

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "leakcheck/probe/source_place.h"

namespace ouro::leakcheck {
namespace {

constexpr std::string_view kForgotten = "forgotten_handle";
constexpr std::size_t kReplaysMax = 8;  // each is a whole run

// The same program takes its handles in the same order: the same number is the same reference, if
// it is of the same kind of object, too.
using Key = std::tuple<std::uint64_t, std::string, std::string>;

Key key_of(const CulpritEvidence& culprit) { return {culprit.serial, culprit.type, culprit.repr}; }

template <typename Visit>
void for_each_forgotten(Evidence& evidence, Visit visit) {
  for (CycleEvidence& cycle : evidence.cycles) {
    for (InterpreterEvidence& interpreter : cycle.interpreters) {
      for (CulpritEvidence& culprit : interpreter.culprits) {
        if (culprit.kind == kForgotten) visit(culprit);
      }
    }
  }
}

std::string describe(const CallEvidence& calls) {
  std::vector<std::string> lines;
  for (const std::uint64_t place : calls.places) lines.push_back(describe_place(calls.file, place));
  return fmt::format("made by {}", fmt::join(lines, ", called by "));
}

std::string replay(const GatherRequest& first, const Key& wanted) {
  GatherRequest request = first;
  request.gathering = Gathering::kPlain;
  request.name += "-replay";
  request.job.rounds = request.job.cycles = request.job.parallel = 1;
  request.job.watched_handle = std::get<0>(wanted);
  Gathered second = gather(request);
  std::string answer = "a second run did not reproduce it";
  for_each_forgotten(second.evidence, [&](const CulpritEvidence& culprit) {
    if (key_of(culprit) == wanted && !culprit.made_at.places.empty())
      answer = describe(culprit.made_at);
  });
  return answer;
}

std::map<Key, std::string> replay_all(const GatherRequest& request, Evidence& evidence) {
  std::map<Key, std::string> answers;
  for_each_forgotten(evidence, [&](const CulpritEvidence& culprit) {
    if (answers.size() < kReplaysMax) answers.try_emplace(key_of(culprit));
  });
  for (auto& [key, answer] : answers) answer = replay(request, key);
  return answers;
}

}  // namespace

bool forgot_handles(Evidence& evidence) {
  bool forgotten = false;
  for_each_forgotten(evidence, [&](const CulpritEvidence&) { forgotten = true; });
  return forgotten;
}

void replay_forgotten(const GatherRequest& request, Evidence& evidence) {
  const auto answers = replay_all(request, evidence);
  for_each_forgotten(evidence, [&](CulpritEvidence& culprit) {
    const auto answer = answers.find(key_of(culprit));
    culprit.path += "; ";
    culprit.path += answer == answers.end() ? "not asked for in a second run" : answer->second;
  });
}

}  // namespace ouro::leakcheck
