// The C interface: running code, and values on both sides of the border.
#include <algorithm>
#include <cstring>

#include "runtime/code/code.h"
#include "runtime/execute/call.h"
#include "runtime/execute/threads.h"
#include "runtime/execute/traceback_text.h"
#include "runtime/host/border.h"
#include "runtime/host/program.h"
#include "runtime/object/bytes.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/function.h"
#include "runtime/object/int.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

Dict* main_names(Thread& thread) {
  return thread.interpreter()
      .get<ModuleRegistry>()
      .get_as<Module>(ModuleRegistryKind::Place::kMainModule)
      ->dict;
}

ouro_status run(ouro_interpreter* session, Program::Kind kind, const char* text,
                ouro_error* error) {
  Border border(session, error, {text});
  if (!border.ok()) return OURO_REFUSED;
  const Program program{.kind = kind, .text = text};
  return run_program(border.thread(), program).ok() ? OURO_OK : border.fail();
}

Status run_named(Thread& thread, std::string_view source, std::string_view filename) {
  Ref<Str> name(TRY(make_str(thread.interpreter(), filename)));
  Ref<Code> code(TRY(compile(thread, source, name)));
  Ref<Function> body(TRY(make_function(thread, code, main_names(thread))));
  release(TRY(run_body(thread, body, main_names(thread))));
  return done;
}

Result<Object*> evaluate(Thread& thread, std::string_view expression) {
  Ref<Str> name(TRY(make_str(thread.interpreter(), "<expression>")));
  Ref<Code> code(TRY(compile(thread, expression, name, {.mode = CompileMode::kEval})));
  Ref<Function> body(TRY(make_function(thread, code, main_names(thread))));
  return run_body(thread, body, main_names(thread));
}

Result<Object*> get_global(Thread& thread, std::string_view name) {
  Ref<Str> key(TRY(intern(thread.interpreter(), name)));
  Object* value = find_str_in_dict(thread, main_names(thread), key);
  if (value != nullptr) return retain(value);
  return raise(thread, TypeId::kNameError, "name {} is not defined", repr_of(key));
}

Result<std::int64_t> read_int64(Thread& thread, Object* value) {
  Ref<> held(retain(value));
  Ref<> number(TRY(to_index(thread, value)));
  return to_int64(thread, number);
}

// Borrowed; null: raised.
Object* find_argument(Border& border, ouro_value handle, std::size_t index) {
  Object* value = border.interpreter().get<HostHandles>().find(handle);
  if (value == nullptr)
    static_cast<void>(
        raise(border.thread(), TypeId::kValueError, "argument {} is a dead handle", index));
  return value;
}

bool lacks_values(const ouro_arguments& given) {
  const bool keywords = given.names != nullptr && given.keyword_values != nullptr;
  return (given.count > 0 && given.values == nullptr) || (given.keyword_count > 0 && !keywords);
}

Result<Object*> call_with_handles(Border& border, Object* callable, const ouro_arguments& given) {
  Thread& thread = border.thread();
  Ref<Tuple> values(TRY(make_tuple(thread.interpreter(), given.count)));
  for (std::size_t index = 0; index < given.count; ++index) {
    Object* value = find_argument(border, given.values[index], index);
    if (value == nullptr) return failure;
    values->items()[index] = retain(value);
  }
  Ref<Dict> keywords(given.keyword_count == 0 ? nullptr : TRY(make_dict(thread.interpreter())));
  for (std::size_t index = 0; index < given.keyword_count; ++index) {
    Object* value = find_argument(border, given.keyword_values[index], given.count + index);
    if (value == nullptr) return failure;
    Ref<Str> name(TRY(decode_utf8(thread, given.names[index])));
    TRY(dict_set(thread, keywords, name, value));
  }
  Ref<> held(retain(callable));
  return call_with(thread, callable, values, keywords);
}

bool remove_handle(Interpreter& interpreter, ouro_value value) noexcept {
  return interpreter.get<HostHandles>().remove(value);
}

ouro_value handle_of(void* argument) { return reinterpret_cast<ouro_value>(argument); }

// From a thread that does not hold the interpreter: whoever holds it next releases the handle. When
// too many wait already, this thread comes in itself.
bool release_elsewhere(Interpreter& interpreter, ouro_value value) noexcept {
  const PendingCall call{
      .function = [](Thread& thread, void* argument) -> Status {
        remove_handle(thread.interpreter(), handle_of(argument));
        return done;
      },
      .drop = [](Interpreter& ending,
                 void* argument) noexcept { remove_handle(ending, handle_of(argument)); },
      .argument = reinterpret_cast<void*>(value)};
  if (interpreter.get<PendingCalls>().add(call)) return true;
  Threads& threads = interpreter.get<Threads>();
  if (!threads.enter_from_host(interpreter)) return false;
  const bool removed = remove_handle(interpreter, value);
  threads.leave_to_host(interpreter.thread());
  return removed;
}

}  // namespace
}  // namespace ouro

using namespace ouro;

extern "C" {

ouro_status ouro_run_source(ouro_interpreter* session, const char* source, size_t length,
                            const char* filename, ouro_error* error) {
  Border border(session, error, {source, filename});
  if (!border.ok()) return OURO_REFUSED;
  return run_named(border.thread(), {source, length}, filename).ok() ? OURO_OK : border.fail();
}

ouro_status ouro_run_file(ouro_interpreter* session, const char* path, ouro_error* error) {
  return run(session, Program::Kind::kFile, path, error);
}

ouro_status ouro_run_module(ouro_interpreter* session, const char* name, ouro_error* error) {
  return run(session, Program::Kind::kModule, name, error);
}

ouro_status ouro_evaluate(ouro_interpreter* session, const char* expression, ouro_value* result,
                          ouro_error* error) {
  Border border(session, error, {expression, result});
  if (!border.ok()) return OURO_REFUSED;
  return border.give(evaluate(border.thread(), expression), result);
}

ouro_status ouro_get_global(ouro_interpreter* session, const char* name, ouro_value* result,
                            ouro_error* error) {
  Border border(session, error, {name, result});
  if (!border.ok()) return OURO_REFUSED;
  return border.give(get_global(border.thread(), name), result);
}

ouro_status ouro_set_global(ouro_interpreter* session, const char* name, ouro_value value,
                            ouro_error* error) {
  Border border(session, error, {name});
  Object* object = border.ok() ? border.find(value) : nullptr;
  if (object == nullptr) return OURO_REFUSED;
  return dict_set(border.thread(), main_names(border.thread()), name, object).ok() ? OURO_OK
                                                                                   : border.fail();
}

ouro_status ouro_get_attribute(ouro_interpreter* session, ouro_value value, const char* name,
                               ouro_value* result, ouro_error* error) {
  Border border(session, error, {name, result});
  Object* object = border.ok() ? border.find(value) : nullptr;
  if (object == nullptr) return OURO_REFUSED;
  return border.give(get_attribute(border.thread(), object, name), result);
}

ouro_status ouro_call(ouro_interpreter* session, ouro_value callable, const ouro_value* arguments,
                      size_t count, ouro_value* result, ouro_error* error) {
  const ouro_arguments given = {count, arguments, 0, nullptr, nullptr};
  return ouro_call_with(session, callable, &given, result, error);
}

ouro_status ouro_call_with(ouro_interpreter* session, ouro_value callable,
                           const ouro_arguments* arguments, ouro_value* result, ouro_error* error) {
  Border border(session, error, {result});
  if (border.ok() && arguments != nullptr && lacks_values(*arguments))
    return border.refuse(error, "an argument is null");
  Object* object = border.ok() ? border.find(callable) : nullptr;
  if (object == nullptr) return OURO_REFUSED;
  const ouro_arguments none{};
  return border.give(call_with_handles(border, object, arguments == nullptr ? none : *arguments),
                     result);
}

ouro_status ouro_from_none(ouro_interpreter* session, ouro_value* result) {
  Border border(session, nullptr, {result});
  return border.ok() ? border.give(border.interpreter().new_none(), result) : OURO_REFUSED;
}

ouro_status ouro_from_bool(ouro_interpreter* session, int value, ouro_value* result) {
  Border border(session, nullptr, {result});
  return border.ok() ? border.give(border.interpreter().new_boolean(value != 0), result)
                     : OURO_REFUSED;
}

ouro_status ouro_from_int64(ouro_interpreter* session, int64_t value, ouro_value* result) {
  Border border(session, nullptr, {result});
  return border.ok() ? border.give(make_int(border.interpreter(), value), result) : OURO_REFUSED;
}

ouro_status ouro_from_double(ouro_interpreter* session, double value, ouro_value* result) {
  Border border(session, nullptr, {result});
  return border.ok() ? border.give(make_float(border.interpreter(), value), result) : OURO_REFUSED;
}

ouro_status ouro_from_utf8(ouro_interpreter* session, const char* text, size_t length,
                           ouro_value* result) {
  Border border(session, nullptr, {text, result});
  return border.ok() ? border.give(decode_utf8(border.thread(), {text, length}), result)
                     : OURO_REFUSED;
}

ouro_status ouro_from_bytes(ouro_interpreter* session, const void* data, size_t length,
                            ouro_value* result) {
  Border border(session, nullptr, {data, result});
  return border.ok() ? border.give(make_bytes(border.interpreter(), data, length), result)
                     : OURO_REFUSED;
}

int ouro_is_none(ouro_interpreter* session, ouro_value value) {
  Border border(session, nullptr);
  return border.ok() && border.find(value) == border.interpreter().none();
}

ouro_status ouro_to_bool(ouro_interpreter* session, ouro_value value, int* result,
                         ouro_error* error) {
  Border border(session, error, {result});
  Object* object = border.ok() ? border.find(value) : nullptr;
  if (object == nullptr) return OURO_REFUSED;
  auto truth = is_true(border.thread(), object);
  if (!truth.ok()) return border.fail();
  *result = truth.value();
  return OURO_OK;
}

ouro_status ouro_to_int64(ouro_interpreter* session, ouro_value value, int64_t* result,
                          ouro_error* error) {
  Border border(session, error, {result});
  Object* object = border.ok() ? border.find(value) : nullptr;
  if (object == nullptr) return OURO_REFUSED;
  auto number = read_int64(border.thread(), object);
  if (!number.ok()) return border.fail();
  *result = number.value();
  return OURO_OK;
}

ouro_status ouro_to_double(ouro_interpreter* session, ouro_value value, double* result,
                           ouro_error* error) {
  Border border(session, error, {result});
  Object* object = border.ok() ? border.find(value) : nullptr;
  if (object == nullptr) return OURO_REFUSED;
  auto number = to_double(border.thread(), object);
  if (!number.ok()) return border.fail();
  *result = number.value();
  return OURO_OK;
}

ouro_status ouro_to_utf8(ouro_interpreter* session, ouro_value value, char* buffer, size_t size,
                         size_t* length, ouro_error* error) {
  Border border(session, error, {size == 0 ? "" : buffer});
  Object* object = border.ok() ? border.find(value) : nullptr;
  if (object == nullptr) return OURO_REFUSED;
  auto text = str(border.thread(), object);
  if (!text.ok()) return border.fail();
  Ref<Str> owned(text.value());
  Utf8 utf8(border.interpreter(), owned);
  if (!utf8.ok()) return border.fail();
  Border::copy_out(utf8.view(), buffer, size, length);
  return OURO_OK;
}

ouro_status ouro_to_bytes(ouro_interpreter* session, ouro_value value, void* buffer, size_t size,
                          size_t* length, ouro_error* error) {
  Border border(session, error, {size == 0 ? "" : buffer});
  Object* object = border.ok() ? border.find(value) : nullptr;
  if (object == nullptr) return OURO_REFUSED;
  Buffer view;
  if (!get_buffer(border.thread(), object, view).ok()) return border.fail();
  if (length != nullptr) *length = view.length;
  std::memcpy(buffer, view.data, std::min(size, view.length));
  release_buffer(border.interpreter(), view);
  return OURO_OK;
}

ouro_status ouro_value_copy(ouro_interpreter* session, ouro_value value, ouro_value* result,
                            ouro_error* error) {
  Border border(session, error);
  Object* object = border.ok() ? border.find(value) : nullptr;
  return object == nullptr ? OURO_REFUSED : border.give(retain(object), result);
}

ouro_status ouro_value_release(ouro_interpreter* session, ouro_value value) {
  if (session == nullptr) return OURO_REFUSED;
  Border border(session, nullptr);
  const bool released = border.ok() ? remove_handle(session->interpreter, value)
                                    : release_elsewhere(session->interpreter, value);
  return released ? OURO_OK : OURO_REFUSED;
}

ouro_status ouro_leave(ouro_interpreter* session) {
  Border border(session, nullptr);
  // A function of the host returns to code that goes on.
  if (!border.ok() || border.thread().host_calls > 0) return OURO_REFUSED;
  border.interpreter().get<Threads>().leave_to_host(border.thread());
  return OURO_OK;
}

ouro_status ouro_enter(ouro_interpreter* session) {
  if (session == nullptr) return OURO_REFUSED;
  Interpreter& interpreter = interpreter_of(session);
  return interpreter.get<Threads>().enter_from_host(interpreter) ? OURO_OK : OURO_REFUSED;
}

ouro_status ouro_interrupt(ouro_interpreter* session) {
  if (session == nullptr) return OURO_REFUSED;
  const PendingCall call{.function = [](Thread& thread, void*) -> Status {
    return raise_value(thread, TypeId::kKeyboardInterrupt, nullptr);
  }};
  return interpreter_of(session).get<PendingCalls>().add(call) ? OURO_OK : OURO_REFUSED;
}

}  // extern "C"
