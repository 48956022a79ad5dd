// The drivers: a storm, where every thread is alone with its loop, and a meeting.
#include <chrono>
#include <exception>
#include <thread>
#include <utility>
#include <vector>

#include "leakcheck/probe/process_state.h"
#include "leakcheck/probe/wire.h"
#include "stress/scenario.h"

namespace ouro::stress {
namespace {

using leakcheck::CycleEvidence;
using leakcheck::InterpreterEvidence;

bool is_empty(const leakcheck::ComponentEvidence& row) {
  return row.blocks == 0 && row.bytes == 0 && row.items == 0 && row.references == 0;
}

InterpreterEvidence live_once(leakcheck::Target& target, const leakcheck::Job& job, unsigned slot) {
  InterpreterEvidence evidence;
  evidence.slot = slot;
  try {
    const auto interpreter = target.create(
        {.heap = job.heap, .seed = job.seed + slot, .fault = job.fault, .program = &job.program});
    evidence.status = interpreter->run(job.program);
    interpreter->finalize(evidence);
  } catch (const std::exception& error) {
    evidence.error = error.what();
  }
  std::erase_if(evidence.cleared.components, is_empty);
  std::erase_if(evidence.ended.components, is_empty);
  return evidence;
}

// Evidence stays with its thread until all are joined: a lock shared between them would order their
// steps and hide races.
CycleEvidence storm(leakcheck::Target& target, const leakcheck::Job& job) {
  std::vector<std::vector<InterpreterEvidence>> lives(job.parallel);
  std::vector<std::thread> threads;
  const auto start = std::chrono::steady_clock::now();
  for (unsigned slot = 0; slot < job.parallel; ++slot) {
    threads.emplace_back([&, slot] {
      for (unsigned cycle = 0; cycle < job.cycles; ++cycle) {
        lives[slot].push_back(live_once(target, job, slot));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CycleEvidence evidence;
  evidence.nanoseconds = static_cast<std::uint64_t>(
      std::chrono::nanoseconds(std::chrono::steady_clock::now() - start).count());
  for (auto& thread : lives) {
    for (InterpreterEvidence& life : thread) evidence.interpreters.push_back(std::move(life));
  }
  return evidence;
}

void write(CycleEvidence cycle, leakcheck::RecordWriter& writer) {
  for (const InterpreterEvidence& life : cycle.interpreters) {
    if (!life.error.empty()) writer.write(leakcheck::encode_problem(life.error));
  }
  writer.write(leakcheck::encode_cycle(cycle));
}

}  // namespace

// A storm is a cycle of its own: begin, all lives of all threads, end; so growth from storm to
// storm is measured when nothing of the runtime is left.
void drive_storm(leakcheck::Target& target, const leakcheck::Job& job,
                 leakcheck::RecordWriter& writer) {
  leakcheck::RoundEvidence round;
  if (job.probe_state) round.before = leakcheck::probe_process_state();
  for (unsigned number = 0; number < job.rounds; ++number) {
    target.begin();
    CycleEvidence cycle = storm(target, job);
    cycle.number = number;
    write(std::move(cycle), writer);
    round.process = target.end();
    std::erase_if(round.process.components, is_empty);
    leakcheck::check_between_cycles(job, number);
    writer.write(leakcheck::encode_heap(leakcheck::probe_heap()));
    if (job.probe_state && number == 0) round.warm = leakcheck::probe_process_state();
  }
  if (job.probe_state) round.last = round.after = leakcheck::probe_process_state();
  writer.write(leakcheck::encode_round(round));
}

void drive_meeting(leakcheck::Target& target, const leakcheck::Job& job,
                   leakcheck::RecordWriter& writer) {
  leakcheck::run_cycles(target, job, writer);
}

}  // namespace ouro::stress
