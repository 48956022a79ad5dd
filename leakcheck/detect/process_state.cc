// The process-state detector: what is there afterwards and was not before, gone, or changed.
#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/detect/signature.h"

namespace ouro::leakcheck {
namespace {

struct Moment {
  std::string_view rule;
  const ProcessState& earlier;
  const ProcessState& later;
};

// Numbers of descriptors, threads and keys differ from run to run, their targets do not.
bool is_numbered(const Fact& fact) {
  return fact.category == "descriptor" || fact.category == "thread" || fact.category == "tls_key" ||
         fact.category == "timer";
}

Finding make_finding(std::string_view rule, const Fact& fact, std::string detail) {
  Finding finding;
  finding.detector = "process_state";
  finding.rule = rule;
  finding.subject =
      is_numbered(fact) ? fact.category : fmt::format("{} {}", fact.category, fact.name);
  finding.detail = std::move(detail);
  finding.signature = signature_of(
      {"process_state", finding.subject, is_numbered(fact) ? fact.value : std::string()});
  return finding;
}

using Key = std::pair<std::string, std::string>;

std::map<Key, const Fact*> by_name(const ProcessState& state) {
  std::map<Key, const Fact*> facts;
  for (const Fact& fact : state.facts) facts.emplace(Key(fact.category, fact.name), &fact);
  return facts;
}

void compare(const Moment& moment, Findings& findings) {
  const auto earlier = by_name(moment.earlier);
  const auto later = by_name(moment.later);
  for (const auto& [key, fact] : later) {
    const auto old = earlier.find(key);
    if (old == earlier.end()) {
      findings.push_back(make_finding(
          moment.rule, *fact, fmt::format("new: {} {} = {}", key.first, key.second, fact->value)));
    } else if (old->second->value != fact->value) {
      findings.push_back(make_finding(moment.rule, *fact,
                                      fmt::format("changed: {} {} from {} to {}", key.first,
                                                  key.second, old->second->value, fact->value)));
    }
  }
  for (const auto& [key, fact] : earlier) {
    if (later.contains(key)) continue;
    findings.push_back(make_finding(
        moment.rule, *fact, fmt::format("gone: {} {} = {}", key.first, key.second, fact->value)));
  }
}

}  // namespace

Findings find_in_process_state(const Evidence& evidence) {
  Findings findings;
  for (const RoundEvidence& round : evidence.rounds) {
    compare({"not_restored", round.before, round.after}, findings);
    compare({"grows", round.warm, round.last}, findings);
  }
  // What the first round leaves behind is found above; what each round adds is found here.
  if (evidence.rounds.size() > 1) {
    compare({"grows", evidence.rounds.front().after, evidence.rounds.back().after}, findings);
  }
  return findings;
}

}  // namespace ouro::leakcheck
