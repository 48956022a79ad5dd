// The text report: culprits first, then what was run, then the last line machines read.
#include <algorithm>

#include <fmt/format.h>

#include "leakcheck/report/escape.h"
#include "leakcheck/report/renderers.h"

namespace ouro::leakcheck {
namespace {

constexpr std::size_t kShownPath = 12;
constexpr std::size_t kShownFindings = 50;

class TextReport {
 public:
  TextReport(const Report& report, TextStyle style) : report_(report), style_(style) {}

  std::string render() {
    describe_findings();
    describe_problems();
    describe_canaries();
    describe_runs();
    describe_stale();
    text_ += painted(verdict_color(), summary_line(report_)) + '\n';
    return std::move(text_);
  }

 private:
  std::string painted(std::string_view color, std::string_view text) const {
    return style_.color ? fmt::format("\033[{}m{}\033[0m", color, text) : std::string(text);
  }

  std::string_view verdict_color() const {
    return verdict_of(report_) == Verdict::kClean ? "1;32" : "1;31";
  }

  void heading(std::string_view title) { text_ += painted("1", title) + '\n'; }

  void describe_findings() {
    if (report_.findings.empty()) return;
    heading(fmt::format("FINDINGS ({})", report_.findings.size()));
    const std::size_t shown = std::min(report_.findings.size(), kShownFindings);
    for (std::size_t index = 0; index < shown; ++index) describe(report_.findings[index]);
    if (shown < report_.findings.size()) {
      text_ += fmt::format("  ... and {} more\n", report_.findings.size() - shown);
    }
    text_ += '\n';
  }

  void describe(const Finding& finding) {
    text_ += fmt::format("  {} {}  {}\n",
                         painted("31", cleaned_line(finding.detector + "/" + finding.rule)),
                         painted("1", cleaned_line(finding.subject)), cleaned_line(finding.detail));
    text_ +=
        fmt::format("      program {}{}{}, seen {}x{}, signature {}\n",
                    cleaned_line(finding.program), finding.heap.empty() ? "" : ", heap ",
                    finding.heap, finding.occurrences, witnesses_of(finding), finding.signature);
    const std::size_t shown = std::min(finding.path.size(), kShownPath);
    for (std::size_t index = 0; index < shown; ++index) {
      text_ += fmt::format("      | {}\n", cleaned_line(finding.path[index]));
    }
    if (shown < finding.path.size()) {
      text_ += fmt::format("      | ... {} more\n", finding.path.size() - shown);
    }
  }

  // Worth a word only when there is more than one.
  static std::string witnesses_of(const Finding& finding) {
    if (finding.witnesses.size() < 2) return {};
    return fmt::format(" by {}", fmt::join(finding.witnesses, ", "));
  }

  void problem(std::string_view where, std::string_view what) {
    problems_ += fmt::format("  {}: {}\n", cleaned_line(where), cleaned_line(what));
  }

  void describe_problems() {
    for (const std::string& message : report_.problems) problem("job", message);
    for (const RunReport& run : report_.runs) {
      for (const std::string& message : run.problems) {
        problem(run.heap.empty() ? run.program
                                 : fmt::format("{} ({}, {})", run.program, run.gathering, run.heap),
                message);
      }
    }
    for (const CanaryReport& canary : report_.canaries) {
      if (canary.seen) continue;
      problem(fmt::format("canary {} of {}", canary.name, canary.detector), canary.message);
    }
    if (problems_.empty()) return;
    heading(fmt::format("INFRASTRUCTURE ({})", count_problems(report_)));
    text_ += problems_ + '\n';
  }

  void describe_canaries() {
    if (report_.canaries.empty()) return;
    heading(fmt::format("CANARIES ({}/{} seen)", count_seen_canaries(report_),
                        report_.canaries.size()));
    for (const CanaryReport& canary : report_.canaries) {
      text_ += fmt::format("  {} {}/{}: {}\n",
                           canary.seen ? painted("32", "seen  ") : painted("31", "UNSEEN"),
                           canary.detector, canary.name, canary.mistake);
    }
    text_ += '\n';
  }

  void describe_runs() {
    if (report_.runs.empty()) return;
    heading(fmt::format("RUNS ({}{})", report_.runs.size(),
                        style_.lists_runs ? "" : "; clean ones are not listed"));
    for (const RunReport& run : report_.runs) {
      if (!style_.lists_runs && run.problems.empty() && run.findings == 0) continue;
      text_ += fmt::format("  {:<28} {:<9} {}{}\n", cleaned_line(run.program), run.gathering,
                           lives_of(run), outcome_of(run));
    }
    text_ += '\n';
  }

  // A log that was read has none.
  static std::string lives_of(const RunReport& run) {
    if (run.parallel == 0) return {};
    return fmt::format("{:<7} {:>3} cycles x{} {:>7.2f} s  ", run.heap, run.cycles, run.parallel,
                       run.seconds);
  }

  std::string outcome_of(const RunReport& run) const {
    if (!run.problems.empty()) return painted("31", "infrastructure error");
    if (run.findings != 0) return painted("31", fmt::format("{} findings", run.findings));
    return painted("32", "clean");
  }

  void describe_stale() {
    for (const std::string& entry : report_.stale_suppressions) {
      text_ += fmt::format("stale suppression, remove it: {}\n", cleaned_line(entry));
    }
    for (const std::string& note : report_.notes) {
      text_ += fmt::format("note: {}\n", cleaned_line(note));
    }
    if (report_.suppressed != 0) text_ += fmt::format("{} suppressed\n", report_.suppressed);
  }

  const Report& report_;
  TextStyle style_;
  std::string text_;
  std::string problems_;
};

}  // namespace

std::string render_text(const Report& report, TextStyle style) {
  return TextReport(report, style).render();
}

std::string render_text(const Report& report) { return render_text(report, {}); }

const Renderer* find_renderer(std::string_view name) {
  const auto found = std::ranges::find(kRenderers, name, &Renderer::name);
  return found == kRenderers.end() ? nullptr : &*found;
}

}  // namespace ouro::leakcheck
