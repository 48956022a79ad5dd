// Comparison of targets: what their lives cost and leave, measured the same way. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leakcheck/evidence.h"

namespace ouro::leakcheck {

// Empty values: it was not measured, or cannot be.
struct ComparedTarget {
  std::string name;
  std::optional<double> cycle_microseconds;  // median: create, run, finalize, and their thread
  std::optional<double> living_kilobytes;    // resident, of one more interpreter that has run
  std::optional<double> growth_bytes;        // of C heap and mappings, for each cycle
  std::optional<double> residue_kilobytes;   // of both, once: after the end against before
  std::optional<std::size_t> changed_facts;  // of the process's state
  std::vector<std::string> changes;
  std::string second_begin;                  // "yes", or how it ended
  std::optional<std::size_t> helgrind, drd;  // race contexts of two at once
  std::vector<std::string> problems;
};

// From a run of many cycles, one interpreter at a time.
void add_cycles(const Evidence& evidence, ComparedTarget& target);
// From two runs that differ in how many interpreters live at a time.
void add_living(const Evidence& one, const Evidence& many, unsigned more, ComparedTarget& target);
// From a run of several begins and ends.
void add_second_begin(const Evidence& evidence, ComparedTarget& target);

std::string render_text(const std::vector<ComparedTarget>& targets);
std::string render_markdown(const std::vector<ComparedTarget>& targets);
std::string render_json(const std::vector<ComparedTarget>& targets);

}  // namespace ouro::leakcheck
