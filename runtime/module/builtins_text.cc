// builtins: functions from and to text - print, input, repr, ord, chr and number bases.
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/builtins.h"
#include "runtime/module/import.h"
#include "runtime/module/streams.h"
#include "runtime/object/bytes.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

Result<Object*> ascii_of(Thread& thread, Object*, Object* const* arguments) {
  return ascii(thread, arguments[0]);
}

Result<Object*> repr_of_object(Thread& thread, Object*, Object* const* arguments) {
  return repr(thread, arguments[0]);
}

Result<Object*> format_function(Thread& thread, Object*, Object* const* arguments) {
  if (arguments[1] != nullptr && !is_str(arguments[1])) {
    return raise(thread, TypeId::kTypeError, "format() argument 2 must be str, not {}",
                 static_cast<const Type*>(arguments[1]->type));
  }
  return format(thread, arguments[0], static_cast<Str*>(arguments[1]));
}

Result<Object*> in_base(Thread& thread, Object* number, int base, std::string_view prefix) {
  Ref<> index(TRY(to_index(thread, number)));
  return int_to_text(thread, static_cast<Int*>(index.get()), base, prefix);
}

Result<Object*> binary_text(Thread& thread, Object*, Object* const* arguments) {
  return in_base(thread, arguments[0], 2, "0b");
}

Result<Object*> octal_text(Thread& thread, Object*, Object* const* arguments) {
  return in_base(thread, arguments[0], 8, "0o");
}

Result<Object*> hexadecimal_text(Thread& thread, Object*, Object* const* arguments) {
  return in_base(thread, arguments[0], 16, "0x");
}

Result<Object*> character(Thread& thread, Object*, Object* const* arguments) {
  constexpr std::intptr_t kLargest = 0x10ffff;
  Ref<> index(TRY(to_index(thread, arguments[0])));
  const auto* number = static_cast<const Int*>(index.get());
  if (!number->compact()) {
    return raise(thread, TypeId::kOverflowError, "Python int too large to convert to C int");
  }
  if (number->value < INT32_MIN || number->value > INT32_MAX) {
    return raise(thread, TypeId::kOverflowError,
                 number->value < 0 ? "signed integer is less than minimum"
                                   : "signed integer is greater than maximum");
  }
  if (number->value < 0 || number->value > kLargest) {
    return raise(thread, TypeId::kValueError, "chr() arg not in range(0x110000)");
  }
  return make_character(thread.interpreter(), static_cast<char32_t>(number->value));
}

Result<Object*> ordinal(Thread& thread, Object*, Object* const* arguments) {
  Object* argument = arguments[0];
  std::size_t size = 1;
  if (is_str(argument)) {
    const auto* text = static_cast<const Str*>(argument);
    if (text->length == 1) return make_int(thread.interpreter(), text->at(0));
    size = text->length;
  } else if (is_bytes(argument)) {
    const auto* bytes = static_cast<const Bytes*>(argument);
    if (bytes->length == 1) return make_int(thread.interpreter(), bytes->data()[0]);
    size = bytes->length;
  } else if (is_instance_of(argument, type_of(thread, TypeId::kByteArray))) {
    const auto* bytes = static_cast<const ByteArray*>(argument);
    if (bytes->length == 1) return make_int(thread.interpreter(), bytes->data[0]);
    size = bytes->length;
  } else {
    return raise(thread, TypeId::kTypeError, "ord() expected string of length 1, but {} found",
                 static_cast<const Type*>(argument->type));
  }
  return raise(thread, TypeId::kTypeError,
               "ord() expected a character, but string of length {} found", size);
}

// The text of sep= and end=: null for the default.
Result<Found<Str>> text_option(Thread& thread, Object* option, std::string_view name) {
  if (option == nullptr || option == none(thread)) return Found<Str>{};
  if (is_str(option)) return Found<Str>{static_cast<Str*>(option)};
  return raise(thread, TypeId::kTypeError, "{} must be None or a string, not {}", name,
               static_cast<const Type*>(option->type));
}

Status print_values(Thread& thread, Object* file, Tuple* values, Str* separator) {
  for (std::size_t index = 0; index < values->size; ++index) {
    if (index > 0) {
      if (separator == nullptr) {
        TRY(write_text(thread, file, " "));
      } else {
        TRY(write_text(thread, file, separator));
      }
    }
    Ref<Str> text(TRY(str(thread, (*values)[index])));
    TRY(write_text(thread, file, text.get()));
  }
  return done;
}

Result<Object*> print(Thread& thread, Object*, Object* const* arguments) {
  Object* file = arguments[2];
  Ref<> standard;
  if (file == nullptr || file == none(thread)) {
    standard.reset(TRY(find_stream(thread, Id::stdout_)).value);
    if (!standard) return raise(thread, TypeId::kRuntimeError, "lost sys.stdout");
    if (standard == none(thread)) return new_none(thread);
    file = standard;
  }
  Str* separator = TRY(text_option(thread, arguments[0], "sep")).value;
  Str* end = TRY(text_option(thread, arguments[1], "end")).value;
  TRY(print_values(thread, file, static_cast<Tuple*>(arguments[4]), separator));
  if (end == nullptr) {
    TRY(write_text(thread, file, "\n"));
  } else {
    TRY(write_text(thread, file, end));
  }
  if (arguments[3] != nullptr && TRY(is_true(thread, arguments[3]))) {
    release(TRY(call_method(thread, file, identifier(thread, Id::flush))));
  }
  return new_none(thread);
}

Result<Object*> input(Thread& thread, Object*, Object* const* arguments) {
  Ref<> source(TRY(find_stream(thread, Id::stdin_)).value);
  Ref<> target(TRY(find_stream(thread, Id::stdout_)).value);
  if (!source || source == none(thread))
    return raise(thread, TypeId::kRuntimeError, "input(): lost sys.stdin");
  if (!target || target == none(thread))
    return raise(thread, TypeId::kRuntimeError, "input(): lost sys.stdout");
  if (arguments[0] != nullptr) {
    Ref<Str> prompt(TRY(str(thread, arguments[0])));
    TRY(write_text(thread, target, prompt.get()));
  }
  release(TRY(call_method(thread, target, identifier(thread, Id::flush))));
  Ref<> line(TRY(call_method(thread, source, identifier(thread, Id::readline))));
  if (!is_str(line))
    return raise(thread, TypeId::kTypeError, "object.readline() returned non-string");
  auto* text = static_cast<Str*>(line.get());
  if (text->length == 0) return raise(thread, TypeId::kEOFError, "EOF when reading a line");
  const std::size_t end = text->at(text->length - 1) == '\n' ? text->length - 1 : text->length;
  return str_slice(thread.interpreter(), text, 0, end);
}

Result<Object*> open_file(Thread& thread, Object*, Object* const* arguments) {
  Ref<> io(TRY(import_module(thread, "_io")));
  Ref<> function(TRY(get_attribute(thread, io, "open")));
  Dict* keywords = static_cast<Dict*>(arguments[1]);
  return call_with(thread, function, static_cast<Tuple*>(arguments[0]), keywords);
}

constexpr NativeMethod kFunctions[] = {
    {"ascii(module, obj, /)", ascii_of},
    {"bin(module, number, /)", binary_text},
    {"chr(module, i, /)", character},
    {"format(module, value, format_spec='', /)", format_function},
    {"hex(module, number, /)", hexadecimal_text},
    {"input(module, prompt='', /)", input},
    {"oct(module, number, /)", octal_text},
    {"open(module, *args, **kwargs)", open_file},
    {"ord(module, c, /)", ordinal},
    {"print(module, *args, sep=' ', end='\\n', file=None, flush=False)", print},
    {"repr(module, obj, /)", repr_of_object},
};

}  // namespace

const std::span<const NativeMethod> kBuiltinTextFunctions = kFunctions;

}  // namespace ouro
