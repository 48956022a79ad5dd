// io: BytesIO and StringIO - streams over a block of memory - and IncrementalNewlineDecoder.
#include <algorithm>
#include <cstring>

#include "runtime/module/io.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str_kernel.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

BytesMemory* bytes_of(Object* object) { return static_cast<BytesMemory*>(object); }
TextMemory* text_of(Object* object) { return static_cast<TextMemory*>(object); }

Result<std::intptr_t> size_argument(Thread& thread, Object* argument) {
  if (argument == nullptr || argument == none(thread)) return -1;
  if (!is_int(argument) && argument->type->slots->to_index == nullptr) {
    return raise(thread, TypeId::kTypeError, "argument should be integer or None, not '{}'",
                 static_cast<const Type*>(argument->type));
  }
  return to_index_value(thread, argument);
}

// ---- what both have: a position in [0, size] or past it ----

template <typename Memory>
std::size_t left(const Memory* memory) {
  return memory->position >= memory->size ? 0 : memory->size - memory->position;
}

template <typename Memory>
std::size_t clamp_count(const Memory* memory, std::intptr_t wanted) {
  return wanted < 0 ? left(memory) : std::min(left(memory), static_cast<std::size_t>(wanted));
}

// Makes room for `count` units at the position; a gap is filled with zeros.
template <typename Memory>
Status make_room(Thread& thread, Memory* memory, std::size_t count) {
  const std::size_t end = memory->position + count;
  TRY(grow_block(thread, memory->data, memory->capacity, end));
  if (memory->position > memory->size)
    std::fill(memory->data + memory->size, memory->data + memory->position, 0);
  memory->size = std::max(memory->size, end);
  return done;
}

template <typename Memory>
Result<Object*> tell(Thread& thread, Object* self, Object* const*) {
  TRY(check_open(thread, self));
  return make_int_unsigned(thread.interpreter(), static_cast<Memory*>(self)->position);
}

Result<Object*> answer_yes(Thread& thread, Object* self, Object* const*) {
  TRY(check_open(thread, self));
  return new_boolean(thread, true);
}

// ---- BytesIO ----

Status check_resizable(Thread& thread, Object* self) {
  TRY(check_open(thread, self));
  if (bytes_of(self)->exports > 0) {
    return raise(thread, TypeId::kBufferError,
                 "Existing exports of data: object cannot be re-sized");
  }
  return done;
}

Status write_bytes(Thread& thread, Object* self, Object* source) {
  TRY(check_resizable(thread, self));
  if (is_str(source)) {
    return raise(thread, TypeId::kTypeError, "a bytes-like object is required, not '{}'",
                 static_cast<const Type*>(source->type));
  }
  Buffer view;
  TRY(get_buffer(thread, source, view));
  BytesMemory* memory = bytes_of(self);
  const Status status = view.length == 0 ? Status() : make_room(thread, memory, view.length);
  if (status.ok() && view.length > 0) {
    std::memmove(memory->data + memory->position, view.data, view.length);
    memory->position += view.length;
  }
  release_buffer(thread.interpreter(), view);
  return status;
}

Result<Object*> bytes_write(Thread& thread, Object* self, Object* const* arguments) {
  const std::size_t before = bytes_of(self)->position;
  TRY(write_bytes(thread, self, arguments[0]));
  return make_int_unsigned(thread.interpreter(), bytes_of(self)->position - before);
}

Result<Object*> take_bytes(Thread& thread, BytesMemory* memory, std::size_t count) {
  const std::size_t start = std::min(memory->position, memory->size);
  memory->position += count;
  return make_bytes(thread.interpreter(), memory->data + start, count);
}

Result<Object*> bytes_read(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_open(thread, self));
  const std::intptr_t wanted = TRY(size_argument(thread, arguments[0]));
  return take_bytes(thread, bytes_of(self), clamp_count(bytes_of(self), wanted));
}

std::size_t bytes_line_length(const BytesMemory* memory) {
  const std::size_t rest = left(memory);
  if (rest == 0) return 0;
  const std::uint8_t* start = memory->data + memory->position;
  const void* end = std::memchr(start, '\n', rest);
  return end == nullptr
             ? rest
             : static_cast<std::size_t>(static_cast<const std::uint8_t*>(end) - start) + 1;
}

Result<Object*> bytes_read_line(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_open(thread, self));
  const std::intptr_t wanted = TRY(size_argument(thread, arguments[0]));
  return take_bytes(
      thread, bytes_of(self),
      std::min(bytes_line_length(bytes_of(self)), clamp_count(bytes_of(self), wanted)));
}

Result<Found<Object>> bytes_next(Thread& thread, Object* self) {
  TRY(check_open(thread, self));
  const std::size_t length = bytes_line_length(bytes_of(self));
  if (length == 0) return Found<Object>{};
  return Found<Object>{TRY(take_bytes(thread, bytes_of(self), length))};
}

Result<Object*> bytes_read_into(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_open(thread, self));
  Buffer target;
  TRY(get_buffer(thread, arguments[0], target, true));
  BytesMemory* memory = bytes_of(self);
  const std::size_t count = std::min(left(memory), target.length);
  if (count > 0) std::memcpy(target.data, memory->data + memory->position, count);
  memory->position += count;
  release_buffer(thread.interpreter(), target);
  return make_int_unsigned(thread.interpreter(), count);
}

Result<Object*> bytes_value(Thread& thread, Object* self, Object* const*) {
  TRY(check_open(thread, self));
  return make_bytes(thread.interpreter(), bytes_of(self)->data, bytes_of(self)->size);
}

Result<Object*> bytes_buffer(Thread& thread, Object* self, Object* const*) {
  TRY(check_open(thread, self));
  return call(thread, type_of(thread, TypeId::kMemoryView), self);
}

Result<Object*> bytes_seek(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_open(thread, self));
  BytesMemory* memory = bytes_of(self);
  const std::int64_t offset = TRY(to_index_value(thread, arguments[0]));
  const std::int64_t whence = arguments[1] == nullptr ? 0 : TRY(to_int64(thread, arguments[1]));
  if (whence < 0 || whence > 2)
    return raise(thread, TypeId::kValueError, "invalid whence ({}, should be 0, 1 or 2)", whence);
  if (whence == 0 && offset < 0)
    return raise(thread, TypeId::kValueError, "negative seek value {}", offset);
  const auto base = static_cast<std::int64_t>(whence == 0   ? 0
                                              : whence == 1 ? memory->position
                                                            : memory->size);
  memory->position = static_cast<std::size_t>(std::max<std::int64_t>(0, base + offset));
  return make_int_unsigned(thread.interpreter(), memory->position);
}

Result<Object*> bytes_truncate(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_resizable(thread, self));
  BytesMemory* memory = bytes_of(self);
  const bool here = arguments[0] == nullptr || arguments[0] == none(thread);
  const std::int64_t size = here ? static_cast<std::int64_t>(memory->position)
                                 : TRY(to_index_value(thread, arguments[0]));
  if (size < 0) return raise(thread, TypeId::kValueError, "negative size value {}", size);
  memory->size = std::min(memory->size, static_cast<std::size_t>(size));
  return make_int(thread.interpreter(), size);
}

Result<Object*> bytes_close(Thread& thread, Object* self, Object* const*) {
  if (bytes_of(self)->exports > 0) {
    return raise(thread, TypeId::kBufferError,
                 "Existing exports of data: object cannot be re-sized");
  }
  bytes_of(self)->closed = true;
  free_block(thread.interpreter(), bytes_of(self)->data, bytes_of(self)->capacity);
  bytes_of(self)->size = bytes_of(self)->position = 0;
  return new_none(thread);
}

constexpr Signature kBytesSignature("BytesIO(initial_bytes=b'')");
Status bytes_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kBytesSignature, arguments));
  bytes_of(self)->size = bytes_of(self)->position = 0;
  if (bound[0] == nullptr || bound[0] == none(thread)) return done;
  TRY(write_bytes(thread, self, bound[0]));
  bytes_of(self)->position = 0;
  return done;
}

Status bytes_get_buffer(Thread& thread, Object* self, Buffer& view, bool) {
  TRY(check_open(thread, self));
  ++bytes_of(self)->exports;
  view.data = bytes_of(self)->data;
  view.length = bytes_of(self)->size;
  view.read_only = false;
  return done;
}
void bytes_release_buffer(Interpreter&, Object* self, Buffer&) noexcept {
  --bytes_of(self)->exports;
}

void bytes_clear(Interpreter&, Object* self) noexcept { clear_reference(bytes_of(self)->dict); }
void bytes_deallocate(Interpreter& interpreter, Object* self) noexcept {
  free_block(interpreter, bytes_of(self)->data, bytes_of(self)->capacity);
  bytes_clear(interpreter, self);
  free_instance(interpreter, self);
}
void bytes_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(bytes_of(self)->dict);
}

// ---- StringIO: characters of four bytes, so that a position is an index ----

// Without the full stop that the others have.
Status check_memory_open(Thread& thread, const Object* self) {
  if (!static_cast<const Stream*>(self)->closed) return done;
  return raise(thread, TypeId::kValueError, "I/O operation on closed file");
}

std::string_view newline_of(const TextMemory* memory) {
  return memory->newline == nullptr ? std::string_view()
                                    : static_cast<Str*>(memory->newline)->ascii_view();
}

Status put_character(Thread& thread, TextMemory* memory, char32_t character) {
  TRY(make_room(thread, memory, 1));
  memory->data[memory->position++] = character;
  return done;
}

// newline=None translates what is written to '\n'; '\r' and '\r\n' translate '\n' to themselves.
Status write_characters(Thread& thread, TextMemory* memory, const Str* text) {
  const std::string_view newline = newline_of(memory);
  const bool universal = memory->newline == nullptr;
  for (std::size_t at = 0; at < text->length; ++at) {
    char32_t c = text->at(at);
    if (universal && c == '\r') {
      if (at + 1 < text->length && text->at(at + 1) == '\n') ++at;
      c = '\n';
    }
    if (c == '\n' && newline.starts_with('\r')) {
      TRY(put_character(thread, memory, '\r'));
      if (newline.size() == 1) continue;
    }
    TRY(put_character(thread, memory, c));
  }
  return done;
}

Status write_text_memory(Thread& thread, Object* self, const Str* text) {
  TextMemory* memory = text_of(self);
  const std::string_view newline = newline_of(memory);
  if (newline.empty()) memory->line_ends |= line_ends_in(text);
  const bool plain = memory->newline != nullptr && !newline.starts_with('\r');
  if (!plain) return write_characters(thread, memory, text);
  if (text->length == 0) return done;
  TRY(make_room(thread, memory, text->length));
  with_characters(text, [&](const auto* characters) {
    std::copy_n(characters, text->length, memory->data + memory->position);
  });
  memory->position += text->length;
  return done;
}

Result<Object*> text_write(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_memory_open(thread, self));
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "string argument expected, got '{}'",
                 static_cast<const Type*>(arguments[0]->type));
  }
  auto* text = static_cast<Str*>(arguments[0]);
  TRY(write_text_memory(thread, self, text));
  return make_int_unsigned(thread.interpreter(), text->length);
}

Result<Object*> take_text(Thread& thread, TextMemory* memory, std::size_t count) {
  const std::size_t start = std::min(memory->position, memory->size);
  memory->position += count;
  return make_str_from_wide(thread.interpreter(), memory->data + start, count);
}

Result<Object*> text_read(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_memory_open(thread, self));
  const std::intptr_t wanted = TRY(size_argument(thread, arguments[0]));
  return take_text(thread, text_of(self), clamp_count(text_of(self), wanted));
}

std::size_t text_line_length(const TextMemory* memory) {
  const std::string_view newline = newline_of(memory);
  const bool any = memory->newline != nullptr && newline.empty();
  const std::size_t rest = left(memory);
  const char32_t* start = memory->data + memory->position;
  for (std::size_t at = 0; at < rest; ++at) {
    const char32_t c = start[at];
    if (any && c == '\r') return at + 1 < rest && start[at + 1] == '\n' ? at + 2 : at + 1;
    if (newline == "\r"     ? c == '\r'
        : newline == "\r\n" ? c == '\n' && at > 0 && start[at - 1] == '\r'
                            : c == '\n') {
      return at + 1;
    }
  }
  return rest;
}

Result<Object*> text_read_line(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_memory_open(thread, self));
  const std::intptr_t wanted = TRY(size_argument(thread, arguments[0]));
  return take_text(thread, text_of(self),
                   std::min(text_line_length(text_of(self)), clamp_count(text_of(self), wanted)));
}

Result<Found<Object>> text_next(Thread& thread, Object* self) {
  TRY(check_memory_open(thread, self));
  const std::size_t length = text_line_length(text_of(self));
  if (length == 0) return Found<Object>{};
  return Found<Object>{TRY(take_text(thread, text_of(self), length))};
}

Result<Object*> text_value(Thread& thread, Object* self, Object* const*) {
  TRY(check_memory_open(thread, self));
  return make_str_from_wide(thread.interpreter(), text_of(self)->data, text_of(self)->size);
}

Result<Object*> text_seek(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_memory_open(thread, self));
  TextMemory* memory = text_of(self);
  const std::int64_t offset = TRY(to_index_value(thread, arguments[0]));
  const std::int64_t whence = arguments[1] == nullptr ? 0 : TRY(to_int64(thread, arguments[1]));
  if (whence < 0 || whence > 2)
    return raise(thread, TypeId::kValueError, "Invalid whence ({}, should be 0, 1 or 2)", whence);
  if (whence == 0 && offset < 0)
    return raise(thread, TypeId::kValueError, "Negative seek position {}", offset);
  if (whence != 0 && offset != 0)
    return raise(thread, TypeId::kOSError, "Can't do nonzero cur-relative seeks");
  if (whence != 1) memory->position = whence == 0 ? static_cast<std::size_t>(offset) : memory->size;
  return make_int_unsigned(thread.interpreter(), memory->position);
}

Result<Object*> text_truncate(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_memory_open(thread, self));
  TextMemory* memory = text_of(self);
  const bool here = arguments[0] == nullptr || arguments[0] == none(thread);
  const std::int64_t size = here ? static_cast<std::int64_t>(memory->position)
                                 : TRY(to_index_value(thread, arguments[0]));
  if (size < 0) return raise(thread, TypeId::kValueError, "Negative size value {}", size);
  memory->size = std::min(memory->size, static_cast<std::size_t>(size));
  return make_int(thread.interpreter(), size);
}

Result<Object*> text_close(Thread& thread, Object* self, Object* const*) {
  text_of(self)->closed = true;
  free_block(thread.interpreter(), text_of(self)->data, text_of(self)->capacity);
  text_of(self)->size = text_of(self)->position = 0;
  return new_none(thread);
}

constexpr Signature kTextSignature("StringIO(initial_value='', newline='\\n')");
Status text_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kTextSignature, arguments));
  TextMemory* memory = text_of(self);
  memory->size = memory->position = 0;
  memory->line_ends = 0;
  if (bound[1] == nullptr) {
    replace_reference(memory->newline, TRY(make_str(thread.interpreter(), "\n")));
  } else if (bound[1] != none(thread)) {
    if (!is_str(bound[1])) {
      return raise(thread, TypeId::kTypeError, "newline must be str or None, not {}",
                   static_cast<const Type*>(bound[1]->type));
    }
    if (!is_newline(static_cast<Str*>(bound[1]))) {
      return raise(thread, TypeId::kValueError, "illegal newline value: {}", repr_of(bound[1]));
    }
    replace_reference(memory->newline, retain(bound[1]));
  } else {
    clear_reference(memory->newline);
  }
  if (bound[0] == nullptr || bound[0] == none(thread)) return done;
  if (!is_str(bound[0])) {
    return raise(thread, TypeId::kTypeError, "initial_value must be str or None, not {}",
                 static_cast<const Type*>(bound[0]->type));
  }
  TRY(write_text_memory(thread, self, static_cast<Str*>(bound[0])));
  memory->position = 0;
  return done;
}

Result<Object*> text_encoding(Thread& thread, Object*) { return new_none(thread); }
Result<Object*> text_newlines(Thread& thread, Object* self) {
  TRY(check_memory_open(thread, self));
  return describe_line_ends(thread, text_of(self)->line_ends);
}
Result<Object*> text_line_buffering(Thread& thread, Object* self) {
  TRY(check_memory_open(thread, self));
  return new_boolean(thread, false);
}

void text_clear(Interpreter&, Object* self) noexcept {
  clear_reference(text_of(self)->dict);
  clear_reference(text_of(self)->newline);
}
void text_deallocate(Interpreter& interpreter, Object* self) noexcept {
  free_block(interpreter, text_of(self)->data, text_of(self)->capacity);
  text_clear(interpreter, self);
  free_instance(interpreter, self);
}
void text_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(text_of(self)->dict);
  visitor.visit_if(text_of(self)->newline);
}

constexpr NativeMethod kBytesMethods[] = {
    {"close(self, /)", bytes_close},
    {"getbuffer(self, /)", bytes_buffer},
    {"getvalue(self, /)", bytes_value},
    {"read(self, size=-1, /)", bytes_read},
    {"read1(self, size=-1, /)", bytes_read},
    {"readable(self, /)", answer_yes},
    {"readinto(self, buffer, /)", bytes_read_into},
    {"readline(self, size=-1, /)", bytes_read_line},
    {"seek(self, pos, whence=0, /)", bytes_seek},
    {"seekable(self, /)", answer_yes},
    {"tell(self, /)", tell<BytesMemory>},
    {"truncate(self, size=None, /)", bytes_truncate},
    {"writable(self, /)", answer_yes},
    {"write(self, b, /)", bytes_write},
};
constexpr NativeMethod kTextMethods[] = {
    {"close(self, /)", text_close},
    {"getvalue(self, /)", text_value},
    {"read(self, size=-1, /)", text_read},
    {"readable(self, /)", answer_yes},
    {"readline(self, size=-1, /)", text_read_line},
    {"seek(self, pos, whence=0, /)", text_seek},
    {"seekable(self, /)", answer_yes},
    {"tell(self, /)", tell<TextMemory>},
    {"truncate(self, pos=None, /)", text_truncate},
    {"writable(self, /)", answer_yes},
    {"write(self, s, /)", text_write},
};
constexpr NativeAttribute kTextAttributes[] = {{"encoding", text_encoding},
                                               {"errors", text_encoding},
                                               {"newlines", text_newlines},
                                               {"line_buffering", text_line_buffering}};

constexpr Slots bytes_slots() {
  Slots slots;
  slots.deallocate = bytes_deallocate;
  slots.traverse = bytes_traverse;
  slots.clear = bytes_clear;
  slots.initialise = bytes_initialise;
  slots.next = bytes_next;
  slots.iterate = return_self;
  slots.get_buffer = bytes_get_buffer;
  slots.release_buffer = bytes_release_buffer;
  return slots;
}
constexpr Slots text_slots() {
  Slots slots;
  slots.deallocate = text_deallocate;
  slots.traverse = text_traverse;
  slots.clear = text_clear;
  slots.initialise = text_initialise;
  slots.next = text_next;
  slots.iterate = return_self;
  return slots;
}

}  // namespace

const TypeDescriptor kBytesMemory = {.name = "BytesIO",
                                     .module = "_io",
                                     .flags = flag::kCollectable | flag::kBaseType,
                                     .object_size = sizeof(BytesMemory),
                                     .dict_offset = OURO_OFFSET(BytesMemory, dict),
                                     .weak_offset = OURO_OFFSET(BytesMemory, weak_references),
                                     .slots = bytes_slots(),
                                     .methods = kBytesMethods};
const TypeDescriptor kTextMemory = {.name = "StringIO",
                                    .module = "_io",
                                    .flags = flag::kCollectable | flag::kBaseType,
                                    .object_size = sizeof(TextMemory),
                                    .dict_offset = OURO_OFFSET(TextMemory, dict),
                                    .weak_offset = OURO_OFFSET(TextMemory, weak_references),
                                    .slots = text_slots(),
                                    .methods = kTextMethods,
                                    .attributes = kTextAttributes};

}  // namespace ouro
