// ArrayKind: the item types of the array module - how one item is read and written.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/object/object.h"

namespace ouro {

struct ArrayKind {
  char code;
  const char* format;  // in buffers
  std::size_t size;
  Result<Object*> (*get)(Thread&, const std::uint8_t* place);
  Status (*set)(Thread&, std::uint8_t* place, Object* value);
};

// Null: there is none of this code.
const ArrayKind* find_array_kind(char32_t code) noexcept;
inline constexpr const char* kArrayCodes = "b, B, u, h, H, i, I, l, L, q, Q, f or d";

}  // namespace ouro
