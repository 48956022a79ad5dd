// io: BufferedReader, BufferedWriter, BufferedRandom and BufferedRWPair over any raw stream.
//
// One buffer serves both directions: it holds bytes read ahead or bytes that wait, never both.
#include <algorithm>
#include <cstring>

#include "runtime/module/io.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/protocol.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

constexpr std::size_t kDefaultSize = 8192;
constexpr std::intptr_t kSizeMax = PTRDIFF_MAX / 4;

BufferedFile* file_of(Object* object) { return static_cast<BufferedFile*>(object); }

Status check_usable(Thread& thread, Object* self) {
  if (file_of(self)->raw == nullptr)
    return raise(thread, TypeId::kValueError, "raw stream has been detached");
  if (file_of(self)->closed) return raise_closed(thread);
  return done;
}

// A native raw file is read and written without method calls.
RawFile* native_raw(Thread& thread, BufferedFile* file) {
  IoState* state =
      file->type->module != nullptr ? &module_state<IoState>(file->type->module) : nullptr;
  static_cast<void>(thread);
  return state != nullptr && file->raw->type == state->raw_file ? static_cast<RawFile*>(file->raw)
                                                                : nullptr;
}

Result<std::size_t> raw_read(Thread& thread, BufferedFile* file, std::uint8_t* place,
                             std::size_t size) {
  if (RawFile* raw = native_raw(thread, file)) {
    if (raw->descriptor < 0) return raise_closed(thread);
    return read_descriptor(thread, raw->descriptor, place, size);
  }
  Ref<> source(retain(file->raw));
  Ref<Int> wanted(TRY(make_int_unsigned(thread.interpreter(), size)));
  Ref<> data(TRY(call_method(thread, source, identifier(thread, Id::read), {wanted.get()})));
  if (data == none(thread)) return std::size_t{0};
  if (!is_bytes(data)) return raise(thread, TypeId::kTypeError, "read() should return bytes");
  const auto* bytes = static_cast<const Bytes*>(data.get());
  const std::size_t count = std::min(bytes->length, size);
  std::memcpy(place, bytes->data(), count);
  return count;
}

Status raw_write(Thread& thread, BufferedFile* file, const std::uint8_t* data, std::size_t size) {
  if (RawFile* raw = native_raw(thread, file)) {
    if (raw->descriptor < 0) return raise_closed(thread);
    return write_descriptor(thread, raw->descriptor, data, size);
  }
  Ref<> target(retain(file->raw));
  while (size > 0) {
    Ref<Bytes> piece(TRY(make_bytes(thread.interpreter(), data, size)));
    Ref<> count(TRY(call_method(thread, target, identifier(thread, Id::write), {piece.get()})));
    if (count == none(thread)) return raise_os_error(thread, EAGAIN);
    const auto put = static_cast<std::size_t>(TRY(to_index_value(thread, count)));
    if (put > size)
      return raise(thread, TypeId::kOSError,
                   "raw write() returned invalid length {} (should have been between 0 and {})",
                   put, size);
    data += put;
    size -= put;
  }
  return done;
}

// The raw position goes back to where the reader is.
Status forget_read_ahead(Thread& thread, BufferedFile* file) {
  const std::size_t ahead = file->read_end - file->read_at;
  file->read_at = file->read_end = 0;
  if (ahead == 0) return done;
  Ref<> raw(retain(file->raw));
  Ref<Int> offset(TRY(make_int(thread.interpreter(), -static_cast<std::int64_t>(ahead))));
  Ref<Int> from_here(TRY(make_int(thread.interpreter(), 1)));
  release(TRY(call_method(thread, raw, "seek", {offset.get(), from_here.get()})));
  return done;
}

Status check_readable(Thread& thread, Object* self) {
  TRY(check_usable(thread, self));
  if (!file_of(self)->readable) return raise_unsupported(thread, "read");
  if (file_of(self)->write_end > 0) TRY(buffered_flush(thread, file_of(self)));
  return done;
}

// Reads ahead when nothing is; false at the end of the file.
Result<bool> fill(Thread& thread, BufferedFile* file) {
  if (file->read_at < file->read_end) return true;
  if (file->buffer == nullptr) {
    std::size_t capacity = 0;
    TRY(grow_block(thread, file->buffer, capacity, file->capacity));
    file->capacity = capacity;
  }
  const std::size_t got = TRY(raw_read(thread, file, file->buffer, file->capacity));
  file->read_at = 0;
  file->read_end = got;
  return got > 0;
}

// What a read collects.
struct Collected {
  explicit Collected(Thread& owner) : thread(owner) {}
  ~Collected() { free_block(thread.interpreter(), data, capacity); }
  Status add(const std::uint8_t* more, std::size_t count) {
    TRY(grow_block(thread, data, capacity, size + count));
    std::memcpy(data + size, more, count);
    size += count;
    return done;
  }
  Thread& thread;
  std::uint8_t* data = nullptr;
  std::size_t size = 0, capacity = 0;
};

Status take(BufferedFile* file, std::size_t count, Collected& collected) {
  TRY(collected.add(file->buffer + file->read_at, count));
  file->read_at += count;
  return done;
}

Result<Object*> read(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_readable(thread, self));
  const bool all = arguments[0] == nullptr || arguments[0] == none(thread);
  const std::intptr_t wanted = all ? -1 : TRY(to_index_value(thread, arguments[0]));
  if (wanted < -1)
    return raise(thread, TypeId::kValueError, "read length must be non-negative or -1");
  BufferedFile* file = file_of(self);
  Collected collected(thread);
  while (wanted < 0 || collected.size < static_cast<std::size_t>(wanted)) {
    if (!TRY(fill(thread, file))) break;
    const std::size_t ahead = file->read_end - file->read_at;
    const std::size_t missing =
        wanted < 0 ? ahead : static_cast<std::size_t>(wanted) - collected.size;
    TRY(take(file, std::min(ahead, missing), collected));
  }
  return make_bytes(thread.interpreter(), collected.data, collected.size);
}

Result<Object*> read_once(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_readable(thread, self));
  BufferedFile* file = file_of(self);
  const std::intptr_t wanted =
      arguments[0] == nullptr ? -1 : TRY(to_index_value(thread, arguments[0]));
  if (wanted == 0 || !TRY(fill(thread, file))) return make_bytes(thread.interpreter(), nullptr, 0);
  Collected collected(thread);
  const std::size_t ahead = file->read_end - file->read_at;
  TRY(take(file, wanted < 0 ? ahead : std::min(ahead, static_cast<std::size_t>(wanted)),
           collected));
  return make_bytes(thread.interpreter(), collected.data, collected.size);
}

Result<Object*> peek(Thread& thread, Object* self, Object* const*) {
  TRY(check_readable(thread, self));
  BufferedFile* file = file_of(self);
  if (!TRY(fill(thread, file))) return make_bytes(thread.interpreter(), nullptr, 0);
  return make_bytes(thread.interpreter(), file->buffer + file->read_at,
                    file->read_end - file->read_at);
}

Result<Object*> read_line(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_readable(thread, self));
  const bool unlimited = arguments[0] == nullptr || arguments[0] == none(thread);
  const std::intptr_t limit = unlimited ? -1 : TRY(to_index_value(thread, arguments[0]));
  BufferedFile* file = file_of(self);
  Collected collected(thread);
  while (limit < 0 || collected.size < static_cast<std::size_t>(limit)) {
    if (!TRY(fill(thread, file))) break;
    std::size_t count = file->read_end - file->read_at;
    if (limit >= 0) count = std::min(count, static_cast<std::size_t>(limit) - collected.size);
    const void* end = std::memchr(file->buffer + file->read_at, '\n', count);
    if (end != nullptr) {
      count = static_cast<std::size_t>(static_cast<const std::uint8_t*>(end) -
                                       (file->buffer + file->read_at)) +
              1;
    }
    TRY(take(file, count, collected));
    if (end != nullptr) break;
  }
  return make_bytes(thread.interpreter(), collected.data, collected.size);
}

Result<Object*> write(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_usable(thread, self));
  if (!file_of(self)->writable) return raise_unsupported(thread, "write");
  if (is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "a bytes-like object is required, not '{}'",
                 static_cast<const Type*>(arguments[0]->type));
  }
  Buffer source;
  TRY(get_buffer(thread, arguments[0], source));
  const std::size_t size = source.length;
  const Status status = buffered_write(thread, file_of(self), source.data, size);
  release_buffer(thread.interpreter(), source);
  TRY(status);
  return make_int_unsigned(thread.interpreter(), size);
}

Result<Object*> flush(Thread& thread, Object* self, Object* const*) {
  TRY(check_usable(thread, self));
  TRY(buffered_flush(thread, file_of(self)));
  if (native_raw(thread, file_of(self)) == nullptr) {
    Ref<> raw(retain(file_of(self)->raw));
    release(TRY(call_method(thread, raw, identifier(thread, Id::flush))));
  }
  return new_none(thread);
}

// Flushes, and closes the raw stream even when that failed.
Result<Object*> close(Thread& thread, Object* self, Object* const*) {
  BufferedFile* file = file_of(self);
  if (file->raw == nullptr || file->closed) return new_none(thread);
  const Status flushed = buffered_flush(thread, file);
  file->closed = true;
  return close_below(thread, file->raw, flushed);
}

Result<Object*> detach(Thread& thread, Object* self, Object* const*) {
  TRY(check_usable(thread, self));
  TRY(buffered_flush(thread, file_of(self)));
  return std::exchange(file_of(self)->raw, nullptr);
}

Result<Object*> forward(Thread& thread, Object* self, std::string_view method) {
  if (file_of(self)->raw == nullptr)
    return raise(thread, TypeId::kValueError, "raw stream has been detached");
  Ref<> raw(retain(file_of(self)->raw));
  return call_method(thread, raw, method);
}

Result<Object*> seek(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_usable(thread, self));
  BufferedFile* file = file_of(self);
  const std::int64_t whence = arguments[1] == nullptr ? 0 : TRY(to_int64(thread, arguments[1]));
  if (whence < 0 || whence > 2)
    return raise(thread, TypeId::kValueError, "whence value {} unsupported", whence);
  TRY(buffered_flush(thread, file));
  TRY(forget_read_ahead(thread, file));
  Ref<> raw(retain(file->raw));
  Ref<Int> from(TRY(make_int(thread.interpreter(), whence)));
  return call_method(thread, raw, "seek", {arguments[0], from.get()});
}

Result<Object*> tell(Thread& thread, Object* self, Object* const*) {
  TRY(check_usable(thread, self));
  BufferedFile* file = file_of(self);
  Ref<> place(TRY(forward(thread, self, "tell")));
  const std::int64_t raw_place = TRY(to_int64(thread, place));
  const auto ahead = static_cast<std::int64_t>(file->read_end - file->read_at);
  return make_int(thread.interpreter(),
                  raw_place - ahead + static_cast<std::int64_t>(file->write_end));
}

Result<Object*> truncate(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_usable(thread, self));
  if (!file_of(self)->writable) return raise_unsupported(thread, "truncate");
  TRY(buffered_flush(thread, file_of(self)));
  Ref<> size(arguments[0] == nullptr || arguments[0] == none(thread)
                 ? TRY(tell(thread, self, nullptr))
                 : retain(arguments[0]));
  Ref<> raw(retain(file_of(self)->raw));
  return call_method(thread, raw, "truncate", {size.get()});
}

Result<Object*> raw_attribute(Thread& thread, Object* self) {
  return file_of(self)->raw == nullptr ? new_none(thread) : retain(file_of(self)->raw);
}
Result<Object*> closed(Thread& thread, Object* self) {
  if (file_of(self)->raw == nullptr)
    return raise(thread, TypeId::kValueError, "raw stream has been detached");
  return get_attribute(thread, Ref<>(retain(file_of(self)->raw)), "closed");
}
Result<Object*> name(Thread& thread, Object* self) {
  if (file_of(self)->raw == nullptr)
    return raise(thread, TypeId::kValueError, "raw stream has been detached");
  return get_attribute(thread, Ref<>(retain(file_of(self)->raw)), identifier(thread, Id::name));
}
Result<Object*> mode(Thread& thread, Object* self) {
  if (file_of(self)->raw == nullptr)
    return raise(thread, TypeId::kValueError, "raw stream has been detached");
  return get_attribute(thread, Ref<>(retain(file_of(self)->raw)), "mode");
}

Result<Object*> repr(Thread& thread, Object* self) {
  auto found = name(thread, self);
  const Type* type = self->type;
  if (!found.ok()) {
    clear_pending(thread);
    return format_str(thread, "<{}>", type);
  }
  Ref<> text(found.value());
  return format_str(thread, "<{} name={}>", type, repr_of(text));
}

void file_clear(Interpreter&, Object* self) noexcept {
  clear_reference(file_of(self)->dict);
  clear_reference(file_of(self)->raw);
}
void file_deallocate(Interpreter& interpreter, Object* self) noexcept {
  BufferedFile* file = file_of(self);
  if (file->buffer != nullptr) free_block(interpreter, file->buffer, file->capacity);
  file_clear(interpreter, self);
  free_instance(interpreter, self);
}
void file_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(file_of(self)->dict);
  visitor.visit_if(file_of(self)->raw);
}
Status file_finalize(Thread& thread, Object* self) {
  return file_of(self)->raw == nullptr ? done : stream_finalize(thread, self);
}

Result<Object*> make_file(Thread& thread, Type* type, const Arguments&) {
  auto* file = static_cast<BufferedFile*>(TRY(allocate_instance(thread.interpreter(), type)));
  file->capacity = kDefaultSize;
  return file;
}

Status attach(Thread& thread, BufferedFile* file, Object* raw, std::size_t size) {
  const TypeDescriptor* kind = file->type->descriptor;
  for (Type* type = file->type; kind == nullptr; type = type->base) kind = type->descriptor;
  file->readable = kind != &kBufferedWriter;
  file->writable = kind != &kBufferedReader;
  // __init__ may be called again: what was read or waits belongs to the stream of before.
  if (file->buffer != nullptr) free_block(thread.interpreter(), file->buffer, file->capacity);
  file->read_at = file->read_end = file->write_end = 0;
  file->capacity = size;
  file->closed = false;
  replace_reference(file->raw, retain(raw));
  return done;
}

constexpr Signature kSignature("BufferedReader(raw, buffer_size=8192)");
Status initialise(Thread& thread, Object* self, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kSignature, arguments));
  const std::intptr_t size =
      bound[1] == nullptr ? kDefaultSize : TRY(to_index_value(thread, bound[1]));
  if (size <= 0) return raise(thread, TypeId::kValueError, "buffer size must be strictly positive");
  if (size > kSizeMax) return raise_memory_error(thread.interpreter());
  TRY(attach(thread, file_of(self), bound[0], static_cast<std::size_t>(size)));
  struct Need {
    bool needed;
    std::string_view method, message;
  };
  const Need needs[] = {{file_of(self)->readable, "readable", "File or stream is not readable."},
                        {file_of(self)->writable, "writable", "File or stream is not writable."}};
  for (const Need& need : needs) {
    if (!need.needed) continue;
    Ref<> able(TRY(call_method(thread, bound[0], need.method)));
    if (TRY(is_true(thread, able))) continue;
    clear_reference(file_of(self)->raw);
    return raise_unsupported(thread, need.message);
  }
  return done;
}

// BufferedRWPair: two streams under one face.
struct BufferedPair : Stream {
  Object* reader;
  Object* writer;
};
BufferedPair* pair_of(Object* object) { return static_cast<BufferedPair*>(object); }

constexpr Signature kPairSignature("BufferedRWPair(reader, writer, buffer_size=8192, /)");
Status initialise_pair(Thread& thread, Object* self, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kPairSignature, arguments));
  IoState* state = TRY(borrow_io_state(thread));
  replace_reference(pair_of(self)->reader, TRY(call(thread, state->reader, bound[0])));
  replace_reference(pair_of(self)->writer, TRY(call(thread, state->writer, bound[1])));
  return done;
}
template <Object* BufferedPair::* kSide>
Result<Object*> forward_to(Thread& thread, Object* self, std::string_view method,
                           Object* argument) {
  Object* side = pair_of(self)->*kSide;
  if (side == nullptr)
    return raise(thread, TypeId::kValueError, "the BufferedRWPair object is not initialized");
  Ref<> target(retain(side));
  return argument == nullptr ? call_method(thread, target, method)
                             : call_method(thread, target, method, {argument});
}
template <Object* BufferedPair::* kSide, MethodName kName>
Result<Object*> pass_to(Thread& thread, Object* self, Object* const* arguments) {
  return forward_to<kSide>(thread, self, kName.view(), arguments[0]);
}
Result<Object*> pair_flush(Thread& thread, Object* self, Object* const*) {
  return forward_to<&BufferedPair::writer>(thread, self, "flush", nullptr);
}
Result<Object*> pair_yes(Thread& thread, Object*, Object* const*) {
  return new_boolean(thread, true);
}
Result<Object*> pair_close(Thread& thread, Object* self, Object* const*) {
  if (pair_of(self)->closed) return new_none(thread);
  pair_of(self)->closed = true;
  if (pair_of(self)->writer != nullptr)
    release(TRY(forward_to<&BufferedPair::writer>(thread, self, "close", nullptr)));
  if (pair_of(self)->reader != nullptr)
    release(TRY(forward_to<&BufferedPair::reader>(thread, self, "close", nullptr)));
  return new_none(thread);
}
using PairReferences = OwnedReferences<BufferedPair, &BufferedPair::dict, &BufferedPair::reader,
                                       &BufferedPair::writer>;

constexpr NativeMethod kMethods[] = {
    {"close(self, /)", close},
    {"detach(self, /)", detach},
    {"fileno(self, /)", pass_on<forward, "fileno">},
    {"flush(self, /)", flush},
    {"isatty(self, /)", pass_on<forward, "isatty">},
    {"peek(self, size=0, /)", peek},
    {"read(self, size=-1, /)", read},
    {"read1(self, size=-1, /)", read_once},
    {"readable(self, /)", pass_on<forward, "readable">},
    {"readline(self, size=-1, /)", read_line},
    {"seek(self, target, whence=0, /)", seek},
    {"seekable(self, /)", pass_on<forward, "seekable">},
    {"tell(self, /)", tell},
    {"truncate(self, pos=None, /)", truncate},
    {"writable(self, /)", pass_on<forward, "writable">},
    {"write(self, buffer, /)", write},
};
constexpr NativeAttribute kAttributes[] = {
    {"closed", closed}, {"mode", mode}, {"name", name}, {"raw", raw_attribute}};
constexpr NativeMethod kPairMethods[] = {
    {"close(self, /)", pair_close},
    {"flush(self, /)", pair_flush},
    {"peek(self, size=0, /)", pass_to<&BufferedPair::reader, "peek">},
    {"read(self, size=-1, /)", pass_to<&BufferedPair::reader, "read">},
    {"read1(self, size=-1, /)", pass_to<&BufferedPair::reader, "read1">},
    {"readable(self, /)", pair_yes},
    {"readinto(self, buffer, /)", pass_to<&BufferedPair::reader, "readinto">},
    {"readline(self, size=-1, /)", pass_to<&BufferedPair::reader, "readline">},
    {"writable(self, /)", pair_yes},
    {"write(self, buffer, /)", pass_to<&BufferedPair::writer, "write">},
};

constexpr TypeDescriptor buffered_descriptor(std::string_view name) {
  TypeDescriptor descriptor{.name = name,
                            .module = "_io",
                            .flags = flag::kCollectable | flag::kBaseType,
                            .object_size = sizeof(BufferedFile),
                            .dict_offset = OURO_OFFSET(BufferedFile, dict),
                            .weak_offset = OURO_OFFSET(BufferedFile, weak_references),
                            .methods = kMethods,
                            .attributes = kAttributes};
  descriptor.slots.deallocate = file_deallocate;
  descriptor.slots.traverse = file_traverse;
  descriptor.slots.clear = file_clear;
  descriptor.slots.finalize = file_finalize;
  descriptor.slots.make = make_file;
  descriptor.slots.initialise = initialise;
  descriptor.slots.repr = repr;
  return descriptor;
}

constexpr Slots pair_slots() {
  Slots slots;
  slots.deallocate = PairReferences::deallocate;
  slots.traverse = PairReferences::traverse;
  slots.clear = PairReferences::clear;
  slots.finalize = stream_finalize;
  slots.initialise = initialise_pair;
  return slots;
}

}  // namespace

const TypeDescriptor kBufferedReader = buffered_descriptor("BufferedReader");
const TypeDescriptor kBufferedWriter = buffered_descriptor("BufferedWriter");
const TypeDescriptor kBufferedRandom = buffered_descriptor("BufferedRandom");
const TypeDescriptor kBufferedPair = {.name = "BufferedRWPair",
                                      .module = "_io",
                                      .flags = flag::kCollectable | flag::kBaseType,
                                      .object_size = sizeof(BufferedPair),
                                      .dict_offset = OURO_OFFSET(BufferedPair, dict),
                                      .weak_offset = OURO_OFFSET(BufferedPair, weak_references),
                                      .slots = pair_slots(),
                                      .methods = kPairMethods};

Status buffered_write(Thread& thread, BufferedFile* file, const std::uint8_t* data,
                      std::size_t size) {
  if (file->read_end > 0) TRY(forget_read_ahead(thread, file));
  if (file->write_end + size > file->capacity) TRY(buffered_flush(thread, file));
  if (size >= file->capacity) return raw_write(thread, file, data, size);
  if (file->buffer == nullptr) {
    std::size_t capacity = 0;
    TRY(grow_block(thread, file->buffer, capacity, file->capacity));
    file->capacity = capacity;
  }
  std::memcpy(file->buffer + file->write_end, data, size);
  file->write_end += size;
  return done;
}

// What cannot be written is dropped: it must not fail again at every later call.
Status buffered_flush(Thread& thread, BufferedFile* file) {
  if (file->write_end == 0) return done;
  const std::size_t size = std::exchange(file->write_end, 0);
  return raw_write(thread, file, file->buffer, size);
}

Result<Object*> make_buffered(Thread& thread, Type* type, Object* raw, std::size_t size) {
  Ref<> made(TRY(make_file(thread, type, {})));
  TRY(attach(thread, file_of(made), raw, size));
  return made.take();
}

}  // namespace ouro
