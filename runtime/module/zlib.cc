// zlib: compression as the library of that name does it. Objects that keep a stream stand in
// zlib_object.cc.
#include "runtime/module/zlib.h"

#include <algorithm>
#include <climits>

#include "runtime/module/binascii.h"
#include "runtime/module/constants.h"
#include "runtime/module/struct_format.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

// The library does not say how large a block was when it gives it back.
struct alignas(16) BlockHeader {
  std::size_t bytes;
};

void* allocate_block(void* memory, unsigned count, unsigned size) {
  const std::size_t bytes = sizeof(BlockHeader) + std::size_t{count} * size;
  auto* header = static_cast<BlockHeader*>(static_cast<Memory*>(memory)->allocate(bytes));
  if (header == nullptr) return nullptr;
  header->bytes = bytes;
  return header + 1;
}

void release_block(void* memory, void* block) {
  BlockHeader* header = static_cast<BlockHeader*>(block) - 1;
  static_cast<Memory*>(memory)->release(header, header->bytes);
}

// For errors that the library has no text for.
const char* error_text(const z_stream& stream, int code) {
  if (code == Z_VERSION_ERROR) return "library version mismatch";
  if (stream.msg != nullptr) return stream.msg;
  switch (code) {
    case Z_BUF_ERROR: return "incomplete or truncated stream";
    case Z_STREAM_ERROR: return "inconsistent stream state";
    case Z_DATA_ERROR: return "invalid input data";
    default: return nullptr;
  }
}

}  // namespace

void zlib_use_memory(z_stream& stream, Memory& memory) noexcept {
  stream = z_stream{};
  stream.zalloc = allocate_block;
  stream.zfree = release_block;
  stream.opaque = &memory;
}

Failure raise_zlib_error(Thread& thread, const ZlibState& state, const z_stream& stream, int code,
                         const char* doing) {
  if (code == Z_MEM_ERROR) return raise_memory_error(thread.interpreter());
  const char* text = error_text(stream, code);
  if (text == nullptr) return structs::raise_error(thread, state.error, "Error {} {}", code, doing);
  return structs::raise_error(thread, state.error, "Error {} {}: {}", code, doing, text);
}

Result<int> zlib_number(Thread& thread, Object* argument, int fallback) {
  return argument == nullptr ? Result<int>(fallback) : to_c_int(thread, argument);
}

// ---- Running ----------------------------------------------------------------------------------

Status ZlibRun::step(int flush, std::size_t limit) {
  const std::size_t before = output_.length();
  const std::size_t room = std::min(std::max(kZlibChunk, before), limit - before);
  stream_.next_out = TRY(output_.room(room));
  stream_.avail_out = static_cast<unsigned>(room);
  const std::size_t portion = std::min(rest_.length, std::size_t{UINT_MAX});
  stream_.next_in = rest_.data;
  stream_.avail_in = static_cast<unsigned>(portion);
  code_ = step_(&stream_, portion == rest_.length ? flush : Z_NO_FLUSH);
  const std::size_t taken = portion - stream_.avail_in;
  rest_ = {rest_.data + taken, rest_.length - taken};
  output_.put(room - stream_.avail_out);
  return done;
}

Status ZlibRun::give_dictionary() {
  HeldBuffer words(thread_);
  TRY(words.take(dictionary));
  code_ = inflateSetDictionary(&stream_, words.data(), static_cast<unsigned>(words.length()));
  return done;
}

bool ZlibRun::goes_on(std::size_t limit) const {
  if (code_ != Z_OK && code_ != Z_BUF_ERROR) return false;
  if (output_.length() >= limit) return false;
  return stream_.avail_out == 0 || (rest_.length > 0 && code_ == Z_OK);
}

Status ZlibRun::feed(Octets input, int flush, std::size_t limit) {
  rest_ = input;
  do {
    TRY(step(flush, limit));
    if (code_ == Z_NEED_DICT && dictionary != nullptr) {
      TRY(give_dictionary());
      if (code_ == Z_OK) stream_.avail_out = 0;  // there is more to come
    }
  } while (goes_on(limit));
  return done;
}

// ---- At once ----------------------------------------------------------------------------------

namespace {

ZlibState& state_of(Object* module) { return module_state<ZlibState>(module); }

Result<Object*> compress_all(Thread& thread, Object* module, Object* const* arguments) {
  const ZlibState& state = state_of(module);
  HeldBuffer data(thread);
  TRY(data.take(arguments[0]));
  const int level = TRY(zlib_number(thread, arguments[1], Z_DEFAULT_COMPRESSION));
  const int window = TRY(zlib_number(thread, arguments[2], MAX_WBITS));
  z_stream stream;
  zlib_use_memory(stream, memory_of(thread));
  const int code =
      deflateInit2(&stream, level, Z_DEFLATED, window, MAX_MEM_LEVEL - 1, Z_DEFAULT_STRATEGY);
  if (code == Z_STREAM_ERROR)
    return structs::raise_error(thread, state.error, "Bad compression level");
  if (code != Z_OK) return raise_zlib_error(thread, state, stream, code, "while compressing data");
  ZlibRun run(thread, stream, deflate);
  const Status fed = run.feed(data.octets(), Z_FINISH);
  deflateEnd(&stream);
  if (!fed.ok()) return failure;
  return run.output();
}

Result<Object*> decompress_all(Thread& thread, Object* module, Object* const* arguments) {
  const ZlibState& state = state_of(module);
  HeldBuffer data(thread);
  TRY(data.take(arguments[0]));
  const int window = TRY(zlib_number(thread, arguments[1], MAX_WBITS));
  z_stream stream;
  zlib_use_memory(stream, memory_of(thread));
  const int code = inflateInit2(&stream, window);
  if (code != Z_OK) {
    return raise_zlib_error(thread, state, stream, code, "while preparing to decompress data");
  }
  ZlibRun run(thread, stream, inflate);
  const Status fed = run.feed(data.octets(), Z_SYNC_FLUSH);
  inflateEnd(&stream);
  if (!fed.ok()) return failure;
  if (run.code() == Z_STREAM_END) return run.output();
  return raise_zlib_error(thread, state, stream, run.code() == Z_OK ? Z_BUF_ERROR : run.code(),
                          "while decompressing data");
}

// ---- Checksums --------------------------------------------------------------------------------

using Checksum = unsigned long (*)(unsigned long, const Bytef*, z_size_t);

template <Checksum checksum, std::uint32_t start>
Result<Object*> checksum_of(Thread& thread, Object*, Object* const* arguments) {
  HeldBuffer data(thread);
  TRY(data.take(arguments[0]));
  std::uint32_t value = start;
  if (arguments[1] != nullptr) {
    value = TRY(binascii::read_checksum(thread, arguments[1]));
  }
  return make_int_unsigned(thread.interpreter(), checksum(value, data.data(), data.length()));
}

constexpr NativeMethod kFunctions[] = {
    {"adler32(module, data, value=1, /)", checksum_of<adler32_z, 1>},
    {"compress(module, data, /, level=-1, wbits=15)", compress_all},
    {"compressobj(module, /, level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None)",
     zlib_make_compressor},
    {"crc32(module, data, value=0, /)", checksum_of<crc32_z, 0>},
    {"decompress(module, data, /, wbits=15, bufsize=16384)", decompress_all},
    {"decompressobj(module, /, wbits=15, zdict=b'')", zlib_make_decompressor},
};

constexpr IntConstant kConstants[] = {
    {"DEFLATED", Z_DEFLATED},
    {"DEF_BUF_SIZE", kZlibChunk},
    {"DEF_MEM_LEVEL", MAX_MEM_LEVEL - 1},
    {"MAX_WBITS", MAX_WBITS},
    {"Z_BEST_COMPRESSION", Z_BEST_COMPRESSION},
    {"Z_BEST_SPEED", Z_BEST_SPEED},
    {"Z_BLOCK", Z_BLOCK},
    {"Z_DEFAULT_COMPRESSION", Z_DEFAULT_COMPRESSION},
    {"Z_DEFAULT_STRATEGY", Z_DEFAULT_STRATEGY},
    {"Z_FILTERED", Z_FILTERED},
    {"Z_FINISH", Z_FINISH},
    {"Z_FIXED", Z_FIXED},
    {"Z_FULL_FLUSH", Z_FULL_FLUSH},
    {"Z_HUFFMAN_ONLY", Z_HUFFMAN_ONLY},
    {"Z_NO_COMPRESSION", Z_NO_COMPRESSION},
    {"Z_NO_FLUSH", Z_NO_FLUSH},
    {"Z_PARTIAL_FLUSH", Z_PARTIAL_FLUSH},
    {"Z_RLE", Z_RLE},
    {"Z_SYNC_FLUSH", Z_SYNC_FLUSH},
    {"Z_TREES", Z_TREES},
};

Status execute(Thread& thread, Module* module) {
  ZlibState& state = state_of(module);
  state.error = TRY(make_exception_class(thread, "zlib", "error"));
  TRY(module_add(thread, module, "error", state.error));
  state.compressor = TRY(make_native_type(thread, module, kZlibCompressDescriptor));
  state.decompressor = TRY(make_native_type(thread, module, kZlibDecompressDescriptor));
  for (const auto& [name, text] : {std::pair{"ZLIB_VERSION", ZLIB_VERSION},
                                   {"ZLIB_RUNTIME_VERSION", zlibVersion()},
                                   {"__version__", "1.0"}}) {
    Ref<Str> value(TRY(make_str(thread.interpreter(), text)));
    TRY(module_add(thread, module, name, value));
  }
  return add_constants(thread, module, kConstants);
}

void state_traverse(void* place, ReferenceVisitor& visitor) {
  const auto& state = *static_cast<ZlibState*>(place);
  for (Type* type : {state.error, state.compressor, state.decompressor}) visitor.visit_if(type);
}

void state_clear(Interpreter&, void* place) noexcept {
  auto& state = *static_cast<ZlibState*>(place);
  for (Type** type : {&state.error, &state.compressor, &state.decompressor}) {
    clear_reference(*type);
  }
}

}  // namespace

extern const ModuleDescriptor kZlibModule;
const ModuleDescriptor kZlibModule = {
    .name = "zlib",
    .doc = "Compression of the kind that gzip files have.",
    .functions = kFunctions,
    .execute = execute,
    .state_size = sizeof(ZlibState),
    .traverse = state_traverse,
    .clear = state_clear,
    .free = state_clear,
};

}  // namespace ouro
