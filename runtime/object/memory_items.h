// Memory items: numbers in memory by the single-character formats of the struct module.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/object/object.h"

namespace ouro {

// The character of a native format ("B", "@B"); 0: any other.
char native_format(const char* format) noexcept;
// 0: no native format.
std::size_t native_size(char format) noexcept;

// NotImplementedError("memoryview: format %s not supported").
Result<Object*> load_item(Thread&, const std::uint8_t* place, const char* format);
Status store_item(Thread&, std::uint8_t* place, const char* format, Object* value);

}  // namespace ouro
