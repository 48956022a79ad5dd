// The `ouro` program. Running a Python program is the default and takes the shortest way there is.
#include <cstdio>
#include <cstring>

#include "leakcheck/tool/commands.h"

namespace {

using namespace ouro::leakcheck;

struct Command {
  const char* name;
  int (*run)(int count, char** arguments);
  const char* purpose;  // null: hidden
};

constexpr Command kCommands[] = {
    {"run", run_command, "run a program, in cycles or in parallel, and report its finalize"},
    {"verify", verify_command, "run programs under every detector; one verdict"},
    {"import", import_command, "findings from logs of sanitizers and Valgrind, of any program"},
    {"compare", compare_command, "what the lives of several runtimes cost and leave, in one table"},
    {"matrix", matrix_command, "plant every fault; which detector names it?"},
    {"quiet", quiet_command, "run what is clean again and again; who raises a false alarm?"},
    {"audit", audit_command, "writable process-wide state of any program or shared object"},
    {"list", list_command, "components, stages, detectors, faults, formats ..."},
    {"stress", stress_command, "collide the lives of many interpreters"},
    {"oom", oom_command, "refuse every request for memory, threads, descriptors in turn"},
    {"child", child_command, nullptr},
};

int print_help() {
  std::puts(
      "usage: ouro [FILE | -c CODE | -m MODULE | -] [ARG...]\n"
      "       ouro COMMAND --help\n\ncommands:");
  for (const Command& command : kCommands) {
    if (command.purpose != nullptr) std::printf("  %-8s %s\n", command.name, command.purpose);
  }
  return std::fflush(stdout) == 0 ? 0 : kInfrastructureError;
}

int print_version() {
  std::printf("Python 3.11.2 (Ouro %.*s)\n", static_cast<int>(kVersion.size()), kVersion.data());
  return std::fflush(stdout) == 0 ? 0 : kInfrastructureError;
}

}  // namespace

int main(int count, char** arguments) {
  if (count > 1) {
    for (const Command& command : kCommands) {
      if (std::strcmp(arguments[1], command.name) == 0) {
        return command.run(count - 1, arguments + 1);
      }
    }
    if (std::strcmp(arguments[1], "--help") == 0 || std::strcmp(arguments[1], "-h") == 0) {
      return print_help();
    }
    if (std::strcmp(arguments[1], "--version") == 0 || std::strcmp(arguments[1], "-V") == 0) {
      return print_version();
    }
  }
  return run_command(count, arguments);
}
