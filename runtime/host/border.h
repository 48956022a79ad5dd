// Border: the step from the host's C into the interpreter and back, with its errors.
#pragma once

#include <initializer_list>
#include <string_view>

#include "runtime/host/ouro.h"
#include "runtime/host/session.h"

namespace ouro {

class Border {
 public:
  // Valid while ok(): the calling native thread holds the interpreter, and what the caller must
  // give is not null. Otherwise the error says why.
  Border(ouro_interpreter* session, ouro_error* error,
         std::initializer_list<const void*> needed = {}) noexcept;

  // For what the collector's hooks may do: at any moment of the interpreter's life.
  enum Hook { kHook };
  Border(ouro_interpreter* session, Hook) noexcept;

  bool ok() const { return thread_ != nullptr; }
  Thread& thread() const { return *thread_; }
  Interpreter& interpreter() const { return interpreter_of(session_); }

  // Turns the pending exception into a status and an error.
  ouro_status fail() noexcept;
  // What ouro_error_text() tells; adopts the reference.
  void keep_error(Exception* owned_or_null) noexcept;
  // A new handle for an owned reference.
  ouro_status give(Object* owned, ouro_value* result) noexcept;
  ouro_status give(Result<Object*> result, ouro_value* handle) noexcept {
    return result.ok() ? give(result.value(), handle) : fail();
  }
  ouro_status answer(Status status) noexcept { return status.ok() ? OURO_OK : fail(); }
  // Borrowed; null: the error is set.
  Object* find(ouro_value handle) noexcept;
  // Held while code of the program runs, which may release the handle.
  Ref<> hold(ouro_value handle) noexcept { return Ref<>(ok() ? retain_if(find(handle)) : nullptr); }

  static void clear(ouro_error* error) noexcept;
  // Copies with a terminating zero when there is room for one byte at least.
  static void copy_out(std::string_view text, char* buffer, std::size_t size,
                       std::size_t* length) noexcept;
  static ouro_status refuse(ouro_error* error, std::string_view reason) noexcept;
  static ouro_status no_memory(ouro_error* error) noexcept;
  // The pending exception of a half-built interpreter; or that memory was refused.
  static ouro_status take_error(Interpreter&, ouro_error* error) noexcept;

 private:
  const char* reason_to_refuse(std::initializer_list<const void*> needed) const noexcept;

  ouro_interpreter* session_;
  ouro_error* error_;
  Thread* thread_ = nullptr;
};

}  // namespace ouro
