// Instances: the bodies of objects, and where their attributes and weak references stand.
//
// An instance of a class without trailing items is
//   [header | fields of the native base | slots, weak reference head | InlineAttributes].
// InlineAttributes is always last, at type->dict_offset, so a subclass with more fields moves it.
// Where the native base has trailing items (int, str, bytes, tuple), what classes add stands behind
// the items instead (flag kTrailing): offsets then count from 8 bytes before the end of the items.
// A native type may have a plain Dict* at dict_offset instead (exceptions, functions, modules).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "runtime/object/object.h"
#include "runtime/object/type.h"

namespace ouro {

// Attribute values by place; type->shared_keys says which name has which place. Names are only ever
// added, so a place is valid for as long as the type lives, and it is inside the values of every
// instance whose type has a version: the capacity of a type is settled by its first instance.
// Values stand in the order in which they were set: whatever would break that order, or does not
// fit, moves all of them into `dict`.
struct InlineAttributes {
  Dict* dict;              // set: all attributes live in it, and all values are null
  std::uint32_t capacity;  // of values
  std::uint16_t used;      // values [used, capacity) are null
  bool finalized;          // __del__ has run
  Object* values[];
};

inline constexpr std::size_t kInlineAttributesMax = 30;

// The names of a class's inline attributes, in the order of their places.
struct SharedKeys {
  std::uint32_t count;
  std::array<Str*, kInlineAttributesMax> names;  // owned, interned
};

namespace flag {
// Instances of another class with fewer inline places were moved here by __class__ assignment, so
// the type gets no version any more and nobody caches places.
inline constexpr std::uint32_t kUncacheable = 1 << 12;
}  // namespace flag
// To be called for each instance that changed its class, after its attributes moved into a dict.
void admit_instance(Type*, const Object*) noexcept;

inline bool is_builtin(const Type* type) { return type->id != TypeId::kNone; }

// The last type before the classes: what defines the native fields. Not null.
inline Type* native_base(Type* type) {
  while ((type->flags & flag::kClass) != 0) type = type->base;
  return type;
}

// Trailing items of a live object, in units of type->item_size.
std::size_t item_count(const Object*) noexcept;
// Bytes of a live object's body, as allocated.
std::size_t instance_bytes(const Object*) noexcept;

// Where type offsets count from: the object, or its tail.
std::byte* offset_base(Object*) noexcept;

// Only where type->flags has kInlineAttributes.
inline InlineAttributes* inline_attributes(Object* object) {
  return reinterpret_cast<InlineAttributes*>(reinterpret_cast<std::byte*>(object) +
                                             object->type->dict_offset);
}
// The place of the instance's Dict*, or null when it cannot have one.
Dict** dict_place(Object*) noexcept;
// The head of the list of weak references, or null when the type has none.
WeakReference** weak_place(Object*) noexcept;

// The place of an interned name among the inline attributes, or -1. For the loop's caches: while
// the type's version stays the same and the instance's `dict` is null, "-1" stays true for every
// name that the type itself can resolve (a new key that shadows a class attribute changes the
// version).
std::int32_t find_inline_place(const Type*, const Str* name) noexcept;

// Puts an owned value into a free or used place; false: the order forbids it, use
// set_in_instance().
inline bool store_inline(InlineAttributes* attributes, std::uint32_t place,
                         Object* owned) noexcept {
  if (place >= attributes->capacity || attributes->dict != nullptr) return false;
  Object* old = attributes->values[place];
  if (old == nullptr) {
    if (place < attributes->used) return false;
    attributes->used = static_cast<std::uint16_t>(place + 1);
  }
  attributes->values[place] = owned;
  release_if(old);
  return true;
}

// The instance's own attribute; borrowed.
Result<Found<Object>> find_in_instance(Thread&, Object*, Str* name);
// A null value deletes. False: there is no such attribute to delete.
Result<bool> set_in_instance(Thread&, Object*, Str* name, Object* value);
// Can this instance have attributes of its own?
inline bool has_instance_dict(const Object* object) { return object->type->dict_offset != 0; }
// The instance's dict, made if need be; from then on the attributes live in it. Borrowed.
Result<Dict*> borrow_instance_dict(Thread&, Object*);
// A new dict with the attributes of the moment; empty when there can be none. For __reduce_ex__,
// dir.
Result<Dict*> copy_instance_dict(Thread&, Object*);

// The __dict__ and __weakref__ attributes of classes, and of native types with a dict.
Result<Object*> get_dict_attribute(Thread&, Object*);
Status set_dict_attribute(Thread&, Object*, Object* value);
Result<Object*> get_weakref_attribute(Thread&, Object*);

// The initialise slot of a type whose make has taken the arguments already; object's would refuse
// them.
inline Status accept_arguments(Thread&, Object*, const Arguments&) { return done; }

// The life slots of every class.
void class_deallocate(Interpreter&, Object*) noexcept;
void class_traverse(Object*, ReferenceVisitor&);
void class_clear(Interpreter&, Object*) noexcept;

}  // namespace ouro
