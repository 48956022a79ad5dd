// The audit: every writable symbol and every library of the program file needs a reason.
#include "leakcheck/detect/audit.h"

#include <algorithm>

#include <fmt/format.h>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/detect/signature.h"

namespace ouro::leakcheck {
namespace {

bool is_allowed(std::string_view name, const auto& table) {
  return std::ranges::any_of(
      table, [name](const AllowedState& entry) { return name.starts_with(entry.begins); });
}

Finding make_finding(std::string_view rule, const std::string& subject, std::string detail) {
  Finding finding;
  finding.detector = "audit";
  finding.rule = rule;
  finding.subject = subject;
  finding.detail = std::move(detail);
  finding.signature = signature_of({"audit", finding.rule, subject});
  return finding;
}

}  // namespace

Findings find_in_program_file(const Evidence& evidence) {
  Findings findings;
  for (const Symbol& symbol : evidence.symbols) {
    if (is_allowed(symbol.name, kAllowedSymbols)) continue;
    findings.push_back(make_finding(
        "writable_state", symbol.name,
        fmt::format("{} bytes in {} can be written by every interpreter, and no reason is listed",
                    symbol.bytes, symbol.section)));
    findings.back().bytes = symbol.bytes;
  }
  for (const std::string& library : evidence.libraries) {
    if (is_allowed(library, kAllowedLibraries)) continue;
    findings.push_back(make_finding("library", library,
                                    "a shared library whose process-wide state nobody has judged"));
  }
  return findings;
}

}  // namespace ouro::leakcheck
