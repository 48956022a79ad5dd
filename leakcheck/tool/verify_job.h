// The verify job: options -> runs -> verdict and reports. `ouro verify` and `ouro stress` are two
// command lines for it.
#pragma once

#include <string>
#include <vector>

#include "leakcheck/tool/execute.h"
#include "leakcheck/tool/options.h"
#include "leakcheck/tool/plan.h"
#include "leakcheck/tool/publish.h"

namespace ouro::leakcheck {

struct VerifyArguments {
  VerifyOptions plan;                 // its programs and detectors come from the texts below
  std::vector<std::string> programs;  // paths
  std::string detectors;
  std::string heap = "both";
  PublishArguments publishing;
  unsigned jobs = processor_count();
  bool allow_failing = false;
  std::string command;  // what was typed
};

// Declares what both command lines share.
void declare_verify_options(CLI::App& app, VerifyArguments& arguments);

// The exit code. Throws UsageError before anything has begun.
int run_verify_job(VerifyArguments& arguments);

}  // namespace ouro::leakcheck
