// io: the layouts of the native streams, and what their files share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/object/bytes.h"
#include "runtime/object/module.h"
#include "runtime/object/str.h"

namespace ouro {

// Every native stream begins with this, so that closing and `with` are the same for all.
struct Stream : Object {
  Dict* dict;
  WeakReference* weak_references;
  bool closed;
};

// A file descriptor.
struct RawFile : Stream {
  int descriptor;  // -1: closed
  bool readable, writable, created, appending;
  bool owns_descriptor;
  std::int8_t seekable;  // -1: not asked yet
  Object* name;          // owned; null: none
};

// Buffers what is read from, or about to be written to, a raw stream (native or not).
struct BufferedFile : Stream {
  Object* raw;  // owned; null: detached or not initialised
  std::uint8_t* buffer;
  std::size_t capacity;
  std::size_t read_at, read_end;  // buffer[read_at, read_end) is read ahead
  std::size_t write_end;          // buffer[0, write_end) waits to be written
  bool readable, writable;
};

// Text over a buffered stream.
struct TextFile : Stream {
  Object* buffer;    // owned; null: detached or not initialised
  Object* encoding;  // owned Str
  Object* errors;    // owned Str
  Object* newline;   // owned Str; null: universal
  Object* mode;      // owned; null: none
  Str* decoded;      // owned; characters read ahead; null: none
  std::size_t decoded_at;
  std::uint8_t*
      tail;  // bytes read that are no whole character yet, or a '\r' that may belong to a '\r\n'
  std::size_t tail_size, tail_capacity;
  bool line_buffering, write_through, at_end;
  bool
      ascii_compatible;  // utf-8, ASCII or latin-1: read piece by piece; others are read as a whole
  bool utf8;
  unsigned line_ends;  // seen so far; only where all kinds end a line
};

struct BytesMemory : Stream {
  std::uint8_t* data;
  std::size_t size, capacity, position;
  std::intptr_t exports;
};

struct TextMemory : Stream {
  char32_t* data;
  std::size_t size, capacity, position;
  Object* newline;     // owned Str; null: universal
  unsigned line_ends;  // seen so far; only where all kinds end a line
};

// One per io module.
struct IoState {
  Type* base;
  Type* raw_base;
  Type* buffered_base;
  Type* text_base;
  Type* raw_file;
  Type* reader;
  Type* writer;
  Type* random;
  Type* text;
  Object* unsupported;  // io.UnsupportedOperation
};

Result<IoState*> borrow_io_state(Thread&);  // imports _io if need be

extern const TypeDescriptor kStreamBase, kRawBase, kBufferedBase, kTextBase;
extern const TypeDescriptor kRawFile, kBufferedReader, kBufferedWriter, kBufferedRandom,
    kBufferedPair;
extern const TypeDescriptor kTextFile, kTextMemory, kBytesMemory, kNewlineDecoder;

// The life of every native stream: closes what is still open, then gives the body back.
Status stream_finalize(Thread&, Object*);
Failure raise_unsupported(Thread&, std::string_view operation);
Failure raise_closed(Thread&);  // ValueError("I/O operation on closed file.")
inline Status check_open(Thread& thread, const Object* stream) {
  return static_cast<const Stream*>(stream)->closed ? Status(raise_closed(thread)) : done;
}
Result<bool> is_closed(Thread&, Object* stream);  // of any object with `closed`

// The end of a wrapper: closes the stream below even when the flush has failed, whose error is told
// first.
Result<Object*> close_below(Thread&, Object* below, Status flushed);

// A method's name as a template argument.
template <std::size_t kSize>
struct MethodName {
  char text[kSize];
  constexpr MethodName(const char (&name)[kSize]) { std::copy_n(name, kSize, text); }
  constexpr std::string_view view() const { return {text, kSize - 1}; }
};

// A method of a wrapper that is the same method of the stream below; kForward calls it.
template <auto kForward, MethodName kName>
Result<Object*> pass_on(Thread& thread, Object* self, Object* const*) {
  return kForward(thread, self, kName.view());
}

// open(file, mode, buffering, encoding, errors, newline, closefd, opener)
Result<Object*> open_stream(Thread&, Object* const* arguments);

Result<Object*> make_raw_file(Thread&, Type*, int descriptor, std::string_view mode, Object* name,
                              bool owns);
Result<Object*> make_buffered(Thread&, Type*, Object* raw, std::size_t size);
Result<Object*> make_text(Thread&, Type*, Object* buffer, Object* encoding, Object* errors,
                          Object* newline, bool line_buffering, bool write_through);

// Line ends in text, as bits; what `newlines` says of those seen so far; "\r\n" and "\r" made "\n".
unsigned line_ends_in(const Str*);
Result<Object*> describe_line_ends(Thread&, unsigned seen);
Result<Str*> translate_line_ends(Thread&, Str*, unsigned seen);
bool is_newline(const Str*);  // "", "\n", "\r" or "\r\n"

// Straight from the descriptor without the interpreter lock; the number of bytes, or OSError.
Result<std::size_t> read_descriptor(Thread&, int descriptor, void* place, std::size_t size);
Status write_descriptor(Thread&, int descriptor, const void* data, std::size_t size);

Status buffered_write(Thread&, BufferedFile*, const std::uint8_t* data, std::size_t size);
Status buffered_flush(Thread&, BufferedFile*);
Status text_write(Thread&, TextFile*, const Str* text);
Status text_flush(Thread&, TextFile*);

// A growing raw block: makes room for `needed` bytes in all.
template <typename Unit>
Status grow_block(Thread& thread, Unit*& data, std::size_t& capacity, std::size_t needed);

}  // namespace ouro

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"

namespace ouro {

template <typename Unit>
Status grow_block(Thread& thread, Unit*& data, std::size_t& capacity, std::size_t needed) {
  if (needed <= capacity) return done;
  std::size_t grown = capacity + capacity / 2;
  if (grown < needed) grown = needed;
  if (grown < 64) grown = 64;
  void* moved = memory_of(thread).reallocate(data, capacity * sizeof(Unit), grown * sizeof(Unit));
  if (moved == nullptr) return raise_memory_error(thread.interpreter());
  data = static_cast<Unit*>(moved);
  capacity = grown;
  return done;
}

template <typename Unit>
void free_block(Interpreter& interpreter, Unit*& data, std::size_t& capacity) noexcept {
  if (data != nullptr) interpreter.memory().release(data, capacity * sizeof(Unit));
  data = nullptr;
  capacity = 0;
}

}  // namespace ouro
