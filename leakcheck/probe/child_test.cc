// Children: what they write arrives, and every way to end badly has a name.
#include "leakcheck/probe/child.h"

#include <signal.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "leakcheck/report/out_directory.h"

namespace ouro::leakcheck {
namespace {

class Children : public testing::Test {
 protected:
  ChildRequest shell(const std::string& script) const {
    return {.command = {"/bin/sh", "-c", script},
            .environment = {"OURO_CHILD_TEST=yes"},
            .job = "the job",
            .output_path = directory_.path() + "/out",
            .error_path = directory_.path() + "/err",
            .seconds = 10};
  }

  std::string contents(const std::string& name) const {
    std::ifstream stream(directory_.path() + "/" + name);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  OutDirectory directory_;
};

TEST_F(Children, GetTheJobAndReturnAResult) {
  const ChildOutcome outcome = run_child(shell("cat <&3 >&4; echo out; echo err >&2"));
  EXPECT_EQ(describe_failure(outcome), "");
  EXPECT_EQ(outcome.result, "the job");
  EXPECT_EQ(contents("out"), "out\n");
  EXPECT_EQ(contents("err"), "err\n");
}

TEST_F(Children, SeeTheirEnvironmentAndNoForeignDescriptors) {
  EXPECT_EQ(run_child(shell("echo $OURO_CHILD_TEST >&4")).result, "yes\n");
  EXPECT_EQ(run_child(shell("for d in 5 6 7 8 9 10 16 17 18; do [ -e /proc/$$/fd/$d ] && "
                            "[ $d -ne 10 ] && echo $d >&4; done; true"))
                .result,
            "");
}

TEST_F(Children, ReturnLongResults) {
  const ChildOutcome outcome = run_child(shell("head -c 3000000 /dev/zero >&4"));
  EXPECT_EQ(outcome.result.size(), 3000000u);
}

TEST_F(Children, EndBadlyByStatus) {
  EXPECT_EQ(describe_failure(run_child(shell("exit 7"))), "the child ended with status 7");
}

TEST_F(Children, EndBadlyBySignal) {
  const ChildOutcome outcome = run_child(shell("kill -SEGV $$"));
  EXPECT_EQ(outcome.signal, SIGSEGV);
  EXPECT_NE(describe_failure(outcome).find("died"), std::string::npos);
}

TEST_F(Children, AreKilledWhenTheirTimeIsOver) {
  ChildRequest request = shell("sleep 60 & sleep 60");
  request.seconds = 0.2;
  const ChildOutcome outcome = run_child(request);
  EXPECT_TRUE(outcome.timed_out);
  EXPECT_LT(outcome.seconds, 5);
  EXPECT_NE(describe_failure(outcome).find("time"), std::string::npos);
}

TEST_F(Children, AreKilledWhenCancelled) {
  ChildRequest request = shell("sleep 60");
  request.cancelled = [] { return true; };
  EXPECT_TRUE(run_child(request).cancelled);
}

TEST_F(Children, ThatCannotStartSayWhy) {
  ChildRequest request = shell("");
  request.command = {"/no/such/program"};
  EXPECT_NE(describe_failure(run_child(request)).find("cannot start"), std::string::npos);
}

}  // namespace
}  // namespace ouro::leakcheck
