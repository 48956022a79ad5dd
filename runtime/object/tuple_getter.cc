// TupleGetter: the descriptor of a named tuple's fields (collections._tuplegetter).
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/exception.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

struct TupleGetter : Object {
  std::intptr_t index;
  Object* doc;
};

TupleGetter* getter_of(Object* object) { return static_cast<TupleGetter*>(object); }

using GetterReferences = OwnedReferences<TupleGetter, &TupleGetter::doc>;

Result<Object*> getter_make(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, "_tuplegetter(index, doc, /)", arguments));
  const std::intptr_t index = TRY(to_index_value(thread, bound[0]));
  auto* getter = static_cast<TupleGetter*>(TRY(allocate_instance(thread.interpreter(), type)));
  getter->index = index;
  getter->doc = retain(bound[1]);
  return getter;
}

Result<Object*> getter_get(Thread& thread, Object* self, Object* instance, Object*) {
  const TupleGetter* getter = getter_of(self);
  if (instance == nullptr || instance == none(thread)) return retain(self);
  if (!is_tuple(instance)) {
    return raise(thread, TypeId::kTypeError,
                 "descriptor for index '{}' for tuple subclasses doesn't apply to '{}' object",
                 getter->index, instance->type);
  }
  const auto* tuple = static_cast<Tuple*>(instance);
  if (getter->index < 0 || static_cast<std::size_t>(getter->index) >= tuple->size) {
    return raise(thread, TypeId::kIndexError, "tuple index out of range");
  }
  return retain((*tuple)[static_cast<std::size_t>(getter->index)]);
}

Status getter_set(Thread& thread, Object*, Object*, Object* value) {
  return raise(thread, TypeId::kAttributeError, "can't {} attribute",
               value == nullptr ? "delete" : "set");
}

Result<Object*> getter_repr(Thread& thread, Object* self) {
  return format_str(thread, "{}({}, {})", static_cast<const Type*>(self->type),
                    getter_of(self)->index, repr_of(getter_of(self)->doc));
}

Result<Object*> getter_reduce(Thread& thread, Object* self, Object* const*) {
  Ref<> index(TRY(make_int_object(thread, getter_of(self)->index)));
  Ref<Tuple> arguments(TRY(pack_tuple(thread.interpreter(), index.get(), getter_of(self)->doc)));
  return pack_tuple(thread.interpreter(), static_cast<Object*>(self->type),
                    static_cast<Object*>(arguments.get()));
}

constexpr NativeMethod kGetterMethods[] = {{"__reduce__(self, /)", getter_reduce}};
constexpr NativeMember kGetterMembers[] = {
    {"__doc__", OURO_OFFSET(TupleGetter, doc), MemberKind::kObjectOrNone, true}};

}  // namespace

constinit const TypeDescriptor kTupleGetterDescriptor = {
    .name = "_tuplegetter",
    .module = "_collections",
    .flags = flag::kCollectable,
    .object_size = sizeof(TupleGetter),
    .slots = {.deallocate = GetterReferences::deallocate,
              .traverse = GetterReferences::traverse,
              .repr = getter_repr,
              .make = getter_make,
              .initialise = [](Thread&, Object*, const Arguments&) -> Status { return done; },
              .descriptor_get = getter_get,
              .descriptor_set = getter_set},
    .methods = kGetterMethods,
    .members = kGetterMembers,
    .full_name = "_collections._tuplegetter",
};

}  // namespace ouro
