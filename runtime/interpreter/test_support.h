// RuntimeTest: a fixture with one interpreter, which must be gone without residue when the test
// ends.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "runtime/host/border.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {

class RuntimeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    runtime_ = ouro_runtime_begin();
    ASSERT_NE(runtime_, nullptr);
    ouro_error error{};
    session_ = ouro_create(runtime_, nullptr, &error);
    ASSERT_NE(session_, nullptr) << error.type << ": " << error.message;
    Border border(session_, &error);
    ASSERT_TRUE(border.ok());
    thread_ = &border.thread();
  }

  void TearDown() override {
    if (session_ != nullptr) expect_clean(ouro_finalize(session_));
    if (runtime_ == nullptr) return;
    std::size_t left = 0;  // of what interpreters share
    EXPECT_EQ(ouro_runtime_end(runtime_, &left), OURO_OK);
    EXPECT_EQ(left, 0u);
  }

  Thread& thread() { return *thread_; }
  Interpreter& interpreter() { return thread_->interpreter(); }
  Memory& memory() { return interpreter().memory(); }

  // A program in the language; what it raises fails the test.
  void run(std::string_view source) {
    ouro_error error{};
    const ouro_status status =
        ouro_run_source(session_, source.data(), source.size(), "<test>", &error);
    EXPECT_EQ(status, OURO_OK) << error.type << ": " << error.message;
  }

  // The value of a result that must not be a failure.
  template <typename T>
  T must(Result<T> result) {
    EXPECT_TRUE(result.ok()) << "failed: " << pending_name();
    return result.ok() ? result.value() : T{};
  }
  void must(Status status) { EXPECT_TRUE(status.ok()) << "failed: " << pending_name(); }

  // The type name of the pending exception, which is cleared; "" when there is none.
  std::string pending_name() {
    if (thread_->pending == nullptr) return "";
    std::string name(type_name(thread_->pending->type));
    clear_pending(thread());
    return name;
  }

  Ref<> number(std::int64_t value) {
    return Ref<>(must(Result<Object*>(make_int(interpreter(), value))));
  }
  Ref<Str> text(std::string_view value) { return Ref<Str>(must(make_str(interpreter(), value))); }

  // repr(object).
  std::string show(Object* object) {
    Ref<Str> shown(must(repr(thread(), object)));
    if (!shown) return "";
    Utf8 utf8(interpreter(), shown);
    return std::string(utf8.view());
  }

 private:
  static void expect_clean(ouro_report* report) {
    ASSERT_NE(report, nullptr);
    std::string findings;
    for (std::size_t index = 0; index < ouro_report_finding_count(report); ++index) {
      char line[512];
      findings += ouro_report_finding(report, index, line, sizeof(line));
      findings += '\n';
    }
    EXPECT_TRUE(ouro_report_is_clean(report)) << findings;
    ouro_report_release(report);
  }

  ouro_runtime* runtime_ = nullptr;
  ouro_interpreter* session_ = nullptr;
  Thread* thread_ = nullptr;
};

}  // namespace ouro
