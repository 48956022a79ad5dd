// Gathering, with shell scripts in the place of the builds: all that can go wrong has a name.
#include "leakcheck/probe/gather.h"

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "leakcheck/probe/wire.h"
#include "leakcheck/report/out_directory.h"

namespace ouro::leakcheck {
namespace {

class Gatherings : public testing::Test {
 protected:
  void TearDown() override {
    unsetenv("OURO_RELEASE");
    unsetenv("OURO_ASAN");
  }

  // The script stands in for the build that `variable` names.
  Gathered run(const char* variable, Gathering gathering, const std::string& script) {
    const std::string path = directory_.path() + "/fake";
    std::ofstream(path) << "#!/bin/sh\n" << script << '\n';
    chmod(path.c_str(), 0755);
    setenv(variable, path.c_str(), 1);
    return gather({.gathering = gathering,
                   .job = {},
                   .directory = directory_.path(),
                   .name = "run",
                   .seconds = 10});
  }

  static std::string end() { return "echo '{\"record\":\"end\",\"body\":0}' >&4"; }
  // Writes what stands in FILE to the log the options name.
  static std::string log(const std::string& text) {
    return "log=$(echo \"$ASAN_OPTIONS\" | sed 's/.*log_path=\\([^:]*\\):.*/\\1/'); printf '" +
           text + "' > $log.1";
  }

  OutDirectory directory_;
};

TEST_F(Gatherings, ACompleteChildIsTrusted) {
  const Gathered gathered = run("OURO_RELEASE", Gathering::kPlain, "echo hello; " + end());
  EXPECT_TRUE(gathered.evidence.problems.empty());
  EXPECT_TRUE(gathered.evidence.complete);
  EXPECT_EQ(gathered.output, "hello\n");
  EXPECT_NE(gathered.command.find("child --job"), std::string::npos);
}

TEST_F(Gatherings, AChildThatDiesIsNeverClean) {
  const Gathered gathered =
      run("OURO_RELEASE", Gathering::kPlain, "echo 'last words' >&2; kill -SEGV $$");
  ASSERT_FALSE(gathered.evidence.problems.empty());
  EXPECT_NE(gathered.evidence.problems[0].find("last words"), std::string::npos);
}

TEST_F(Gatherings, AChildThatSaysNothingIsNeverClean) {
  EXPECT_FALSE(run("OURO_RELEASE", Gathering::kPlain, "true").evidence.problems.empty());
}

TEST_F(Gatherings, ASanitizersLogIsRead) {
  const Gathered gathered = run(
      "OURO_ASAN", Gathering::kAddress,
      log("Direct leak of 7 byte(s) in 1 object(s) allocated from:\\n@F|0|/x|0x1|<null>|lose\\n") +
          "; " + end());
  EXPECT_TRUE(gathered.evidence.problems.empty());
  ASSERT_EQ(gathered.evidence.reports.size(), 1u);
  EXPECT_EQ(gathered.evidence.reports[0].bytes, 7u);
}

TEST_F(Gatherings, ADeathThatALogExplainsIsAFinding) {
  const Gathered gathered =
      run("OURO_ASAN", Gathering::kAddress,
          log("==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x1\\n"
              "@F|0|/x|0x1|<null>|use\\n\\nSUMMARY: AddressSanitizer: heap-use-after-free\\n"
              "==1==ABORTING\\n") +
              "; exit 99");
  EXPECT_TRUE(gathered.evidence.problems.empty());
  EXPECT_EQ(gathered.evidence.reports.size(), 1u);
}

TEST_F(Gatherings, ALeakExplainsNoDeath) {
  const Gathered gathered = run(
      "OURO_ASAN", Gathering::kAddress,
      log("Direct leak of 7 byte(s) in 1 object(s) allocated from:\\n@F|0|/x|0x1|<null>|lose\\n") +
          "; exit 1");
  EXPECT_FALSE(gathered.evidence.problems.empty());
}

TEST_F(Gatherings, AnUnknownLogLineIsNeverClean) {
  const Gathered gathered =
      run("OURO_ASAN", Gathering::kAddress, log("what is this\\n") + "; " + end());
  EXPECT_FALSE(gathered.evidence.problems.empty());
}

TEST_F(Gatherings, AMissingBuildIsNeverClean) {
  setenv("OURO_ASAN", "/no/such/build", 1);
  const Gathered gathered = gather(
      {.gathering = Gathering::kAddress, .job = {}, .directory = directory_.path(), .name = "run"});
  ASSERT_EQ(gathered.evidence.problems.size(), 1u);
}

}  // namespace
}  // namespace ouro::leakcheck
