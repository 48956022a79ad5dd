// The program file probe on this very test program.
#include "leakcheck/probe/program_file.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "leakcheck/probe/builds.h"
#include "leakcheck/probe/canary/canary.h"

namespace ouro::leakcheck {

extern int program_file_test_writable;
extern const int program_file_test_constant;
__attribute__((used)) int program_file_test_writable = 5;
__attribute__((used)) const int program_file_test_constant = 5;

namespace {

bool has_symbol(const Evidence& evidence, const char* name) {
  return std::ranges::find(evidence.symbols, name, &Symbol::name) != evidence.symbols.end();
}

TEST(ProgramFile, ListsWritableSymbolsOnly) {
  ASSERT_NE(canary::writable_global(), nullptr);
  Evidence evidence;
  probe_program_file(own_program_file(), evidence);
  EXPECT_TRUE(evidence.problems.empty());
  EXPECT_TRUE(has_symbol(evidence, "ouro::leakcheck::program_file_test_writable"));
  EXPECT_FALSE(has_symbol(evidence, "ouro::leakcheck::program_file_test_constant"));
  EXPECT_TRUE(has_symbol(evidence, "ouro_canary_writable_global"));
}

TEST(ProgramFile, ListsLibraries) {
  Evidence evidence;
  probe_program_file(own_program_file(), evidence);
  EXPECT_NE(std::ranges::find(evidence.libraries, "libc.so.6"), evidence.libraries.end());
}

TEST(ProgramFile, WhatIsNoProgramIsAProblem) {
  for (const char* path : {"/no/such/file", "/etc/passwd", "/dev/null"}) {
    Evidence evidence;
    probe_program_file(path, evidence);
    EXPECT_EQ(evidence.problems.size(), 1u) << path;
  }
}

}  // namespace
}  // namespace ouro::leakcheck
