// ouro child: the hidden command a verification runs in; a job comes in, evidence goes out.
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "leakcheck/probe/child.h"
#include "leakcheck/probe/refusal_sweep.h"
#include "leakcheck/probe/run_job.h"
#include "leakcheck/probe/wire.h"
#include "leakcheck/target/targets.h"
#include "leakcheck/tool/commands.h"
#include "leakcheck/tool/options.h"
#include "stress/scenario.h"

namespace ouro::leakcheck {
namespace {

std::string read_all(int descriptor) {
  std::string text;
  std::array<char, 4096> buffer;
  for (ssize_t got; (got = read(descriptor, buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return text;
}

// By hand: `ouro child --job JSON` repeats a run from a report, with the evidence on stdout.
struct Channel {
  std::string job;
  int result = STDOUT_FILENO;
};

Channel open_channel(int count, char** words) {
  if (count == 3 && std::strcmp(words[1], "--job") == 0) return {words[2], STDOUT_FILENO};
  if (count != 1) throw UsageError("usage: ouro child [--job JSON]");
  Channel channel{read_all(kJobDescriptor), kResultDescriptor};
  close(kJobDescriptor);
  return channel;
}

void set_limits(const Job& job) {
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  if (job.memory_megabytes == 0) return;
  const rlim_t bytes = job.memory_megabytes << 20;
  const rlimit memory{bytes, bytes};
  setrlimit(RLIMIT_AS, &memory);
}

// A tool that was killed half-way leaves no children behind.
void end_with_parent() { prctl(PR_SET_PDEATHSIG, SIGKILL); }

int run(int count, char** words) {
  end_with_parent();
  const Channel channel = open_channel(count, words);
  const Job job = decode_job(channel.job);
  set_limits(job);
  const auto target = make_target(job.target, job.heap);
  RecordWriter writer(channel.result);
  if (job.scenario == "cycles") {
    run_cycles(*target, job, writer);
  } else if (job.scenario == "refusals") {
    run_refusal_sweep(*target, job, writer);
  } else {
    stress::run_scenario(*target, job, writer);
  }
  writer.write_end();
  return 0;
}

}  // namespace

int child_command(int count, char** words) {
  return guarded([&] { return run(count, words); });
}

}  // namespace ouro::leakcheck
