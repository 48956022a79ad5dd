// ouro run: a program as python3.11 would run it; in cycles, in parallel, with a report, if asked.
//
// Arguments are read by hand and the plain case goes straight to the runtime: start-up time counts.
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string_view>

#include <fmt/format.h>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/probe/replay.h"
#include "leakcheck/probe/run_job.h"
#include "leakcheck/report/chart.h"
#include "leakcheck/report/escape.h"
#include "leakcheck/report/out_directory.h"
#include "leakcheck/report/report.h"
#include "leakcheck/target/bundled_target.h"
#include "leakcheck/tool/commands.h"

namespace ouro::leakcheck {
namespace {

constexpr const char* kUsage =
    "usage: ouro [FILE | -c CODE | -m MODULE | -] [ARG...]\n"
    "       ouro run [--cycles N] [--parallel N] [--heap pool|malloc] [--report]\n"
    "                [--memory-max SIZE] [--instructions-max N] [--milliseconds-max N]\n"
    "                (FILE | -c CODE | -m MODULE | -) [ARG...]\n";

struct Request {
  Job job;
  bool measured = false;  // any option that needs more than the direct way
  bool report = false;
  bool help = false;
  bool has_program = false;
};

int usage_error(const char* what, const char* which) {
  std::fprintf(stderr, "ouro: %s%s\n%s", what, which, kUsage);
  return kUsageError;
}

template <typename Number>
bool read_number(const char* text, Number& number) {
  const char* end = text + std::strlen(text);
  const auto result = std::from_chars(text, end, number);
  return result.ec == std::errc() && result.ptr == end && number > 0;
}

// 4096, 64K, 100M, 2G: bytes.
bool read_size(std::string text, std::uint64_t& bytes) {
  constexpr std::string_view kUnits = "KMG";
  const std::size_t unit = text.empty() ? kUnits.npos : kUnits.find(text.back());
  if (unit != kUnits.npos) text.pop_back();
  if (!read_number(text.c_str(), bytes)) return false;
  const auto shift = unit == kUnits.npos ? 0 : 10 * (unit + 1);
  if (bytes > UINT64_MAX >> shift) return false;
  bytes <<= shift;
  return true;
}

class ArgumentReader {
 public:
  ArgumentReader(int count, char** words) : words_(words + 1), left_(count - 1) {}

  // Null, or what is wrong; `which()` is the word it is about.
  const char* read(Request& request) {
    while (left_ > 0 && !request.has_program) {
      which_ = *words_;
      if (const char* error = read_word(request)) return error;
    }
    for (; left_ > 0; next()) request.job.program.arguments.emplace_back(*words_);
    return nullptr;
  }

  const char* which() const { return which_; }

 private:
  const char* next() {
    --left_;
    return *words_++;
  }

  const char* read_word(Request& request) {
    const std::string_view word = next();
    if (word == "--cycles") return read_count(request, request.job.cycles);
    if (word == "--parallel") return read_count(request, request.job.parallel);
    if (word == "--heap") return read_heap(request);
    if (word == "--memory-max") return read_memory(request);
    if (word == "--instructions-max") return read_limit(request.job.limits.instructions);
    if (word == "--milliseconds-max") return read_limit(request.job.limits.milliseconds);
    if (word == "--report") {
      request.report = request.measured = true;
      return nullptr;
    }
    if (word == "--help" || word == "-h") {
      request.help = request.has_program = true;
      return nullptr;
    }
    if (word == "-c") return read_program(request, ProgramKind::kCode);
    if (word == "-m") return read_program(request, ProgramKind::kModule);
    // No site, user or environment settings are read in any case.
    if (word == "-S" || word == "-s" || word == "-E" || word == "-I" || word == "-B") {
      return nullptr;
    }
    if (word.size() > 1 && word[0] == '-') return "unknown option: ";
    request.has_program = true;
    const bool input = word == "-";
    request.job.program.kind = input ? ProgramKind::kStandardInput : ProgramKind::kFile;
    if (!input) request.job.program.text = word;
    return nullptr;
  }

  const char* read_count(Request& request, unsigned& number) {
    request.measured = true;
    return left_ > 0 && read_number(next(), number) ? nullptr : "a number is missing after ";
  }

  const char* read_limit(std::uint64_t& limit) {
    return left_ > 0 && read_number(next(), limit) ? nullptr : "a number is missing after ";
  }

  const char* read_memory(Request& request) {
    const bool good = left_ > 0 && read_size(next(), request.job.limits.memory_bytes);
    return good ? nullptr : "a size such as 64M is missing after ";
  }

  const char* read_heap(Request& request) {
    request.measured = true;
    const std::string_view name = left_ > 0 ? next() : "";
    request.job.heap = name == "malloc" ? Heap::kMalloc : Heap::kPool;
    return name == "malloc" || name == "pool" ? nullptr : "pool or malloc is missing after ";
  }

  const char* read_program(Request& request, ProgramKind kind) {
    if (left_ == 0) return "argument expected for the option ";
    request.has_program = true;
    request.job.program.kind = kind;
    request.job.program.text = next();
    return nullptr;
  }

  char** words_;
  int left_;
  const char* which_ = "";
};

void print_stages(const RunReport& run) {
  for (const StageTotal& stage : run.stages) {
    std::fprintf(stderr, "  %-24s %10s\n", cleaned_line(stage.name).c_str(),
                 readable_time(stage.nanoseconds / (stage.count == 0 ? 1 : stage.count)).c_str());
  }
}

void print_report(const Evidence& evidence, const Findings& findings) {
  RunReport run;
  summarize_evidence(evidence, run);
  std::fprintf(stderr, "finalize: %s\n",
               findings.empty() ? "clean, nothing left behind" : "NOT CLEAN");
  for (const Finding& finding : findings) {
    std::fprintf(stderr, "  %s %s: %s\n", finding.rule.c_str(),
                 cleaned_line(finding.subject).c_str(), cleaned_line(finding.detail).c_str());
    for (const std::string& step : finding.path)
      std::fprintf(stderr, "    %s\n", cleaned_line(step).c_str());
  }
  print_stages(run);
}

int run_measured(const Request& request) {
  const auto target = make_bundled_target();
  Evidence evidence;
  evidence.rounds.emplace_back();
  target->begin();
  int status = 0;
  for (unsigned number = 0; number < request.job.cycles; ++number) {
    evidence.cycles.push_back(run_cycle(*target, request.job, number));
    for (const InterpreterEvidence& interpreter : evidence.cycles.back().interpreters) {
      if (!interpreter.error.empty()) throw std::runtime_error(interpreter.error);
      if (status == 0) status = interpreter.status;
    }
    // A million cycles must not need a million records.
    if (!request.report) evidence.cycles.clear();
  }
  evidence.rounds[0].process = target->end();
  if (request.report && forgot_handles(evidence)) {
    const OutDirectory scratch;
    replay_forgotten({.job = request.job, .directory = scratch.path(), .name = "run"}, evidence);
  }
  const Findings findings = merged(find_in_census(evidence));
  if (request.report) print_report(evidence, findings);
  return status != 0 ? status : findings.empty() ? 0 : 1;
}

// As python3.11 does, before anything is started.
int check_file(const char* path) {
  struct stat status = {};
  if (stat(path, &status) == 0) return 0;
  const int error = errno;
  char folder[PATH_MAX] = "";
  const bool relative = path[0] != '/' && getcwd(folder, sizeof(folder)) != nullptr;
  std::fprintf(stderr, "ouro: can't open file '%s%s%s': [Errno %d] %s\n", folder,
               relative ? "/" : "", path, error, std::strerror(error));
  return kUsageError;
}

int run(const Request& request) {
  if (request.job.program.kind == ProgramKind::kFile) {
    if (const int code = check_file(request.job.program.text.c_str()); code != 0) return code;
  }
  // As for any host of programs: what nobody reads any more is an exception, not the end.
  std::signal(SIGPIPE, SIG_IGN);
  if (!request.measured) return run_program_directly(request.job.program, request.job.limits);
  try {
    return run_measured(request);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "ouro: %s\n", error.what());
    return kInfrastructureError;
  }
}

}  // namespace

int run_command(int count, char** words) {
  Request request;
  ArgumentReader reader(count, words);
  if (const char* error = reader.read(request)) return usage_error(error, reader.which());
  if (request.help) return std::fputs(kUsage, stdout) < 0 ? kInfrastructureError : 0;
  if (!request.has_program) {
    if (isatty(STDIN_FILENO) == 1) return usage_error("there is no interactive mode yet", "");
    request.job.program.kind = ProgramKind::kStandardInput;
  }
  return run(request);
}

}  // namespace ouro::leakcheck
