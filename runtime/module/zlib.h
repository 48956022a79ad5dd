// zlib: what the files of the zlib module share: one run of the library over some input.
#pragma once

// The library's header names its structures in C's way.
#define ZLIB_CONST
#include <zlib.h>

#include <cstddef>
#include <cstdint>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/bytes.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/module.h"
#include "runtime/object/octets.h"

namespace ouro {

struct ZlibState {
  Type* error;  // all owned
  Type* compressor;
  Type* decompressor;
};

inline constexpr std::size_t kZlibChunk = 16 * 1024;
inline constexpr std::size_t kNoZlibLimit = SIZE_MAX;

// Blocks of the stream come from the interpreter's memory.
void zlib_use_memory(z_stream&, Memory&) noexcept;
// "Error -3 while decompressing data: incorrect header check".
Failure raise_zlib_error(Thread&, const ZlibState&, const z_stream&, int code, const char* doing);

// Feeds input through deflate() or inflate() and gathers what comes out.
class ZlibRun {
 public:
  using Step = int (*)(z_stream*, int);

  ZlibRun(Thread& thread, z_stream& stream, Step step)
      : thread_(thread), stream_(stream), step_(step), output_(thread.interpreter()) {}

  // Goes on until the input is used up and everything is out, `limit` bytes came out, or the stream
  // ends or fails: see code().
  Status feed(Octets input, int flush, std::size_t limit = kNoZlibLimit);
  // The last answer of the library.
  int code() const { return code_; }
  // Input that was not taken.
  Octets rest() const { return rest_; }
  Result<Bytes*> output() { return output_.finish(); }

  // Tried when the stream asks for its dictionary; borrowed, null: none.
  Object* dictionary = nullptr;

 private:
  Status step(int flush, std::size_t limit);
  bool goes_on(std::size_t limit) const;
  Status give_dictionary();

  Thread& thread_;
  z_stream& stream_;
  Step step_;
  OctetBuilder output_;
  Octets rest_ = {};
  int code_ = Z_OK;
};

extern const TypeDescriptor kZlibCompressDescriptor;
extern const TypeDescriptor kZlibDecompressDescriptor;
Result<Object*> zlib_make_compressor(Thread&, Object* module, Object* const* arguments);
Result<Object*> zlib_make_decompressor(Thread&, Object* module, Object* const* arguments);
// An argument that C code takes as an int; null: the fallback.
Result<int> zlib_number(Thread&, Object* argument, int fallback);

}  // namespace ouro
