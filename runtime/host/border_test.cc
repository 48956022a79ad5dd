// Who may call over the border: the native thread that holds the interpreter, with real arguments.
#include "runtime/host/border.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace ouro {
namespace {

class BorderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    runtime_ = ouro_runtime_begin();
    session_ = ouro_create(runtime_, nullptr, &error_);
    ASSERT_NE(session_, nullptr) << error_.message;
  }

  void TearDown() override {
    if (session_ != nullptr) expect_clean_end();
    EXPECT_EQ(ouro_runtime_end(runtime_, nullptr), OURO_OK);
  }

  void expect_clean_end() {
    ouro_report* report = ouro_finalize(session_);
    ASSERT_NE(report, nullptr);
    EXPECT_TRUE(ouro_report_is_clean(report));
    ouro_report_release(report);
    session_ = nullptr;
  }

  ouro_status run(const char* source) {
    return ouro_run_source(session_, source, std::char_traits<char>::length(source), "<test>",
                           &error_);
  }

  static void elsewhere(const std::function<void()>& work) { std::thread(work).join(); }

  ouro_runtime* runtime_ = nullptr;
  ouro_interpreter* session_ = nullptr;
  ouro_error error_{};
};

TEST_F(BorderTest, AnotherThreadIsRefusedWhileOneHolds) {
  elsewhere([&] {
    EXPECT_EQ(run("x = 1"), OURO_REFUSED);
    EXPECT_EQ(error_.status, OURO_REFUSED);
    EXPECT_STREQ(error_.message, "another thread holds the interpreter");
    ouro_value none = 0;
    EXPECT_EQ(ouro_from_none(session_, &none), OURO_REFUSED);
    EXPECT_EQ(ouro_leave(session_), OURO_REFUSED);
    EXPECT_EQ(ouro_finalize(session_), nullptr);
    EXPECT_EQ(ouro_interrupt(session_), OURO_OK);
  });
  EXPECT_EQ(run("while True: pass"), OURO_EXCEPTION);
  EXPECT_STREQ(error_.type, "KeyboardInterrupt");
}

TEST_F(BorderTest, NobodyHoldsAfterLeaving) {
  EXPECT_EQ(ouro_leave(session_), OURO_OK);
  EXPECT_EQ(run("x = 1"), OURO_REFUSED);
  EXPECT_STREQ(error_.message, "this thread does not hold the interpreter");
  EXPECT_EQ(ouro_leave(session_), OURO_REFUSED);
  EXPECT_EQ(ouro_enter(session_), OURO_OK);
  EXPECT_EQ(ouro_enter(session_), OURO_REFUSED);
  EXPECT_EQ(run("x = 1"), OURO_OK);
}

TEST_F(BorderTest, AGuestWorksAndLeaves) {
  ouro_leave(session_);
  elsewhere([&] {
    EXPECT_EQ(ouro_enter(session_), OURO_OK);
    EXPECT_EQ(run("guest = 1"), OURO_OK);
    EXPECT_EQ(ouro_leave(session_), OURO_OK);
    EXPECT_EQ(run("guest = 2"), OURO_REFUSED);
  });
  ouro_enter(session_);
  EXPECT_EQ(run("assert guest == 1"), OURO_OK);
}

TEST_F(BorderTest, ManyThreadsTakeTurns) {
  EXPECT_EQ(run("count = 0"), OURO_OK);
  ouro_leave(session_);
  const auto visit = [&] {
    ouro_error error;
    for (int turn = 0; turn < 50; ++turn) {
      EXPECT_EQ(ouro_enter(session_), OURO_OK);
      EXPECT_EQ(ouro_run_source(session_, "count += 1", 10, "<test>", &error), OURO_OK);
      EXPECT_EQ(ouro_leave(session_), OURO_OK);
      EXPECT_EQ(ouro_run_source(session_, "count += 1", 10, "<test>", &error), OURO_REFUSED);
    }
  };
  std::thread first(visit), second(visit);
  first.join();
  second.join();
  ouro_enter(session_);
  EXPECT_EQ(run("assert count == 100"), OURO_OK);
}

// More than wait for their turn at once: the last ones come in by themselves.
TEST_F(BorderTest, AnyThreadMayReleaseAHandle) {
  std::vector<ouro_value> values(500);
  EXPECT_EQ(run("import weakref\nclass C: pass\nkept = [C() for _ in range(500)]\n"
                "ends = []\nwatched = [weakref.ref(c, ends.append) for c in kept]\n"),
            OURO_OK);
  ouro_value kept = 0;
  ASSERT_EQ(ouro_get_global(session_, "kept", &kept, nullptr), OURO_OK);
  for (std::size_t index = 0; index < values.size(); ++index) {
    ASSERT_EQ(
        ouro_get_index(session_, kept, static_cast<std::int64_t>(index), &values[index], nullptr),
        OURO_OK);
  }
  ouro_value_release(session_, kept);
  EXPECT_EQ(run("del kept\nassert len(ends) == 0"), OURO_OK);
  ouro_leave(session_);
  elsewhere([&] {
    for (const ouro_value value : values) EXPECT_EQ(ouro_value_release(session_, value), OURO_OK);
  });
  ouro_enter(session_);
  EXPECT_EQ(run("for _ in range(1000): pass\nassert len(ends) == 500, len(ends)"), OURO_OK);
}

TEST_F(BorderTest, AHandleReleasedElsewhereWaitsForFinalizeAtMost) {
  ouro_value value = 0;
  ASSERT_EQ(ouro_evaluate(session_, "[1, 2]", &value, &error_), OURO_OK);
  elsewhere([&] {
    EXPECT_EQ(ouro_value_release(session_, value), OURO_OK);
    EXPECT_EQ(ouro_value_release(nullptr, value), OURO_REFUSED);
  });
  expect_clean_end();
}

TEST_F(BorderTest, WhoComesWhenNobodyIsInsideMayFinalize) {
  EXPECT_EQ(run("import atexit, threading\n"
                "atexit.register(print, end='')\n"
                "threading.Thread(target=sum, args=([1],)).start()\n"),
            OURO_OK);
  ouro_leave(session_);
  elsewhere([&] { expect_clean_end(); });
}

TEST_F(BorderTest, ASleepingGuestKeepsTheInterpreterAlive) {
  EXPECT_EQ(run("import time; here = False"), OURO_OK);
  ouro_leave(session_);
  std::thread guest([&] {
    ouro_error error;
    constexpr std::string_view kWait = "here = True\nwhile here: time.sleep(0.001)";
    EXPECT_EQ(ouro_enter(session_), OURO_OK);
    EXPECT_EQ(ouro_run_source(session_, kWait.data(), kWait.size(), "<test>", &error), OURO_OK);
    EXPECT_EQ(ouro_leave(session_), OURO_OK);
  });
  ouro_enter(session_);
  EXPECT_EQ(run("while not here: time.sleep(0.001)"), OURO_OK);
  EXPECT_EQ(ouro_finalize(session_), nullptr);
  EXPECT_EQ(run("here = False"), OURO_OK);
  ouro_leave(session_);
  guest.join();
  ouro_enter(session_);
}

TEST_F(BorderTest, NullArgumentsAreRefused) {
  EXPECT_EQ(ouro_run_source(session_, nullptr, 0, "<test>", &error_), OURO_REFUSED);
  EXPECT_STREQ(error_.message, "an argument is null");
  EXPECT_EQ(ouro_run_source(session_, "", 0, nullptr, nullptr), OURO_REFUSED);
  EXPECT_EQ(ouro_run_file(session_, nullptr, &error_), OURO_REFUSED);
  EXPECT_EQ(ouro_run_module(session_, nullptr, &error_), OURO_REFUSED);
  EXPECT_EQ(ouro_evaluate(session_, "1", nullptr, &error_), OURO_REFUSED);
  EXPECT_EQ(ouro_get_global(session_, nullptr, nullptr, &error_), OURO_REFUSED);
  EXPECT_EQ(ouro_from_int64(session_, 1, nullptr), OURO_REFUSED);
  EXPECT_EQ(ouro_from_utf8(session_, nullptr, 1, nullptr), OURO_REFUSED);
  ouro_value text = 0, result = 0;
  ASSERT_EQ(ouro_from_utf8(session_, "x", 1, &text), OURO_OK);
  EXPECT_EQ(ouro_call(session_, text, nullptr, 1, &result, &error_), OURO_REFUSED);
  EXPECT_EQ(ouro_to_utf8(session_, text, nullptr, 8, nullptr, &error_), OURO_REFUSED);
  std::size_t length = 0;
  EXPECT_EQ(ouro_to_utf8(session_, text, nullptr, 0, &length, &error_), OURO_OK);
  EXPECT_EQ(length, 1U);
  EXPECT_EQ(ouro_value_release(session_, text), OURO_OK);
}

TEST_F(BorderTest, NoInterpreterAtAll) {
  EXPECT_EQ(ouro_run_file(nullptr, "x", &error_), OURO_REFUSED);
  EXPECT_STREQ(error_.message, "there is no interpreter");
  EXPECT_EQ(ouro_enter(nullptr), OURO_REFUSED);
  EXPECT_EQ(ouro_leave(nullptr), OURO_REFUSED);
  EXPECT_EQ(ouro_interrupt(nullptr), OURO_REFUSED);
  EXPECT_EQ(ouro_finalize(nullptr), nullptr);
  EXPECT_EQ(ouro_create(nullptr, nullptr, &error_), nullptr);
  EXPECT_EQ(ouro_runtime_end(nullptr, nullptr), OURO_REFUSED);
  EXPECT_EQ(ouro_report_is_clean(nullptr), 0);
  EXPECT_EQ(ouro_report_stage_count(nullptr), 0U);
  EXPECT_EQ(ouro_report_finding_count(nullptr), 0U);
  EXPECT_STREQ(ouro_report_stage_name(nullptr, 0), "");
  ouro_report_release(nullptr);
}

TEST_F(BorderTest, DeadHandlesAreRefused) {
  ouro_value value = 0, result = 0;
  int64_t number = 0;
  ASSERT_EQ(ouro_from_int64(session_, 5, &value), OURO_OK);
  ASSERT_EQ(ouro_value_release(session_, value), OURO_OK);
  EXPECT_EQ(ouro_value_release(session_, value), OURO_REFUSED);
  EXPECT_EQ(ouro_to_int64(session_, value, &number, &error_), OURO_REFUSED);
  EXPECT_STREQ(error_.message, "the value handle is dead or belongs to another interpreter");
  EXPECT_EQ(ouro_set_global(session_, "x", value, &error_), OURO_REFUSED);
  EXPECT_EQ(ouro_call(session_, value, nullptr, 0, &result, &error_), OURO_REFUSED);
  EXPECT_EQ(ouro_is_none(session_, value), 0);
}

TEST_F(BorderTest, ARuntimeOutlivesItsInterpreters) {
  EXPECT_EQ(ouro_runtime_end(runtime_, nullptr), OURO_REFUSED);
}

TEST_F(BorderTest, FinalizeEndsChildrenFirst) {
  EXPECT_EQ(run("import interpreters\n"
                "children = [interpreters.create() for _ in range(3)]\n"
                "children[0].exec('import interpreters; kept = interpreters.create()')\n"),
            OURO_OK)
      << error_.message;
}

TEST_F(BorderTest, AnInterpreterCannotCloseItself) {
  EXPECT_EQ(run("import interpreters\n"
                "try:\n"
                "    interpreters.get_current().close()\n"
                "except RuntimeError:\n"
                "    refused = True\n"
                "assert refused\n"),
            OURO_OK)
      << error_.message;
}

}  // namespace
}  // namespace ouro
