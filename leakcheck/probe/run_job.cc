// The driver inside a child: interpreters of one cycle meet at barriers, so that their lives
// overlap.
#include "leakcheck/probe/run_job.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "leakcheck/probe/canary/canary.h"
#include "leakcheck/probe/meeting.h"
#include "leakcheck/probe/process_state.h"
#include "leakcheck/probe/wire.h"

extern "C" int __lsan_do_recoverable_leak_check() __attribute__((weak));

namespace ouro::leakcheck {
namespace {

// Addresses and held rows say everything; empty rows of every cycle would fill the pipe.
constexpr unsigned kFullCycles = 2;

bool is_empty(const ComponentEvidence& row) {
  return row.blocks == 0 && row.bytes == 0 && row.items == 0 && row.references == 0;
}

class Cycle {
 public:
  Cycle(Target& target, const Job& job, RecordWriter* writer, CycleEvidence& evidence)
      : target_(target),
        job_(job),
        writer_(writer),
        meetings_(job.parallel, kMeetingsMax),
        evidence_(evidence) {
    evidence_.interpreters.resize(job.parallel);
    interpreters_.resize(job.parallel);
  }

  void run() {
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> threads;
    for (unsigned slot = 0; slot < job_.parallel; ++slot) {
      threads.emplace_back([this, slot] { live(slot); });
    }
    // Joined before anything is checked: a dead thread's stack holds no stale pointers.
    for (std::thread& thread : threads) thread.join();
    evidence_.nanoseconds = static_cast<std::uint64_t>(
        std::chrono::nanoseconds(std::chrono::steady_clock::now() - start).count());
  }

 private:
  static constexpr std::size_t kMeetingsMax = 5;

  void live(unsigned slot) {
    InterpreterEvidence& evidence = evidence_.interpreters[slot];
    evidence.slot = slot;
    std::size_t met = 0;
    take_turns(met, is_borrower(slot), [&] { create(slot, evidence); });
    meetings_.meet(met++);
    run_program(slot, evidence);
    meetings_.meet(met++);
    if (job_.probe_alive && slot == 0) evidence_.resident_alive = resident_bytes();
    observe(slot, evidence);
    plant_canary(slot, evidence);
    meetings_.meet(met++);
    take_turns(met, is_borrower(slot) == (job_.lives == Lives::kLenderFirst),
               [&] { finalize(slot, evidence); });
  }

  bool borrows() const { return job_.lives != Lives::kTogether; }
  bool is_borrower(unsigned slot) const { return borrows() && slot != 0; }

  // Together, or one group after the other.
  void take_turns(std::size_t& met, bool is_second, auto step) {
    if (borrows() && is_second) meetings_.meet(met++);
    step();
    if (borrows() && !is_second) meetings_.meet(met++);
  }

  void create(unsigned slot, InterpreterEvidence& evidence) {
    try {
      // The lender stays as it is; borrowers carry the fault.
      interpreters_[slot] =
          target_.create({.heap = job_.heap,
                          .limits = job_.limits,
                          .seed = job_.seed,
                          .watched_handle = job_.watched_handle,
                          .fault = is_borrower(slot) || !borrows() ? job_.fault : std::string(),
                          .lender = is_borrower(slot) ? interpreters_[0].get() : nullptr,
                          .borrowed = [this, slot](auto names) { write_early(slot, names); },
                          .program = &job_.program,
                          .unborn = &evidence});
    } catch (const std::exception& error) {
      evidence.error = error.what();
    }
  }

  // What is borrowed may end the process any time now: what can be seen already must not be lost.
  void write_early(unsigned slot, const std::vector<std::string>& foreign) {
    if (writer_ == nullptr) return;
    CycleEvidence early;
    early.round = evidence_.round;
    early.number = evidence_.number;
    early.interpreters.resize(1);
    early.interpreters[0].slot = slot;
    early.interpreters[0].foreign = foreign;
    const std::lock_guard lock(writing_);
    writer_->write(encode_cycle(early));
  }

  void run_program(unsigned slot, InterpreterEvidence& evidence) {
    if (interpreters_[slot]) evidence.status = interpreters_[slot]->run(job_.program);
  }

  void observe(unsigned slot, InterpreterEvidence& evidence) {
    if (!interpreters_[slot] || evidence_.number >= kFullCycles) return;
    if (!target_.is_transparent()) return;
    evidence.running = interpreters_[slot]->census();
    evidence.foreign.clear();
    for (const auto& other : interpreters_) {
      if (!other || other == interpreters_[slot]) continue;
      for (std::string& name : interpreters_[slot]->pointers_into(*other)) {
        evidence.foreign.push_back(std::move(name));
      }
    }
  }

  void plant_canary(unsigned slot, InterpreterEvidence& evidence) {
    if (!interpreters_[slot] || evidence_.number != 0 || slot != 0) return;
    if (job_.canary == "lost_reference" && !interpreters_[slot]->lose_reference()) {
      evidence.error = "the canary could not take a reference";
    }
  }

  void finalize(unsigned slot, InterpreterEvidence& evidence) {
    // What still uses a dead lender shows it.
    if (is_borrower(slot) && job_.lives == Lives::kLenderFirst) run_program(slot, evidence);
    if (interpreters_[slot]) {
      interpreters_[slot]->finalize(evidence);
      interpreters_[slot].reset();
    }
    std::erase_if(evidence.cleared.components, is_empty);
    std::erase_if(evidence.ended.components, is_empty);
  }

  Target& target_;
  const Job& job_;
  RecordWriter* writer_;  // null: nobody waits for early news
  std::mutex writing_;
  Meetings meetings_;
  CycleEvidence& evidence_;
  std::vector<std::unique_ptr<TargetInterpreter>> interpreters_;
};

class Round {
 public:
  Round(Target& target, const Job& job, RecordWriter& writer, unsigned number)
      : target_(target), job_(job), writer_(writer) {
    evidence_.round = number;
  }

  void run() {
    probe(evidence_.before);
    warm_up();
    evidence_.heap_before = probe_heap();
    target_.begin();
    for (unsigned cycle = 0; cycle < job_.cycles; ++cycle) run_cycle(cycle);
    evidence_.process = target_.end();
    std::erase_if(evidence_.process.components, is_empty);
    evidence_.heap_after = probe_heap();
    probe(evidence_.after);
    writer_.write(encode_round(evidence_));
  }

 private:
  // The C library keeps the stack and the heap of the first thread for the next one.
  static void warm_up() {
    std::thread([] { std::free(std::malloc(1)); }).join();
  }

  // The heap is measured when the cycle's own evidence is freed, so that it is no part of it.
  void run_cycle(unsigned number) {
    CycleEvidence cycle;
    cycle.round = evidence_.round;
    cycle.number = number;
    Cycle(target_, job_, &writer_, cycle).run();
    write_cycle(cycle);
    cycle = {};
    check_between_cycles(job_, evidence_.round * job_.cycles + number);
    writer_.write(encode_heap(probe_heap(target_.kept_bytes())));
    if (number == 0) probe(evidence_.warm);
    if (number + 1 == job_.cycles) probe(evidence_.last);
  }

  void write_cycle(const CycleEvidence& cycle) {
    for (const InterpreterEvidence& interpreter : cycle.interpreters) {
      if (!interpreter.error.empty()) writer_.write(encode_problem(interpreter.error));
    }
    writer_.write(encode_cycle(cycle));
  }

  void probe(ProcessState& state) {
    if (job_.probe_state) state = probe_process_state();
  }

  Target& target_;
  const Job& job_;
  RecordWriter& writer_;
  RoundEvidence evidence_;
};

}  // namespace

void RecordWriter::write(const std::string& record) {
  ++records_;
  write_bytes(record);
}

void RecordWriter::write_end() { write_bytes(encode_end(records_)); }

void RecordWriter::write_bytes(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) std::_Exit(3);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

CycleEvidence run_cycle(Target& target, const Job& job, unsigned number) {
  CycleEvidence cycle;
  cycle.number = number;
  Cycle(target, job, nullptr, cycle).run();
  return cycle;
}

void check_between_cycles(const Job& job, unsigned cycle) {
  const Canary* canary = find_canary(job.canary);
  if (cycle == 0 && canary != nullptr && canary->plant != nullptr) canary->plant();
  if (job.probe_leaks && __lsan_do_recoverable_leak_check != nullptr) {
    __lsan_do_recoverable_leak_check();
  }
}

void run_cycles(Target& target, const Job& job, RecordWriter& writer) {
  for (unsigned round = 0; round < job.rounds; ++round) Round(target, job, writer, round).run();
}

}  // namespace ouro::leakcheck
