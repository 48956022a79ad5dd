// The C interface: the last error in full, functions of the host, and the errors they raise.
#include "runtime/execute/threads.h"
#include "runtime/execute/traceback_text.h"
#include "runtime/host/border.h"
#include "runtime/host/host_function.h"
#include "runtime/module/import.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

// "ValueError", but "package.module.ParseError".
Result<Str*> full_type_name(Thread& thread, Exception* exception) {
  Ref<> name(TRY(get_attribute(thread, exception->type, "__qualname__")));
  Ref<> module(TRY(get_attribute(thread, exception->type, "__module__")));
  const bool is_builtin = is_str(module) && static_cast<Str*>(module.get())->ascii &&
                          static_cast<Str*>(module.get())->ascii_view() == "builtins";
  if (!is_builtin) return format_str(thread, "{}.{}", module, name);
  return str(thread, name);
}

Result<Str*> part_of(Thread& thread, Exception* exception, ouro_error_part part) {
  switch (part) {
    case OURO_ERROR_TYPE: return full_type_name(thread, exception);
    case OURO_ERROR_MESSAGE: return str(thread, exception);
    default: return format_exception(thread, exception);
  }
}

ouro_status refuse_part(Thread& thread) {
  clear_pending(thread);
  return OURO_NO_MEMORY;
}

Ref<Exception> last_error(const Border& border) {
  return Ref<Exception>(border.ok() ? retain_if(border.thread().host_error) : nullptr);
}

Type* exception_type(Thread& thread, std::string_view name) {
  auto found = builtin_named(thread, name);
  if (!found.ok()) return clear_pending(thread), nullptr;
  Ref<> type(found.value());
  if (!is_type(type) ||
      !is_subtype(static_cast<Type*>(type.get()), type_of(thread, TypeId::kBaseException)))
    return nullptr;
  return static_cast<Type*>(type.get());  // the builtins hold it
}

Failure raise_named(Thread& thread, const char* type_name, const char* message) {
  Type* type = exception_type(thread, type_name);
  if (type == nullptr)
    return raise(thread, TypeId::kSystemError, "{} (of the unknown type {})", message, type_name);
  Ref<Str> text(TRY(decode_utf8(thread, message)));
  Ref<> made(TRY(call(thread, type, text)));
  return raise_object(thread, static_cast<Exception*>(made.get()));
}

}  // namespace
}  // namespace ouro

using namespace ouro;

extern "C" {

ouro_status ouro_error_text(ouro_interpreter* session, ouro_error_part part, char* buffer,
                            size_t size, size_t* length) {
  Border border(session, nullptr);
  Ref<Exception> exception = last_error(border);
  if (!exception) return OURO_REFUSED;
  auto text = part_of(border.thread(), exception, part);
  if (!text.ok()) return refuse_part(border.thread());
  Ref<Str> owned(text.value());
  Utf8 utf8(border.interpreter(), owned);
  if (!utf8.ok()) return refuse_part(border.thread());
  Border::copy_out(utf8.view(), buffer, size, length);
  return OURO_OK;
}

ouro_status ouro_error_value(ouro_interpreter* session, ouro_value* result) {
  Border border(session, nullptr);
  Ref<Exception> exception = last_error(border);
  return exception ? border.give(exception.take(), result) : OURO_REFUSED;
}

ouro_status ouro_clear_error(ouro_interpreter* session) {
  Border border(session, nullptr);
  if (!border.ok() || border.thread().host_error == nullptr) return OURO_REFUSED;
  border.keep_error(nullptr);
  return OURO_OK;
}

void ouro_print_traceback(ouro_interpreter* session) {
  Border border(session, nullptr);
  Ref<Exception> exception = last_error(border);
  if (exception) print_exception(border.thread(), exception);
}

ouro_status ouro_new_function(ouro_interpreter* session, const ouro_function_spec* spec,
                              ouro_value* result, ouro_error* error) {
  Border border(session, error);
  if (!border.ok()) return OURO_REFUSED;
  if (spec == nullptr || spec->name == nullptr || spec->function == nullptr)
    return Border::refuse(error, "a function needs a name and a pointer");
  return border.give(make_host_function(border.thread(), session, *spec), result);
}

ouro_status ouro_raise(ouro_interpreter* session, const char* type, const char* message) {
  Border border(session, nullptr);
  if (!border.ok() || type == nullptr || message == nullptr) return OURO_REFUSED;
  static_cast<void>(raise_named(border.thread(), type, message));
  border.keep_error(take_pending(border.thread()));
  return OURO_OK;
}

ouro_status ouro_raise_value(ouro_interpreter* session, ouro_value value) {
  Border border(session, nullptr);
  Object* exception = border.ok() ? border.find(value) : nullptr;
  if (exception == nullptr || !is_exception(exception)) return OURO_REFUSED;
  border.keep_error(retain(static_cast<Exception*>(exception)));
  return OURO_OK;
}

ouro_status ouro_without_lock(ouro_interpreter* session, void (*work)(void* argument),
                              void* argument) {
  Border border(session, nullptr);
  if (!border.ok() || work == nullptr) return OURO_REFUSED;
  Unlocked unlocked(border.thread());
  work(argument);
  return OURO_OK;
}

ouro_status ouro_import(ouro_interpreter* session, const char* name, ouro_value* result,
                        ouro_error* error) {
  Border border(session, error);
  if (border.ok() && name == nullptr) return Border::refuse(error, "an argument is null");
  return border.ok() ? border.give(import_module(border.thread(), name), result) : OURO_REFUSED;
}

}  // extern "C"
