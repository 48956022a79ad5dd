// The fault matrix: how each kind of fault is run, and what counts as caught.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "leakcheck/finding.h"
#include "leakcheck/gathering.h"
#include "leakcheck/job.h"
#include "leakcheck/report/report.h"
#include "leakcheck/target/target.h"

namespace ouro::leakcheck {

extern const std::string_view kUseProgram, kLastWordsProgram, kShortProgram;

// How the runs of one kind of fault look, with the fault and without it.
struct FaultKind {
  std::string_view name;
  const std::string_view* program = &kUseProgram;
  std::string_view own_program = {};  // instead, of one fault
  std::string_view scenario = "cycles";
  Lives lives = Lives::kTogether;
  unsigned parallel = 1;
  unsigned repeats = 1;                // a race is a matter of luck
  unsigned needed = 1;                 // so many of them must show it
  std::string_view trace = {};         // what a finding must name; empty: the fault's subject
  std::optional<Gathering> only = {};  // where it shows; no other tool would say more
  Refused refused = Refused::kMemory;  // in the scenario of refusals

  std::string_view text() const { return own_program.empty() ? *program : own_program; }
};

// Of "share:small_ints": the row of "share". Throws std::out_of_range for an unknown kind.
FaultKind fault_kind(std::string_view fault);
// The same with what this one fault has of its own, which must outlive it.
FaultKind arrangement_of(const PlantableFault& fault);

// Can a run of this kind show its fault to a detector of this gathering at all? One interpreter
// does not race, and a race is nothing but that.
bool is_worth_running(const FaultKind& kind, Gathering gathering);

// A fault that no witness without a table can see, and why. `stages` counts it all the same.
struct Unseen {
  std::string_view fault;
  std::string_view reason;
};

// Whoever can say something about a fault: a rule of the census, or another detector.
struct Witness {
  unsigned named = 0;         // runs in which it named the component or stage
  unsigned noticed = 0;       // in which it found something else
  bool reads_tables = false;  // it believes the table that the planter of the fault uses, too
};

enum class FaultOutcome : std::uint8_t {
  kCaught,      // named, and seen by a witness that reads no table
  kByTable,     // seen only by witnesses that read a table
  kNoticed,     // there are findings, none names it
  kDied,        // the child did not come back with evidence
  kMissed,      // nothing at all
  kEquivalent,  // nothing at all, and the table of the unseen says why
};

struct FaultResult {
  std::string fault;
  FaultKind kind = fault_kind(fault);
  std::map<std::string, Witness> witnesses = {};
  std::string death = {};        // what happened to the child, if it died
  std::string_view reason = {};  // of one that is listed as unseen
  FaultOutcome outcome = FaultOutcome::kMissed;
};

// "skip_clear:interned_strings" -> "interned_strings"; "swap_set_up:threads/interpreter_lock" ->
// "threads".
std::string fault_subject(std::string_view fault);

// Does the finding name the component or stage, written any way (InternedStrings,
// interned_strings)?
bool names_subject(const Finding& finding, std::string_view subject);

// Who found it: the census answers many questions, each is a witness of its own.
std::string witness_of(const Finding& finding);
bool reads_tables(const Finding& finding);

// What a program prints with the fault and without it: the first line that is missing, or one too
// many.
Findings find_other_words(std::string_view usual, std::string_view faulty);

// What the runtime said when it gave up, as problems of a run quote it.
Findings find_failed_checks(const std::vector<std::string>& problems);

// Was it ended because it would not end? Then what it did not come to say counts, too.
bool hangs(const RunReport& run);

// Adds what one run found.
void add_evidence(FaultResult& result, const Findings& findings);

void judge_fault(FaultResult& result);

struct MatrixScore {
  std::size_t faults = 0;
  std::size_t detected = 0;    // named by anyone
  std::size_t caught = 0;      // and seen by a witness that reads no table
  std::size_t tools = 0;       // named or noticed by a tool that knows nothing of this runtime
  std::size_t equivalent = 0;  // listed, and nobody named it
  std::size_t listed = 0;
  std::size_t stale = 0;  // listed, but seen without a table
  bool is_complete() const { return stale == 0 && caught + listed == faults; }
};

MatrixScore score_of(const std::vector<FaultResult>& results);

std::string render_matrix(const std::vector<FaultResult>& results);
std::string render_score(const MatrixScore& score);

}  // namespace ouro::leakcheck
