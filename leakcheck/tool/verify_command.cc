// ouro verify: the main job.
#include <CLI/CLI.hpp>

#include "leakcheck/tool/commands.h"
#include "leakcheck/tool/verify_job.h"

namespace ouro::leakcheck {

int verify_command(int count, char** words) {
  VerifyArguments arguments;
  arguments.command = command_line(count, words);
  CLI::App app("Runs programs under every detector and gives one verdict.", "ouro verify");
  app.add_option("PROGRAM", arguments.programs, "programs; without one, stress/programs/*.py");
  declare_verify_options(app, arguments);
  return guarded([&] {
    if (const int code = parse(app, count, words); code >= 0) return code;
    if (arguments.programs.empty()) arguments.programs = default_programs();
    return run_verify_job(arguments);
  });
}

}  // namespace ouro::leakcheck
