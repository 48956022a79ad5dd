// Exceptions: the layouts of the hierarchy, and raise().
#pragma once

#include <string_view>

#include "runtime/object/format.h"
#include "runtime/object/object.h"
#include "runtime/object/type.h"

namespace ouro {

struct Traceback;

struct Exception : Object {
  Dict* dict;
  Tuple* args;
  Object* notes;
  Traceback* traceback;  // null: none
  Exception* context;    // null: none
  Exception* cause;
  bool suppress_context;
};
struct StopIterationException : Exception {
  Object* value;
};
struct SystemExitException : Exception {
  Object* code;
};
struct AttributeErrorException : Exception {
  Object* object;
  Object* name;
};
struct NameErrorException : Exception {
  Object* name;
};
struct ImportErrorException : Exception {
  Object* message;
  Object* name;
  Object* path;
};
struct OSErrorException : Exception {
  Object* error_number;
  Object* message;
  Object* filename;
  Object* filename2;
  std::intptr_t characters_written;
};
struct SyntaxErrorException : Exception {
  Object* message;
  Object* filename;
  Object* line;
  Object* column;
  Object* end_line;
  Object* end_column;
  Object* text;
  Object* print_file_and_line;
};
struct UnicodeErrorException : Exception {
  Object* encoding;
  Object* object;
  std::intptr_t start;
  std::intptr_t end;
  Object* reason;
};
struct ExceptionGroupException : Exception {
  Object* message;
  Object* exceptions;
};

// Sets the pending exception of the thread: raise(thread, TypeId::kTypeError, "{} is not callable",
// name).
// `{}` takes the next argument: integers, const char*, string_view, Str*, Type* (its name),
// Object* (str()), repr_of(object).
Failure raise_formatted(Thread&, TypeId exception, std::string_view format,
                        const FormatArgument* arguments, std::size_t count);
template <typename... Arguments>
Failure raise(Thread& thread, TypeId exception, std::string_view format,
              const Arguments&... arguments) {
  const FormatArgument packed[] = {FormatArgument(arguments)..., FormatArgument()};
  return raise_formatted(thread, exception, format, packed, sizeof...(arguments));
}
// With a ready value: KeyError(key), StopIteration(value); null: no argument.
Failure raise_value(Thread&, TypeId exception, Object* value);
Failure raise_object(Thread&, Exception* exception);  // takes its own reference; context is chained
// Never allocates when memory is out: the last-resort instance.
Failure raise_memory_error(Interpreter&);
Failure raise_os_error(Thread&, int error_number, Object* filename_or_null = nullptr);
Failure raise_attribute_error(Thread&, Object* object,
                              Str* name);  // "'X' object has no attribute 'y'"

// About the pending exception. matches: also through a subclass.
bool pending_matches(Thread&, TypeId exception);
bool exception_matches(Thread&, Exception*, Type*);
void clear_pending(Thread&) noexcept;
Exception* take_pending(Thread&) noexcept;           // owned; never null when something is pending
void restore_pending(Thread&, Exception*) noexcept;  // adopts
// Reports an exception nobody can catch (in __del__, callbacks) through sys.unraisablehook; clears
// it.
void write_unraisable(Thread&, Object* where) noexcept;
// The same with another text than "Exception ignored in" before `where`.
void write_unraisable(Thread&, std::string_view message, Object* where) noexcept;

// The value carried by a pending StopIteration, which is cleared; new reference.
Result<Object*> take_stop_value(Thread&);

}  // namespace ouro
