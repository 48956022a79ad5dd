// Audit reasons: why a program file or shared object may keep writable, process-wide state.
//
// One per line: the pattern of a demangled symbol, where * stands for anything, " -- ", the reason.
// # begins a comment. What no reason explains fails, and a reason that explains nothing is stale.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "leakcheck/evidence.h"

namespace ouro::leakcheck {

struct AuditReason {
  std::string pattern;
  std::string reason;
};

// Throws std::runtime_error for an entry without a pattern or a reason.
std::vector<AuditReason> parse_audit_reasons(std::string_view text);
// The ones that the bundled runtime and this tool live by.
std::vector<AuditReason> own_audit_reasons();

struct AuditedSymbol {
  const Symbol* symbol;
  const AuditReason* reason;  // null: nobody gave one
};

struct Audited {
  std::vector<AuditedSymbol> symbols;  // without a reason first, then the largest first
  std::vector<std::string> stale;      // patterns that explain nothing
  std::size_t unexplained = 0;
};

// What it gives out points into both arguments.
Audited audit(const std::vector<Symbol>& symbols, const std::vector<AuditReason>& reasons);

}  // namespace ouro::leakcheck
