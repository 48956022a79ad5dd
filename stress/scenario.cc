// The table of scenarios.
#include "stress/scenario.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace ouro::stress {

const std::array<Scenario, 5> kScenarios = std::to_array<Scenario>({
    {"churn", "interpreters are created and finalized while others work", kWorkProgram,
     drive_storm},
    {"meet", "interpreters meet at barriers and do everything together", kWorkProgram,
     drive_meeting},
    {"cross", "one begins, runs or ends just when another does", kWorkProgram, drive_crossing},
    {"pair", "two interpreters chat over channels; one ends with items in flight", kPairProgram,
     drive_meeting},
    {"threads", "threads of the program are still alive at finalize", kThreadsProgram,
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
