// program_descriptors: what programs open and close, where the host limits how many they have.
#pragma once

#include <unistd.h>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"

namespace ouro {

// Before opening some. OSError(EMFILE): the interpreter has as many as it may have.
inline Status prepare_descriptors(Thread& thread, std::size_t count = 1) {
  const int error = thread.interpreter().get<OpenDescriptors>().prepare(memory_of(thread), count);
  return error == 0 ? done : Status(raise_os_error(thread, error));
}

inline void descriptor_opened(Thread& thread, int descriptor) noexcept {
  if (descriptor >= 0) thread.interpreter().get<OpenDescriptors>().add(descriptor);
}

// Closes it, with the answer of the system.
inline int close_program_descriptor(Interpreter& interpreter, int descriptor) noexcept {
  interpreter.get<OpenDescriptors>().remove(descriptor);
  return ::close(descriptor);
}

}  // namespace ouro
