// struct_format: the formats of _struct: reading them, and converting one value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/object/exception.h"
#include "runtime/object/format.h"
#include "runtime/object/type.h"

namespace ouro::structs {

enum class Kind : std::uint8_t {
  kSigned,
  kUnsigned,
  kBool,
  kCharacter,
  kFloat,
  kPointer,
  kBytes,   // 's': one value of `size` bytes
  kPascal,  // 'p': the same with its length in front
  kPadding,
};

// One letter of a format, where it stands, and how it is stored.
struct Item {
  std::size_t offset;
  std::size_t size;    // of one value
  std::size_t repeat;  // values; 1 for 's' and 'p', 0 for padding
  Kind kind;
  char letter;
  bool big;     // big-endian
  bool native;  // with the sizes and the messages of '@'
};

struct Layout {
  std::size_t items = 0;
  std::size_t values = 0;
  std::size_t size = 0;
};

Failure raise_class(Thread&, Type* error, std::string_view format, const FormatArgument* arguments,
                    std::size_t count);
template <typename... Arguments>
Failure raise_error(Thread& thread, Type* error, std::string_view format,
                    const Arguments&... arguments) {
  const FormatArgument packed[] = {FormatArgument(arguments)..., FormatArgument()};
  return raise_class(thread, error, format, packed, sizeof...(arguments));
}

// Checks the format; `error` is struct.error.
Result<Layout> measure(Thread&, Type* error, std::string_view format);
// Writes the items of a format that measure() accepted.
void fill(std::string_view format, Item* items) noexcept;

// One value into item.size bytes, which are 0 before.
Status pack(Thread&, Type* error, const Item& item, std::uint8_t* out, Object* value);
Result<Object*> unpack(Thread&, const Item& item, const std::uint8_t* data);

}  // namespace ouro::structs
