// The table of scenarios.
#include "stress/scenario.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace ouro::stress {

const std::array<Scenario, 9> kScenarios = std::to_array<Scenario>({
    {"churn", "interpreters are created and finalized while others work", kWorkProgram,
     drive_storm},
    {"meet", "interpreters meet at barriers and do everything together", kWorkProgram,
     drive_meeting},
    {"cross", "one begins, runs or ends just when another does", kWorkProgram, drive_crossing},
    {"pair", "two interpreters chat over channels; one ends with items in flight", kPairProgram,
     drive_meeting},
    {"threads", "threads of the program are still alive at finalize", kThreadsProgram,
     drive_meeting},
    {"queues", "workers share queues; items of those that end become unbound", kQueuesProgram,
     drive_meeting},
    {"views", "interpreters read one shared block, also after its first owner ended", kViewsProgram,
     drive_meeting},
    {"shared_lock", "some interpreters take turns under one lock, beside others",
     kSharedLockProgram, drive_meeting},
    {"pool", "a pool of interpreters ends, another is at work when all ends", kPoolProgram,
     drive_meeting},
});

const Scenario* find_scenario(std::string_view name) {
  const auto found = std::ranges::find(kScenarios, name, &Scenario::name);
  return found == kScenarios.end() ? nullptr : &*found;
}

void run_scenario(leakcheck::Target& target, const leakcheck::Job& job,
                  leakcheck::RecordWriter& writer) {
  const Scenario* scenario = find_scenario(job.scenario);
  if (scenario == nullptr) throw std::runtime_error("no such scenario: " + job.scenario);
  scenario->drive(target, job, writer);
}

}  // namespace ouro::stress
