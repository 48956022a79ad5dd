// Judging refusals.
#include "leakcheck/detect/refusals.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>

namespace ouro::leakcheck {
namespace {

// What the program or the runtime says when such a thing is refused.
constexpr auto kMemoryWords = std::to_array<std::string_view>({"MemoryError"});
constexpr auto kThreadWords =
    std::to_array<std::string_view>({"MemoryError", "can't start new thread"});
constexpr auto kDescriptorWords = std::to_array<std::string_view>({"Too many open files"});

std::span<const std::string_view> words_of(Refused what) {
  switch (what) {
    case Refused::kMemory: return kMemoryWords;
    case Refused::kDescriptors: return kDescriptorWords;
    default: return kThreadWords;
  }
}

// Without memory no cycle is found in time to run its finalizers; the host reads so in its report.
constexpr std::string_view kSkippedFinalizers = "late_user_code";

bool is_admitted(const RefusalCase& refusal) {
  const auto skipped = [](const std::string& left) { return left.starts_with(kSkippedFinalizers); };
  if (std::ranges::any_of(refusal.life.left, skipped)) return true;
  return std::ranges::any_of(words_of(refusal.what), [&](std::string_view word) {
    return refusal.life.errors.find(word) != std::string::npos;
  });
}

bool has_ended(const RefusalEvidence& life) { return life.death.empty() && !life.hung; }

std::string last_line(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  return std::string(text.substr(text.rfind('\n') + 1).substr(0, 200));
}

}  // namespace

std::string find_abort(const RefusalCase& refusal) { return refusal.life.death; }

std::string find_hang(const RefusalCase& refusal) {
  return refusal.life.hung ? "the life did not end" : std::string();
}

std::string find_left_behind(const RefusalCase& refusal) {
  const RefusalEvidence& life = refusal.life;
  std::string all;
  const auto add = [&all](const std::string& text) { all += (all.empty() ? "" : ", ") + text; };
  if (life.blocks != 0) add(std::to_string(life.blocks) + " blocks");
  if (life.descriptors != 0) add(std::to_string(life.descriptors) + " descriptors");
  if (life.threads != 0) add(std::to_string(life.threads) + " threads");
  const std::set<std::string> names(life.left.begin(), life.left.end());
  for (const std::string& name : names) {
    if (!(life.refused > 0 && name.starts_with(kSkippedFinalizers))) add(name);
  }
  return all;
}

std::string find_swallowed_error(const RefusalCase& refusal) {
  const RefusalEvidence& life = refusal.life;
  if (!life.started || life.status != refusal.undisturbed.status) return {};
  if (life.output == refusal.undisturbed.output || is_admitted(refusal)) return {};
  return "it printed: " + last_line(life.output);
}

// An interpreter that does not start says so to its host; nothing is left to print anything.
std::string find_other_error(const RefusalCase& refusal) {
  const RefusalEvidence& life = refusal.life;
  if (!life.started)
    return life.refused == 0 && has_ended(life) ? "it did not start: " + life.error : std::string();
  if (life.status == refusal.undisturbed.status || is_admitted(refusal)) return {};
  return "status " + std::to_string(life.status) + ": " + last_line(life.errors);
}

RefusalVerdict judge(const RefusalCase& refusal) {
  for (const RefusalRule& rule : kRefusalRules) {
    if (std::string detail = rule.find(refusal); !detail.empty())
      return {rule.name, std::move(detail)};
  }
  return {};
}

RefusalEnd end_of(const RefusalEvidence& life, const RefusalEvidence& undisturbed) {
  if (!life.started) return RefusalEnd::kNotStarted;
  const bool same = life.status == undisturbed.status && life.output == undisturbed.output;
  return same ? RefusalEnd::kSurvived : RefusalEnd::kFailed;
}

}  // namespace ouro::leakcheck
