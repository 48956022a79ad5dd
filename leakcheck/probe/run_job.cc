// The driver inside a child: interpreters of one cycle meet at barriers, so that their lives
// overlap.
#include "leakcheck/probe/run_job.h"

#include <unistd.h>

#include <algorithm>
#include <barrier>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <thread>

#include "leakcheck/probe/canary/canary.h"
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
  Cycle(Target& target, const Job& job, unsigned number)
      : target_(target), job_(job), number_(number), barrier_(job.parallel) {
    evidence_.number = number;
    evidence_.interpreters.resize(job.parallel);
    interpreters_.resize(job.parallel);
  }

  CycleEvidence run() {
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> threads;
    for (unsigned slot = 0; slot < job_.parallel; ++slot) {
      threads.emplace_back([this, slot] { live(slot); });
    }
    // Joined before anything is checked: a dead thread's stack holds no stale pointers.
    for (std::thread& thread : threads) thread.join();
    evidence_.nanoseconds = static_cast<std::uint64_t>(
        std::chrono::nanoseconds(std::chrono::steady_clock::now() - start).count());
    return std::move(evidence_);
  }

 private:
  void live(unsigned slot) {
    InterpreterEvidence& evidence = evidence_.interpreters[slot];
    evidence.slot = slot;
    create(slot, evidence);
    barrier_.arrive_and_wait();
    if (interpreters_[slot]) evidence.status = interpreters_[slot]->run(job_.program);
    barrier_.arrive_and_wait();
    if (interpreters_[slot]) observe(slot, evidence);
    barrier_.arrive_and_wait();
    finalize(slot, evidence);
  }

  // A borrower must be created after, and finalized before, the one it borrows from.
  bool is_ordered() const {
    return job_.fault.starts_with("share") || job_.fault.starts_with("alias");
  }

  void create(unsigned slot, InterpreterEvidence& evidence) {
    if (is_ordered() && slot != 0) barrier_.arrive_and_wait();
    try {
      // The owner stays as it is; borrowers carry the fault.
      const bool faulty = !is_ordered() || slot != 0;
      interpreters_[slot] = target_.create(
          {.heap = job_.heap,
           .limits = job_.limits,
           .seed = job_.seed,
           .fault = faulty ? job_.fault : std::string(),
           .share_from = is_ordered() && slot != 0 ? interpreters_[0].get() : nullptr,
           .program = &job_.program});
    } catch (const std::exception& error) {
      evidence.error = error.what();
    }
    if (!is_ordered() || slot == 0) barrier_.arrive_and_wait();
  }

  void observe(unsigned slot, InterpreterEvidence& evidence) {
    if (number_ < kFullCycles) evidence.running = interpreters_[slot]->census();
    if (number_ != 0 || slot != 0 || job_.canary != "lost_reference") return;
    if (!interpreters_[slot]->lose_reference()) {
      evidence.error = "the canary could not take a reference";
    }
  }

  void finalize(unsigned slot, InterpreterEvidence& evidence) {
    if (is_ordered() && slot == 0) barrier_.arrive_and_wait();
    if (interpreters_[slot]) {
      interpreters_[slot]->finalize(evidence);
      interpreters_[slot].reset();
    }
    if (!is_ordered() || slot != 0) barrier_.arrive_and_wait();
    std::erase_if(evidence.cleared.components, is_empty);
    std::erase_if(evidence.ended.components, is_empty);
  }

  Target& target_;
  const Job& job_;
  unsigned number_;
  std::barrier<> barrier_;
  CycleEvidence evidence_;
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
    target_.begin();
    for (unsigned cycle = 0; cycle < job_.cycles; ++cycle) run_cycle(cycle);
    evidence_.process = target_.end();
    std::erase_if(evidence_.process.components, is_empty);
    probe(evidence_.after);
    writer_.write(encode_round(evidence_));
  }

 private:
  // The heap is measured when the cycle's own evidence is freed, so that it is no part of it.
  void run_cycle(unsigned number) {
    write_cycle(Cycle(target_, job_, number).run());
    check_between_cycles(job_, evidence_.round * job_.cycles + number);
    writer_.write(encode_heap(probe_heap()));
    if (number == 0) probe(evidence_.warm);
    if (number + 1 == job_.cycles) probe(evidence_.last);
  }

  void write_cycle(CycleEvidence cycle) {
    cycle.round = evidence_.round;
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
  return Cycle(target, job, number).run();
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
