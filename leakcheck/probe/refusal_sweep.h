// The sweep inside a child: life after life of one program, each with another request refused.
//
// This process is the server: a worker that it forks lives one life after the other and says which
// one it is at. When a life ends the worker, or does not end, the server writes that down and forks
// the next worker for the rest. Of a long program one life only is lived whole: the others branch
// off it, each where its request is refused.
#pragma once

#include <array>
#include <string_view>

#include "leakcheck/job.h"
#include "leakcheck/probe/run_job.h"
#include "leakcheck/target/target.h"

namespace ouro::leakcheck {

// Mistakes that a sweep must see, planted in the worker by Job::canary.
struct RefusalCanary {
  std::string_view name;
  std::string_view rule;  // that must find it
  std::string_view mistake;
};

inline constexpr auto kRefusalCanaries = std::to_array<RefusalCanary>({
    {"forgotten_release", "leak", "after a refusal one block is not given back"},
    {"abort", "abort", "a refusal ends the process"},
    {"hang", "hang", "a life with a refusal does not end"},
    {"swallowed", "swallowed", "a refusal changes what is printed, and nothing says so"},
});

// Writes one record for each life; the first is undisturbed, to compare with.
void run_refusal_sweep(Target& target, const Job& job, RecordWriter& writer);

}  // namespace ouro::leakcheck
