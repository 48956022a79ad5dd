// interpreters: SharedBuffer, what a memoryview that crossed looks at - a block that other
// interpreters may look at too, and nobody writes.
#include "runtime/module/interpreters.h"
#include "runtime/object/bytes.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/memoryview.h"

namespace ouro {
namespace {

struct SharedBuffer : Object {
  SharedBlock* block;  // held; null while it is made
};

SharedBuffers& buffers_of(Interpreter& interpreter) {
  return interpreter.process->get<SharedBuffers>();
}

void shared_deallocate(Interpreter& interpreter, Object* self) noexcept {
  SharedBlock* block = static_cast<SharedBuffer*>(self)->block;
  if (block != nullptr) buffers_of(interpreter).let_go(block);
  free_instance(interpreter, self);
}

Status shared_get_buffer(Thread& thread, Object* self, Buffer& view, bool writable) {
  if (writable) return raise(thread, TypeId::kBufferError, "a shared buffer cannot be written to");
  SharedBlock* block = static_cast<SharedBuffer*>(self)->block;
  view.data = block->data();
  view.length = block->length;
  return done;
}

constexpr Slots shared_slots() {
  Slots slots;
  slots.deallocate = shared_deallocate;
  slots.traverse = visit_nothing;
  slots.make = nullptr;
  slots.get_buffer = shared_get_buffer;
  return slots;
}

}  // namespace

const TypeDescriptor kSharedBuffer = {.name = "SharedBuffer",
                                      .module = "interpreters",
                                      .flags = flag::kCollectable,
                                      .object_size = sizeof(SharedBuffer),
                                      .slots = shared_slots()};

Result<Object*> make_shared_view(Thread& thread, SharedBlock* block) {
  const auto make_buffer = [&]() -> Result<Object*> {
    Ref<Module> module(TRY(interpreters_module(thread)));
    return allocate_instance(thread.interpreter(),
                             module_state<InterpretersState>(module).shared_buffer);
  };
  const Result<Object*> made = make_buffer();
  if (!made.ok()) {
    buffers_of(thread.interpreter()).let_go(block);
    return failure;
  }
  Ref<> buffer(made.value());
  static_cast<SharedBuffer*>(buffer.get())->block = block;
  return make_memoryview(thread, buffer);
}

SharedBlock* shared_block_of(const Object* object) noexcept {
  const bool is_one = object != nullptr && object->type->descriptor == &kSharedBuffer;
  return is_one ? static_cast<const SharedBuffer*>(object)->block : nullptr;
}

}  // namespace ouro
