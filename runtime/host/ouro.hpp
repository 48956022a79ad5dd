// ouro.hpp: the C interface with owners and exceptions. Everything here is used by the thread that
// holds the interpreter. A Runtime outlives its Interpreters, an Interpreter its Values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "ouro.h"

namespace ouro::host {

// What a program raised, or why a call was refused. The texts are whole.
class Error : public std::runtime_error {
 public:
  explicit Error(const ouro_error& error, std::string type = {}, std::string message = {},
                 std::string traceback = {})
      : std::runtime_error(
            headline(type.empty() ? error.type : type, type.empty() ? error.message : message)),
        error_(error),
        type_(type.empty() ? error.type : std::move(type)),
        message_(message.empty() ? error.message : std::move(message)),
        traceback_(std::move(traceback)) {}

  // Of the last call, which failed.
  static Error last(ouro_interpreter* interpreter, const ouro_error& error) {
    if (error.status == OURO_REFUSED) return Error(error);
    return Error(error, text(interpreter, OURO_ERROR_TYPE), text(interpreter, OURO_ERROR_MESSAGE),
                 text(interpreter, OURO_ERROR_TRACEBACK));
  }

  const ouro_error& details() const noexcept { return error_; }
  ouro_status status() const noexcept { return error_.status; }
  const std::string& type() const noexcept { return type_; }
  const std::string& message() const noexcept { return message_; }
  const std::string& traceback() const noexcept { return traceback_; }

 private:
  static std::string headline(const std::string& type, const std::string& message) {
    return type.empty() ? message : type + ": " + message;
  }

  static std::string text(ouro_interpreter* interpreter, ouro_error_part part) {
    std::size_t length = 0;
    if (ouro_error_text(interpreter, part, nullptr, 0, &length) != OURO_OK) return {};
    std::string content(length + 1, '\0');
    ouro_error_text(interpreter, part, content.data(), content.size(), &length);
    content.resize(length);
    return content;
  }

  ouro_error error_;
  std::string type_, message_, traceback_;
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

class Value;

// An argument by name: call(function, {{"key", value}}).
struct Named {
  const char* name;
  const Value& value;
};

// One counted reference to an object of an interpreter.
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

  // One more reference.
  Value copy() const { return get(ouro_value_copy); }

  ouro_value handle() const noexcept { return handle_; }
  // The caller owns the reference from then on.
  ouro_value take() noexcept { return std::exchange(handle_, 0); }
  explicit operator bool() const noexcept { return handle_ != 0; }

  ouro_kind kind() const { return ouro_kind_of(interpreter_, handle_); }
  bool is_none() const { return kind() == OURO_KIND_NONE; }
  bool to_bool() const { return convert<int>(ouro_to_bool) != 0; }
  std::int64_t to_int64() const { return convert<std::int64_t>(ouro_to_int64); }
  double to_double() const { return convert<double>(ouro_to_double); }
  std::string to_string() const { return text(ouro_to_utf8, 1); }
  std::string to_bytes() const { return text(ouro_to_bytes, 0); }

  Value attribute(const char* name) const { return get(ouro_get_attribute, name); }
  void set_attribute(const char* name, const Value& value) const {
    check(ouro_set_attribute, name, value.handle_);
  }
  std::size_t size() const { return convert<std::size_t>(ouro_length); }
  Value operator[](const Value& key) const { return get(ouro_get_item, key.handle_); }
  Value operator[](std::int64_t index) const { return get(ouro_get_index, index); }
  void set(const Value& key, const Value& item) const {
    check(ouro_set_item, key.handle_, item.handle_);
  }
  void set(std::int64_t index, const Value& item) const {
    check(ouro_set_index, index, item.handle_);
  }
  void remove(const Value& key) const { check(ouro_delete_item, key.handle_); }

  template <typename... Values>
  Value operator()(const Values&... arguments) const {
    const ouro_value handles[] = {arguments.handle()..., 0};
    return call({handles, sizeof...(arguments)}, {});
  }
  Value call(std::span<const ouro_value> arguments, std::initializer_list<Named> named) const {
    std::vector<const char*> names;
    std::vector<ouro_value> values;
    for (const Named& row : named) {
      names.push_back(row.name);
      values.push_back(row.value.handle());
    }
    const ouro_arguments all = {arguments.size(), arguments.data(), names.size(), names.data(),
                                values.data()};
    return get(ouro_call_with, &all);
  }

  // for (const Value& item : value.items())
  class Items;
  Items items() const;

 private:
  template <typename Function, typename... Arguments>
  void check(Function function, Arguments... arguments) const {
    ouro_error error;
    if (function(interpreter_, handle_, arguments..., &error) != OURO_OK)
      throw Error::last(interpreter_, error);
  }
  template <typename Function, typename... Arguments>
  Value get(Function function, Arguments... arguments) const {
    ouro_value result = 0;
    check(function, arguments..., &result);
    return {interpreter_, result};
  }
  template <typename Result, typename Function>
  Result convert(Function function) const {
    Result result{};
    check(function, &result);
    return result;
  }
  template <typename Function>
  std::string text(Function function, std::size_t terminator) const {
    std::size_t length = 0;
    check(function, nullptr, std::size_t{0}, &length);
    std::string content(length + terminator, '\0');
    check(function, content.data(), content.size(), &length);
    content.resize(length);
    return content;
  }

  ouro_interpreter* interpreter_ = nullptr;
  ouro_value handle_ = 0;
};

// What next() gives, one after the other.
class Value::Items {
 public:
  explicit Items(Value iterator) : iterator_(std::move(iterator)) {}

  class Position {
   public:
    explicit Position(const Value* iterator) : iterator_(iterator) { ++*this; }
    const Value& operator*() const { return item_; }
    Position& operator++() {
      item_ = iterator_->get(ouro_next);
      return *this;
    }
    bool operator!=(std::nullptr_t) const { return static_cast<bool>(item_); }

   private:
    const Value* iterator_;
    Value item_;
  };

  Position begin() const { return Position(&iterator_); }
  std::nullptr_t end() const { return nullptr; }

 private:
  Value iterator_;
};

inline Value::Items Value::items() const { return Items(get(ouro_iterate)); }

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

// An interpreter somebody else owns: what a function of the host is given.
class Session {
 public:
  // What a function of the host does: arguments by position, and by name.
  struct Given {
    std::vector<Value> values;
    std::vector<std::pair<std::string, Value>> named;
  };
  using Function = std::function<Value(Session, const Given&)>;

  explicit Session(ouro_interpreter* interpreter) noexcept : interpreter_(interpreter) {}
  ouro_interpreter* get() const noexcept { return interpreter_; }

  void run(std::string_view source, const char* filename = "<host>") {
    check(ouro_run_source, source.data(), source.size(), filename);
  }
  Value evaluate(const char* expression) { return make_by(ouro_evaluate, expression); }
  Value global(const char* name) { return make_by(ouro_get_global, name); }
  void set_global(const char* name, const Value& value) {
    check(ouro_set_global, name, value.handle());
  }
  Value import(const char* name) { return make_by(ouro_import, name); }
  template <typename... Values>
  Value call(const Value& callable, const Values&... arguments) {
    return callable(arguments...);
  }

  Value none() { return plain(ouro_from_none); }
  Value make(bool value) { return plain(ouro_from_bool, static_cast<int>(value)); }
  Value make(int number) { return make(std::int64_t{number}); }
  Value make(std::int64_t number) { return plain(ouro_from_int64, number); }
  Value make(double number) { return plain(ouro_from_double, number); }
  Value make(const char* text) { return make(std::string_view(text)); }
  Value make(std::string_view text) { return plain(ouro_from_utf8, text.data(), text.size()); }
  Value bytes(std::span<const std::byte> data) {
    return plain(ouro_from_bytes, data.data(), data.size());
  }
  template <typename... Values>
  Value list(const Values&... items) {
    const ouro_value handles[] = {items.handle()..., 0};
    return make_by(ouro_new_list, handles, sizeof...(items));
  }
  template <typename... Values>
  Value tuple(const Values&... items) {
    const ouro_value handles[] = {items.handle()..., 0};
    return make_by(ouro_new_tuple, handles, sizeof...(items));
  }
  Value dict() { return make_by(ouro_new_dict); }
  // What it throws, the program catches: an Error as what it was, others as RuntimeError.
  Value function(const char* name, Function code, const char* doc = nullptr);

  template <typename Work>
  void without_lock(Work&& work) {
    static_cast<void>(ouro_without_lock(
        interpreter_, [](void* code) { (*static_cast<std::remove_reference_t<Work>*>(code))(); },
        &work));
  }

 protected:
  ouro_interpreter* interpreter_ = nullptr;

 private:
  template <typename Call, typename... Arguments>
  void check(Call call, Arguments... arguments) {
    ouro_error error;
    if (call(interpreter_, arguments..., &error) != OURO_OK) throw Error::last(interpreter_, error);
  }
  template <typename Call, typename... Arguments>
  Value make_by(Call call, Arguments... arguments) {
    ouro_value result = 0;
    check(call, arguments..., &result);
    return {interpreter_, result};
  }
  // Conversions that tell no error.
  template <typename Call, typename... Arguments>
  Value plain(Call call, Arguments... arguments) {
    ouro_value result = 0;
    if (call(interpreter_, arguments..., &result) != OURO_OK) throw std::bad_alloc();
    return {interpreter_, result};
  }
  static ouro_value enter(ouro_interpreter*, void* code, const ouro_arguments*);
};

inline ouro_value Session::enter(ouro_interpreter* interpreter, void* code,
                                 const ouro_arguments* arguments) {
  try {
    Given given;
    const auto own = [&](ouro_value handle) {
      ouro_value copied = 0;
      if (ouro_value_copy(interpreter, handle, &copied, nullptr) != OURO_OK) throw std::bad_alloc();
      return Value(interpreter, copied);
    };
    for (std::size_t index = 0; index < arguments->count; ++index)
      given.values.push_back(own(arguments->values[index]));
    for (std::size_t index = 0; index < arguments->keyword_count; ++index)
      given.named.emplace_back(arguments->names[index], own(arguments->keyword_values[index]));
    return (*static_cast<Function*>(code))(Session(interpreter), given).take();
  } catch (const Error&) {
    return 0;  // it still is the last error
  } catch (const std::bad_alloc&) {
    ouro_raise(interpreter, "MemoryError", "");
  } catch (const std::exception& error) {
    ouro_raise(interpreter, "RuntimeError", error.what());
  } catch (...) {
    ouro_raise(interpreter, "RuntimeError", "a function of the host threw");
  }
  return 0;
}

inline Value Session::function(const char* name, Function code, const char* doc) {
  auto kept = std::make_unique<Function>(std::move(code));
  const ouro_function_spec spec = {name, doc, enter, kept.get(),
                                   [](void* old) { delete static_cast<Function*>(old); }};
  Value made = make_by(ouro_new_function, &spec);
  static_cast<void>(kept.release());
  return made;
}

// What the host does instead of the system; what is empty, the system does. Outlives the
// interpreter, and none of it throws.
struct Services {
  std::function<std::size_t(std::span<char>)> input;  // how many bytes were read; 0: the end
  std::function<void(std::string_view)> output, error;
  std::function<std::optional<std::string>(std::string_view)> module;  // a module's source, by name
  std::function<std::int64_t(bool monotonic)> clock;                   // nanoseconds

  ouro_callbacks callbacks() {
    ouro_callbacks table;
    ouro_callbacks_init(&table);
    table.context = this;
    if (input) table.read_input = read_input;
    if (output) table.write_output = write_output;
    if (error) table.write_error = write_error;
    if (module) table.find_module = find_module, table.release_module = release_module;
    if (clock) table.clock = read_clock;
    return table;
  }

 private:
  static Services& of(void* context) { return *static_cast<Services*>(context); }
  static std::int64_t read_input(void* context, char* buffer, std::size_t size) {
    return static_cast<std::int64_t>(of(context).input({buffer, size}));
  }
  static int write_output(void* context, const char* text, std::size_t length) {
    return of(context).output({text, length}), 0;
  }
  static int write_error(void* context, const char* text, std::size_t length) {
    return of(context).error({text, length}), 0;
  }
  static int find_module(void* context, const char* name, ouro_module_source* source) {
    std::optional<std::string> text = of(context).module(name);
    if (!text) return 0;
    auto* owner = new std::string(std::move(*text));
    source->text = owner->data();
    source->length = owner->size();
    source->owner = owner;
    return 1;
  }
  static void release_module(void*, ouro_module_source* source) {
    delete static_cast<std::string*>(source->owner);
  }
  static std::int64_t read_clock(void* context, int monotonic) {
    return of(context).clock(monotonic != 0);
  }
};

class Interpreter : public Session {
 public:
  explicit Interpreter(Runtime& runtime, const ouro_config* config = nullptr) : Session(nullptr) {
    ouro_error error;
    interpreter_ = ouro_create(runtime.get(), config, &error);
    if (interpreter_ == nullptr) throw Error(error);
  }
  Interpreter(Runtime& runtime, Services& services) : Session(nullptr) {
    const ouro_callbacks callbacks = services.callbacks();
    ouro_config config;
    ouro_config_init(&config);
    config.callbacks = &callbacks;
    ouro_error error;
    interpreter_ = ouro_create(runtime.get(), &config, &error);
    if (interpreter_ == nullptr) throw Error(error);
  }
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;
  ~Interpreter() {
    if (interpreter_ != nullptr) ouro_report_release(ouro_finalize(interpreter_));
  }

  // Ends it; the object is empty afterwards. Release every Value first.
  Report finalize() {
    ouro_report* report = ouro_finalize(interpreter_);
    if (report != nullptr) interpreter_ = nullptr;
    return Report(report);
  }

  void leave() { static_cast<void>(ouro_leave(interpreter_)); }
};

// Holds an interpreter that its owner left, for a visit of this thread.
class Visit {
 public:
  explicit Visit(Session session) : session_(session) {
    if (ouro_enter(session.get()) == OURO_OK) return;
    throw std::runtime_error("the interpreter cannot be entered");
  }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;
  ~Visit() { static_cast<void>(ouro_leave(session_.get())); }
  Session* operator->() noexcept { return &session_; }
  Session& operator*() noexcept { return session_; }

 private:
  Session session_;
};

}  // namespace ouro::host
