// Instances: allocation, attribute storage, and the life slots of classes.
#include "runtime/object/instance.h"

#include <algorithm>
#include <cstring>

#include "runtime/code/code.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/bytes.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/int.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"
#include "runtime/object/weakref.h"

namespace ouro {
namespace {

constexpr std::size_t kTailBias = 8;  // so that offset 0 can mean "none"

constexpr std::size_t aligned(std::size_t bytes) { return (bytes + 7) & ~std::size_t{7}; }

std::size_t items_end(const Type* type, std::size_t items) {
  return aligned(type->object_size + items * type->item_size);
}

std::size_t inline_bytes(std::size_t capacity) {
  return sizeof(InlineAttributes) + capacity * sizeof(Object*);
}

// Blocks come in steps of 16 bytes: what would be padding is one more place.
std::size_t filled_capacity(const Type* type, std::size_t capacity) {
  const std::size_t bytes = type->dict_offset + inline_bytes(capacity);
  return bytes % 16 == 0 || capacity == kInlineAttributesMax ? capacity : capacity + 1;
}

// The names that a class's methods set on their first parameter, as far as they are counted.
class OwnNames {
 public:
  void add_class(const Type* type) {
    for (DictCursor at; dict_next(type->dict, at);) {
      if (is_exact(at.value, TypeId::kFunction)) add_code(static_cast<Function*>(at.value)->code);
    }
  }
  std::size_t count() const { return count_; }

 private:
  // A first parameter that inner functions use stands in a cell, and is loaded from there.
  void add_code(const Code* code) {
    std::uint16_t loaded = 0;
    for (std::uint32_t at = 0; at < code->word_count;) {
      const Instruction& instruction = code->words[at].instruction;
      const Operation operation = base_of(instruction.operation());
      if (operation == Operation::kLoadCell && instruction.b == 0) loaded = instruction.a;
      if (operation == Operation::kSetAttribute &&
          (instruction.a == 0 || instruction.a == loaded)) {
        add(code->name_at(instruction.c));
      }
      at += words_of(operation);
    }
  }
  void add(const Str* name) {
    const auto end = names_.begin() + static_cast<std::ptrdiff_t>(count_);
    if (count_ == names_.size() || std::find(names_.begin(), end, name) != end) return;
    names_[count_++] = name;
  }

  std::array<const Str*, kInlineAttributesMax> names_;
  std::size_t count_ = 0;
};

// Settled by the first instance: from then on every place is inside every instance.
std::size_t settle_capacity(Type* type) {
  constexpr std::size_t kUnknown = 6, kFewest = 3;
  if (type->attribute_capacity != 0) return type->attribute_capacity;
  OwnNames names;
  for (const Type* at = type; (at->flags & flag::kClass) != 0; at = at->base) names.add_class(at);
  const std::size_t wanted = names.count() == 0 ? kUnknown : std::max(names.count(), kFewest);
  type->attribute_capacity = static_cast<std::uint32_t>(filled_capacity(type, wanted));
  return type->attribute_capacity;
}

BlockKind block_kind(const Type* type) {
  return (type->flags & flag::kCollectable) != 0 ? BlockKind::kCollectable : BlockKind::kObject;
}

}  // namespace

std::size_t item_count(const Object* object) noexcept {
  const std::uint32_t flags = object->type->flags;
  if ((flags & flag::kTupleSubclass) != 0)
    return static_cast<const Tuple*>(object)->size + object->type->hidden_items;
  if ((flags & flag::kBytesSubclass) != 0) return static_cast<const Bytes*>(object)->length + 1;
  if ((flags & flag::kStrSubclass) != 0) {
    const auto* text = static_cast<const Str*>(object);
    return (text->length + 1) * text->width;
  }
  if ((flags & flag::kIntSubclass) != 0) {
    const std::size_t limbs = static_cast<const Int*>(object)->limb_count();
    return limbs > 1 ? limbs - 1 : 0;
  }
  return 0;
}

std::size_t instance_bytes(const Object* object) noexcept {
  const Type* type = object->type;
  if ((type->flags & flag::kInlineAttributes) != 0) {
    return type->dict_offset +
           inline_bytes(inline_attributes(const_cast<Object*>(object))->capacity);
  }
  if (type->item_size == 0) return type->object_size;
  if (type->tail_size == 0) return type->object_size + item_count(object) * type->item_size;
  return items_end(type, item_count(object)) + type->tail_size;
}

std::byte* offset_base(Object* object) noexcept {
  auto* start = reinterpret_cast<std::byte*>(object);
  if (!has_flag(object, flag::kTrailing)) return start;
  return start + items_end(object->type, item_count(object)) - kTailBias;
}

Dict** dict_place(Object* object) noexcept {
  if (object->type->dict_offset == 0) return nullptr;
  return reinterpret_cast<Dict**>(offset_base(object) + object->type->dict_offset);
}

WeakReference** weak_place(Object* object) noexcept {
  if (object->type->weak_offset == 0) return nullptr;
  return reinterpret_cast<WeakReference**>(offset_base(object) + object->type->weak_offset);
}

Result<Object*> allocate_instance(Interpreter& interpreter, Type* type, std::size_t items) {
  std::size_t capacity = 0;
  std::size_t bytes = type->object_size + items * type->item_size;
  if ((type->flags & flag::kInlineAttributes) != 0) {
    capacity = settle_capacity(type);
    bytes = type->dict_offset + inline_bytes(capacity);
  } else if (type->tail_size != 0) {
    bytes = items_end(type, items) + type->tail_size;
  }
  Memory& memory = interpreter.memory();
  void* block = type->bodies != nullptr ? type->bodies->take(memory)
                                        : memory.allocate(bytes, block_kind(type));
  if (block == nullptr) return raise_memory_error(interpreter);
  std::memset(block, 0, bytes);
  auto* object = static_cast<Object*>(block);
  object->type = is_builtin(type) ? type : retain(type);
  if (capacity != 0) inline_attributes(object)->capacity = static_cast<std::uint32_t>(capacity);
  object->count = 1;
  return object;
}

void free_instance(Interpreter& interpreter, Object* object) noexcept {
  Type* type = object->type;
  if ((type->flags & flag::kInlineAttributes) != 0) {
    InlineAttributes* attributes = inline_attributes(object);
    clear_reference(attributes->dict);
    for (std::uint32_t place = 0; place < attributes->used; ++place) {
      clear_reference(attributes->values[place]);
    }
  } else {
    if (Dict** dict = dict_place(object)) clear_reference(*dict);
    if (type->slots->finalize != nullptr)
      interpreter.get<DeferredReleases>().forget_finalized(object);
  }
  if (type->bodies != nullptr) return type->bodies->give_back(interpreter.memory(), object);
  interpreter.memory().release(object, instance_bytes(object), block_kind(type));
  if (!is_builtin(type)) release(type);
}

void admit_instance(Type* type, const Object* object) noexcept {
  if ((type->flags & flag::kInlineAttributes) == 0) return;
  if (inline_attributes(const_cast<Object*>(object))->capacity >= settle_capacity(type)) return;
  type_modified(type);
  type->flags |= flag::kUncacheable;
}

std::int32_t find_inline_place(const Type* type, const Str* name) noexcept {
  const SharedKeys* keys = type->shared_keys;
  if (keys == nullptr) return -1;
  for (std::uint32_t place = 0; place < keys->count; ++place) {
    if (keys->names[place] == name) return static_cast<std::int32_t>(place);
  }
  if (name->interned) return -1;
  for (std::uint32_t place = 0; place < keys->count; ++place) {
    if (str_equal(keys->names[place], name)) return static_cast<std::int32_t>(place);
  }
  return -1;
}

namespace {

Status make_shared_keys(Interpreter& interpreter, Type* type) {
  void* block = interpreter.memory().allocate(sizeof(SharedKeys));
  if (block == nullptr) return raise_memory_error(interpreter);
  std::memset(block, 0, sizeof(SharedKeys));
  type->shared_keys = static_cast<SharedKeys*>(block);
  return done;
}

// -1: full. Caches may have learnt that the instance cannot shadow a class attribute of this name.
Result<std::int32_t> add_inline_place(Thread& thread, Type* type, Str* name) {
  if (type->shared_keys == nullptr) TRY(make_shared_keys(thread.interpreter(), type));
  if (type->shared_keys->count == settle_capacity(type)) return -1;
  Ref<Str> interned(name->interned ? retain(name) : TRY(intern(thread.interpreter(), name)));
  if (TRY(find_in_type(thread, type, interned))) type_modified(type);
  SharedKeys* keys = type->shared_keys;
  if (keys->count == type->attribute_capacity) return -1;
  const std::int32_t known = find_inline_place(type, interned);
  if (known >= 0) return known;
  keys->names[keys->count] = interned.take();
  return static_cast<std::int32_t>(keys->count++);
}

// The attributes leave their places for a dict; memory permitting.
Result<Dict*> move_to_dict(Thread& thread, Object* object) {
  Ref<Dict> dict(TRY(make_dict(thread.interpreter(), inline_attributes(object)->used)));
  InlineAttributes* attributes = inline_attributes(object);
  for (std::uint32_t place = 0; place < attributes->used; ++place) {
    Object* value = attributes->values[place];
    if (value == nullptr) continue;
    TRY(dict_set(thread, dict, object->type->shared_keys->names[place], value));
  }
  for (std::uint32_t place = 0; place < attributes->used; ++place) {
    clear_reference(attributes->values[place]);  // the dict holds them: nothing ends here
  }
  attributes->used = 0;
  return attributes->dict = dict.take();
}

void remove_inline(InlineAttributes* attributes, std::uint32_t place) {
  Object* value = std::exchange(attributes->values[place], nullptr);
  if (place + 1 == attributes->used) --attributes->used;
  release(value);
}

Result<bool> set_in_dict(Thread& thread, Dict* borrowed, Str* name, Object* value) {
  Ref<Dict> dict(retain(borrowed));
  if (value == nullptr) return dict_delete(thread, dict, name);
  TRY(dict_set(thread, dict, name, value));
  return true;
}

Result<bool> set_inline(Thread& thread, Object* self, Str* name, Object* value) {
  InlineAttributes* attributes = inline_attributes(self);
  std::int32_t place = find_inline_place(self->type, name);
  if (value == nullptr) {
    if (place < 0 || static_cast<std::uint32_t>(place) >= attributes->used ||
        attributes->values[place] == nullptr) {
      return false;
    }
    remove_inline(attributes, static_cast<std::uint32_t>(place));
    return true;
  }
  if (place < 0) place = TRY(add_inline_place(thread, self->type, name));
  if (place >= 0 && store_inline(attributes, static_cast<std::uint32_t>(place), retain(value))) {
    return true;
  }
  if (place >= 0) release(value);
  return set_in_dict(thread, TRY(move_to_dict(thread, self)), name, value);
}

}  // namespace

Result<Found<Object>> find_in_instance(Thread& thread, Object* self, Str* name) {
  if (has_flag(self, flag::kInlineAttributes)) {
    const InlineAttributes* attributes = inline_attributes(self);
    if (attributes->dict != nullptr) return Found{find_str_in_dict(thread, attributes->dict, name)};
    const std::int32_t place = find_inline_place(self->type, name);
    if (place < 0 || static_cast<std::uint32_t>(place) >= attributes->used) return Found<Object>{};
    return Found{attributes->values[place]};
  }
  Dict** dict = dict_place(self);
  if (dict == nullptr || *dict == nullptr) return Found<Object>{};
  return Found{find_str_in_dict(thread, *dict, name)};
}

Result<bool> set_in_instance(Thread& thread, Object* self, Str* name, Object* value) {
  if (has_flag(self, flag::kInlineAttributes) && inline_attributes(self)->dict == nullptr) {
    return set_inline(thread, self, name, value);
  }
  Dict** dict = dict_place(self);
  if (*dict == nullptr) {
    if (value == nullptr) return false;
    Dict* made = TRY(make_dict(thread.interpreter()));
    *dict_place(self) = made;
  }
  return set_in_dict(thread, *dict_place(self), name, value);
}

Result<Dict*> borrow_instance_dict(Thread& thread, Object* self) {
  Dict** dict = dict_place(self);
  if (*dict != nullptr) return *dict;
  if (has_flag(self, flag::kInlineAttributes)) return move_to_dict(thread, self);
  Dict* made = TRY(make_dict(thread.interpreter()));
  return *dict_place(self) = made;
}

Result<Dict*> copy_instance_dict(Thread& thread, Object* self) {
  Dict** dict = dict_place(self);
  if (dict != nullptr && *dict != nullptr) return dict_copy(thread.interpreter(), *dict);
  Ref<Dict> copy(TRY(make_dict(thread.interpreter())));
  if (!has_flag(self, flag::kInlineAttributes)) return copy.take();
  const InlineAttributes* attributes = inline_attributes(self);
  for (std::uint32_t place = 0; place < attributes->used; ++place) {
    if (attributes->values[place] == nullptr) continue;
    TRY(dict_set(thread, copy, self->type->shared_keys->names[place], attributes->values[place]));
  }
  return copy.take();
}

Result<Object*> get_dict_attribute(Thread& thread, Object* self) {
  if (!has_instance_dict(self)) {
    return raise(thread, TypeId::kAttributeError, "This object has no __dict__");
  }
  return retain(static_cast<Object*>(TRY(borrow_instance_dict(thread, self))));
}

Status set_dict_attribute(Thread& thread, Object* self, Object* value) {
  if (!has_instance_dict(self)) {
    return raise(thread, TypeId::kAttributeError, "This object has no __dict__");
  }
  const Type* native = native_base(self->type);
  if (value == nullptr && native->dict_offset != 0) {
    return raise(thread, TypeId::kTypeError, "cannot delete __dict__");
  }
  if (value != nullptr && !is_dict(value)) {
    return raise(thread, TypeId::kTypeError, "__dict__ must be set to a dictionary, not a '{}'",
                 value->type);
  }
  // Deleting leaves a new empty dict behind.
  Ref<Dict> dict(value != nullptr ? retain(static_cast<Dict*>(value))
                                  : TRY(make_dict(thread.interpreter())));
  TRY(borrow_instance_dict(thread, self));
  Dict** place = dict_place(self);
  Ref<Dict> old(std::exchange(*place, dict.take()));
  return done;
}

Result<Object*> get_weakref_attribute(Thread& thread, Object* self) {
  WeakReference** head = weak_place(self);
  if (head == nullptr) {
    return raise(thread, TypeId::kAttributeError, "This object has no __weakref__");
  }
  return *head == nullptr ? new_none(thread) : retain(static_cast<Object*>(*head));
}

namespace {

// Calls `visit(Object*& place)` for every slot that classes added to the object.
void for_each_class_slot(Object* object, auto visit) {
  std::byte* base = nullptr;
  for (const Type* type = object->type; (type->flags & flag::kClass) != 0; type = type->base) {
    if (type->slot_count == 0) continue;
    if (base == nullptr) base = offset_base(object);
    auto** slots = reinterpret_cast<Object**>(base + type->slot_offset);
    for (std::uint16_t index = 0; index < type->slot_count; ++index) visit(slots[index]);
  }
}

// Did a class add the dict, or does it belong to the native base?
bool class_owns_dict(const Object* object, const Type* native) {
  return object->type->dict_offset != 0 && native->dict_offset == 0;
}

}  // namespace

void class_deallocate(Interpreter& interpreter, Object* object) noexcept {
  for_each_class_slot(object, [](Object*& place) { clear_reference(place); });
  native_base(object->type)->slots->deallocate(interpreter, object);
}

void class_traverse(Object* object, ReferenceVisitor& visitor) {
  for_each_class_slot(object, [&](Object*& place) { visitor.visit_if(place); });
  Type* native = native_base(object->type);
  if (class_owns_dict(object, native)) {
    visitor.visit_if(*dict_place(object));
    if (has_flag(object, flag::kInlineAttributes)) {
      const InlineAttributes* attributes = inline_attributes(object);
      for (std::uint32_t place = 0; place < attributes->used; ++place) {
        visitor.visit_if(attributes->values[place]);
      }
    }
  }
  if (native->slots->traverse != nullptr) native->slots->traverse(object, visitor);
}

void class_clear(Interpreter& interpreter, Object* object) noexcept {
  for_each_class_slot(object, [](Object*& place) { clear_reference(place); });
  Type* native = native_base(object->type);
  if (class_owns_dict(object, native)) {
    clear_reference(*dict_place(object));
    if (has_flag(object, flag::kInlineAttributes)) {
      InlineAttributes* attributes = inline_attributes(object);
      while (attributes->used > 0) {
        Object* value = attributes->values[--attributes->used];
        attributes->values[attributes->used] = nullptr;
        release_if(value);
      }
    }
  }
  if (native->slots->clear != nullptr) native->slots->clear(interpreter, object);
}

}  // namespace ouro
