// The renderers: one pure function per format, listed in one table.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "leakcheck/report/report.h"

namespace ouro::leakcheck {

std::string render_text(const Report& report);
std::string render_json(const Report& report);
std::string render_junit(const Report& report);
std::string render_html(const Report& report);
std::string render_sarif(const Report& report);
std::string render_github(const Report& report);
std::string render_gitlab(const Report& report);
std::string render_markdown(const Report& report);
std::string render_folded(const Report& report);

struct Renderer {
  std::string_view name;
  std::string_view file;  // in the output directory
  std::string_view purpose;
  std::string (*render)(const Report&);
};

inline constexpr auto kRenderers = std::to_array<Renderer>({
    {"text", "report.txt", "what the terminal shows", render_text},
    {"json", "report.json", "everything, for programs; docs/report.schema.json", render_json},
    {"junit", "report.junit.xml", "one test case per program and detector", render_junit},
    {"html", "report.html", "one file for readers: verdict, culprits, charts", render_html},
    {"sarif", "report.sarif", "SARIF 2.1.0, for code scanning", render_sarif},
    {"github", "report.github.txt", "workflow commands: GitHub's annotations", render_github},
    {"gitlab", "report.gitlab.json", "GitLab's code quality", render_gitlab},
    {"markdown", "report.md", "step summaries and comments", render_markdown},
    {"folded", "report.folded", "stacks for flame graphs, by bytes", render_folded},
});

// Null: there is no such format.
const Renderer* find_renderer(std::string_view name);

struct TextStyle {
  bool color = false;
  bool lists_runs = true;  // also those that were clean
};

// The same text with colours, for a terminal.
std::string render_text(const Report& report, TextStyle style);

}  // namespace ouro::leakcheck
