// HostCall: a C function of the host or of an extension module, while it runs.
#pragma once

#include <string_view>

#include "runtime/host/ouro.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"

namespace ouro {

// The function may use the interpreter, and what it fails with is kept apart from what the caller's
// calls failed with.
class HostCall {
 public:
  explicit HostCall(Thread& thread) noexcept
      : thread_(thread), outer_error_(std::exchange(thread.host_error, nullptr)) {
    ++thread.host_calls;
  }
  HostCall(const HostCall&) = delete;
  HostCall& operator=(const HostCall&) = delete;
  ~HostCall() {
    --thread_.host_calls;
    Ref<Exception> unused(std::exchange(thread_.host_error, outer_error_));
  }

  // The object of the handle that the function answered with, or what it failed with; `kind` and
  // `name` are for messages.
  Result<Object*> take_result(ouro_value handle, std::string_view kind,
                              FormatArgument name) noexcept {
    Object* result = thread_.interpreter().get<HostHandles>().take(handle);
    if (result != nullptr) return result;
    if (handle == 0) return raise_last(kind, name);
    return raise(thread_, TypeId::kSystemError, "{} {} returned a dead handle", kind, name);
  }

  Failure raise_last(std::string_view kind, FormatArgument name) noexcept {
    if (thread_.host_error != nullptr) return raise_object(thread_, thread_.host_error);
    return raise(thread_, TypeId::kSystemError,
                 "{} {} returned no value without raising an exception", kind, name);
  }

 private:
  Thread& thread_;
  Exception* outer_error_;
};

}  // namespace ouro
