// Bytes: immutable octets, followed by one zero.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/object/object.h"

namespace ouro {

struct Bytes : Object {
  std::size_t length;
  std::intptr_t hash;  // -1: not computed yet

  std::uint8_t* data() { return reinterpret_cast<std::uint8_t*>(this + 1); }
  const std::uint8_t* data() const { return reinterpret_cast<const std::uint8_t*>(this + 1); }
  std::string_view view() const { return {reinterpret_cast<const char*>(this + 1), length}; }
};

// A mutable one; its storage may hold more than length (capacity) and is pinned while exported.
struct ByteArray : Object {
  std::size_t length;
  std::size_t capacity;
  std::uint8_t* data;
  std::intptr_t exports;  // live buffers: no resizing
};

Result<Bytes*> make_bytes(Interpreter&, const void* data, std::size_t length);
Result<Bytes*> make_bytes_for(Interpreter&, std::size_t length);  // uninitialised, never shared
Result<ByteArray*> make_bytearray(Interpreter&, const void* data, std::size_t length);

// A view of an object's memory (bytes, bytearray, memoryview, array ...). Release with
// release_buffer().
struct Buffer {
  Object* owner = nullptr;  // owned
  std::uint8_t* data = nullptr;
  std::size_t length = 0;  // bytes
  std::size_t item_size = 1;
  bool read_only = true;
  const char* format = "B";
  int dimensions = 1;
  const std::intptr_t* shape = nullptr;    // null: one dimension, length / item_size
  const std::intptr_t* strides = nullptr;  // null: contiguous
  void* internal = nullptr;
};

// TypeError("a bytes-like object is required, not 'str'").
Status get_buffer(Thread&, Object*, Buffer&, bool writable = false);
void release_buffer(Interpreter&, Buffer&) noexcept;

}  // namespace ouro
