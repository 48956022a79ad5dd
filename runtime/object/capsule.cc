// Capsule: an opaque pointer with a name, for native modules that share one.
#include "runtime/object/capsule.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/exception.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

void capsule_deallocate(Interpreter& interpreter, Object* self) noexcept {
  auto* capsule = static_cast<Capsule*>(self);
  if (capsule->release != nullptr) capsule->release(interpreter, capsule->pointer);
  free_instance(interpreter, self);
}

Result<Object*> capsule_repr(Thread& thread, Object* self) {
  return format_str(thread, "<capsule object \"{}\" at {}>", static_cast<Capsule*>(self)->name,
                    address_of(self));
}

}  // namespace

constinit const TypeDescriptor kCapsuleDescriptor = {
    .name = "PyCapsule",
    .object_size = sizeof(Capsule),
    .slots = {.deallocate = capsule_deallocate, .repr = capsule_repr, .make = nullptr},
};

Result<Capsule*> make_capsule(Interpreter& interpreter, void* pointer, const char* name,
                              void (*release)(Interpreter&, void*) noexcept) {
  Type* type = interpreter.type(TypeId::kCapsule);
  auto* capsule = static_cast<Capsule*>(TRY(allocate_instance(interpreter, type)));
  capsule->pointer = pointer;
  capsule->name = name;
  capsule->release = release;
  return capsule;
}

}  // namespace ouro
