// OSError: its fields, the subclass that an error number asks for, and its text.
#include <errno.h>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception_fields.h"
#include "runtime/object/int.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

OSErrorException* os_error_of(Object* object) { return static_cast<OSErrorException*>(object); }

struct NumberedError {
  int number;
  TypeId type;
};
constexpr NumberedError kNumberedErrors[] = {{EAGAIN, TypeId::kBlockingIOError},
                                             {EALREADY, TypeId::kBlockingIOError},
                                             {EINPROGRESS, TypeId::kBlockingIOError},
                                             {EWOULDBLOCK, TypeId::kBlockingIOError},
                                             {EPIPE, TypeId::kBrokenPipeError},
                                             {ESHUTDOWN, TypeId::kBrokenPipeError},
                                             {ECHILD, TypeId::kChildProcessError},
                                             {ECONNABORTED, TypeId::kConnectionAbortedError},
                                             {ECONNREFUSED, TypeId::kConnectionRefusedError},
                                             {ECONNRESET, TypeId::kConnectionResetError},
                                             {EEXIST, TypeId::kFileExistsError},
                                             {ENOENT, TypeId::kFileNotFoundError},
                                             {EISDIR, TypeId::kIsADirectoryError},
                                             {ENOTDIR, TypeId::kNotADirectoryError},
                                             {EINTR, TypeId::kInterruptedError},
                                             {EACCES, TypeId::kPermissionError},
                                             {EPERM, TypeId::kPermissionError},
                                             {ESRCH, TypeId::kProcessLookupError},
                                             {ETIMEDOUT, TypeId::kTimeoutError}};

Type* choose_type(Thread& thread, Type* type, const Arguments& arguments) {
  if (type != type_of(thread, TypeId::kOSError) || arguments.positional < 2 ||
      arguments.positional > 5) {
    return type;
  }
  Object* number = arguments.values[0];
  if (!is_int(number) || !static_cast<Int*>(number)->compact()) return type;
  for (const auto& [candidate, id] : kNumberedErrors) {
    if (candidate == static_cast<Int*>(number)->value) return type_of(thread, id);
  }
  return type;
}

// A subclass with its own __init__ but not its own __new__ hands its arguments to __init__ only.
bool initialises_later(const Type* type) {
  return type->slots->initialise != os_error_initialise && type->slots->make == os_error_make;
}

Object* given(Thread& thread, const Arguments& arguments, std::size_t index) {
  if (index >= arguments.positional || arguments.values[index] == none(thread)) return nullptr;
  return arguments.values[index];
}

// BlockingIOError's third argument is a number of characters, every other's is a file name.
Result<bool> take_characters_written(Thread& thread, OSErrorException* error, Object* value) {
  if (!is_subtype(error->type, type_of(thread, TypeId::kBlockingIOError))) return false;
  if (value->type->slots->to_index == nullptr) return false;
  error->characters_written = TRY(to_index_value(thread, value));
  return true;
}

Status take_fields(Thread& thread, OSErrorException* error, const Arguments& arguments) {
  Arguments kept = arguments;
  kept.names = nullptr;
  if (arguments.positional >= 2 && arguments.positional <= 5) {
    replace_reference(error->error_number, retain(arguments.values[0]));
    replace_reference(error->message, retain(arguments.values[1]));
    Object* filename = given(thread, arguments, 2);
    if (filename != nullptr && !TRY(take_characters_written(thread, error, filename))) {
      replace_reference(error->filename, retain(filename));
      replace_reference(error->filename2, retain_if(given(thread, arguments, 4)));
      kept.positional = 2;  // the names are not part of args
    }
  }
  return exception_set_args(thread, error, kept);
}

}  // namespace

Result<Object*> os_error_make(Thread& thread, Type* type, const Arguments& arguments) {
  if (initialises_later(type)) {
    Ref<> self(TRY(exception_make(thread, type, Arguments{})));
    os_error_of(self)->characters_written = -1;
    return self.take();
  }
  if (arguments.keywords() != 0) {
    return raise(thread, TypeId::kTypeError, "{}() takes no keyword arguments", type);
  }
  Type* chosen = choose_type(thread, type, arguments);
  Ref<> self(TRY(allocate_instance(thread.interpreter(), chosen)));
  os_error_of(self)->characters_written = -1;
  TRY(take_fields(thread, os_error_of(self), arguments));
  return self.take();
}

Status os_error_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  if (!initialises_later(self->type)) return done;
  TRY(exception_refuse_keywords(thread, self, arguments));
  return take_fields(thread, os_error_of(self), arguments);
}

Result<Object*> os_error_str(Thread& thread, Object* self) {
  const OSErrorException* error = os_error_of(self);
  Object* nothing = none(thread);
  auto shown = [&](Object* field) { return Ref<>(retain(field != nullptr ? field : nothing)); };
  Ref<> number(shown(error->error_number)), message(shown(error->message));
  if (error->filename != nullptr) {
    Ref<> first(retain(error->filename)), second(retain_if(error->filename2));
    if (second) {
      return format_str(thread, "[Errno {}] {}: {} -> {}", number, message, repr_of(first),
                        repr_of(second));
    }
    return format_str(thread, "[Errno {}] {}: {}", number, message, repr_of(first));
  }
  if (error->error_number != nullptr && error->message != nullptr) {
    return format_str(thread, "[Errno {}] {}", number, message);
  }
  return exception_str(thread, self);
}

Result<Object*> os_error_reduce(Thread& thread, Object* self, Object* const* arguments) {
  const OSErrorException* error = os_error_of(self);
  if (error->args == nullptr || error->args->size != 2 || error->filename == nullptr) {
    return exception_reduce(thread, self, arguments);
  }
  Object* number = (*error->args)[0];
  Object* message = (*error->args)[1];
  Ref<Tuple> full(error->filename2 == nullptr
                      ? TRY(pack_tuple(thread.interpreter(), number, message, error->filename))
                      : TRY(pack_tuple(thread.interpreter(), number, message, error->filename,
                                       none(thread), error->filename2)));
  Object* type = self->type;
  Object* args = full;
  if (error->dict == nullptr) return pack_tuple(thread.interpreter(), type, args);
  return pack_tuple(thread.interpreter(), type, args, reinterpret_cast<Object*>(error->dict));
}

Result<Object*> get_characters_written(Thread& thread, Object* self) {
  if (os_error_of(self)->characters_written < 0) {
    return raise(thread, TypeId::kAttributeError, "characters_written");
  }
  return make_int(thread.interpreter(), os_error_of(self)->characters_written);
}

Status set_characters_written(Thread& thread, Object* self, Object* value) {
  if (value == nullptr) {
    if (os_error_of(self)->characters_written < 0) {
      return raise(thread, TypeId::kAttributeError, "characters_written");
    }
    os_error_of(self)->characters_written = -1;
    return done;
  }
  os_error_of(self)->characters_written = TRY(to_index_value(thread, value));
  return done;
}

}  // namespace ouro
