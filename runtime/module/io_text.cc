// io: TextIOWrapper - characters over a buffered stream.
//
// Written text is encoded at once into the buffer below, which is native in all common cases. What
// is read is decoded in pieces; bytes of an unfinished character wait in `tail`.
#include <algorithm>
#include <cstring>

#include "runtime/module/io.h"
#include "runtime/module/streams.h"
#include "runtime/object/encodings.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str_kernel.h"
#include "runtime/object/text_builder.h"

namespace ouro {
namespace {

constexpr std::size_t kPiece = 8192;

TextFile* file_of(Object* object) { return static_cast<TextFile*>(object); }
std::string_view option(Object* text) {
  return text == nullptr ? std::string_view() : static_cast<Str*>(text)->ascii_view();
}

Status check_usable(Thread& thread, Object* self) {
  if (file_of(self)->buffer == nullptr)
    return raise(thread, TypeId::kValueError, "underlying buffer has been detached");
  if (file_of(self)->closed) return raise_closed(thread);
  return done;
}

BufferedFile* native_buffer(TextFile* file) {
  const TypeDescriptor* kind = file->buffer->type->descriptor;
  const bool native =
      kind == &kBufferedWriter || kind == &kBufferedReader || kind == &kBufferedRandom;
  return native ? static_cast<BufferedFile*>(file->buffer) : nullptr;
}

// ---- writing ----

Status hand_on(Thread& thread, TextFile* file, const std::uint8_t* data, std::size_t size) {
  if (BufferedFile* buffer = native_buffer(file)) {
    if (!buffer->writable) return raise_unsupported(thread, "not writable");
    return buffered_write(thread, buffer, data, size);
  }
  Ref<Bytes> bytes(TRY(make_bytes(thread.interpreter(), data, size)));
  Ref<> buffer(retain(file->buffer));
  release(TRY(call_method(thread, buffer, identifier(thread, Id::write), {bytes.get()})));
  return done;
}

Status flush_buffer(Thread& thread, TextFile* file) {
  if (BufferedFile* buffer = native_buffer(file)) {
    if (buffer->closed) return raise_closed(thread);
    return buffered_flush(thread, buffer);
  }
  Ref<> buffer(retain(file->buffer));
  release(TRY(call_method(thread, buffer, identifier(thread, Id::flush))));
  return done;
}

Status write_encoded(Thread& thread, TextFile* file, const Str* text) {
  if (text->ascii && file->ascii_compatible)
    return hand_on(thread, file, text->narrow(), text->length);
  Ref<> bytes(
      TRY(call_method(thread, const_cast<Str*>(text), "encode", {file->encoding, file->errors})));
  if (!is_bytes(bytes))
    return raise(thread, TypeId::kTypeError, "encoder should return a bytes object");
  return hand_on(thread, file, static_cast<Bytes*>(bytes.get())->data(),
                 static_cast<Bytes*>(bytes.get())->length);
}

bool has_character(const Str* text, char32_t wanted) {
  if (text->width == 1)
    return std::memchr(text->data(), static_cast<int>(wanted), text->length) != nullptr;
  return with_characters(text, [&](const auto* characters) {
    return std::find(characters, characters + text->length, wanted) != characters + text->length;
  });
}

// ---- reading ----

Result<Object*> read_piece(Thread& thread, TextFile* file) {
  Ref<> buffer(retain(file->buffer));
  if (!file->ascii_compatible) return call_method(thread, buffer, identifier(thread, Id::read));
  Ref<Int> size(TRY(make_int(thread.interpreter(), kPiece)));
  const bool once = native_buffer(file) != nullptr;
  return call_method(thread, buffer, once ? "read1" : "read", {size.get()});
}

// How many bytes at the end of tail are an unfinished UTF-8 sequence.
std::size_t unfinished(const TextFile* file) {
  for (std::size_t back = 1; back <= 3 && back <= file->tail_size; ++back) {
    const std::uint8_t byte = file->tail[file->tail_size - back];
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const std::size_t needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return needed > back ? back : 0;
  }
  return 0;
}

Status append_decoded(Thread& thread, TextFile* file, Str* owned) {
  Ref<Str> text(owned);
  const std::size_t left = file->decoded == nullptr ? 0 : file->decoded->length - file->decoded_at;
  if (left == 0) {
    replace_reference(file->decoded, text.take());
  } else {
    Ref<Str> rest(TRY(
        str_slice(thread.interpreter(), file->decoded, file->decoded_at, file->decoded->length)));
    replace_reference(file->decoded, TRY(str_concatenate(thread.interpreter(), rest, text)));
  }
  file->decoded_at = 0;
  return done;
}

Result<Str*> decode(Thread& thread, TextFile* file, const std::uint8_t* data, std::size_t size) {
  if (file->ascii_compatible && encodings::is_ascii(data, size))
    return make_str_from_latin1(thread.interpreter(), data, size);
  Ref<Bytes> bytes(TRY(make_bytes(thread.interpreter(), data, size)));
  Ref<> text(TRY(call_method(thread, bytes, "decode", {file->encoding, file->errors})));
  if (!is_str(text))
    return raise(thread, TypeId::kTypeError, "decoder should return a string result");
  return static_cast<Str*>(text.take());
}

// Notes the line ends of what was read, and makes them all "\n" where newline=None asks for it.
Result<Str*> with_newlines(Thread& thread, TextFile* file, Str* text) {
  const bool all_kinds = file->newline == nullptr || option(file->newline).empty();
  if (!all_kinds) return retain(text);
  const unsigned seen = line_ends_in(text);
  file->line_ends |= seen;
  return file->newline == nullptr ? translate_line_ends(thread, text, seen) : retain(text);
}

// Decodes one more piece; false: the end of the stream.
Result<bool> fill(Thread& thread, TextFile* file) {
  if (file->at_end) return false;
  Ref<> piece(TRY(read_piece(thread, file)));
  if (!is_bytes(piece)) {
    return raise(thread, TypeId::kTypeError,
                 "underlying read() should have returned a bytes-like object, not '{}'",
                 static_cast<const Type*>(piece->type));
  }
  const auto* bytes = static_cast<const Bytes*>(piece.get());
  file->at_end = bytes->length == 0 || !file->ascii_compatible;
  TRY(grow_block(thread, file->tail, file->tail_capacity, file->tail_size + bytes->length));
  // Nothing may be copied to nowhere: an empty file has no tail.
  std::copy_n(bytes->data(), bytes->length, file->tail + file->tail_size);
  file->tail_size += bytes->length;
  std::size_t kept = !file->at_end && file->utf8 ? unfinished(file) : 0;
  if (!file->at_end && kept == 0 && file->tail_size > 0 && file->tail[file->tail_size - 1] == '\r')
    kept = 1;
  const std::size_t size = file->tail_size - kept;
  std::uint8_t held[4];
  std::copy_n(file->tail + size, kept, held);
  auto text = decode(thread, file, file->tail, size);
  std::copy_n(held, kept, file->tail);
  file->tail_size = kept;
  Ref<Str> decoded(TRY(text));
  TRY(append_decoded(thread, file, TRY(with_newlines(thread, file, decoded))));
  return !file->at_end || file->decoded->length > file->decoded_at;
}

std::size_t characters_left(const TextFile* file) {
  return file->decoded == nullptr ? 0 : file->decoded->length - file->decoded_at;
}

Result<Object*> take_characters(Thread& thread, TextFile* file, std::size_t count) {
  if (file->decoded == nullptr) return make_str(thread.interpreter(), "");
  const std::size_t start = file->decoded_at;
  file->decoded_at += count;
  return str_slice(thread.interpreter(), file->decoded, start, start + count);
}

Status check_readable(Thread& thread, Object* self) {
  TRY(check_usable(thread, self));
  const BufferedFile* buffer = native_buffer(file_of(self));
  if (buffer != nullptr && !buffer->readable) return raise_unsupported(thread, "not readable");
  if (buffer != nullptr && buffer->writable) TRY(flush_buffer(thread, file_of(self)));
  return done;
}

Result<Object*> read(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_readable(thread, self));
  TextFile* file = file_of(self);
  const bool all = arguments[0] == nullptr || arguments[0] == none(thread);
  const std::intptr_t wanted = all ? -1 : TRY(to_index_value(thread, arguments[0]));
  if (wanted < 0) {
    TextBuilder text(thread.interpreter());
    do {
      if (file->decoded == nullptr) continue;
      TRY(text.append(file->decoded, file->decoded_at, file->decoded->length));
      file->decoded_at = file->decoded->length;
    } while (TRY(fill(thread, file)) || characters_left(file) > 0);
    return text.finish();
  }
  while (characters_left(file) < static_cast<std::size_t>(wanted) && TRY(fill(thread, file))) {
  }
  return take_characters(thread, file,
                         std::min(characters_left(file), static_cast<std::size_t>(wanted)));
}

// Where the line that starts at `from` ends, past its line end; npos: not seen yet.
std::size_t find_line_end(const TextFile* file, std::size_t from) {
  const Str* text = file->decoded;
  const std::string_view newline = option(file->newline);
  const bool any = file->newline != nullptr && newline.empty();
  for (std::size_t at = from; at < text->length; ++at) {
    const char32_t c = text->at(at);
    if (any && c == '\r') {
      if (at + 1 < text->length) return text->at(at + 1) == '\n' ? at + 2 : at + 1;
      return file->at_end ? at + 1 : std::string_view::npos;
    }
    if (newline == "\r"     ? c == '\r'
        : newline == "\r\n" ? c == '\n' && at > from && text->at(at - 1) == '\r'
                            : c == '\n') {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

std::size_t find_plain_line_end(const TextFile* file, std::size_t from) {
  const Str* text = file->decoded;
  if (text->width != 1 || !option(file->newline).empty() || file->newline != nullptr)
    return find_line_end(file, from);
  const void* end = std::memchr(text->narrow() + from, '\n', text->length - from);
  if (end == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const std::uint8_t*>(end) - text->narrow()) + 1;
}

Result<Object*> next_text_line(Thread& thread, TextFile* file, std::intptr_t limit) {
  while (true) {
    std::size_t end = std::string_view::npos;
    if (characters_left(file) > 0) end = find_plain_line_end(file, file->decoded_at);
    std::size_t count =
        end == std::string_view::npos ? characters_left(file) : end - file->decoded_at;
    const bool full = limit >= 0 && count >= static_cast<std::size_t>(limit);
    if (full) count = static_cast<std::size_t>(limit);
    if (end != std::string_view::npos || full) return take_characters(thread, file, count);
    if (!TRY(fill(thread, file))) return take_characters(thread, file, characters_left(file));
  }
}

Result<Object*> read_line(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_readable(thread, self));
  const bool unlimited = arguments[0] == nullptr || arguments[0] == none(thread);
  return next_text_line(thread, file_of(self),
                        unlimited ? -1 : TRY(to_index_value(thread, arguments[0])));
}

Result<Found<Object>> next_line(Thread& thread, Object* self) {
  TRY(check_readable(thread, self));
  Ref<> line(TRY(next_text_line(thread, file_of(self), -1)));
  if (static_cast<Str*>(line.get())->length == 0) return Found<Object>{};
  return Found<Object>{line.take()};
}

// ---- methods ----

Result<Object*> write(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_usable(thread, self));
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "write() argument must be str, not {}",
                 static_cast<const Type*>(arguments[0]->type));
  }
  auto* text = static_cast<Str*>(arguments[0]);
  TRY(text_write(thread, file_of(self), text));
  return make_int_unsigned(thread.interpreter(), text->length);
}

Result<Object*> flush(Thread& thread, Object* self, Object* const*) {
  TRY(check_usable(thread, self));
  TRY(flush_buffer(thread, file_of(self)));
  return new_none(thread);
}

Result<Object*> close(Thread& thread, Object* self, Object* const*) {
  TextFile* file = file_of(self);
  if (file->buffer == nullptr || file->closed) return new_none(thread);
  const Status flushed = flush_buffer(thread, file);
  file->closed = true;
  return close_below(thread, file->buffer, flushed);
}

Result<Object*> detach(Thread& thread, Object* self, Object* const*) {
  TRY(check_usable(thread, self));
  TRY(flush_buffer(thread, file_of(self)));
  return std::exchange(file_of(self)->buffer, nullptr);
}

Result<Object*> forward(Thread& thread, Object* self, std::string_view method) {
  TRY(check_usable(thread, self));
  Ref<> buffer(retain(file_of(self)->buffer));
  return call_method(thread, buffer, method);
}

Result<Object*> seek(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_usable(thread, self));
  TextFile* file = file_of(self);
  const std::int64_t whence = arguments[1] == nullptr ? 0 : TRY(to_int64(thread, arguments[1]));
  const std::int64_t offset = TRY(to_int64(thread, arguments[0]));
  if (whence == 1 && offset != 0)
    return raise_unsupported(thread, "can't do nonzero cur-relative seeks");
  if (whence == 2 && offset != 0)
    return raise_unsupported(thread, "can't do nonzero end-relative seeks");
  if (whence < 0 || whence > 2)
    return raise(thread, TypeId::kValueError, "invalid whence ({}, should be 0, 1 or 2)", whence);
  if (whence == 0 && offset < 0)
    return raise(thread, TypeId::kValueError, "negative seek position {}", offset);
  TRY(flush_buffer(thread, file));
  Ref<> place(retain(arguments[0]));
  if (whence == 1) place.reset(TRY(call_method(thread, self, "tell")));
  clear_reference(file->decoded);
  file->tail_size = file->decoded_at = 0;
  file->at_end = false;
  Ref<> buffer(retain(file->buffer));
  Ref<Int> from(TRY(make_int(thread.interpreter(), whence == 1 ? 0 : whence)));
  return call_method(thread, buffer, "seek", {place.get(), from.get()});
}

// The place in the stream less what was read ahead; exact unless newlines were translated in
// between.
Result<Object*> tell(Thread& thread, Object* self, Object* const*) {
  TRY(check_usable(thread, self));
  TextFile* file = file_of(self);
  TRY(flush_buffer(thread, file));
  Ref<> place(TRY(forward(thread, self, "tell")));
  std::int64_t ahead = static_cast<std::int64_t>(file->tail_size);
  if (characters_left(file) > 0) {
    Ref<Str> rest(TRY(
        str_slice(thread.interpreter(), file->decoded, file->decoded_at, file->decoded->length)));
    Ref<> bytes(TRY(call_method(thread, rest, "encode", {file->encoding, file->errors})));
    ahead += TRY(length(thread, bytes));
  }
  return make_int(thread.interpreter(), TRY(to_int64(thread, place)) - ahead);
}

Result<Object*> truncate(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_usable(thread, self));
  TRY(flush_buffer(thread, file_of(self)));
  Ref<> buffer(retain(file_of(self)->buffer));
  Object* size = arguments[0] == nullptr ? none(thread) : arguments[0];
  return call_method(thread, buffer, "truncate", {size});
}

Result<Object*> reconfigure(Thread& thread, Object* self, Object* const* arguments);

// ---- life ----

void file_clear(Interpreter&, Object* self) noexcept {
  TextFile* file = file_of(self);
  clear_reference(file->dict);
  clear_reference(file->buffer);
  clear_reference(file->encoding);
  clear_reference(file->errors);
  clear_reference(file->newline);
  clear_reference(file->mode);
  clear_reference(file->decoded);
}
void file_deallocate(Interpreter& interpreter, Object* self) noexcept {
  free_block(interpreter, file_of(self)->tail, file_of(self)->tail_capacity);
  file_clear(interpreter, self);
  free_instance(interpreter, self);
}
void file_traverse(Object* self, ReferenceVisitor& visitor) {
  TextFile* file = file_of(self);
  for (Object* object :
       {static_cast<Object*>(file->dict), file->buffer, file->encoding, file->errors, file->newline,
        file->mode, static_cast<Object*>(file->decoded)}) {
    visitor.visit_if(object);
  }
}
Status file_finalize(Thread& thread, Object* self) {
  return file_of(self)->buffer == nullptr ? done : stream_finalize(thread, self);
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Status set_encoding(Thread& thread, TextFile* file, Object* encoding, Object* errors) {
  replace_reference(file->encoding, encoding != nullptr
                                        ? retain(encoding)
                                        : TRY(intern(thread.interpreter(), "UTF-8")));
  replace_reference(file->errors, errors != nullptr ? retain(errors)
                                                    : TRY(intern(thread.interpreter(), "strict")));
  if (!is_str(file->encoding)) {
    return raise(thread, TypeId::kTypeError,
                 "TextIOWrapper() argument 'encoding' must be str or None, not {}",
                 static_cast<const Type*>(file->encoding->type));
  }
  const std::string_view name =
      static_cast<Str*>(file->encoding)->ascii ? option(file->encoding) : "";
  file->utf8 = is_one_of(name, {"utf-8", "UTF-8", "utf8", "UTF8", "utf_8", "locale"});
  file->ascii_compatible = file->utf8 || is_one_of(name, {"ascii", "ASCII", "us-ascii", "latin-1",
                                                          "latin1", "iso-8859-1", "ISO-8859-1"});
  if (name == "locale")
    replace_reference(file->encoding, TRY(intern(thread.interpreter(), "UTF-8")));
  if (file->ascii_compatible) return done;
  Ref<Str> nothing(TRY(make_str(thread.interpreter(), "")));  // LookupError for unknown names
  release(TRY(call_method(thread, nothing, "encode", {file->encoding})));
  return done;
}

Status set_newline(Thread& thread, TextFile* file, Object* newline) {
  if (newline == nullptr || newline == none(thread)) return clear_reference(file->newline), done;
  if (!is_str(newline)) {
    return raise(thread, TypeId::kTypeError,
                 "TextIOWrapper() argument 'newline' must be str or None, not {}",
                 static_cast<const Type*>(newline->type));
  }
  if (!is_newline(static_cast<Str*>(newline))) {
    return raise(thread, TypeId::kValueError, "illegal newline value: {}", newline);
  }
  replace_reference(file->newline, retain(newline));
  return done;
}

Object* given(Thread& thread, Object* object) { return object == none(thread) ? nullptr : object; }

constexpr Signature kSignature(
    "TextIOWrapper(buffer, encoding=None, errors=None, newline=None, line_buffering=False, "
    "write_through=False)");
Status initialise(Thread& thread, Object* self, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kSignature, arguments));
  TextFile* file = file_of(self);
  TRY(set_newline(thread, file, bound[3]));
  TRY(set_encoding(thread, file, bound[1] == nullptr ? nullptr : given(thread, bound[1]),
                   bound[2] == nullptr ? nullptr : given(thread, bound[2])));
  file->line_buffering = bound[4] != nullptr && TRY(is_true(thread, bound[4]));
  file->write_through = bound[5] != nullptr && TRY(is_true(thread, bound[5]));
  replace_reference(file->buffer, retain(bound[0]));
  // __init__ may be called again: what was read ahead belongs to the stream of before.
  clear_reference(file->decoded);
  file->decoded_at = file->tail_size = 0;
  file->at_end = false;
  file->line_ends = 0;
  return done;
}

Result<Object*> reconfigure(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_usable(thread, self));
  TextFile* file = file_of(self);
  TRY(flush_buffer(thread, file));
  Object* encoding = arguments[0] == nullptr ? nullptr : given(thread, arguments[0]);
  Object* errors = arguments[1] == nullptr ? nullptr : given(thread, arguments[1]);
  if (encoding != nullptr || errors != nullptr) {
    TRY(set_encoding(thread, file, encoding != nullptr ? encoding : file->encoding,
                     errors != nullptr ? errors : file->errors));
  }
  if (arguments[2] != nullptr) TRY(set_newline(thread, file, arguments[2]));
  if (arguments[3] != nullptr && arguments[3] != none(thread))
    file->line_buffering = TRY(is_true(thread, arguments[3]));
  if (arguments[4] != nullptr && arguments[4] != none(thread))
    file->write_through = TRY(is_true(thread, arguments[4]));
  return new_none(thread);
}

template <Object* TextFile::* kField>
Result<Object*> field(Thread& thread, Object* self) {
  Object* value = file_of(self)->*kField;
  return value == nullptr ? new_none(thread) : retain(value);
}
Result<Object*> closed(Thread& thread, Object* self) {
  if (file_of(self)->buffer == nullptr)
    return raise(thread, TypeId::kValueError, "underlying buffer has been detached");
  return get_attribute(thread, Ref<>(retain(file_of(self)->buffer)), "closed");
}
Result<Object*> name(Thread& thread, Object* self) {
  if (file_of(self)->buffer == nullptr)
    return raise(thread, TypeId::kValueError, "underlying buffer has been detached");
  return get_attribute(thread, Ref<>(retain(file_of(self)->buffer)), identifier(thread, Id::name));
}
Result<Object*> mode(Thread& thread, Object* self) {
  if (file_of(self)->mode != nullptr) return retain(file_of(self)->mode);
  return raise(thread, TypeId::kAttributeError, "'TextIOWrapper' object has no attribute 'mode'");
}
Status set_mode(Thread&, Object* self, Object* value) {
  replace_reference(file_of(self)->mode, retain_if(value));
  return done;
}
Result<Object*> newlines(Thread& thread, Object* self) {
  return describe_line_ends(thread, file_of(self)->line_ends);
}
Result<Object*> line_buffering(Thread& thread, Object* self) {
  return new_boolean(thread, file_of(self)->line_buffering);
}
Result<Object*> write_through(Thread& thread, Object* self) {
  return new_boolean(thread, file_of(self)->write_through);
}

Result<Object*> repr(Thread& thread, Object* self) {
  TextFile* file = file_of(self);
  if (file->buffer == nullptr)
    return raise(thread, TypeId::kValueError, "underlying buffer has been detached");
  TextBuilder text(thread.interpreter());
  TRY(text.append("<_io.TextIOWrapper"));
  auto found = name(thread, self);
  if (found.ok()) {
    Ref<> owned(found.value());
    TRY(text.append(" name="));
    TRY(text.append_repr(thread, owned));
  } else {
    clear_pending(thread);
  }
  if (file->mode != nullptr) {
    TRY(text.append(" mode="));
    TRY(text.append_repr(thread, file->mode));
  }
  TRY(text.append(" encoding="));
  TRY(text.append_repr(thread, file->encoding));
  TRY(text.append(">"));
  return text.finish();
}

constexpr NativeMethod kMethods[] = {
    {"close(self, /)", close},
    {"detach(self, /)", detach},
    {"fileno(self, /)", pass_on<forward, "fileno">},
    {"flush(self, /)", flush},
    {"isatty(self, /)", pass_on<forward, "isatty">},
    {"read(self, size=-1, /)", read},
    {"readable(self, /)", pass_on<forward, "readable">},
    {"readline(self, size=-1, /)", read_line},
    {"reconfigure(self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, "
     "write_through=None)",
     reconfigure},
    {"seek(self, cookie, whence=0, /)", seek},
    {"seekable(self, /)", pass_on<forward, "seekable">},
    {"tell(self, /)", tell},
    {"truncate(self, pos=None, /)", truncate},
    {"writable(self, /)", pass_on<forward, "writable">},
    {"write(self, text, /)", write},
};
constexpr NativeAttribute kAttributes[] = {
    {"buffer", field<&TextFile::buffer>},
    {"closed", closed},
    {"encoding", field<&TextFile::encoding>},
    {"errors", field<&TextFile::errors>},
    {"line_buffering", line_buffering},
    {"mode", mode, set_mode},
    {"name", name},
    {"newlines", newlines},
    {"write_through", write_through},
};

constexpr Slots text_slots() {
  Slots slots;
  slots.deallocate = file_deallocate;
  slots.traverse = file_traverse;
  slots.clear = file_clear;
  slots.finalize = file_finalize;
  slots.initialise = initialise;
  slots.repr = repr;
  slots.next = next_line;
  slots.iterate = return_self;
  return slots;
}

}  // namespace

const TypeDescriptor kTextFile = {.name = "TextIOWrapper",
                                  .module = "_io",
                                  .flags = flag::kCollectable | flag::kBaseType,
                                  .object_size = sizeof(TextFile),
                                  .dict_offset = OURO_OFFSET(TextFile, dict),
                                  .weak_offset = OURO_OFFSET(TextFile, weak_references),
                                  .slots = text_slots(),
                                  .methods = kMethods,
                                  .attributes = kAttributes};

Status text_write(Thread& thread, TextFile* file, const Str* text) {
  const std::string_view newline = option(file->newline);
  const bool breaks = has_character(text, '\n');
  if (breaks && newline.starts_with('\r')) {
    Ref<Str> from(TRY(make_str(thread.interpreter(), "\n")));
    Ref<> translated(
        TRY(call_method(thread, const_cast<Str*>(text), "replace", {from.get(), file->newline})));
    TRY(write_encoded(thread, file, static_cast<Str*>(translated.get())));
  } else {
    TRY(write_encoded(thread, file, text));
  }
  if (file->write_through || (file->line_buffering && (breaks || has_character(text, '\r')))) {
    return flush_buffer(thread, file);
  }
  return done;
}

Status text_flush(Thread& thread, TextFile* file) { return flush_buffer(thread, file); }

Result<Object*> make_text(Thread& thread, Type* type, Object* buffer, Object* encoding,
                          Object* errors, Object* newline, bool line_buffering,
                          bool write_through) {
  Ref<> made(TRY(allocate_instance(thread.interpreter(), type)));
  TextFile* file = file_of(made);
  TRY(set_newline(thread, file, newline));
  TRY(set_encoding(thread, file, encoding, errors));
  file->line_buffering = line_buffering;
  file->write_through = write_through;
  replace_reference(file->buffer, retain(buffer));
  return made.take();
}

Status write_text(Thread& thread, Object* stream, Str* text) {
  if (stream->type->descriptor == &kTextFile) {
    TRY(check_usable(thread, stream));
    return text_write(thread, file_of(stream), text);
  }
  release(TRY(call_method(thread, stream, identifier(thread, Id::write), {text})));
  return done;
}

Status write_text(Thread& thread, Object* stream, std::string_view ascii) {
  Ref<Str> text(TRY(make_str(thread.interpreter(), ascii)));
  return write_text(thread, stream, text.get());
}

}  // namespace ouro
