// _io: the module, open(), and the standard streams.
#include "runtime/module/io.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "runtime/module/import.h"
#include "runtime/module/posix.h"
#include "runtime/module/streams.h"
#include "runtime/object/dict.h"
#include "runtime/object/int.h"
#include "runtime/object/protocol.h"
#include "runtime/object/tuple.h"

namespace ouro {

extern const ModuleDescriptor kIoModule;

Result<IoState*> borrow_io_state(Thread& thread) {
  Object* known = find_imported(thread, "_io");
  if (known == nullptr || !is_exact(known, TypeId::kModule) ||
      static_cast<Module*>(known)->descriptor != &kIoModule) {
    // The importer's reference goes: sys.modules keeps the module.
    Ref<> module(TRY(import_module(thread, "_io")));
    return &module_state<IoState>(module);
  }
  return &module_state<IoState>(known);
}

namespace {

constexpr std::intptr_t kDefaultBuffer = 8192;

// The parsed mode of open().
struct Mode {
  bool reading = false, writing = false, appending = false, creating = false, updating = false;
  bool text = false, binary = false;
  char raw[8] = {};  // for FileIO
};

Result<Mode> parse_mode(Thread& thread, Object* object) {
  Mode mode;
  if (object == nullptr) {
    mode.reading = true;
    mode.raw[0] = 'r';
    return mode;
  }
  if (!is_str(object)) {
    return raise(thread, TypeId::kTypeError, "open() argument 'mode' must be str, not {}",
                 static_cast<const Type*>(object->type));
  }
  auto* text = static_cast<Str*>(object);
  std::size_t used = 0;
  const auto fail = [&] {
    return raise(thread, TypeId::kValueError, "invalid mode: {}", repr_of(object));
  };
  for (std::size_t at = 0; at < text->length; ++at) {
    const char32_t letter = text->at(at);
    bool* field = letter == 'r'   ? &mode.reading
                  : letter == 'w' ? &mode.writing
                  : letter == 'a' ? &mode.appending
                  : letter == 'x' ? &mode.creating
                  : letter == '+' ? &mode.updating
                  : letter == 't' ? &mode.text
                  : letter == 'b' ? &mode.binary
                                  : nullptr;
    if (field == nullptr || *field) return fail();
    *field = true;
    if (letter != 't' && letter != 'b') mode.raw[used++] = static_cast<char>(letter);
  }
  if (mode.text && mode.binary)
    return raise(thread, TypeId::kValueError, "can't have text and binary mode at once");
  const int purposes = mode.reading + mode.writing + mode.appending + mode.creating;
  if (purposes != 1) {
    return raise(thread, TypeId::kValueError,
                 purposes == 0 ? "Must have exactly one of create/read/write/append mode and at "
                                 "most one plus"
                               : "must have exactly one of create/read/write/append mode");
  }
  return mode;
}

Status check_binary_options(Thread& thread, const Mode& mode, Object* encoding, Object* errors,
                            Object* newline) {
  if (!mode.binary) return done;
  const std::pair<Object*, std::string_view> options[] = {
      {encoding, "an encoding"}, {errors, "an errors"}, {newline, "a newline"}};
  for (const auto& [value, name] : options) {
    if (value == nullptr) continue;
    return raise(thread, TypeId::kValueError, "binary mode doesn't take {} argument", name);
  }
  return done;
}

Object* given(Thread& thread, Object* object) { return object == none(thread) ? nullptr : object; }

Type* buffered_type(const IoState& state, const Mode& mode) {
  return mode.updating ? state.random : mode.reading ? state.reader : state.writer;
}

Result<Object*> open_layers(Thread& thread, const IoState& state, const Mode& mode, Object* raw,
                            Object* const* arguments) {
  std::intptr_t buffering =
      arguments[2] == nullptr ? -1 : TRY(to_index_value(thread, arguments[2]));
  Ref<> terminal(TRY(call_method(thread, raw, "isatty")));
  const bool is_terminal = TRY(is_true(thread, terminal));
  const bool line_buffering = (buffering == 1 && !mode.binary) || (buffering < 0 && is_terminal);
  if (buffering < 0 || (buffering == 1)) buffering = kDefaultBuffer;
  if (buffering == 0) {
    if (!mode.binary) return raise(thread, TypeId::kValueError, "can't have unbuffered text I/O");
    return retain(raw);
  }
  Ref<> buffer(TRY(
      make_buffered(thread, buffered_type(state, mode), raw, static_cast<std::size_t>(buffering))));
  if (mode.binary) return buffer.take();
  Ref<> text(TRY(make_text(
      thread, state.text, buffer, arguments[3] == nullptr ? nullptr : given(thread, arguments[3]),
      arguments[4] == nullptr ? nullptr : given(thread, arguments[4]),
      arguments[5] == nullptr ? nullptr : given(thread, arguments[5]), line_buffering, false)));
  Ref<> mode_name(arguments[1] != nullptr ? retain(arguments[1])
                                          : TRY(make_str(thread.interpreter(), "r")));
  TRY(set_attribute(thread, text, "mode", mode_name));
  return text.take();
}

// A descriptor, or the text of a path.
Result<Object*> to_file(Thread& thread, Object* file) {
  const Slots& slots = *file->type->slots;
  const bool number =
      slots.to_index != nullptr || slots.to_int != nullptr || slots.to_float != nullptr;
  return number ? Result<Object*>(retain(file)) : to_path_object(thread, file);
}

Result<Object*> open(Thread& thread, Object* module, Object* const* arguments) {
  const IoState& state = module_state<IoState>(module);
  Ref<> file(TRY(to_file(thread, arguments[0])));
  const Mode mode = TRY(parse_mode(thread, arguments[1]));
  const auto option = [&](std::size_t index) {
    return arguments[index] == nullptr ? nullptr : given(thread, arguments[index]);
  };
  TRY(check_binary_options(thread, mode, option(3), option(4), option(5)));
  Ref<Str> raw_mode(TRY(make_str(thread.interpreter(), mode.raw)));
  Object* owns = arguments[6] == nullptr ? thread.interpreter().boolean(true) : arguments[6];
  Object* opener = arguments[7] == nullptr ? none(thread) : arguments[7];
  Ref<> raw(TRY(call(thread, state.raw_file, {file.get(), raw_mode.get(), owns, opener})));
  auto opened = open_layers(thread, state, mode, raw, arguments);
  if (opened.ok()) return opened;
  Exception* pending = take_pending(thread);
  auto closed = call_method(thread, raw, identifier(thread, Id::close));
  if (closed.ok()) {
    release(closed.value());
  } else {
    clear_pending(thread);
  }
  restore_pending(thread, pending);
  return failure;
}

Result<Object*> open_code(Thread& thread, Object* module, Object* const* arguments) {
  Ref<Str> mode(TRY(make_str(thread.interpreter(), "rb")));
  Object* all[8] = {arguments[0], mode.get()};
  return open(thread, module, all);
}

Result<Object*> text_encoding(Thread& thread, Object*, Object* const* arguments) {
  if (arguments[0] != none(thread)) return retain(arguments[0]);
  return intern(thread.interpreter(), "locale");
}

constexpr NativeMethod kFunctions[] = {
    {"open(module, file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, "
     "closefd=True, opener=None)",
     open},
    {"open_code(module, path)", open_code},
    {"text_encoding(module, encoding, stacklevel=2, /)", text_encoding},
};

// class UnsupportedOperation(OSError, ValueError)
Status add_unsupported(Thread& thread, Module* module) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Str> name(TRY(intern(interpreter, "UnsupportedOperation")));
  Ref<Tuple> bases(
      TRY(pack_tuple(interpreter, static_cast<Object*>(type_of(thread, TypeId::kOSError)),
                     static_cast<Object*>(type_of(thread, TypeId::kValueError)))));
  Ref<Dict> names(TRY(make_dict(interpreter)));
  Ref<Str> module_name(TRY(intern(interpreter, "io")));
  TRY(dict_set(thread, names, identifier(thread, Id::dunder_module), module_name));
  module_state<IoState>(module).unsupported =
      TRY(make_class(thread, type_of(thread, TypeId::kType), name, bases, names));
  return module_add(thread, module, "UnsupportedOperation",
                    module_state<IoState>(module).unsupported);
}

Status add_types(Thread& thread, Module* module) {
  IoState& state = module_state<IoState>(module);
  const auto add = [&](Type*& place, const TypeDescriptor& descriptor, Type* base) -> Status {
    place = retain(TRY(module_add_type(thread, module, descriptor, base)));
    return done;
  };
  TRY(add(state.base, kStreamBase, nullptr));
  TRY(add(state.raw_base, kRawBase, state.base));
  TRY(add(state.buffered_base, kBufferedBase, state.base));
  TRY(add(state.text_base, kTextBase, state.base));
  TRY(add(state.raw_file, kRawFile, state.raw_base));
  TRY(add(state.reader, kBufferedReader, state.buffered_base));
  TRY(add(state.writer, kBufferedWriter, state.buffered_base));
  TRY(add(state.random, kBufferedRandom, state.buffered_base));
  TRY(add(state.text, kTextFile, state.text_base));
  static_cast<void>(TRY(module_add_type(thread, module, kBufferedPair, state.buffered_base)));
  static_cast<void>(TRY(module_add_type(thread, module, kBytesMemory, state.buffered_base)));
  static_cast<void>(TRY(module_add_type(thread, module, kTextMemory, state.text_base)));
  static_cast<void>(TRY(module_add_type(thread, module, kNewlineDecoder)));
  return done;
}

Status execute(Thread& thread, Module* module) {
  TRY(add_types(thread, module));
  TRY(add_unsupported(thread, module));
  TRY(module_add(thread, module, "BlockingIOError", type_of(thread, TypeId::kBlockingIOError)));
  Ref<Int> size(TRY(make_int(thread.interpreter(), kDefaultBuffer)));
  return module_add(thread, module, "DEFAULT_BUFFER_SIZE", size);
}

void visit_types(IoState& state, auto visit) {
  for (Type** type : {&state.base, &state.raw_base, &state.buffered_base, &state.text_base,
                      &state.raw_file, &state.reader, &state.writer, &state.random, &state.text}) {
    visit(*type);
  }
  visit(state.unsupported);
}

void traverse(void* state, ReferenceVisitor& visitor) {
  visit_types(*static_cast<IoState*>(state), [&](auto* object) { visitor.visit_if(object); });
}

void clear(Interpreter&, void* state) noexcept {
  visit_types(*static_cast<IoState*>(state), [](auto*& object) { clear_reference(object); });
}

}  // namespace

const ModuleDescriptor kIoModule = {
    .name = "_io",
    .doc = "Streams: what the io module is built on.",
    .functions = kFunctions,
    .execute = execute,
    .state_size = sizeof(IoState),
    .traverse = traverse,
    .clear = clear,
};

namespace {

// In the plain locales bytes that are no text pass through the standard streams unchanged.
bool has_plain_locale() {
  const char* locale = nullptr;
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (locale == nullptr || *locale == 0) locale = std::getenv(name);
  }
  if (locale == nullptr || *locale == 0) return true;
  constexpr std::string_view kPlain[] = {"C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8"};
  return std::find(std::begin(kPlain), std::end(kPlain), locale) != std::end(kPlain);
}

std::string_view standard_errors(Id name) {
  if (name == Id::stderr_) return "backslashreplace";
  return has_plain_locale() ? "surrogateescape" : "strict";
}

}  // namespace

Result<Object*> make_standard_stream(Thread& thread, int descriptor, Id name) {
  if (descriptor < 0) return new_none(thread);
  const IoState& state = *TRY(borrow_io_state(thread));
  const bool reads = name == Id::stdin_;
  Ref<Str> label(
      TRY(format_str(thread, "<{}>", static_cast<const Object*>(identifier(thread, name)))));
  Ref<> raw(
      TRY(make_raw_file(thread, state.raw_file, descriptor, reads ? "r" : "w", label, false)));
  Ref<> buffer(
      TRY(make_buffered(thread, reads ? state.reader : state.writer, raw, kDefaultBuffer)));
  Ref<Str> encoding(TRY(intern(thread.interpreter(), "utf-8")));
  Ref<Str> errors(TRY(intern(thread.interpreter(), standard_errors(name))));
  const bool line_buffering =
      name == Id::stderr_ || host_stream::is(descriptor) || isatty(descriptor) != 0;
  Ref<> text(
      TRY(make_text(thread, state.text, buffer, encoding, errors, nullptr, line_buffering, false)));
  Ref<Str> mode(TRY(make_str(thread.interpreter(), reads ? "r" : "w")));
  TRY(set_attribute(thread, text, "mode", mode));
  return text.take();
}

}  // namespace ouro
