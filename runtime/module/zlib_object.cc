// zlib.Compress and zlib.Decompress: streams that take their input in pieces.
#include "runtime/module/zlib.h"

#include <algorithm>

#include "runtime/object/instance.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"

namespace ouro {
namespace {

struct ZlibStream : Object {
  z_stream stream;
  bool started;
  bool compresses;
  bool ended;               // the end of a compressed stream was seen
  Object* unused_data;      // input behind that end
  Object* unconsumed_tail;  // input that max_length held back
  Object* dictionary;       // for decompression; null: none
};

ZlibStream* stream_of(Object* object) { return static_cast<ZlibStream*>(object); }
const ZlibState& state_of(Object* self) { return type_state<ZlibState>(self->type); }

void end_stream(ZlibStream* self) noexcept {
  if (!std::exchange(self->started, false)) return;
  if (self->compresses) {
    deflateEnd(&self->stream);
  } else {
    inflateEnd(&self->stream);
  }
}

void clear(Interpreter&, Object* self) noexcept {
  clear_reference(stream_of(self)->unused_data);
  clear_reference(stream_of(self)->unconsumed_tail);
  clear_reference(stream_of(self)->dictionary);
}

void deallocate(Interpreter& interpreter, Object* self) noexcept {
  end_stream(stream_of(self));
  clear(interpreter, self);
  free_instance(interpreter, self);
}

void traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(stream_of(self)->unused_data);
  visitor.visit_if(stream_of(self)->unconsumed_tail);
  visitor.visit_if(stream_of(self)->dictionary);
}

Result<ZlibStream*> make_stream(Thread& thread, Type* type, bool compresses) {
  auto* self = stream_of(TRY(allocate_instance(thread.interpreter(), type)));
  Ref<ZlibStream> owner(self);
  self->compresses = compresses;
  zlib_use_memory(self->stream, memory_of(thread));
  self->unused_data = TRY(make_bytes(thread.interpreter(), nullptr, 0));
  self->unconsumed_tail = TRY(make_bytes(thread.interpreter(), nullptr, 0));
  return owner.take();
}

// The library answered to the making of a stream.
Status check_start(Thread& thread, ZlibStream* self, int code, const char* doing) {
  self->started = code == Z_OK;
  if (code == Z_OK) return done;
  if (code == Z_STREAM_ERROR) {
    return raise(thread, TypeId::kValueError, "Invalid initialization option");
  }
  return raise_zlib_error(thread, state_of(self), self->stream, code, doing);
}

Status check_usable(Thread& thread, ZlibStream* self) {
  if (self->started) return done;
  return raise_zlib_error(thread, state_of(self), self->stream, Z_STREAM_ERROR,
                          self->compresses ? "while compressing data" : "while decompressing data");
}

// ---- Compressing ------------------------------------------------------------------------------

Result<Object*> compress(Thread& thread, Object* self, Object* const* arguments) {
  ZlibStream* stream = stream_of(self);
  TRY(check_usable(thread, stream));
  HeldBuffer data(thread);
  TRY(data.take(arguments[0]));
  ZlibRun run(thread, stream->stream, deflate);
  TRY(run.feed(data.octets(), Z_NO_FLUSH));
  if (run.code() != Z_OK && run.code() != Z_BUF_ERROR) {
    return raise_zlib_error(thread, state_of(self), stream->stream, run.code(),
                            "while compressing data");
  }
  return run.output();
}

Result<Object*> flush_compressor(Thread& thread, Object* self, Object* const* arguments) {
  ZlibStream* stream = stream_of(self);
  const int mode = TRY(zlib_number(thread, arguments[0], Z_FINISH));
  if (mode == Z_NO_FLUSH) return make_bytes(thread.interpreter(), nullptr, 0);
  TRY(check_usable(thread, stream));
  ZlibRun run(thread, stream->stream, deflate);
  TRY(run.feed({}, mode));
  if (run.code() == Z_STREAM_END && mode == Z_FINISH) {
    end_stream(stream);
  } else if (run.code() != Z_OK && run.code() != Z_BUF_ERROR) {
    return raise_zlib_error(thread, state_of(self), stream->stream, run.code(), "while flushing");
  }
  return run.output();
}

// ---- Decompressing ----------------------------------------------------------------------------

Status keep(Thread& thread, Object*& place, Octets octets) {
  replace_reference(place, TRY(make_bytes(thread.interpreter(), octets.data, octets.length)));
  return done;
}

// What the run did not take: behind the end of the stream, or held back.
Status keep_rest(Thread& thread, ZlibStream* self, const ZlibRun& run) {
  if (run.code() == Z_STREAM_END) {
    self->ended = true;
    TRY(keep(thread, self->unused_data, run.rest()));
    return keep(thread, self->unconsumed_tail, {});
  }
  return keep(thread, self->unconsumed_tail, run.rest());
}

// More input behind the end of the stream.
Result<Object*> add_unused(Thread& thread, ZlibStream* self, Octets more) {
  const Octets before = octets_of(self->unused_data);
  Ref<Bytes> both(TRY(make_bytes_for(thread.interpreter(), before.length + more.length)));
  std::copy_n(before.data, before.length, both->data());
  std::copy_n(more.data, more.length, both->data() + before.length);
  replace_reference(self->unused_data, both.take());
  return make_bytes(thread.interpreter(), nullptr, 0);
}

Result<Object*> run_inflate(Thread& thread, ZlibStream* self, Octets input, int flush,
                            std::size_t limit, const char* doing) {
  ZlibRun run(thread, self->stream, inflate);
  run.dictionary = self->dictionary;
  TRY(run.feed(input, flush, limit));
  const int code = run.code();
  if (code != Z_OK && code != Z_BUF_ERROR && code != Z_STREAM_END) {
    return raise_zlib_error(thread, state_of(self), self->stream, code, doing);
  }
  TRY(keep_rest(thread, self, run));
  return run.output();
}

Result<Object*> decompress(Thread& thread, Object* self, Object* const* arguments) {
  ZlibStream* stream = stream_of(self);
  HeldBuffer data(thread);
  TRY(data.take(arguments[0]));
  const std::intptr_t limit =
      arguments[1] == nullptr ? 0 : TRY(to_index_value(thread, arguments[1]));
  if (limit < 0) return raise(thread, TypeId::kValueError, "max_length must be non-negative");
  TRY(check_usable(thread, stream));
  if (stream->ended) return add_unused(thread, stream, data.octets());
  return run_inflate(thread, stream, data.octets(), Z_SYNC_FLUSH,
                     limit == 0 ? kNoZlibLimit : static_cast<std::size_t>(limit),
                     "while decompressing data");
}

Result<Object*> flush_decompressor(Thread& thread, Object* self, Object* const* arguments) {
  ZlibStream* stream = stream_of(self);
  if (arguments[0] != nullptr && TRY(to_index_value(thread, arguments[0])) <= 0) {
    return raise(thread, TypeId::kValueError, "length must be greater than zero");
  }
  TRY(check_usable(thread, stream));
  if (stream->ended) return make_bytes(thread.interpreter(), nullptr, 0);
  Ref<> tail(retain(stream->unconsumed_tail));
  return run_inflate(thread, stream, octets_of(tail), Z_FINISH, kNoZlibLimit, "while flushing");
}

// ---- Copies -----------------------------------------------------------------------------------

Result<Object*> copy(Thread& thread, Object* self, Object* const*) {
  ZlibStream* stream = stream_of(self);
  Ref<ZlibStream> twin(TRY(make_stream(thread, self->type, stream->compresses)));
  if (!stream->started) return raise(thread, TypeId::kValueError, "Inconsistent stream state");
  const int code = stream->compresses ? deflateCopy(&twin->stream, &stream->stream)
                                      : inflateCopy(&twin->stream, &stream->stream);
  if (code == Z_STREAM_ERROR) {
    return raise(thread, TypeId::kValueError, "Inconsistent stream state");
  }
  if (code != Z_OK) return raise_memory_error(thread.interpreter());
  twin->started = true;
  twin->ended = stream->ended;
  replace_reference(twin->unused_data, retain(stream->unused_data));
  replace_reference(twin->unconsumed_tail, retain(stream->unconsumed_tail));
  twin->dictionary = retain_if(stream->dictionary);
  return twin.take();
}

// ---- The types --------------------------------------------------------------------------------

constexpr NativeMethod kCompressMethods[] = {
    {"__copy__(self, /)", copy},
    {"__deepcopy__(self, memo, /)", copy},
    {"compress(self, data, /)", compress},
    {"copy(self, /)", copy},
    {"flush(self, mode=4, /)", flush_compressor},
};

constexpr NativeMethod kDecompressMethods[] = {
    {"__copy__(self, /)", copy},
    {"__deepcopy__(self, memo, /)", copy},
    {"copy(self, /)", copy},
    {"decompress(self, data, /, max_length=0)", decompress},
    {"flush(self, length=16384, /)", flush_decompressor},
};

constexpr NativeMember kDecompressMembers[] = {
    {"eof", OURO_OFFSET(ZlibStream, ended), MemberKind::kBool},
    {"unconsumed_tail", OURO_OFFSET(ZlibStream, unconsumed_tail)},
    {"unused_data", OURO_OFFSET(ZlibStream, unused_data)},
};

constexpr Slots stream_slots() {
  Slots slots;
  slots.deallocate = deallocate;
  slots.traverse = traverse;
  slots.clear = clear;
  slots.make = nullptr;
  return slots;
}

}  // namespace

const TypeDescriptor kZlibCompressDescriptor = {
    .name = "Compress",
    .module = "zlib",
    .flags = flag::kCollectable,
    .object_size = sizeof(ZlibStream),
    .slots = stream_slots(),
    .methods = kCompressMethods,
};

const TypeDescriptor kZlibDecompressDescriptor = {
    .name = "Decompress",
    .module = "zlib",
    .flags = flag::kCollectable,
    .object_size = sizeof(ZlibStream),
    .slots = stream_slots(),
    .methods = kDecompressMethods,
    .members = kDecompressMembers,
};

Result<Object*> zlib_make_compressor(Thread& thread, Object* module, Object* const* arguments) {
  constexpr int kFallbacks[] = {Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS, MAX_MEM_LEVEL - 1,
                                Z_DEFAULT_STRATEGY};
  int numbers[std::size(kFallbacks)];
  for (std::size_t index = 0; index < std::size(numbers); ++index) {
    numbers[index] = TRY(zlib_number(thread, arguments[index], kFallbacks[index]));
  }
  const auto& [level, method, window, memory, strategy] = numbers;
  Ref<ZlibStream> self(TRY(make_stream(thread, module_state<ZlibState>(module).compressor, true)));
  const int code = deflateInit2(&self->stream, level, method, window, memory, strategy);
  TRY(check_start(thread, self, code, "while creating compression object"));
  if (arguments[5] != nullptr && arguments[5] != none(thread)) {
    HeldBuffer words(thread);
    TRY(words.take(arguments[5]));
    if (deflateSetDictionary(&self->stream, words.data(), static_cast<unsigned>(words.length())) !=
        Z_OK) {
      return raise(thread, TypeId::kValueError, "Invalid dictionary");
    }
  }
  return self.take();
}

Result<Object*> zlib_make_decompressor(Thread& thread, Object* module, Object* const* arguments) {
  const int window = TRY(zlib_number(thread, arguments[0], MAX_WBITS));
  Ref<ZlibStream> self(
      TRY(make_stream(thread, module_state<ZlibState>(module).decompressor, false)));
  self->dictionary = retain_if(arguments[1]);
  TRY(check_start(thread, self, inflateInit2(&self->stream, window),
                  "while creating decompression object"));
  if (self->dictionary == nullptr || window >= 0) return self.take();
  // Raw streams never ask for it.
  HeldBuffer words(thread);
  TRY(words.take(self->dictionary));
  if (inflateSetDictionary(&self->stream, words.data(), static_cast<unsigned>(words.length())) !=
      Z_OK) {
    return raise(thread, TypeId::kValueError, "Invalid dictionary");
  }
  return self.take();
}

}  // namespace ouro
