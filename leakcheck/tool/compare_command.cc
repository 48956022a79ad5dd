// ouro compare: one table of targets, from the same measurements in one run.
#include <algorithm>
#include <array>
#include <cstdio>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/probe/gather.h"
#include "leakcheck/report/out_directory.h"
#include "leakcheck/target/targets.h"
#include "leakcheck/tool/commands.h"
#include "leakcheck/tool/compare.h"
#include "leakcheck/tool/execute.h"
#include "leakcheck/tool/options.h"

namespace ouro::leakcheck {
namespace {

struct Format {
  std::string_view name;
  std::string (*render)(const std::vector<ComparedTarget>&);
};

constexpr auto kFormats = std::to_array<Format>(
    {{"text", render_text}, {"markdown", render_markdown}, {"json", render_json}});

struct Arguments {
  std::vector<std::string> targets;
  unsigned cycles = 200;
  unsigned living = 16;
  double seconds = 300;
  bool races = false;
  std::string format = "text";
};

class Comparison {
 public:
  explicit Comparison(const Arguments& arguments) : arguments_(arguments) {
    for (const std::string& target : arguments.targets) targets_.push_back(target);
    if (!targets_.empty()) return;
    for (const TargetKind& kind : target_kinds()) {
      if (!kind.program.empty()) targets_.emplace_back(kind.name);
    }
  }

  std::vector<ComparedTarget> run() {
    std::vector<ComparedTarget> rows;
    for (const std::string& target : targets_) {
      if (was_interrupted()) break;
      std::fprintf(stderr, "%s\n", target.c_str());
      rows.push_back(measure(target));
    }
    return rows;
  }

 private:
  ComparedTarget measure(const std::string& name) {
    ComparedTarget row;
    row.name = name;
    const TargetKind& kind = checked_target(name);
    Job job = make_job(name, kind);
    job.cycles = arguments_.cycles;
    job.probe_state = true;
    add_cycles(gather_evidence(Gathering::kPlain, job), row);
    // A target that cannot be opened has said so.
    if (!row.cycle_microseconds.has_value()) return row;
    measure_living(name, kind, row);
    job.rounds = 2;
    job.cycles = 2;
    add_second_begin(gather_evidence(Gathering::kPlain, job), row);
    if (arguments_.races) measure_races(name, kind, row);
    return row;
  }

  void measure_living(const std::string& name, const TargetKind& kind, ComparedTarget& row) {
    const unsigned living = std::min(arguments_.living, kind.parallel_max);
    if (living < 2) return;
    Job job = make_job(name, kind);
    job.probe_alive = true;
    const Evidence one = gather_evidence(Gathering::kPlain, job);
    job.parallel = living;
    add_living(one, gather_evidence(Gathering::kPlain, job), living - 1, row);
  }

  void measure_races(const std::string& name, const TargetKind& kind, ComparedTarget& row) {
    if (kind.parallel_max < 2) return;
    Job job = make_job(name, kind);
    job.parallel = 2;
    job.cycles = 2;
    row.helgrind = count(find_in_helgrind_reports(gather_evidence(Gathering::kHelgrind, job)));
    row.drd = count(find_in_drd_reports(gather_evidence(Gathering::kDrd, job)));
  }

  static std::size_t count(Findings findings) { return merged(std::move(findings)).size(); }

  static Job make_job(const std::string& name, const TargetKind& kind) {
    Job job;
    job.target = kind.make == nullptr ? "" : name;
    job.program = {ProgramKind::kCode, std::string(kind.program), {}};
    job.probe_state = false;
    return job;
  }

  Evidence gather_evidence(Gathering gathering, const Job& job) {
    return gather({.gathering = gathering,
                   .job = job,
                   .directory = directory_.path(),
                   .name = fmt::format("{:04}", runs_++),
                   .seconds = arguments_.seconds,
                   .cancelled = was_interrupted})
        .evidence;
  }

  const Arguments& arguments_;
  const OutDirectory directory_;
  std::vector<std::string> targets_;
  unsigned runs_ = 0;
};

// Of all there are, some need not be installed; one that was named must be.
int exit_code_for(const std::vector<ComparedTarget>& rows, bool named) {
  const bool lacking =
      std::ranges::any_of(rows, [](const auto& row) { return !row.problems.empty(); });
  return (named && lacking) || was_interrupted() ? kInfrastructureError : 0;
}

}  // namespace

int compare_command(int count, char** words) {
  Arguments arguments;
  CLI::App app("Measures what the lives of several runtimes cost and leave, in one table.",
               "ouro compare");
  app.add_option("TARGET", arguments.targets,
                 "as NAME or NAME:LIBRARY; without: all that have a program");
  app.add_option("--cycles", arguments.cycles, "lives, one after the other")
      ->check(CLI::Range(20u, 100'000'000u))
      ->capture_default_str();
  app.add_option("--living", arguments.living, "interpreters alive at a time, for their memory")
      ->check(CLI::Range(2u, 1024u))
      ->capture_default_str();
  app.add_flag("--races", arguments.races, "ask helgrind and drd, too");
  app.add_option("--timeout", arguments.seconds, "seconds for one run")->check(CLI::PositiveNumber);
  app.add_option("--format", arguments.format, "text, markdown or json")
      ->check(CLI::IsMember({"text", "markdown", "json"}))
      ->capture_default_str();
  return guarded([&] {
    if (const int code = parse(app, count, words); code >= 0) return code;
    for (const std::string& target : arguments.targets) {
      if (checked_target(target).program.empty())
        throw UsageError("a host has no program to compare");
    }
    watch_interrupts();
    const auto rows = Comparison(arguments).run();
    const Format& format = *std::ranges::find(kFormats, arguments.format, &Format::name);
    std::fputs(format.render(rows).c_str(), stdout);
    return std::fflush(stdout) == 0 ? exit_code_for(rows, !arguments.targets.empty())
                                    : kInfrastructureError;
  });
}

}  // namespace ouro::leakcheck
