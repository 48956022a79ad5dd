// Buffer: reaching the memory of any object that gives it out.
#include "runtime/object/buffer.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/bytes.h"
#include "runtime/object/exception.h"

namespace ouro {

Status get_any_buffer(Thread& thread, Object* object, Buffer& buffer, bool writable) {
  const auto get = object->type->slots->get_buffer;
  if (get == nullptr) {
    return raise(thread, TypeId::kTypeError, "a bytes-like object is required, not '{}'",
                 type_name(object->type));
  }
  buffer = Buffer{};
  TRY(get(thread, object, buffer, writable));
  buffer.owner = retain(object);
  return done;
}

bool is_contiguous(const Buffer& buffer) noexcept {
  if (buffer.strides == nullptr || buffer.length == 0) return true;
  auto expected = static_cast<std::intptr_t>(buffer.item_size);
  for (int axis = buffer.dimensions; axis-- > 0;) {
    if (buffer.shape[axis] > 1 && buffer.strides[axis] != expected) return false;
    expected *= buffer.shape[axis];
  }
  return true;
}

Status get_buffer(Thread& thread, Object* object, Buffer& buffer, bool writable) {
  TRY(get_any_buffer(thread, object, buffer, writable));
  if (is_contiguous(buffer)) [[likely]]
    return done;
  release_buffer(thread.interpreter(), buffer);
  return raise(thread, TypeId::kBufferError, "memoryview: underlying buffer is not C-contiguous");
}

void release_buffer(Interpreter& interpreter, Buffer& buffer) noexcept {
  if (buffer.owner == nullptr) return;
  Object* owner = std::exchange(buffer.owner, nullptr);
  const auto give_back = owner->type->slots->release_buffer;
  if (give_back != nullptr) give_back(interpreter, owner, buffer);
  buffer = Buffer{};
  release(owner);
}

}  // namespace ouro
