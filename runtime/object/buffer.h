// Buffer: views with strides, which only memoryview understands. Everybody else uses get_buffer().
#pragma once

#include "runtime/object/bytes.h"

namespace ouro {

// Like get_buffer(), but the bytes need not be contiguous.
Status get_any_buffer(Thread&, Object*, Buffer&, bool writable);
bool is_contiguous(const Buffer&) noexcept;

}  // namespace ouro
