// io: the base classes - what every stream can do in terms of read(), write() and close().
#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/io.h"
#include "runtime/object/bytes.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/offset.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/protocol.h"
#include "runtime/object/tuple.h"

namespace ouro {

Failure raise_unsupported(Thread& thread, std::string_view operation) {
  IoState* state = TRY(borrow_io_state(thread));
  Ref<Str> text(TRY(make_str(thread.interpreter(), operation)));
  Ref<> exception(TRY(call(thread, state->unsupported, text)));
  return raise_object(thread, static_cast<Exception*>(exception.get()));
}

Failure raise_closed(Thread& thread) {
  return raise(thread, TypeId::kValueError, "I/O operation on closed file.");
}

Result<Object*> close_below(Thread& thread, Object* below, Status flushed) {
  Exception* pending = flushed.ok() ? nullptr : take_pending(thread);
  Ref<> stream(retain(below));
  auto closed = call_method(thread, stream, identifier(thread, Id::close));
  if (closed.ok()) release(closed.value());
  if (pending == nullptr) return closed.ok() ? new_none(thread) : Result<Object*>(failure);
  if (!closed.ok()) clear_pending(thread);
  restore_pending(thread, pending);
  return failure;
}

Result<bool> is_closed(Thread& thread, Object* stream) {
  Ref<> closed(TRY(get_attribute(thread, stream, "closed")));
  return is_true(thread, closed);
}

// close() once more for what nobody closed; failures at the end have nobody to hear them.
Status stream_finalize(Thread& thread, Object* self) {
  auto* stream = static_cast<Stream*>(self);
  if (stream->closed) return done;
  auto result = call_method(thread, self, identifier(thread, Id::close));
  if (result.ok()) {
    release(result.value());
  } else {
    clear_pending(thread);
  }
  return done;
}

namespace {

Status check_stream_open(Thread& thread, Object* self) {
  if (TRY(is_closed(thread, self))) return raise_closed(thread);
  return done;
}

Result<Object*> closed(Thread& thread, Object* self) {
  return new_boolean(thread, static_cast<Stream*>(self)->closed);
}

Result<Object*> close(Thread& thread, Object* self, Object* const*) {
  auto* stream = static_cast<Stream*>(self);
  if (stream->closed) return new_none(thread);
  auto flushed = call_method(thread, self, identifier(thread, Id::flush));
  stream->closed = true;
  release(TRY(flushed));
  return new_none(thread);
}

Result<Object*> flush(Thread& thread, Object* self, Object* const*) {
  TRY(check_stream_open(thread, self));
  return new_none(thread);
}

Result<Object*> enter(Thread& thread, Object* self, Object* const*) {
  TRY(check_stream_open(thread, self));
  return retain(self);
}

Result<Object*> exit(Thread& thread, Object* self, Object* const*) {
  return call_method(thread, self, identifier(thread, Id::close));
}

Result<Object*> answer_no(Thread& thread, Object* self, Object* const*) {
  TRY(check_stream_open(thread, self));
  return new_boolean(thread, false);
}

Status check_ability(Thread& thread, Object* self, std::string_view ability,
                     std::string_view message) {
  Ref<> answer(TRY(call_method(thread, self, ability)));
  if (!TRY(is_true(thread, answer))) return raise_unsupported(thread, message);
  return done;
}

Result<Object*> check_readable(Thread& thread, Object* self, Object* const*) {
  TRY(check_ability(thread, self, "readable", "File or stream is not readable."));
  return new_boolean(thread, true);
}
Result<Object*> check_writable(Thread& thread, Object* self, Object* const*) {
  TRY(check_ability(thread, self, "writable", "File or stream is not writable."));
  return new_boolean(thread, true);
}
Result<Object*> check_seekable(Thread& thread, Object* self, Object* const*) {
  TRY(check_ability(thread, self, "seekable", "File or stream is not seekable."));
  return new_boolean(thread, true);
}
Result<Object*> check_closed(Thread& thread, Object* self, Object* const*) {
  TRY(check_stream_open(thread, self));
  return new_none(thread);
}

Result<Object*> unsupported_seek(Thread& thread, Object*, Object* const*) {
  return raise_unsupported(thread, "seek");
}
Result<Object*> unsupported_truncate(Thread& thread, Object*, Object* const*) {
  return raise_unsupported(thread, "truncate");
}
Result<Object*> unsupported_descriptor(Thread& thread, Object*, Object* const*) {
  return raise_unsupported(thread, "fileno");
}

Result<Object*> tell(Thread& thread, Object* self, Object* const*) {
  Ref<Int> zero(TRY(make_int(thread.interpreter(), 0)));
  Ref<Int> one(TRY(make_int(thread.interpreter(), 1)));
  return call_method(thread, self, "seek", {zero.get(), one.get()});
}

// Byte by byte, for streams that have only read().
Result<Object*> read_line(Thread& thread, Object* self, Object* const* arguments) {
  const bool unlimited = arguments[0] == nullptr || arguments[0] == none(thread);
  const std::intptr_t limit = unlimited ? -1 : TRY(to_index_value(thread, arguments[0]));
  Ref<ByteArray> line(TRY(make_bytearray(thread.interpreter(), nullptr, 0)));
  Ref<Int> one(TRY(make_int(thread.interpreter(), 1)));
  while (limit < 0 || static_cast<std::intptr_t>(line->length) < limit) {
    Ref<> byte(TRY(call_method(thread, self, identifier(thread, Id::read), {one.get()})));
    if (!is_bytes(byte)) {
      return raise(thread, TypeId::kOSError, "read() should have returned a bytes object, not '{}'",
                   static_cast<const Type*>(byte->type));
    }
    const auto* bytes = static_cast<const Bytes*>(byte.get());
    if (bytes->length == 0) break;
    release(TRY(call_method(thread, line, identifier(thread, Id::extend), {byte.get()})));
    if (bytes->data()[bytes->length - 1] == '\n') break;
  }
  return make_bytes(thread.interpreter(), line->data, line->length);
}

Result<Object*> iterate_lines(Thread& thread, Object* self) {
  TRY(check_stream_open(thread, self));
  return retain(self);
}

Result<Found<Object>> next_line(Thread& thread, Object* self) {
  Ref<> line(TRY(call_method(thread, self, identifier(thread, Id::readline))));
  if (!TRY(is_true(thread, line))) return Found<Object>{};
  return Found<Object>{line.take()};
}

Result<Object*> read_lines(Thread& thread, Object* self, Object* const* arguments) {
  const bool unlimited = arguments[0] == nullptr || arguments[0] == none(thread);
  const std::intptr_t hint = unlimited ? 0 : TRY(to_index_value(thread, arguments[0]));
  Ref<List> lines(TRY(make_list(thread.interpreter())));
  Ref<> iterator(TRY(iterate(thread, self)));
  for (std::intptr_t total = 0; hint <= 0 || total < hint;) {
    Ref<> line(TRY(next(thread, iterator)).value);
    if (!line) break;
    total += TRY(length(thread, line));
    TRY(list_append(thread.interpreter(), lines, line));
  }
  return lines.take();
}

Result<Object*> write_lines(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_stream_open(thread, self));
  Ref<> iterator(TRY(iterate(thread, arguments[0])));
  while (true) {
    Ref<> line(TRY(next(thread, iterator)).value);
    if (!line) return new_none(thread);
    release(TRY(call_method(thread, self, identifier(thread, Id::write), {line.get()})));
  }
}

// ---- raw: read() and readall() in terms of readinto() ----

Result<Object*> raw_read_all(Thread& thread, Object* self, Object* const*) {
  Ref<ByteArray> all(TRY(make_bytearray(thread.interpreter(), nullptr, 0)));
  Ref<Int> size(TRY(make_int(thread.interpreter(), 8192)));
  while (true) {
    Ref<> piece(TRY(call_method(thread, self, identifier(thread, Id::read), {size.get()})));
    if (piece == none(thread))
      return all->length == 0 ? piece.take()
                              : TRY(make_bytes(thread.interpreter(), all->data, all->length));
    if (!is_bytes(piece)) return raise(thread, TypeId::kTypeError, "read() should return bytes");
    if (static_cast<Bytes*>(piece.get())->length == 0)
      return make_bytes(thread.interpreter(), all->data, all->length);
    release(TRY(call_method(thread, all, identifier(thread, Id::extend), {piece.get()})));
  }
}

Result<Object*> raw_read(Thread& thread, Object* self, Object* const* arguments) {
  const bool all = arguments[0] == nullptr || arguments[0] == none(thread);
  const std::intptr_t size = all ? -1 : TRY(to_index_value(thread, arguments[0]));
  if (size < 0) return call_method(thread, self, "readall");
  Ref<Bytes> zeros(TRY(make_bytes_for(thread.interpreter(), static_cast<std::size_t>(size))));
  Ref<ByteArray> place(TRY(make_bytearray(thread.interpreter(), zeros->data(), zeros->length)));
  Ref<> count(TRY(call_method(thread, self, "readinto", {place.get()})));
  if (count == none(thread)) return count.take();
  const std::intptr_t got = TRY(to_index_value(thread, count));
  return make_bytes(thread.interpreter(), place->data,
                    static_cast<std::size_t>(std::clamp<std::intptr_t>(got, 0, size)));
}

Result<Object*> unsupported_read(Thread& thread, Object*, Object* const*) {
  return raise_unsupported(thread, "read");
}
Result<Object*> unsupported_write(Thread& thread, Object*, Object* const*) {
  return raise_unsupported(thread, "write");
}
Result<Object*> unsupported_detach(Thread& thread, Object*, Object* const*) {
  return raise_unsupported(thread, "detach");
}
Result<Object*> unsupported_line(Thread& thread, Object*, Object* const*) {
  return raise_unsupported(thread, "readline");
}

// readinto() of a buffered stream in terms of read().
Result<Object*> buffered_read_into(Thread& thread, Object* self, Object* const* arguments) {
  Buffer target;
  TRY(get_buffer(thread, arguments[0], target, true));
  auto size = make_int_unsigned(thread.interpreter(), target.length);
  Ref<> data;
  if (size.ok()) {
    Ref<Int> wanted(size.value());
    auto read = call_method(thread, self, identifier(thread, Id::read), {wanted.get()});
    if (read.ok()) data.reset(read.value());
  }
  const bool fits =
      data && is_bytes(data) && static_cast<Bytes*>(data.get())->length <= target.length;
  const std::size_t count = fits ? static_cast<Bytes*>(data.get())->length : 0;
  if (fits) std::copy_n(static_cast<Bytes*>(data.get())->data(), count, target.data);
  release_buffer(thread.interpreter(), target);
  if (!data) return failure;
  if (!fits) return raise(thread, TypeId::kTypeError, "read() should return bytes");
  return make_int_unsigned(thread.interpreter(), count);
}

Result<Object*> none_attribute(Thread& thread, Object*) { return new_none(thread); }

constexpr NativeMethod kBaseMethods[] = {
    {"__enter__(self, /)", enter},
    {"__exit__(self, /, *args)", exit},
    {"_checkClosed(self, /, msg=None)", check_closed},
    {"_checkReadable(self, /, msg=None)", check_readable},
    {"_checkSeekable(self, /, msg=None)", check_seekable},
    {"_checkWritable(self, /, msg=None)", check_writable},
    {"close(self, /)", close},
    {"fileno(self, /)", unsupported_descriptor},
    {"flush(self, /)", flush},
    {"isatty(self, /)", answer_no},
    {"readable(self, /)", answer_no},
    {"readline(self, size=-1, /)", read_line},
    {"readlines(self, hint=-1, /)", read_lines},
    {"seek(self, offset, whence=0, /)", unsupported_seek},
    {"seekable(self, /)", answer_no},
    {"tell(self, /)", tell},
    {"truncate(self, size=None, /)", unsupported_truncate},
    {"writable(self, /)", answer_no},
    {"writelines(self, lines, /)", write_lines},
};
constexpr NativeAttribute kBaseAttributes[] = {{"closed", closed}};

constexpr NativeMethod kRawMethods[] = {
    {"read(self, size=-1, /)", raw_read},
    {"readall(self, /)", raw_read_all},
};
constexpr NativeMethod kBufferedMethods[] = {
    {"detach(self, /)", unsupported_detach},
    {"read(self, size=-1, /)", unsupported_read},
    {"read1(self, size=-1, /)", unsupported_read},
    {"readinto(self, buffer, /)", buffered_read_into},
    {"readinto1(self, buffer, /)", buffered_read_into},
    {"write(self, b, /)", unsupported_write},
};
constexpr NativeMethod kTextMethods[] = {
    {"detach(self, /)", unsupported_detach},
    {"read(self, size=-1, /)", unsupported_read},
    {"readline(self, size=-1, /)", unsupported_line},
    {"write(self, s, /)", unsupported_write},
};
constexpr NativeAttribute kTextAttributes[] = {
    {"encoding", none_attribute}, {"errors", none_attribute}, {"newlines", none_attribute}};

using BaseReferences = OwnedReferences<Stream, &Stream::dict>;

constexpr TypeDescriptor base_descriptor(std::string_view name,
                                         std::span<const NativeMethod> methods,
                                         std::span<const NativeAttribute> attributes) {
  TypeDescriptor descriptor{.name = name,
                            .module = "_io",
                            .flags = flag::kCollectable | flag::kBaseType,
                            .object_size = sizeof(Stream),
                            .dict_offset = OURO_OFFSET(Stream, dict),
                            .weak_offset = OURO_OFFSET(Stream, weak_references),
                            .methods = methods,
                            .attributes = attributes};
  descriptor.slots.deallocate = BaseReferences::deallocate;
  descriptor.slots.traverse = BaseReferences::traverse;
  descriptor.slots.clear = BaseReferences::clear;
  descriptor.slots.finalize = stream_finalize;
  descriptor.slots.iterate = iterate_lines;
  descriptor.slots.next = next_line;
  return descriptor;
}

}  // namespace

const TypeDescriptor kStreamBase = base_descriptor("_IOBase", kBaseMethods, kBaseAttributes);
const TypeDescriptor kRawBase = base_descriptor("_RawIOBase", kRawMethods, {});
const TypeDescriptor kBufferedBase = base_descriptor("_BufferedIOBase", kBufferedMethods, {});
const TypeDescriptor kTextBase = base_descriptor("_TextIOBase", kTextMethods, kTextAttributes);
}  // namespace ouro
