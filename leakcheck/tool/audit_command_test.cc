// ouro audit: on the programs of this very machine, and on what is none.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "leakcheck/probe/builds.h"
#include "leakcheck/tool/commands.h"

namespace ouro::leakcheck {

extern int audit_command_test_writable;
__attribute__((used)) int audit_command_test_writable = 5;

namespace {

struct Outcome {
  int code = -1;
  std::string text;
};

Outcome run(std::vector<std::string> words) {
  words.insert(words.begin(), "audit");
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Outcome outcome;
  outcome.code = audit_command(static_cast<int>(pointers.size()), pointers.data());
  outcome.text = testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
  return outcome;
}

std::string written(const std::string& name, const std::string& text) {
  const std::string path = testing::TempDir() + name;
  std::ofstream(path) << text;
  return path;
}

TEST(AuditCommand, ListsEachSymbolWithItsReason) {
  const std::string reasons = written("reasons", "* -- a test may\n");
  const Outcome outcome = run({own_program_file(), "--reasons", reasons});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_NE(outcome.text.find("ouro::leakcheck::audit_command_test_writable  -- a test may"),
            std::string::npos);
  EXPECT_NE(outcome.text.find("SUMMARY verdict=clean"), std::string::npos);
}

TEST(AuditCommand, ASymbolWithoutReasonIsAFinding) {
  const std::string reasons = written("reasons", "ouro::leakcheck::* -- a test may\n");
  const Outcome outcome = run({own_program_file(), "--reasons", reasons});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.text.find("NO REASON"), std::string::npos);
}

TEST(AuditCommand, AReasonWithoutSymbolIsStale) {
  const std::string reasons = written("reasons", "* -- a test may\nno_such_thing -- none\n");
  const Outcome outcome = run({own_program_file(), "--reasons", reasons});
  EXPECT_EQ(outcome.code, 4);
  EXPECT_NE(outcome.text.find("stale reason: no_such_thing\n"), std::string::npos);
}

TEST(AuditCommand, AStrippedLibraryShowsWhatHasNoName) {
  const char* library = "/lib/x86_64-linux-gnu/libc.so.6";
  if (!std::filesystem::exists(library)) library = "/usr/lib/libc.so.6";
  const Outcome outcome = run({library, "--json"});
  EXPECT_EQ(outcome.code, 1);
  const auto document = nlohmann::json::parse(outcome.text);
  EXPECT_EQ(document["verdict"], "findings");
  bool unnamed = false;
  std::uint64_t bytes = 0;
  for (const auto& symbol : document["symbols"]) {
    unnamed = unnamed || symbol["name"] == "(unnamed)";
    bytes += symbol["bytes"].get<std::uint64_t>();
  }
  EXPECT_EQ(unnamed, document["stripped"].get<bool>());
  EXPECT_GT(bytes, 1000u);
}

TEST(AuditCommand, WhatIsNoProgramIsNeverClean) {
  EXPECT_EQ(run({"/etc/passwd"}).code, kInfrastructureError);
  EXPECT_EQ(run({"/no/such/file"}).code, kInfrastructureError);
  EXPECT_EQ(run({}).code, kUsageError);
  EXPECT_EQ(run({own_program_file(), "--reasons", "/no/such/file"}).code, kUsageError);
}

}  // namespace
}  // namespace ouro::leakcheck
