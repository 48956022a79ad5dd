// super: attributes as the classes behind a given one in the MRO define them.
#include <algorithm>

#include "runtime/code/code.h"
#include "runtime/execute/frame.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/offset.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

struct Super : Object {
  Type* class_;        // the search starts behind it; null until initialised
  Object* object;      // null: unbound
  Type* object_class;  // whose MRO is searched
};

Super* super_of(Object* object) { return static_cast<Super*>(object); }

using SuperReferences =
    OwnedReferences<Super, &Super::class_, &Super::object, &Super::object_class>;

Result<Object*> super_repr(Thread& thread, Object* self) {
  Super* super = super_of(self);
  const std::string_view name = super->class_ == nullptr ? "NULL" : type_name(super->class_);
  if (super->object_class == nullptr)
    return format_str(thread, "<super: <class '{}'>, NULL>", name);
  return format_str(thread, "<super: <class '{}'>, <{} object>>", name, super->object_class);
}

// Whose MRO is searched: the object's own, if it is a class below, or that of its class. New
// reference.
Result<Type*> find_object_class(Thread& thread, Type* class_, Object* object) {
  if (is_type(object) && is_subtype(static_cast<Type*>(object), class_)) {
    return retain(static_cast<Type*>(object));
  }
  if (is_subtype(object->type, class_)) return retain(object->type);
  Ref<> claimed(TRY(get_attribute_if(thread, object, identifier(thread, Id::dunder_class))).value);
  if (claimed && is_type(claimed) && claimed != object->type &&
      is_subtype(static_cast<Type*>(claimed.get()), class_)) {
    return static_cast<Type*>(claimed.take());
  }
  return raise(thread, TypeId::kTypeError,
               "super(type, obj): obj must be an instance or subtype of type");
}

// super() without arguments: the first argument and the __class__ cell of the running function.

Result<Object*> find_first_argument(Thread& thread, const Frame* frame) {
  const Code* code = frame->code;
  if (code->argument_count == 0) {
    return raise(thread, TypeId::kRuntimeError, "super(): no arguments");
  }
  Object* first = frame->registers[0];
  if ((code->local_kinds[0] & local_kind::kCell) != 0 && first != nullptr) {
    first = static_cast<Cell*>(first)->value;
  }
  if (first == nullptr) return raise(thread, TypeId::kRuntimeError, "super(): arg[0] deleted");
  return first;
}

Result<Type*> find_class_cell(Thread& thread, const Frame* frame) {
  const Code* code = frame->code;
  for (std::uint32_t index = code->first_free(); index < code->local_count; ++index) {
    if (code->local_name_at(index) != identifier(thread, Id::dunder_class)) continue;
    Object* value = static_cast<Cell*>(frame->registers[index])->value;
    if (value == nullptr)
      return raise(thread, TypeId::kRuntimeError, "super(): empty __class__ cell");
    if (is_type(value)) return static_cast<Type*>(value);
    return raise(thread, TypeId::kRuntimeError, "super(): __class__ is not a type ({})",
                 value->type);
  }
  return raise(thread, TypeId::kRuntimeError, "super(): __class__ cell not found");
}

struct Target {
  Ref<Type> class_;
  Ref<> object;
};

Status find_target_in_frame(Thread& thread, Target& target) {
  const Frame* frame = thread.frame;
  if (frame == nullptr) return raise(thread, TypeId::kRuntimeError, "super(): no current frame");
  target.object.reset(retain(TRY(find_first_argument(thread, frame))));
  target.class_.reset(retain(TRY(find_class_cell(thread, frame))));
  return done;
}

Status find_target(Thread& thread, const Arguments& arguments, Target& target) {
  TRY(refuse_keywords(thread, "super", arguments));
  if (arguments.positional > 2) {
    return raise(thread, TypeId::kTypeError, "super() expected at most 2 arguments, got {}",
                 arguments.positional);
  }
  if (arguments.positional == 0) return find_target_in_frame(thread, target);
  if (!is_type(arguments.values[0])) {
    return raise(thread, TypeId::kTypeError, "super() argument 1 must be a type, not {}",
                 arguments.values[0]->type);
  }
  target.class_.reset(retain(static_cast<Type*>(arguments.values[0])));
  if (arguments.positional == 2 && arguments.values[1] != none(thread)) {
    target.object.reset(retain(arguments.values[1]));
  }
  return done;
}

Status super_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  Target target;
  TRY(find_target(thread, arguments, target));
  Ref<Type> object_class;
  if (target.object)
    object_class.reset(TRY(find_object_class(thread, target.class_, target.object)));
  Super* super = super_of(self);
  replace_reference(super->class_, target.class_.take());
  replace_reference(super->object, target.object.take());
  replace_reference(super->object_class, object_class.take());
  return done;
}

// The entry behind `class_` in the MRO; new reference, null inside: none has it.
Result<Found<Object>> find_behind(Thread& thread, const Super* super, Str* name) {
  Ref<Tuple> mro(retain_if(super->object_class->mro));
  if (!mro) return Found<Object>{};
  Object* const* end = mro->items() + mro->size;
  Object* const* at = std::find(mro->items(), const_cast<Object**>(end), super->class_);
  for (at = at == end ? end : at + 1; at < end; ++at) {
    auto* type = static_cast<Type*>(*at);
    TRY(ensure_ready(thread, type));
    if (type->dict == nullptr) continue;
    if (Object* value = find_str_in_dict(thread, type->dict, name)) return Found{retain(value)};
  }
  return Found<Object>{};
}

Result<Object*> super_get_attribute(Thread& thread, Object* self, Str* name) {
  Super* super = super_of(self);
  // super().__class__ is super itself.
  if (super->object_class == nullptr || str_equal(name, "__class__")) {
    return object_get_attribute(thread, self, name);
  }
  TRY(ensure_ready(thread, super->object_class));
  Ref<> found(TRY(find_behind(thread, super, name)).value);
  if (!found) return object_get_attribute(thread, self, name);
  const auto get = found->type->slots->descriptor_get;
  if (get == nullptr) return found.take();
  Ref<> object(retain(super->object)), owner(retain(static_cast<Object*>(super->object_class)));
  return get(thread, found, object == owner ? nullptr : object.get(), owner);
}

// An unbound super is bound when it is found in an instance's class.
Result<Object*> super_get(Thread& thread, Object* self, Object* instance, Object*) {
  Super* super = super_of(self);
  if (instance == nullptr || instance == none(thread) || super->object != nullptr ||
      super->class_ == nullptr) {
    return retain(self);
  }
  if (self->type != type_of(thread, TypeId::kSuper)) {
    return call(thread, self->type, {super->class_, instance});
  }
  Ref<Type> object_class(TRY(find_object_class(thread, super->class_, instance)));
  auto* bound = static_cast<Super*>(TRY(allocate_instance(thread.interpreter(), self->type)));
  bound->class_ = retain(super->class_);
  bound->object = retain(instance);
  bound->object_class = object_class.take();
  return bound;
}

constexpr NativeMember kSuperMembers[] = {{"__thisclass__", OURO_OFFSET(Super, class_)},
                                          {"__self__", OURO_OFFSET(Super, object)},
                                          {"__self_class__", OURO_OFFSET(Super, object_class)}};

}  // namespace

constinit const TypeDescriptor kSuperDescriptor = {
    .name = "super",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(Super),
    .slots = {.deallocate = SuperReferences::deallocate,
              .traverse = SuperReferences::traverse,
              .repr = super_repr,
              .get_attribute = super_get_attribute,
              .initialise = super_initialise,
              .descriptor_get = super_get},
    .members = kSuperMembers,
};

}  // namespace ouro
