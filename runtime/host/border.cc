// Border: entering, handles, and exceptions as plain data.
#include "runtime/host/border.h"

#include <algorithm>
#include <cstring>

#include "runtime/execute/threads.h"
#include "runtime/execute/traceback_text.h"
#include "runtime/module/sys.h"
#include "runtime/object/exception.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {

// Or session_of() were wrong.
static_assert(OURO_OFFSET(ouro_interpreter, interpreter) == 0);

namespace {

// What does not fit is cut between two characters, and ends with "...".
void copy_text(char* place, std::size_t size, std::string_view text) noexcept {
  constexpr std::string_view kCut = "...";
  std::size_t length = text.size();
  const bool fits = length < size;
  if (!fits) {
    length = size - 1 - kCut.size();
    while (length > 0 && (text[length] & 0xc0) == 0x80) --length;
  }
  std::memcpy(place, text.data(), length);
  if (!fits) std::memcpy(place + length, kCut.data(), kCut.size());
  place[length + (fits ? 0 : kCut.size())] = 0;
}

// str(object), or nothing when that fails.
void copy_str(Thread& thread, Object* object, char* place, std::size_t size) noexcept {
  auto text = str(thread, object);
  if (!text.ok()) return clear_pending(thread);
  Ref<Str> owned(text.value());
  Utf8 utf8(thread.interpreter(), owned);
  if (!utf8.ok()) return clear_pending(thread);
  copy_text(place, size, utf8.view());
}

ouro_status describe(Thread& thread, Exception* exception, ouro_error* error) noexcept {
  const bool exits = is_instance_of(exception, type_of(thread, TypeId::kSystemExit));
  const bool memory = is_instance_of(exception, type_of(thread, TypeId::kMemoryError));
  const ouro_status status = exits ? OURO_EXIT : memory ? OURO_NO_MEMORY : OURO_EXCEPTION;
  if (error == nullptr) return status;
  error->status = status;
  if (exits) error->exit_code = exit_code_of(thread, exception);
  copy_text(error->type, sizeof(error->type), type_name(exception->type));
  copy_str(thread, exception, error->message, sizeof(error->message));
  auto traceback = format_exception(thread, exception);
  if (!traceback.ok()) return clear_pending(thread), status;
  Ref<Str> text(traceback.value());
  Utf8 utf8(thread.interpreter(), text);
  if (utf8.ok()) {
    copy_text(error->traceback, sizeof(error->traceback), utf8.view());
  } else {
    clear_pending(thread);
  }
  return status;
}

}  // namespace

// The holder is asked for first: only that thread may look at anything else.
const char* Border::reason_to_refuse(std::initializer_list<const void*> needed) const noexcept {
  if (session_ == nullptr) return "there is no interpreter";
  const Threads& threads = interpreter().get<Threads>();
  if (!threads.held_here()) {
    return threads.hosts_inside() > 0 ? "another thread holds the interpreter"
                                      : "this thread does not hold the interpreter";
  }
  // While it is finalized, functions of the host may still be called, and use it.
  const Phase phase = interpreter().phase;
  const bool is_called = phase == Phase::kFinalizing && threads.current()->host_calls > 0;
  if (phase != Phase::kRunning && !is_called) return "the interpreter is not running";
  return std::ranges::count(needed, nullptr) > 0 ? "an argument is null" : nullptr;
}

Border::Border(ouro_interpreter* session, ouro_error* error,
               std::initializer_list<const void*> needed) noexcept
    : session_(session), error_(error) {
  clear(error);
  if (const char* reason = reason_to_refuse(needed)) {
    refuse(error, reason);
  } else {
    thread_ = interpreter().get<Threads>().current();
  }
}

Border::Border(ouro_interpreter* session, Hook) noexcept : session_(session), error_(nullptr) {
  if (session == nullptr) return;
  Threads& threads = interpreter().get<Threads>();
  if (threads.held_here()) thread_ = threads.current();
}

ouro_status Border::fail() noexcept {
  Ref<Exception> exception(take_pending(*thread_));
  const ouro_status status = describe(*thread_, exception, error_);
  keep_error(exception.take());
  return status;
}

void Border::keep_error(Exception* owned_or_null) noexcept {
  Ref<Exception> old(std::exchange(thread_->host_error, owned_or_null));
}

ouro_status Border::give(Object* owned, ouro_value* result) noexcept {
  if (result == nullptr) return release(owned), refuse(error_, "an argument is null");
  *result = interpreter().get<HostHandles>().add(interpreter().memory(), owned);
  if (*result != 0) return OURO_OK;
  static_cast<void>(raise_memory_error(interpreter()));
  return fail();
}

Object* Border::find(ouro_value handle) noexcept {
  Object* object = interpreter().get<HostHandles>().find(handle);
  if (object == nullptr)
    refuse(error_, "the value handle is dead or belongs to another interpreter");
  return object;
}

void Border::clear(ouro_error* error) noexcept {
  if (error != nullptr) std::memset(error, 0, sizeof(*error));
}

void Border::copy_out(std::string_view text, char* buffer, std::size_t size,
                      std::size_t* length) noexcept {
  if (length != nullptr) *length = text.size();
  if (size == 0) return;
  const std::size_t copied = std::min(text.size(), size - 1);
  std::memcpy(buffer, text.data(), copied);
  buffer[copied] = 0;
}

ouro_status Border::refuse(ouro_error* error, std::string_view reason) noexcept {
  if (error != nullptr) {
    error->status = OURO_REFUSED;
    copy_text(error->message, sizeof(error->message), reason);
  }
  return OURO_REFUSED;
}

ouro_status Border::no_memory(ouro_error* error) noexcept {
  if (error != nullptr) {
    error->status = OURO_NO_MEMORY;
    copy_text(error->type, sizeof(error->type), "MemoryError");
  }
  return OURO_NO_MEMORY;
}

ouro_status Border::take_error(Interpreter& interpreter, ouro_error* error) noexcept {
  Thread* thread = interpreter.get<Threads>().current();
  if (thread == nullptr || thread->pending == nullptr) return no_memory(error);
  if (pending_matches(*thread, TypeId::kMemoryError))
    return clear_pending(*thread), no_memory(error);
  Ref<Exception> exception(take_pending(*thread));
  return describe(*thread, exception, error);
}

}  // namespace ouro
