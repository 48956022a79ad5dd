// Gathering: what each tool needs around a child, in one table; whatever cannot be trusted is a
// problem.
#include "leakcheck/probe/gather.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "leakcheck/probe/builds.h"
#include "leakcheck/probe/child.h"
#include "leakcheck/probe/program_file.h"
#include "leakcheck/probe/sanitizer_log.h"
#include "leakcheck/probe/valgrind_xml.h"
#include "leakcheck/probe/wire.h"

namespace ouro::leakcheck {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKeptOutput = 4096;

std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

struct Setting {
  Gathering gathering;
  Build build;
  std::vector<std::string> (*environment)(const std::string& log);
  std::vector<std::string> (*prefix)(const std::string& log);  // of the command
  void (*parse)(std::string_view log, Evidence& evidence);     // null: the tool has no log
};

std::vector<std::string> no_prefix(const std::string&) { return {}; }

std::string symbolizer_option() {
  for (const std::string_view name : {"llvm-symbolizer-19", "llvm-symbolizer"}) {
    const std::string path = find_in_path(name);
    if (!path.empty()) return ":external_symbolizer_path=" + path;
  }
  return {};
}

// Exact heap numbers: blocks that a per-thread cache keeps would count as in use.
std::vector<std::string> plain_environment(const std::string&) {
  // A build that can plant faults may be a sanitizer build; here it only takes the census.
  return {"GLIBC_TUNABLES=glibc.malloc.tcache_count=0:glibc.malloc.arena_max=1",
          "ASAN_OPTIONS=detect_leaks=0"};
}

// The driver asks for leaks itself after every cycle; a fatal error ends the child with 99.
std::vector<std::string> address_environment(const std::string& log) {
  const std::string common = fmt::format("log_path={}:{}:symbolize=1:exitcode=99{}", log,
                                         kFrameFormat, symbolizer_option());
  return {
      "ASAN_OPTIONS=detect_leaks=1:leak_check_at_exit=0:print_stacktrace=1:"
      "malloc_context_size=40:allocator_may_return_null=1:hard_rss_limit_mb=8192:" +
          common,
      "LSAN_OPTIONS=leak_check_at_exit=0:exitcode=0:print_suppressions=0:max_leaks=0:" + common,
      "UBSAN_OPTIONS=print_stacktrace=1:" + common};
}

std::vector<std::string> thread_environment(const std::string& log) {
  return {
      fmt::format("TSAN_OPTIONS=halt_on_error=0:exitcode=0:second_deadlock_stack=1:"
                  "atexit_sleep_ms=0:history_size=4:hard_rss_limit_mb=8192:log_path={}:{}{}",
                  log, kFrameFormat, symbolizer_option())};
}

// Never -q: it drops elements the XML must have. Fair scheduling keeps overlapping threads alive.
// The XML goes to a descriptor of its own, so that nothing a program prints gets into it.
std::vector<std::string> valgrind_prefix(const std::string& tool, const std::string& log,
                                         std::initializer_list<const char*> options) {
  std::vector<std::string> words{find_in_path("valgrind"),
                                 "--tool=" + tool,
                                 "--xml=yes",
                                 "--keep-debuginfo=yes",
                                 "--xml-file=" + log + ".%p",
                                 "--num-callers=40",
                                 "--fair-sched=try",
                                 "--child-silent-after-fork=yes"};
  words.insert(words.end(), options.begin(), options.end());
  return words;
}

std::vector<std::string> memcheck_prefix(const std::string& log) {
  return valgrind_prefix(
      "memcheck", log,
      {"--leak-check=full", "--show-leak-kinds=all", "--errors-for-leak-kinds=all",
       "--run-libc-freeres=yes", "--run-cxx-freeres=yes"});
}

std::vector<std::string> helgrind_prefix(const std::string& log) {
  return valgrind_prefix("helgrind", log, {"--history-level=full", "--error-limit=no"});
}

std::vector<std::string> drd_prefix(const std::string& log) {
  return valgrind_prefix("drd", log, {"--check-stack-var=no", "--error-limit=no"});
}

std::vector<std::string> valgrind_environment(const std::string&) { return {}; }

constexpr auto kSettings = std::to_array<Setting>({
    {Gathering::kPlain, Build::kSelf, plain_environment, no_prefix, nullptr},
    {Gathering::kAddress, Build::kAddress, address_environment, no_prefix, parse_sanitizer_log},
    {Gathering::kThread, Build::kThread, thread_environment, no_prefix, parse_sanitizer_log},
    {Gathering::kMemcheck, Build::kSelf, valgrind_environment, memcheck_prefix, parse_valgrind_xml},
    {Gathering::kHelgrind, Build::kSelf, valgrind_environment, helgrind_prefix, parse_valgrind_xml},
    {Gathering::kDrd, Build::kSelf, valgrind_environment, drd_prefix, parse_valgrind_xml},
});

std::string shell_quoted(std::string_view text) {
  constexpr std::string_view kSafe =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,%+@";
  if (!text.empty() && text.find_first_not_of(kSafe) == std::string_view::npos) {
    return std::string(text);
  }
  std::string quoted = "'";
  for (const char byte : text) quoted += byte == '\'' ? "'\\''" : std::string(1, byte);
  return quoted + "'";
}

std::string digest_of(std::string_view bytes) {
  std::uint64_t state = 0xcbf29ce484222325u;
  for (const char byte : bytes) state = (state ^ static_cast<unsigned char>(byte)) * 0x100000001b3u;
  return fmt::format("{:016x}", state);
}

class Run {
 public:
  Run(const GatherRequest& request, const Setting& setting)
      : request_(request),
        setting_(setting),
        base_((fs::path(request.directory) / request.name).string()),
        log_(base_ + ".log") {}

  Gathered run() {
    if (prepare()) execute();
    return std::move(gathered_);
  }

 private:
  bool prepare() {
    const FoundBuild build = find_build(
        request_.faulty && setting_.build == Build::kSelf ? Build::kFaulty : setting_.build);
    if (build.path.empty()) return refuse(build.advice);
    child_.command = setting_.prefix(log_);
    if (!child_.command.empty() && child_.command[0].empty()) {
      return refuse("valgrind is missing: install it, or leave out its detectors");
    }
    child_.command.insert(child_.command.end(), {build.path, "child"});
    child_.environment = setting_.environment(log_);
    child_.job = encode_job(request_.job);
    child_.output_path = base_ + ".out";
    child_.error_path = base_ + ".err";
    child_.seconds = request_.seconds;
    child_.cancelled = request_.cancelled;
    remove_old_logs();
    return true;
  }

  bool refuse(const std::string& problem) {
    gathered_.evidence.problems.push_back(problem);
    return false;
  }

  void execute() {
    const ChildOutcome outcome = run_child(child_);
    gathered_.seconds = outcome.seconds;
    gathered_.cancelled = outcome.cancelled;
    describe_command();
    keep_output();
    read_logs();
    decode_records(outcome.result, gathered_.evidence);
    judge(outcome);
  }

  // A child that ended early left an explanation when its tool reported a fatal error: that report
  // is a finding. Without one, nothing it wrote can be trusted.
  void judge(const ChildOutcome& outcome) {
    Evidence& evidence = gathered_.evidence;
    const std::string failure = describe_failure(outcome);
    if (explains_death(evidence)) {
      evidence.problems.clear();
      return;
    }
    if (failure.empty()) return;
    std::string problem = failure;
    if (!gathered_.errors.empty()) problem += "; its last words: " + last_line(gathered_.errors);
    evidence.problems.insert(evidence.problems.begin(), std::move(problem));
  }

  static bool explains_death(const Evidence& evidence) {
    if (evidence.complete || evidence.reports.empty()) return false;
    const std::string& tool = evidence.reports.back().tool;
    const bool log_is_unknown = std::ranges::any_of(evidence.problems, [](const auto& problem) {
      return problem.starts_with("unknown sanitizer line") ||
             problem.find("XML") != std::string::npos;
    });
    return !log_is_unknown && (tool == "asan" || tool == "ubsan" || tool == "memcheck");
  }

  static std::string last_line(std::string text) {
    while (text.ends_with('\n')) text.pop_back();
    return text.substr(text.rfind('\n') + 1).substr(0, 200);
  }

  void describe_command() {
    for (const std::string& entry : child_.environment) {
      gathered_.command += shell_quoted(entry) + ' ';
    }
    for (const std::string& word : child_.command) gathered_.command += shell_quoted(word) + ' ';
    gathered_.command += "--job " + shell_quoted(child_.job);
  }

  void keep_output() {
    gathered_.output = read_file(child_.output_path);
    gathered_.digest = digest_of(gathered_.output);
    gathered_.output.resize(std::min(gathered_.output.size(), kKeptOutput));
    gathered_.errors = read_file(child_.error_path);
    if (setting_.parse != nullptr) check_sanitizer_stderr(gathered_.errors, gathered_.evidence);
    if (gathered_.errors.size() > kKeptOutput) {
      gathered_.errors.erase(0, gathered_.errors.size() - kKeptOutput);
    }
  }

  // Tools add a process number to the name they were given.
  std::vector<fs::path> logs() const {
    std::vector<fs::path> found;
    const std::string prefix = fs::path(log_).filename().string() + '.';
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(request_.directory, error)) {
      if (entry.path().filename().string().starts_with(prefix)) found.push_back(entry.path());
    }
    std::ranges::sort(found);
    return found;
  }

  void remove_old_logs() const {
    for (const fs::path& path : logs()) fs::remove(path);
  }

  void read_logs() {
    if (setting_.parse == nullptr) return;
    const std::vector<fs::path> found = logs();
    for (const fs::path& path : found) setting_.parse(read_file(path), gathered_.evidence);
    // A sanitizer without findings writes none, but Valgrind always does.
    if (found.empty() && setting_.parse == parse_valgrind_xml) {
      gathered_.evidence.problems.emplace_back("Valgrind wrote no log");
    }
  }

  const GatherRequest& request_;
  const Setting& setting_;
  std::string base_;
  std::string log_;
  ChildRequest child_;
  Gathered gathered_;
};

Gathered gather_from_file(const GatherRequest& request) {
  Gathered gathered;
  const FoundBuild build = find_build(request.faulty ? Build::kFaulty : Build::kSelf);
  if (build.path.empty()) {
    gathered.evidence.problems.push_back(build.advice);
    return gathered;
  }
  gathered.command = "nm -C --defined-only " + shell_quoted(build.path);
  probe_program_file(build.path, gathered.evidence);
  gathered.evidence.complete = true;
  return gathered;
}

}  // namespace

Gathered gather(const GatherRequest& request) {
  if (request.gathering == Gathering::kProgramFile) return gather_from_file(request);
  const auto setting = std::ranges::find(kSettings, request.gathering, &Setting::gathering);
  return Run(request, *setting).run();
}

}  // namespace ouro::leakcheck
