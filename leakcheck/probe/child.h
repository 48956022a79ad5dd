// Child: runs one command in its own process group, with limits, and collects what it wrote.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ouro::leakcheck {

// The descriptors a child finds its job and its result pipe at.
inline constexpr int kJobDescriptor = 3;
inline constexpr int kResultDescriptor = 4;

struct ChildRequest {
  std::vector<std::string> command;      // the first is an absolute path
  std::vector<std::string> environment;  // "NAME=value", on top of this process's own
  std::string job;                       // text at kJobDescriptor
  std::string output_path;               // files for its stdout and stderr
  std::string error_path;
  double seconds = 60;                   // then it is killed
  std::function<bool()> cancelled = {};  // asked while waiting
};

struct ChildOutcome {
  int status = 0;  // exit status, if no signal ended it
  int signal = 0;  // that ended it
  bool timed_out = false;
  bool cancelled = false;
  std::string failure;  // why it could not be started
  std::string result;   // what it wrote to kResultDescriptor
  double seconds = 0;
};

ChildOutcome run_child(const ChildRequest& request);

// How the line begins about one that had to be killed.
inline constexpr std::string_view kOutOfTime = "the child did not end within its time";

// Empty: it ended by itself with status 0. Otherwise one line that says what happened to it.
std::string describe_failure(const ChildOutcome& outcome);

}  // namespace ouro::leakcheck
