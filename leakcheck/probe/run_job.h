// The driver inside a child: begin / create / run / finalize / end as a job tells, evidence to a
// pipe.
#pragma once

#include "leakcheck/job.h"
#include "leakcheck/target/target.h"

namespace ouro::leakcheck {

// Where records go, and how many went there.
class RecordWriter {
 public:
  explicit RecordWriter(int descriptor) : descriptor_(descriptor) {}
  void write(const std::string& record);  // ends the process when nobody listens any more
  std::size_t records() const { return records_; }
  // Records that a process forked by this one has written.
  void count(std::size_t records) { records_ += records; }
  void write_end();

 private:
  void write_bytes(std::string_view bytes);

  int descriptor_;
  std::size_t records_ = 0;
};

// One cycle between begin and end: every interpreter on a thread of its own, joined at the end.
CycleEvidence run_cycle(Target& target, const Job& job, unsigned number);

// Runs the job's rounds and cycles; throws what the target throws. The caller writes the end.
void run_cycles(Target& target, const Job& job, RecordWriter& writer);

// What every scenario does between two cycles, when no interpreter is alive: plant a canary once,
// ask LeakSanitizer, measure the heap.
void check_between_cycles(const Job& job, unsigned cycle);

}  // namespace ouro::leakcheck
