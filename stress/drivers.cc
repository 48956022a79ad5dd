// The drivers: a storm, where every thread is alone with its loop, a crossing and a meeting.
#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "leakcheck/probe/meeting.h"
#include "leakcheck/probe/process_state.h"
#include "leakcheck/probe/wire.h"
#include "stress/scenario.h"

namespace ouro::stress {
namespace {

using leakcheck::CycleEvidence;
using leakcheck::InterpreterEvidence;
using leakcheck::Job;
using leakcheck::Target;

bool is_empty(const leakcheck::ComponentEvidence& row) {
  return row.blocks == 0 && row.bytes == 0 && row.items == 0 && row.references == 0;
}

// One life in steps; a step whose interpreter could not be created does nothing.
class Life {
 public:
  Life(Target& target, const Job& job, unsigned slot, std::string fault)
      : target_(target), job_(job), fault_(std::move(fault)) {
    evidence_.slot = slot;
  }

  void create() {
    try {
      interpreter_ = target_.create({.heap = job_.heap,
                                     .seed = job_.seed + evidence_.slot,
                                     .fault = fault_,
                                     .program = &job_.program});
    } catch (const std::exception& error) {
      evidence_.error = error.what();
    }
  }

  void run() {
    if (interpreter_) evidence_.status = interpreter_->run(job_.program);
  }

  void finalize() {
    if (interpreter_) interpreter_->finalize(evidence_);
    interpreter_.reset();
    std::erase_if(evidence_.cleared.components, is_empty);
    std::erase_if(evidence_.ended.components, is_empty);
  }

  InterpreterEvidence take_evidence() { return std::move(evidence_); }

 private:
  Target& target_;
  const Job& job_;
  std::string fault_;
  InterpreterEvidence evidence_;
  std::unique_ptr<leakcheck::TargetInterpreter> interpreter_;
};

// Everything each thread does in one cycle; evidence stays with its thread until all are joined: a
// lock shared between them would order their steps and hide races.
using ThreadBody = void (*)(Target&, const Job&, unsigned slot, leakcheck::Meetings& meetings,
                            std::vector<InterpreterEvidence>& lives);

void storm(Target& target, const Job& job, unsigned slot, leakcheck::Meetings&,
           std::vector<InterpreterEvidence>& lives) {
  for (unsigned cycle = 0; cycle < job.cycles; ++cycle) {
    Life life(target, job, slot, job.fault);
    life.create();
    life.run();
    life.finalize();
    lives.push_back(life.take_evidence());
  }
}

struct Phase {
  std::string_view name;
  void (Life::*step)();
};

constexpr auto kPhases = std::to_array<Phase>(
    {{"create", &Life::create}, {"run", &Life::run}, {"finalize", &Life::finalize}});

struct Crossing {
  std::array<std::size_t, 2> phases;  // of even and odd threads
};

constexpr auto kCrossings =
    std::to_array<Crossing>({{{0, 0}}, {{0, 1}}, {{0, 2}}, {{1, 1}}, {{1, 2}}, {{2, 2}}});

// "race:create+run" names a crossing, and each of the two takes part in its own phase.
constexpr std::string_view kRace = "race:";

bool is_chosen(const Job& job, const Crossing& crossing) {
  if (!job.fault.starts_with(kRace)) return true;
  const auto name = [&](std::size_t thread) { return kPhases[crossing.phases[thread]].name; };
  return job.fault == std::string(kRace).append(name(0)).append("+").append(name(1));
}

// They meet again after the step: what a thread did that went on and ended is soon forgotten by a
// detector of races.
void cross_once(Life& life, std::size_t phase, leakcheck::Meetings& meetings, std::size_t& met) {
  for (std::size_t step = 0; step < kPhases.size(); ++step) {
    if (step == phase) meetings.meet(met++);
    (life.*kPhases[step].step)();
    if (step == phase) meetings.meet(met++);
  }
}

void cross(Target& target, const Job& job, unsigned slot, leakcheck::Meetings& meetings,
           std::vector<InterpreterEvidence>& lives) {
  std::size_t met = 0;
  for (unsigned cycle = 0; cycle < job.cycles; ++cycle) {
    for (const Crossing& crossing : kCrossings) {
      if (!is_chosen(job, crossing)) continue;
      const std::size_t phase = crossing.phases[slot % 2];
      const bool races = job.fault.starts_with(kRace);
      Life life(target, job, slot,
                races ? std::string(kRace).append(kPhases[phase].name) : job.fault);
      cross_once(life, phase, meetings, met);
      lives.push_back(life.take_evidence());
    }
  }
}

CycleEvidence run_threads(Target& target, const Job& job, ThreadBody body) {
  std::vector<std::vector<InterpreterEvidence>> lives(job.parallel);
  std::vector<std::thread> threads;
  leakcheck::Meetings meetings(job.parallel, 2 * job.cycles * kCrossings.size());
  const auto start = std::chrono::steady_clock::now();
  for (unsigned slot = 0; slot < job.parallel; ++slot) {
    threads.emplace_back([&, slot] { body(target, job, slot, meetings, lives[slot]); });
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

void write(const CycleEvidence& cycle, leakcheck::RecordWriter& writer) {
  for (const InterpreterEvidence& life : cycle.interpreters) {
    if (!life.error.empty()) writer.write(leakcheck::encode_problem(life.error));
  }
  writer.write(leakcheck::encode_cycle(cycle));
}

// Each round counts as one cycle: begin, all lives of all threads, end; so growth from round to
// round is measured when nothing of the runtime is left.
void drive(Target& target, const Job& job, leakcheck::RecordWriter& writer, ThreadBody body) {
  leakcheck::RoundEvidence round;
  if (job.probe_state) round.before = leakcheck::probe_process_state();
  for (unsigned number = 0; number < job.rounds; ++number) {
    target.begin();
    {
      CycleEvidence cycle = run_threads(target, job, body);
      cycle.number = number;
      write(cycle, writer);
    }
    round.process = target.end();
    std::erase_if(round.process.components, is_empty);
    leakcheck::check_between_cycles(job, number);
    writer.write(leakcheck::encode_heap(leakcheck::probe_heap()));
    if (job.probe_state && number == 0) round.warm = leakcheck::probe_process_state();
  }
  if (job.probe_state) round.last = round.after = leakcheck::probe_process_state();
  writer.write(leakcheck::encode_round(round));
}

}  // namespace

void drive_storm(Target& target, const Job& job, leakcheck::RecordWriter& writer) {
  drive(target, job, writer, storm);
}

void drive_crossing(Target& target, const Job& job, leakcheck::RecordWriter& writer) {
  drive(target, job, writer, cross);
}

void drive_meeting(Target& target, const Job& job, leakcheck::RecordWriter& writer) {
  leakcheck::run_cycles(target, job, writer);
}

}  // namespace ouro::stress
