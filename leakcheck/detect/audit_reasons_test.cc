// Audit reasons: both ways of failing, and what is no entry.
#include "leakcheck/detect/audit_reasons.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

const std::vector<Symbol> kSymbols = {{"small", ".data", 4},
                                      {"cache(int, char)", ".bss", 8},
                                      {"table", ".bss", 4096},
                                      {"cache(long)", ".bss", 16}};

TEST(AuditReasons, WhatNobodyExplainsComesFirstAndLargestFirst) {
  const Audited audited = audit(kSymbols, {{"cache(*", "one per thread"}});
  EXPECT_EQ(audited.unexplained, 2u);
  ASSERT_EQ(audited.symbols.size(), 4u);
  EXPECT_EQ(audited.symbols[0].symbol->name, "table");
  EXPECT_EQ(audited.symbols[1].symbol->name, "small");
  EXPECT_EQ(audited.symbols[2].symbol->name, "cache(long)");
  EXPECT_EQ(audited.symbols[2].reason->reason, "one per thread");
  EXPECT_TRUE(audited.stale.empty());
}

TEST(AuditReasons, AReasonThatExplainsNothingIsStale) {
  const Audited audited = audit(kSymbols, {{"*", "all of it"}, {"gone*", "was there once"}});
  EXPECT_EQ(audited.unexplained, 0u);
  EXPECT_EQ(audited.stale, std::vector<std::string>{"gone*"});
}

TEST(AuditReasons, ASymbolMayHaveBlanks) {
  const auto reasons = parse_audit_reasons(
      "# a comment\n\n  guard variable for f(int, char) -- made once \r\ng -- h -- i");
  ASSERT_EQ(reasons.size(), 2u);
  EXPECT_EQ(reasons[0].pattern, "guard variable for f(int, char)");
  EXPECT_EQ(reasons[0].reason, "made once");
  EXPECT_EQ(reasons[1].reason, "h -- i");
}

TEST(AuditReasons, AnEntryNeedsBoth) {
  for (const char* text : {"name", "name --", " -- reason", "name reason", " -- "}) {
    EXPECT_THROW(parse_audit_reasons(text), std::runtime_error) << text;
  }
}

TEST(AuditReasons, OursExplainTheTool) {
  const std::vector<Symbol> symbols = {{"ouro::leakcheck::x", ".bss", 1}, {"ouro::x", ".bss", 1}};
  const auto reasons = own_audit_reasons();
  const Audited audited = audit(symbols, reasons);
  EXPECT_EQ(audited.unexplained, 1u);
  EXPECT_EQ(audited.symbols[0].symbol->name, "ouro::x");
}

}  // namespace
}  // namespace ouro::leakcheck
