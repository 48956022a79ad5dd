// ouro.hpp: the C interface with owners. A Runtime outlives its Interpreters, an Interpreter its
// Values.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ouro.h"

namespace ouro::host {

// What a program raised, or why a call was refused.
class Error : public std::runtime_error {
 public:
  explicit Error(const ouro_error& error)
      : std::runtime_error(std::string(error.type) + (error.type[0] != 0 ? ": " : "") +
                           error.message),
        error_(error) {}
  const ouro_error& details() const noexcept { return error_; }

 private:
  ouro_error error_;
};

// What finalize found. Plain data: lives as long as you like.
class Report {
 public:
  explicit Report(ouro_report* report) noexcept : report_(report) {}
  Report(Report&& other) noexcept : report_(std::exchange(other.report_, nullptr)) {}
  Report& operator=(Report&& other) noexcept {
    std::swap(report_, other.report_);
    return *this;
  }
  ~Report() { ouro_report_release(report_); }

  bool clean() const { return report_ != nullptr && ouro_report_is_clean(report_) != 0; }
  std::size_t blocks() const { return ouro_report_blocks(report_); }
  std::size_t bytes() const { return ouro_report_bytes(report_); }
  std::vector<std::string> findings() const {
    std::vector<std::string> texts;
    char buffer[512];
    for (std::size_t index = 0; index < ouro_report_finding_count(report_); ++index) {
      texts.emplace_back(ouro_report_finding(report_, index, buffer, sizeof(buffer)));
    }
    return texts;
  }
  const ouro_report* get() const noexcept { return report_; }

 private:
  ouro_report* report_;
};

// One counted reference to an object of an interpreter; used on the thread that holds it.
class Value {
 public:
  Value() = default;
  Value(ouro_interpreter* interpreter, ouro_value handle) noexcept
      : interpreter_(interpreter), handle_(handle) {}
  Value(Value&& other) noexcept
      : interpreter_(other.interpreter_), handle_(std::exchange(other.handle_, 0)) {}
  Value& operator=(Value&& other) noexcept {
    std::swap(interpreter_, other.interpreter_);
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Value() {
    if (handle_ != 0) static_cast<void>(ouro_value_release(interpreter_, handle_));
  }

  ouro_value handle() const noexcept { return handle_; }
  std::int64_t to_int64() const {
    std::int64_t result = 0;
    ouro_error error;
    if (ouro_to_int64(interpreter_, handle_, &result, &error) != OURO_OK) throw Error(error);
    return result;
  }
  double to_double() const {
    double result = 0;
    ouro_error error;
    if (ouro_to_double(interpreter_, handle_, &result, &error) != OURO_OK) throw Error(error);
    return result;
  }
  std::string to_string() const {
    std::size_t length = 0;
    ouro_error error;
    if (ouro_to_utf8(interpreter_, handle_, nullptr, 0, &length, &error) != OURO_OK)
      throw Error(error);
    std::string text(length + 1, '\0');
    if (ouro_to_utf8(interpreter_, handle_, text.data(), text.size(), &length, &error) != OURO_OK)
      throw Error(error);
    text.resize(length);
    return text;
  }

 private:
  ouro_interpreter* interpreter_ = nullptr;
  ouro_value handle_ = 0;
};

class Runtime {
 public:
  Runtime() : runtime_(ouro_runtime_begin()) {
    if (runtime_ == nullptr) throw std::bad_alloc();
  }
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;
  ~Runtime() { static_cast<void>(ouro_runtime_end(runtime_, nullptr)); }

  ouro_runtime* get() const noexcept { return runtime_; }

 private:
  ouro_runtime* runtime_;
};

class Interpreter {
 public:
  explicit Interpreter(Runtime& runtime, const ouro_config* config = nullptr) {
    ouro_error error;
    interpreter_ = ouro_create(runtime.get(), config, &error);
    if (interpreter_ == nullptr) throw Error(error);
  }
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;
  ~Interpreter() {
    if (interpreter_ != nullptr) ouro_report_release(ouro_finalize(interpreter_));
  }

  void run(std::string_view source, const char* filename = "<host>") {
    ouro_error error;
    check(ouro_run_source(interpreter_, source.data(), source.size(), filename, &error), error);
  }
  Value evaluate(const char* expression) {
    ouro_value result = 0;
    ouro_error error;
    check(ouro_evaluate(interpreter_, expression, &result, &error), error);
    return {interpreter_, result};
  }
  Value global(const char* name) {
    ouro_value result = 0;
    ouro_error error;
    check(ouro_get_global(interpreter_, name, &result, &error), error);
    return {interpreter_, result};
  }
  template <typename... Values>
  Value call(const Value& callable, const Values&... arguments) {
    const ouro_value handles[] = {arguments.handle()..., 0};
    ouro_value result = 0;
    ouro_error error;
    check(
        ouro_call(interpreter_, callable.handle(), handles, sizeof...(arguments), &result, &error),
        error);
    return {interpreter_, result};
  }
  Value make(std::int64_t number) {
    ouro_value result = 0;
    if (ouro_from_int64(interpreter_, number, &result) != OURO_OK) throw std::bad_alloc();
    return {interpreter_, result};
  }
  Value make(std::string_view text) {
    ouro_value result = 0;
    if (ouro_from_utf8(interpreter_, text.data(), text.size(), &result) != OURO_OK)
      throw std::bad_alloc();
    return {interpreter_, result};
  }

  // Ends it; the object is empty afterwards. Release every Value first.
  Report finalize() {
    ouro_report* report = ouro_finalize(interpreter_);
    if (report != nullptr) interpreter_ = nullptr;
    return Report(report);
  }
  ouro_interpreter* get() const noexcept { return interpreter_; }

 private:
  static void check(ouro_status status, const ouro_error& error) {
    if (status != OURO_OK) throw Error(error);
  }

  ouro_interpreter* interpreter_ = nullptr;
};

}  // namespace ouro::host
