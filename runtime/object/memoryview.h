// MemoryView: items of some format in another object's memory, in any number of dimensions.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/object/bytes.h"
#include "runtime/object/object.h"

namespace ouro {

struct WeakReference;

struct MemoryView : Object {
  static constexpr int kDimensionsMax = 64;
  static constexpr std::size_t kFormatRoom = 8;

  Buffer source;       // the hold on the exporter; its owner is null once released
  std::uint8_t* data;  // of the first item
  std::size_t item_size;
  int dimensions;
  bool read_only;
  std::intptr_t* geometry;  // shape, then strides, each `dimensions` long; `own` or a raw block
  std::intptr_t own[2];
  std::intptr_t exports;  // buffers given out
  std::intptr_t hash;     // -1: not computed yet
  char format[kFormatRoom];
  WeakReference* weak_references;

  bool released() const { return source.owner == nullptr; }
  const std::intptr_t* shape() const { return geometry; }
  const std::intptr_t* strides() const { return geometry + dimensions; }
};

Result<MemoryView*> make_memoryview(Thread&, Object* exporter);

}  // namespace ouro
