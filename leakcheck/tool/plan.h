// The plan: which child runs a verify job consists of. Pure: options in, runs out.
#pragma once

#include <string>
#include <vector>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/job.h"
#include "leakcheck/probe/canary/canary.h"
#include "leakcheck/tool/matrix.h"

namespace ouro::leakcheck {

struct NamedProgram {
  std::string name;  // what reports call it
  Program program;
};

struct VerifyOptions {
  std::string target;  // as in Job
  std::string scenario = "cycles";
  std::vector<NamedProgram> programs;
  std::vector<const Detector*> detectors;
  std::vector<Heap> heaps{Heap::kPool, Heap::kMalloc};
  unsigned cycles = 0;  // 0: what suits the gathering
  unsigned parallel = 2;
  unsigned rounds = 0;  // 0: what suits the gathering
  std::string fault;
  Lives lives = Lives::kTogether;      // these two: what the fault needs
  Refused refused = Refused::kMemory;  // in the scenario of refusals
  std::uint64_t seed = 0;
  double seconds = 0;  // for one run, slow tools get a multiple; 0: what suits its cycles
};

struct PlannedRun {
  std::string name;  // of the program or canary
  Gathering gathering = Gathering::kPlain;
  Job job;
  double seconds = 0;
  std::vector<const Detector*> detectors;
  const Canary* canary = nullptr;  // null: a program
};

// Lives, scenario and company without which a fault of this kind has no effect.
void arrange_for_fault(const FaultKind& kind, VerifyOptions& options);

// Canaries come first: a blind detector is known before the long work begins.
std::vector<PlannedRun> plan_runs(const VerifyOptions& options);

// "programs/nbody.py" -> "nbody.py".
std::string program_name(const std::string& path);

}  // namespace ouro::leakcheck
