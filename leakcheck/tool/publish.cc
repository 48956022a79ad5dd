// Publishing: formats come from the table of renderers, the exit code from the verdict.
#include "leakcheck/tool/publish.h"

#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "leakcheck/tool/commands.h"
#include "leakcheck/tool/progress.h"

namespace ouro::leakcheck {
namespace {

std::string read_text(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw UsageError("cannot read " + path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<const Renderer*> chosen_formats(const PublishArguments& arguments) {
  std::vector<const Renderer*> chosen;
  for (const std::string& name : split_names(arguments.formats)) {
    const Renderer* renderer = find_renderer(name);
    if (renderer == nullptr) throw UsageError("unknown format: " + name);
    chosen.push_back(renderer);
  }
  if (chosen.empty() && !arguments.out.empty()) {
    for (const Renderer& renderer : kRenderers) chosen.push_back(&renderer);
  }
  return chosen;
}

}  // namespace

void declare_publishing(CLI::App& app, PublishArguments& arguments) {
  app.add_option("--out", arguments.out, "directory for reports and logs");
  app.add_option("--format", arguments.formats, "of the reports in --out; default: all");
  app.add_option("--suppressions", arguments.suppressions, "file: pattern and reason per line");
}

Report begin_report(const std::string& command) {
  Report report;
  report.command = command;
  report.version = kVersion;
  report.started = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
  return report;
}

Publisher::Publisher(PublishArguments arguments)
    : arguments_(std::move(arguments)), formats_(chosen_formats(arguments_)) {
  if (!formats_.empty() && arguments_.out.empty()) arguments_.out = "ouro-report";
  if (!arguments_.suppressions.empty()) {
    suppressions_ = parse_suppressions(read_text(arguments_.suppressions));
  }
}

const OutDirectory& Publisher::open_directory() {
  directory_ = arguments_.out.empty() ? std::make_unique<OutDirectory>()
                                      : std::make_unique<OutDirectory>(arguments_.out);
  return *directory_;
}

void Publisher::suppress_known(Report& report) const {
  Suppressed result = suppress(std::move(report.findings), suppressions_);
  report.findings = std::move(result.left);
  report.suppressed += result.count;
  // A job that was cut short, or could not look, says nothing about what no longer happens.
  if (!report.truncated && count_problems(report) == 0) {
    report.stale_suppressions = std::move(result.stale);
  }
}

int Publisher::publish(Report& report) {
  suppress_known(report);
  for (const Renderer* renderer : formats_) {
    directory_->write(std::string(renderer->file), renderer->render(report));
  }
  if (!formats_.empty()) std::fprintf(stderr, "reports in %s\n", directory_->path().c_str());
  const std::string text = render_text(report, {wants_color(STDOUT_FILENO), false});
  std::fputs(text.c_str(), stdout);
  if (std::fflush(stdout) != 0) return kInfrastructureError;
  return exit_code_of(verdict_of(report));
}

}  // namespace ouro::leakcheck
