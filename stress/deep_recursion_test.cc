// Every way down, on stacks of three sizes: it ends in the language, never in a crash. Each runs in
// a process of its own, on a native thread such as a host may have made.
#include "stress/deep_recursion.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "finalize/finalize.h"
#include "runtime/host/program.h"

namespace ouro::stress {
namespace {

constexpr std::size_t kStacks[] = {64 << 10, 256 << 10, 8 << 20};
constexpr int kClean = 0, kNotStarted = 40, kFailed = 41, kLeft = 42, kNoThread = 43;

struct Life {
  std::string source;
  int outcome = kNoThread;
};

// Too large for the smallest stack.
struct Places {
  Process process;
  Interpreter interpreter;
  FinalizeReport report;
  Census<Process> ended;
};

int live(Places& places, const std::string& source) {
  if (!start(places.process).ok() || !start(places.process, places.interpreter).ok())
    return kNotStarted;
  const ProgramEnd end =
      run_program_to_end(places.interpreter.thread(), {Program::Kind::kText, source});
  finalize(places.process, places.interpreter, places.report);
  finalize(places.process, places.ended);
  const bool left = places.report.finding_count > 0 || places.report.ended.memory.blocks > 0;
  return end.exit_code != 0 ? kFailed : left ? kLeft : kClean;
}

void* run_life(void* argument) {
  auto* life = static_cast<Life*>(argument);
  const auto places = std::make_unique<Places>();
  life->outcome = live(*places, life->source);
  return nullptr;
}

int run_on_stack(Life& life, std::size_t bytes) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, bytes);
  pthread_t thread;
  if (pthread_create(&thread, &attributes, run_life, &life) == 0) pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  return life.outcome;
}

std::string describe(int status) {
  if (WIFSIGNALED(status)) return strsignal(WTERMSIG(status));
  switch (WEXITSTATUS(status)) {
    case kClean: return "clean";
    case kNotStarted: return "it did not start";
    case kFailed: return "the program failed";
    case kLeft: return "something was left behind";
    default: return "status " + std::to_string(WEXITSTATUS(status));
  }
}

std::string outcome_of(const DeepProgram& program, std::size_t stack) {
  const pid_t process = fork();
  if (process == 0) {
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    alarm(300);
    Life life{source_of(program)};
    _exit(run_on_stack(life, stack));
  }
  int status = 0;
  waitpid(process, &status, 0);
  return describe(status);
}

class DeepRecursion : public testing::TestWithParam<std::size_t> {};

TEST_P(DeepRecursion, EndsInTheLanguage) {
  const DeepProgram& program = deep_programs()[GetParam()];
  for (const std::size_t stack : kStacks) {
    EXPECT_EQ(outcome_of(program, stack), "clean")
        << program.name << " on " << stack / 1024 << " KiB";
  }
}

std::string name_of_case(const testing::TestParamInfo<std::size_t>& info) {
  std::string name(deep_programs()[info.param].name);
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(WaysDown, DeepRecursion,
                         testing::Range(std::size_t{0}, deep_programs().size()), name_of_case);

}  // namespace
}  // namespace ouro::stress
