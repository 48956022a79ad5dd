// HostTest: a fixture that uses an interpreter through ouro.h alone, and expects it to end clean.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "runtime/host/ouro.h"

namespace ouro {

class HostTest : public ::testing::Test {
 protected:
  void SetUp() override {
    runtime_ = ouro_runtime_begin();
    ASSERT_NE(runtime_, nullptr);
    create(nullptr);
  }

  void TearDown() override {
    finalize();
    std::size_t left = 1;
    EXPECT_EQ(ouro_runtime_end(runtime_, &left), OURO_OK);
    EXPECT_EQ(left, 0u);
  }

  // Instead of the one there is.
  void create(const ouro_config* config) {
    finalize();
    it_ = ouro_create(runtime_, config, &error_);
    ASSERT_NE(it_, nullptr) << error_.type << error_.message;
  }

  void finalize() {
    if (it_ == nullptr) return;
    ouro_report* report = ouro_finalize(it_);
    ASSERT_NE(report, nullptr);
    char text[512];
    EXPECT_TRUE(ouro_report_is_clean(report)) << ouro_report_finding(report, 0, text, sizeof text);
    ouro_report_release(report);
    it_ = nullptr;
  }

  ouro_status run(std::string_view source) {
    return ouro_run_source(it_, source.data(), source.size(), "<test>", &error_);
  }

  // A new handle; the error fails the test.
  ouro_value evaluate(const char* expression) {
    ouro_value value = 0;
    EXPECT_EQ(ouro_evaluate(it_, expression, &value, &error_), OURO_OK) << error_.traceback;
    return value;
  }

  ouro_value number(std::int64_t value) {
    ouro_value handle = 0;
    EXPECT_EQ(ouro_from_int64(it_, value, &handle), OURO_OK);
    return handle;
  }

  ouro_value text(std::string_view content) {
    ouro_value handle = 0;
    EXPECT_EQ(ouro_from_utf8(it_, content.data(), content.size(), &handle), OURO_OK);
    return handle;
  }

  void release(ouro_value value) { EXPECT_EQ(ouro_value_release(it_, value), OURO_OK); }

  // str() of a value, which ends.
  std::string take_text(ouro_value value) {
    std::size_t length = 0;
    EXPECT_EQ(ouro_to_utf8(it_, value, nullptr, 0, &length, &error_), OURO_OK) << error_.message;
    std::string content(length + 1, '\0');
    EXPECT_EQ(ouro_to_utf8(it_, value, content.data(), content.size(), nullptr, nullptr), OURO_OK);
    content.pop_back();
    release(value);
    return content;
  }

  std::string shown(const char* expression) { return take_text(evaluate(expression)); }

  void set_global(const char* name, ouro_value value) {
    EXPECT_EQ(ouro_set_global(it_, name, value, &error_), OURO_OK);
    release(value);
  }

  std::string error_text(ouro_error_part part) {
    char content[8192] = "";
    if (ouro_error_text(it_, part, content, sizeof content, nullptr) != OURO_OK) return "<none>";
    return content;
  }

  ouro_runtime* runtime_ = nullptr;
  ouro_interpreter* it_ = nullptr;
  ouro_error error_{};
};

}  // namespace ouro
