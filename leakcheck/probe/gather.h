// Gathering: one child run under one tool, and everything it left, as evidence.
#pragma once

#include <functional>
#include <string>

#include "leakcheck/evidence.h"
#include "leakcheck/gathering.h"
#include "leakcheck/job.h"

namespace ouro::leakcheck {

struct GatherRequest {
  Gathering gathering = Gathering::kPlain;
  Job job;
  std::string directory;  // for its logs and output; exists
  std::string name;       // of its files there
  double seconds = 60;
  bool faulty = false;  // use the build that can plant faults
  std::function<bool()> cancelled = {};
};

struct Gathered {
  Evidence evidence;
  std::string output;   // the start of the program's stdout
  std::string digest;   // of all of it
  std::string errors;   // the end of its stderr
  std::string command;  // what to type to run it again
  double seconds = 0;
  bool cancelled = false;
};

Gathered gather(const GatherRequest& request);

}  // namespace ouro::leakcheck
