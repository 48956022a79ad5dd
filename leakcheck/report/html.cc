// The HTML report: one file, no script, nothing loaded; verdict first, then culprits, then the
// rest.
#include <fmt/format.h>

#include "leakcheck/report/chart.h"
#include "leakcheck/report/escape.h"
#include "leakcheck/report/html_style.h"
#include "leakcheck/report/renderers.h"

namespace ouro::leakcheck {
namespace {

constexpr std::size_t kWarmUp = 3;

struct Words {
  std::string_view title;
  std::string_view meaning;
};

// In the order of Verdict.
constexpr auto kWords = std::to_array<Words>(
    {{"Clean", "Every detector ran, saw its own canary, and found nothing left behind."},
     {"Findings", "Something was left behind, shared or broken. Culprits come first."},
     {"Infrastructure error", "The evidence cannot be trusted: this is not a clean run."},
     {"Truncated", "The job was cut short: this is not a clean run."},
     {"Stale suppressions", "Suppressions matched nothing; remove them."}});

class HtmlReport {
 public:
  explicit HtmlReport(const Report& report) : report_(report) {}

  std::string render() {
    add_head();
    add_verdict();
    add_findings();
    add_problems();
    add_matrix();
    add_growth();
    add_stages();
    add_canaries();
    add_runs();
    add_foot();
    return std::move(html_);
  }

 private:
  template <typename... Arguments>
  void add(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    html_ += fmt::format(format, std::forward<Arguments>(arguments)...);
  }

  void add_head() {
    html_ +=
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n";
    add("<title>ouro verify: {}</title>\n<style>", name_of(verdict_of(report_)));
    html_ += kHtmlStyle;
    html_ += "</style></head><body><main>\n";
  }

  void add_verdict() {
    const Verdict verdict = verdict_of(report_);
    const Words& words = kWords[static_cast<std::size_t>(verdict)];
    add("<h1>ouro verify</h1>\n<section class=\"verdict {}\"><strong>{}</strong><p>{}</p>"
        "</section>\n<section class=\"numbers\">",
        name_of(verdict), words.title, words.meaning);
    add_number(report_.findings.size(), "findings");
    add_number(count_problems(report_), "infrastructure errors");
    add_number(report_.programs.size(), "programs");
    add_number(report_.detectors.size(), "detectors");
    add_number(report_.runs.size(), "runs");
    add("<div class=\"number\"><b>{}/{}</b><span>canaries seen</span></div></section>\n",
        count_seen_canaries(report_), report_.canaries.size());
  }

  void add_number(std::size_t number, std::string_view what) {
    add("<div class=\"number\"><b>{}</b><span>{}</span></div>", number, what);
  }

  void add_findings() {
    if (report_.findings.empty()) return;
    add("<h2>Culprits<small>{} findings, each with its stable signature</small></h2>\n",
        report_.findings.size());
    for (const Finding& finding : report_.findings) add_finding(finding);
  }

  void add_finding(const Finding& finding) {
    add("<article class=\"card bad\"><h3>{}</h3><p>{}</p>"
        "<p class=\"meta\"><span class=\"tag bad\">{}</span>{}, heap {}, seen {}&times;, "
        "<code>{}</code></p>",
        escaped(finding.subject), escaped(finding.detail),
        escaped(finding.detector + " / " + finding.rule), escaped(finding.program),
        escaped(finding.heap), finding.occurrences, escaped(finding.signature));
    if (!finding.path.empty()) {
      add("<details><summary>stack or retention path ({} lines)</summary><pre>",
          finding.path.size());
      for (const std::string& line : finding.path) html_ += escaped(line) + '\n';
      html_ += "</pre></details>";
    }
    html_ += "</article>\n";
  }

  void add_problem(std::string_view where, std::string_view what) {
    add("<article class=\"card warn\"><h3>{}</h3><p>{}</p></article>\n", escaped(where),
        escaped(what));
  }

  void add_problems() {
    if (count_problems(report_) == 0) return;
    add("<h2>Infrastructure errors<small>never counted as clean</small></h2>\n");
    for (const std::string& problem : report_.problems) add_problem("job", problem);
    for (const RunReport& run : report_.runs) {
      for (const std::string& problem : run.problems) {
        add_problem(fmt::format("{} ({}, heap {})", run.program, run.gathering, run.heap), problem);
      }
    }
    for (const CanaryReport& canary : report_.canaries) {
      if (!canary.seen) {
        add_problem("canary " + canary.name + " of " + canary.detector, canary.message);
      }
    }
  }

  struct Cell {
    bool judged = false;
    bool broken = false;
    std::size_t findings = 0;
  };

  Cell cell_of(const std::string& program, const std::string& detector) const {
    Cell cell;
    for (const RunReport& run : report_.runs) {
      if (run.program != program) continue;
      for (const std::string& name : run.detectors) {
        if (name != detector) continue;
        cell.judged = true;
        cell.broken = cell.broken || !run.problems.empty();
      }
    }
    for (const Finding& finding : report_.findings) {
      cell.findings += finding.program == program && finding.detector == detector ? 1 : 0;
    }
    return cell;
  }

  void add_cell(const Cell& cell) {
    if (!cell.judged) {
      html_ += "<td>&ndash;</td>";
    } else if (cell.findings != 0) {
      add("<td class=\"bad\">{}</td>", cell.findings);
    } else {
      html_ += cell.broken ? "<td class=\"warn\">error</td>" : "<td class=\"good\">clean</td>";
    }
  }

  void add_matrix() {
    if (report_.runs.empty()) return;
    html_ += "<h2>Programs and detectors</h2>\n<div class=\"scroll\"><table><tr><th>program</th>";
    for (const std::string& detector : report_.detectors) add("<th>{}</th>", escaped(detector));
    html_ += "</tr>\n";
    std::string last;
    for (const RunReport& run : report_.runs) {
      if (run.program == last) continue;
      last = run.program;
      add("<tr><td>{}</td>", escaped(run.program));
      for (const std::string& detector : report_.detectors)
        add_cell(cell_of(run.program, detector));
      html_ += "</tr>\n";
    }
    html_ += "</table></div>\n";
  }

  void add_growth() {
    bool any = false;
    for (const RunReport& run : report_.runs) {
      if (run.gathering != "plain" || run.heap_bytes.size() < 2) continue;
      if (!any) {
        html_ +=
            "<h2>Growth<small>the C heap after each cycle; the shaded part is warm-up</small></h2>"
            "\n<div class=\"grid\">";
      }
      any = true;
      add("<article class=\"card\"><h3>{}</h3><p class=\"meta\">heap {}, {} cycles, {} after the "
          "last</p>{}</article>\n",
          escaped(run.program), escaped(run.heap), run.heap_bytes.size(),
          readable_bytes(run.heap_bytes.back()), growth_chart(run.heap_bytes, kWarmUp));
    }
    if (any) html_ += "</div>\n";
  }

  void add_stages() {
    bool any = false;
    for (const RunReport& run : report_.runs) {
      if (run.gathering != "plain" || run.stages.empty()) continue;
      if (!any) {
        html_ +=
            "<h2>Where finalize spends its time<small>mean per interpreter; point at a part for "
            "its stage</small></h2>\n<div class=\"grid\">";
      }
      any = true;
      add_stage_card(run);
    }
    if (any) html_ += "</div>\n";
  }

  void add_stage_card(const RunReport& run) {
    std::uint64_t total = 0;
    for (const StageTotal& stage : run.stages) total += stage.nanoseconds;
    const std::uint64_t count = run.stages.front().count == 0 ? 1 : run.stages.front().count;
    add("<article class=\"card\"><h3>{}</h3><p class=\"meta\">heap {}, {} per finalize</p>{}"
        "<details><summary>stages</summary><pre>",
        escaped(run.program), escaped(run.heap), readable_time(total / count),
        stage_bar(run.stages));
    for (const StageTotal& stage : run.stages) {
      add("{:<28} {:>10}\n", escaped(stage.name),
          readable_time(stage.nanoseconds / (stage.count == 0 ? 1 : stage.count)));
    }
    html_ += "</pre></details></article>\n";
  }

  void add_canaries() {
    if (report_.canaries.empty()) return;
    html_ +=
        "<h2>Canaries<small>planted in this job; each had to be found</small></h2>\n"
        "<div class=\"scroll\"><table><tr><th>detector</th><th>canary</th><th>mistake</th>"
        "<th>seen</th></tr>\n";
    for (const CanaryReport& canary : report_.canaries) {
      add("<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"{}\">{}</td></tr>\n",
          escaped(canary.detector), escaped(canary.name), escaped(canary.mistake),
          canary.seen ? "good" : "bad", canary.seen ? "yes" : "NO");
    }
    html_ += "</table></div>\n";
  }

  void add_runs() {
    if (report_.runs.empty()) return;
    html_ += "<h2>Runs<small>with the command that repeats each</small></h2>\n";
    for (const RunReport& run : report_.runs) {
      add("<article class=\"card\"><h3>{} <span class=\"tag\">{}</span><span "
          "class=\"tag\">heap {}</span></h3><p class=\"meta\">{} cycles, {} interpreters at once, "
          "{:.2f} s, status {}, output {}</p><details><summary>command</summary><pre>{}</pre>"
          "</details></article>\n",
          escaped(run.program), escaped(run.gathering), escaped(run.heap), run.cycles, run.parallel,
          run.seconds, run.status, escaped(run.digest), escaped(run.command));
    }
  }

  void add_foot() {
    add("<footer>ouro {}, started {}, {:.1f} s. <code>{}</code><br><code>{}</code></footer>\n"
        "</main></body></html>\n",
        escaped(report_.version), escaped(report_.started), report_.seconds,
        escaped(report_.command), escaped(summary_line(report_)));
  }

  const Report& report_;
  std::string html_;
};

}  // namespace

std::string render_html(const Report& report) { return HtmlReport(report).render(); }

}  // namespace ouro::leakcheck
