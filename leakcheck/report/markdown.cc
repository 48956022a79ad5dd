// The Markdown report, for step summaries and comments: small, and with nothing in it that a
// program wrote as markup.
#include <algorithm>

#include <fmt/format.h>

#include "leakcheck/report/escape.h"
#include "leakcheck/report/renderers.h"
#include "leakcheck/report/source_line.h"

namespace ouro::leakcheck {
namespace {

constexpr std::size_t kBytesMax = 1'000'000;  // GitHub drops a summary above 1 MiB whole

// Every character that Markdown or HTML gives a meaning is written as itself.
std::string plain(std::string_view text) {
  constexpr std::string_view kSpecial = "\\`*_{}[]()#+-.!|~<>&@:";
  std::string result;
  for (const char byte : cleaned_line(text)) {
    if (byte == '<' || byte == '>' || byte == '&') {
      result += byte == '<' ? "&lt;" : byte == '>' ? "&gt;" : "&amp;";
    } else {
      if (kSpecial.find(byte) != std::string_view::npos) result += '\\';
      result += byte;
    }
  }
  return result;
}

std::string row_of(const Finding& finding) {
  const SourceLine place = source_line_of(finding);
  return fmt::format("| {} | {} | {} | {} | {} | {} |\n", plain(rule_name_of(finding)),
                     plain(finding.subject), plain(fmt::format("{}:{}", place.file, place.line)),
                     finding.bytes, finding.occurrences, finding.signature);
}

// Indented by four, so that no line can end the block.
std::string stack_of(const Finding& finding) {
  if (finding.path.empty()) return {};
  std::string text = fmt::format("\n**{}**: {}\n\n", plain(finding.subject), plain(finding.detail));
  for (const std::string& line : finding.path) text += "    " + cleaned_line(line) + '\n';
  return text;
}

std::string problems_of(const Report& report) {
  std::string text;
  for (const std::string& problem : report.problems) text += "- " + plain(problem) + '\n';
  for (const RunReport& run : report.runs) {
    for (const std::string& problem : run.problems) {
      text += fmt::format("- {}: {}\n", plain(run.program), plain(problem));
    }
  }
  for (const CanaryReport& canary : report.canaries) {
    if (!canary.seen) text += fmt::format("- canary {}: {}\n", canary.name, plain(canary.message));
  }
  return text.empty() ? text : "\n## Infrastructure\n\n" + text;
}

// The names of the first stack of a path, innermost first; its titles are not indented.
std::vector<std::string> first_stack(const Finding& finding) {
  std::vector<std::string> names;
  for (const std::string& line : finding.path) {
    if (!line.starts_with("  ")) {
      if (!names.empty()) break;
      continue;
    }
    std::string name = cleaned_line(line.substr(2, line.find("  ", 2) - 2));
    std::ranges::replace(name, ';', ',');
    std::ranges::replace(name, ' ', '_');
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace

std::string render_markdown(const Report& report) {
  std::string text =
      fmt::format("# Ouro: {}\n\n{}\n", name_of(verdict_of(report)), plain(summary_line(report)));
  text += problems_of(report);
  if (report.findings.empty()) return text;
  text +=
      "\n## Findings\n\n| rule | subject | place | bytes | seen | signature |\n"
      "|---|---|---|---:|---:|---|\n";
  std::string stacks = "\n## Stacks\n";
  std::size_t left = report.findings.size();
  for (const Finding& finding : report.findings) {
    const std::string row = row_of(finding), stack = stack_of(finding);
    if (text.size() + stacks.size() + row.size() + stack.size() > kBytesMax) break;
    text += row;
    stacks += stack;
    --left;
  }
  if (left != 0) text += fmt::format("\n{} more are in the other reports.\n", left);
  return text + stacks;
}

// "main;open;malloc 48": the outermost first, as flame graphs want it.
std::string render_folded(const Report& report) {
  std::string text;
  for (const Finding& finding : report.findings) {
    std::string stack;
    for (const std::string& line : first_stack(finding)) stack = ';' + line + stack;
    stack = rule_name_of(finding) + stack;
    const std::uint64_t weight = finding.bytes != 0 ? finding.bytes : finding.occurrences;
    text += fmt::format("{} {}\n", stack, weight);
  }
  return text;
}

}  // namespace ouro::leakcheck
