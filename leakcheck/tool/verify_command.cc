// ouro verify: the main job.
#include <filesystem>

#include <CLI/CLI.hpp>

#include "leakcheck/target/targets.h"
#include "leakcheck/tool/commands.h"
#include "leakcheck/tool/options.h"
#include "leakcheck/tool/verify_job.h"

namespace ouro::leakcheck {
namespace {

// A tool that needs code compiled for it sees nothing of a library that is not.
bool sees_any_library(const Detector& detector) {
  return detector.gathering != Gathering::kThread && detector.gathering != Gathering::kProgramFile;
}

void choose_detectors(VerifyArguments& arguments) {
  std::string seeing;
  for (const Detector* detector : parse_detectors(arguments.detectors)) {
    if (sees_any_library(*detector)) {
      seeing += (seeing.empty() ? "" : ",") + std::string(detector->name);
    } else if (!arguments.detectors.empty()) {
      throw UsageError(std::string(detector->name) + " looks at the bundled runtime only");
    }
  }
  arguments.detectors = seeing;
}

// A child may run elsewhere.
std::string with_absolute_path(const std::string& target) {
  const std::size_t colon = target.find(':');
  if (colon == std::string::npos || target.find('/') == std::string::npos) return target;
  return target.substr(0, colon + 1) + std::filesystem::absolute(target.substr(colon + 1)).string();
}

// What a foreign runtime cannot do is left out, or refused when it was asked for.
void choose_target(VerifyArguments& arguments) {
  VerifyOptions& plan = arguments.plan;
  const TargetKind& kind = checked_target(plan.target);
  if (kind.make == nullptr) return plan.target.clear();
  if (!plan.fault.empty()) throw UsageError("faults are planted in the bundled runtime only");
  plan.target = with_absolute_path(plan.target);
  choose_detectors(arguments);
  if (!kind.chooses_heap) arguments.heap = heap_name(Heap::kPool);
  if (!arguments.programs.empty()) return;
  if (kind.program.empty()) throw UsageError("a host needs a program to run");
  plan.programs.push_back(
      {std::string(kind.name), {ProgramKind::kCode, std::string(kind.program), {}}});
}

}  // namespace

int verify_command(int count, char** words) {
  VerifyArguments arguments;
  arguments.command = command_line(count, words);
  CLI::App app("Runs programs under every detector and gives one verdict.", "ouro verify");
  app.add_option("PROGRAM", arguments.programs, "programs; without one, stress/programs/*.py");
  declare_verify_options(app, arguments);
  app.add_option("--target", arguments.plan.target,
                 "the runtime, as NAME or NAME:LIBRARY; see `ouro list targets`");
  return guarded([&] {
    if (const int code = parse(app, count, words); code >= 0) return code;
    choose_target(arguments);
    if (arguments.programs.empty() && arguments.plan.programs.empty())
      arguments.programs = default_programs();
    return run_verify_job(arguments);
  });
}

}  // namespace ouro::leakcheck
