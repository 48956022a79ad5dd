// Quiet: how often a detector raises its voice where there is nothing to find.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/finding.h"

namespace ouro::leakcheck {

// What one detector said over all runs of the same clean scenario.
struct QuietTally {
  std::string detector;
  unsigned runs = 0;
  unsigned alarms = 0;                         // runs in which it found anything
  unsigned failures = 0;                       // runs whose evidence cannot be trusted
  double shortest = 0;                         // seconds of a run
  std::map<std::string, unsigned> found = {};  // what, and in how many runs
};

// Adds one run, whose findings may be those of several detectors.
void add_run(QuietTally& tally, const Findings& findings, const std::vector<std::string>& problems,
             double seconds);

// How many cycles should last `wanted` seconds when `cycles` lasted `seconds`; `cycles` if that is
// enough.
unsigned more_cycles(unsigned cycles, double seconds, double wanted);

std::string render_tallies(const std::vector<QuietTally>& tallies);

}  // namespace ouro::leakcheck
