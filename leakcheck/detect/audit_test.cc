// The audit: silent on listed state, names the planted symbol, and not its neighbours.
#include "leakcheck/detect/audit.h"

#include <gtest/gtest.h>

#include "leakcheck/detect/detectors.h"

namespace ouro::leakcheck {
namespace {

Evidence clean_evidence() {
  Evidence evidence;
  evidence.symbols = {{"std::cout", ".bss", 272}, {"ouro::leakcheck::(anonymous)::x", ".bss", 1}};
  evidence.libraries = {"libc.so.6", "libm.so.6"};
  return evidence;
}

TEST(Audit, IsSilentOnListedState) { EXPECT_TRUE(find_in_program_file(clean_evidence()).empty()); }

TEST(Audit, NamesAWritableSymbolAndNothingElse) {
  Evidence evidence = clean_evidence();
  evidence.symbols.push_back({"ouro::(anonymous namespace)::last_id", ".bss", 8});
  const Findings findings = find_in_program_file(evidence);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].subject, "ouro::(anonymous namespace)::last_id");
  EXPECT_EQ(findings[0].rule, "writable_state");
}

TEST(Audit, NamesAnUnjudgedLibrary) {
  Evidence evidence = clean_evidence();
  evidence.libraries.push_back("libicu.so.72");
  const Findings findings = find_in_program_file(evidence);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].subject, "libicu.so.72");
}

TEST(Audit, EveryEntryHasAReason) {
  for (const AllowedState& entry : kAllowedSymbols) EXPECT_FALSE(entry.reason.empty());
  for (const AllowedState& entry : kAllowedLibraries) EXPECT_FALSE(entry.reason.empty());
}

}  // namespace
}  // namespace ouro::leakcheck
