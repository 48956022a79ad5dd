// Raise: making exceptions pending, and what can be asked of the pending one.
#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import.h"
#include "runtime/module/streams.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/exception_fields.h"
#include "runtime/object/int.h"
#include "runtime/object/protocol.h"
#include "runtime/object/simple_namespace.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

// What is being handled right now; borrowed, null: nothing.
Exception* innermost_handled(const Thread& thread) {
  for (HandledException* handled = thread.handled; handled != nullptr;
       handled = handled->previous) {
    if (handled->value != nullptr) return handled->value;
  }
  return nullptr;
}

// A chain of contexts never contains `exception` twice: it is taken out further down. A program can
// have made a circle of it: then the slow pointer, at half the speed, is met again.
void cut_from_chain(Exception* handled, const Exception* exception) {
  const Exception* slow = handled;
  bool odd = false;
  for (Exception* at = handled; at->context != nullptr; at = at->context) {
    if (at->context == exception) return clear_reference(at->context);
    if (odd) slow = slow->context;
    odd = !odd;
    if (at->context == slow) return;
  }
}

void chain_context(Thread& thread, Exception* exception) {
  Exception* handled = innermost_handled(thread);
  if (handled == nullptr || handled == exception) return;
  cut_from_chain(handled, exception);
  replace_reference(exception->context, retain(handled));
}

void set_pending(Thread& thread, Exception* owned) {
  Exception* old = std::exchange(thread.pending, owned);
  release_if(old);
}

Result<Exception*> make_exception(Thread& thread, TypeId id, Object* value) {
  Type* type = type_of(thread, id);
  Arguments arguments{&value, value != nullptr, nullptr};
  // sys.exit((1, 2)) means SystemExit(1, 2).
  if (id == TypeId::kSystemExit && value != nullptr && is_tuple(value)) {
    const auto* several = static_cast<Tuple*>(value);
    arguments = {several->items(), several->size, nullptr};
  }
  Ref<> made(TRY(type->slots->make(thread, type, arguments)));
  TRY(type->slots->initialise(thread, made, arguments));
  return static_cast<Exception*>(made.take());
}

}  // namespace

Failure raise_formatted(Thread& thread, TypeId exception, std::string_view format,
                        const FormatArgument* arguments, std::size_t count) {
  Result<Str*> message = format_message(thread, format, arguments, count);
  if (!message.ok()) return failure;
  Ref<Str> text(message.value());
  return raise_value(thread, exception, text);
}

Failure raise_value(Thread& thread, TypeId exception, Object* value) {
  Result<Exception*> made = make_exception(thread, exception, value);
  if (!made.ok()) return failure;
  Ref<Exception> owned(made.value());
  return raise_object(thread, owned);
}

Failure raise_object(Thread& thread, Exception* exception) {
  chain_context(thread, exception);
  set_pending(thread, retain(exception));
  return failure;
}

Failure raise_memory_error(Interpreter& interpreter) {
  Thread& thread = interpreter.thread();
  Exception* error = interpreter.get<MemoryErrors>().take();
  if (!interpreter.get<MemoryErrors>().is_last_resort(error)) chain_context(thread, error);
  set_pending(thread, error);
  return failure;
}

namespace {

Result<Object*> error_text(Thread& thread, int error_number) {
  char buffer[256];
  const char* text = strerror_r(error_number, buffer, sizeof buffer);
  return make_str(thread.interpreter(), text);
}

Result<Exception*> make_os_error(Thread& thread, int error_number, Object* filename) {
  Ref<> number(TRY(Result<Object*>(make_int(thread.interpreter(), error_number))));
  Ref<> text(TRY(error_text(thread, error_number)));
  Ref<> made(TRY(filename == nullptr
                     ? call(thread, type_of(thread, TypeId::kOSError), {number, text})
                     : call(thread, type_of(thread, TypeId::kOSError), {number, text, filename})));
  return static_cast<Exception*>(made.take());
}

Status fill_attribute_error(Thread& thread, Object* object, Str* name) {
  if (thread.pending->type != type_of(thread, TypeId::kAttributeError)) return done;
  auto* error = static_cast<AttributeErrorException*>(thread.pending);
  replace_reference(error->object, retain(object));
  replace_reference(error->name, retain(static_cast<Object*>(name)));
  return done;
}

}  // namespace

Failure raise_os_error(Thread& thread, int error_number, Object* filename_or_null) {
  Result<Exception*> made = make_os_error(thread, error_number, filename_or_null);
  if (!made.ok()) return failure;
  Ref<Exception> owned(made.value());
  return raise_object(thread, owned);
}

Failure raise_attribute_error(Thread& thread, Object* object, Str* name) {
  if (is_type(object)) {
    raise(thread, TypeId::kAttributeError, "type object '{}' has no attribute '{}'",
          static_cast<const Type*>(object), name);
  } else {
    raise(thread, TypeId::kAttributeError, "'{}' object has no attribute '{}'", object->type, name);
  }
  return fill_attribute_error(thread, object, name).ok() ? failure : failure;
}

// The pending exception.

bool pending_matches(Thread& thread, TypeId exception) {
  return thread.pending != nullptr && is_subtype(thread.pending->type, type_of(thread, exception));
}

bool exception_matches(Thread&, Exception* exception, Type* type) {
  return is_subtype(exception->type, type);
}

void clear_pending(Thread& thread) noexcept { clear_reference(thread.pending); }

Exception* take_pending(Thread& thread) noexcept {
  OURO_CHECK(thread.pending != nullptr);
  return std::exchange(thread.pending, nullptr);
}

void restore_pending(Thread& thread, Exception* exception) noexcept {
  set_pending(thread, exception);
}

Result<Object*> take_stop_value(Thread& thread) {
  Ref<Exception> stop(take_pending(thread));
  Object* value = static_cast<StopIterationException*>(stop.get())->value;
  return value == nullptr ? new_none(thread) : retain(value);
}

// Exceptions nobody can catch.

namespace {

Status add_field(Thread& thread, Dict* fields, std::string_view name, Object* value) {
  return dict_set(thread, fields, name, value != nullptr ? value : none(thread));
}

// `message` is empty for the usual text.
Result<Object*> make_hook_arguments(Thread& thread, Exception* error, std::string_view message,
                                    Object* where) {
  Ref<Str> text;
  if (!message.empty()) text.reset(TRY(make_str(thread.interpreter(), message)));
  Ref<Dict> fields(TRY(make_dict(thread.interpreter())));
  TRY(add_field(thread, fields, "exc_type", error->type));
  TRY(add_field(thread, fields, "exc_value", error));
  TRY(add_field(thread, fields, "exc_traceback", traceback_object(error)));
  TRY(add_field(thread, fields, "err_msg", text));
  TRY(add_field(thread, fields, "object", where));
  return make_simple_namespace(thread, fields);
}

// False: there is no hook, or it failed.
bool call_hook(Thread& thread, Exception* error, std::string_view message, Object* where) {
  Object* sys = find_imported(thread, "sys");
  if (sys == nullptr) return false;
  Ref<> held(retain(sys));
  const Result<Found<Object>> found = get_attribute_if(thread, sys, "unraisablehook");
  if (!found.ok() || !found.value()) return false;
  Ref<> hook(found.value().value);
  if (hook == none(thread)) return false;
  const Result<Object*> made = make_hook_arguments(thread, error, message, where);
  if (!made.ok()) return false;
  Ref<> arguments(made.value());
  const Result<Object*> result = call(thread, hook, arguments.get());
  if (result.ok()) release(result.value());
  return result.ok();
}

// When nothing of the language works any more: two lines, straight to the stream.
Status write_plainly(Thread& thread, Exception* error, Object* where) {
  Ref<Str> text(where != nullptr
                    ? TRY(format_str(thread, "Exception ignored in: {}\n", repr_of(where)))
                    : TRY(format_str(thread, "Exception ignored:\n")));
  Utf8 first(thread.interpreter(), text);
  if (!first.ok()) return failure;
  write_error_text(thread, first.view());
  Ref<Str> line(TRY(format_str(thread, "{}: {}\n", static_cast<const Type*>(error->type),
                               static_cast<Object*>(error))));
  Utf8 second(thread.interpreter(), line);
  if (!second.ok()) return failure;
  write_error_text(thread, second.view());
  return done;
}

}  // namespace

void write_unraisable(Thread& thread, Object* where) noexcept {
  write_unraisable(thread, {}, where);
}

void write_unraisable(Thread& thread, std::string_view message, Object* where) noexcept {
  if (thread.pending == nullptr) return;
  Ref<Exception> error(take_pending(thread));
  Ref<> held(retain_if(where));
  if (!call_hook(thread, error, message, where)) {
    clear_pending(thread);
    static_cast<void>(write_plainly(thread, error, where).ok());
  }
  clear_pending(thread);
}

}  // namespace ouro
