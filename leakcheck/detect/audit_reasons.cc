// Audit reasons: parse, match, and name what explains nothing.
#include "leakcheck/detect/audit_reasons.h"

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "leakcheck/detect/audit.h"
#include "leakcheck/detect/suppressions.h"

namespace ouro::leakcheck {
namespace {

constexpr std::string_view kSeparator = " -- ";

std::string_view without_blanks(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

AuditReason parse_line(std::string_view line) {
  const std::size_t at = line.find(kSeparator);
  if (at == std::string_view::npos) {
    throw std::runtime_error("a symbol without a reason: " + std::string(line));
  }
  const std::string_view pattern = without_blanks(line.substr(0, at));
  const std::string_view reason = without_blanks(line.substr(at + kSeparator.size()));
  if (pattern.empty() || reason.empty()) {
    throw std::runtime_error("neither symbol nor reason may be empty: " + std::string(line));
  }
  return {std::string(pattern), std::string(reason)};
}

// Those without a reason come first.
auto order_of(const AuditedSymbol& row) {
  return std::tuple(row.reason != nullptr, ~row.symbol->bytes, std::string_view(row.symbol->name));
}

}  // namespace

std::vector<AuditReason> parse_audit_reasons(std::string_view text) {
  std::vector<AuditReason> reasons;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = without_blanks(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && line[0] != '#') reasons.push_back(parse_line(line));
  }
  return reasons;
}

std::vector<AuditReason> own_audit_reasons() {
  std::vector<AuditReason> reasons{{"ouro_canary_*", "planted, for the audit to be seen to fail"}};
  for (const AllowedState& entry : kAllowedSymbols) {
    reasons.push_back({std::string(entry.begins) + '*', std::string(entry.reason)});
  }
  return reasons;
}

Audited audit(const std::vector<Symbol>& symbols, const std::vector<AuditReason>& reasons) {
  Audited audited;
  std::vector<bool> used(reasons.size());
  for (const Symbol& symbol : symbols) {
    AuditedSymbol row{&symbol, nullptr};
    for (std::size_t index = 0; index < reasons.size(); ++index) {
      if (!matches_pattern(reasons[index].pattern, symbol.name)) continue;
      used[index] = true;
      if (row.reason == nullptr) row.reason = &reasons[index];
    }
    audited.unexplained += row.reason == nullptr;
    audited.symbols.push_back(row);
  }
  std::ranges::sort(audited.symbols, {}, order_of);
  for (std::size_t index = 0; index < reasons.size(); ++index) {
    if (!used[index]) audited.stale.push_back(reasons[index].pattern);
  }
  return audited;
}

}  // namespace ouro::leakcheck
