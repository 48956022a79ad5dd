// Options that commands share: names -> rows of tables, program paths, and errors -> exit codes.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/job.h"
#include "leakcheck/target/target.h"

namespace CLI {
class App;
}

namespace ouro::leakcheck {

struct TargetKind;

// Ends the program with kUsageError.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// "a,b" -> {"a", "b"}; empty names are dropped.
std::vector<std::string> split_names(std::string_view list);

// Empty: all of them that run by default. All three throw UsageError.
std::vector<const Detector*> parse_detectors(std::string_view list);
std::vector<Heap> parse_heaps(std::string_view name);
PlantableFault find_fault(std::string_view name);
const TargetKind& checked_target(std::string_view specification);  // throws UsageError

// An absolute path of a readable file that is no directory; throws UsageError.
std::string checked_program(const std::string& path);

// The programs of the source tree or of the installation, sorted; throws UsageError if there are
// none.
std::vector<std::string> default_programs();

// Negative: go on. Otherwise the exit code: 0 after --help, kUsageError after a mistake.
int parse(CLI::App& app, int count, char** words);

// What was typed, for reports.
std::string command_line(int count, char** words);

// Runs a command's body; errors become one line on stderr and an exit code.
int guarded(const std::function<int()>& body);

}  // namespace ouro::leakcheck
