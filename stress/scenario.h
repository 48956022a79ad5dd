// Scenarios: what a stress driver does with many interpreters, in one table. Each runs in a child.
#pragma once

#include <array>
#include <string_view>

#include "leakcheck/job.h"
#include "leakcheck/probe/run_job.h"
#include "leakcheck/target/target.h"

namespace ouro::stress {

using Driver = void (*)(leakcheck::Target&, const leakcheck::Job&, leakcheck::RecordWriter&);

struct Scenario {
  std::string_view name;
  std::string_view purpose;
  std::string_view program;  // what interpreters run unless the command names programs
  Driver drive;
};

// Every thread creates, runs and finalizes as fast as it can; nobody waits for anybody.
void drive_storm(leakcheck::Target&, const leakcheck::Job&, leakcheck::RecordWriter&);
// Interpreters meet before create, run and finalize, then collide.
void drive_meeting(leakcheck::Target&, const leakcheck::Job&, leakcheck::RecordWriter&);

// Two lives cross: one begins, runs or ends just when the other does; every pair of the three.
void drive_crossing(leakcheck::Target&, const leakcheck::Job&, leakcheck::RecordWriter&);

extern const std::string_view kWorkProgram;
extern const std::string_view kThreadsProgram;
extern const std::string_view kPairProgram;
extern const std::string_view kQueuesProgram;
extern const std::string_view kViewsProgram;
extern const std::string_view kSharedLockProgram;
extern const std::string_view kPoolProgram;

extern const std::array<Scenario, 9> kScenarios;

// Null: there is no such scenario.
const Scenario* find_scenario(std::string_view name);

// Runs the job's scenario; throws std::runtime_error for an unknown one.
void run_scenario(leakcheck::Target&, const leakcheck::Job&, leakcheck::RecordWriter&);

}  // namespace ouro::stress
