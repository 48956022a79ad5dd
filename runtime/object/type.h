// Type: a heap type, made per interpreter from a constant descriptor (built-in) or by a class
// statement.
//
// Slots are the native side of the dunder methods. A built-in type points to the constant Slots of
// its descriptor; a class owns a copy that slot_table.cc keeps in step with its attributes. The
// dict of a built-in type is filled on the first look at it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/object/object.h"
#include "runtime/object/signature.h"
#include "runtime/object/type_id.h"

namespace ouro {

struct Tuple;
struct Str;
struct Dict;
struct Module;
struct Buffer;
struct SharedKeys;
struct WeakReference;
struct TypeDescriptor;

enum class Comparison : std::uint8_t {
  kLess,
  kLessEqual,
  kEqual,
  kNotEqual,
  kGreater,
  kGreaterEqual
};

enum class BinaryOperator : std::uint8_t {
  kAdd,
  kSubtract,
  kMultiply,
  kMatrixMultiply,
  kTrueDivide,
  kFloorDivide,
  kModulo,
  kPower,
  kLeftShift,
  kRightShift,
  kAnd,
  kOr,
  kXor,
  kDivmod,
  kCount,
};
inline constexpr std::size_t kBinaryOperators = static_cast<std::size_t>(BinaryOperator::kCount);

enum class UnaryOperator : std::uint8_t { kNegative, kPositive, kInvert, kAbsolute, kCount };
inline constexpr std::size_t kUnaryOperators = static_cast<std::size_t>(UnaryOperator::kCount);

using Unary = Result<Object*> (*)(Thread&, Object* self);
using Binary = Result<Object*> (*)(Thread&, Object* left, Object* right);
using Ternary = Result<Object*> (*)(Thread&, Object* base, Object* exponent, Object* modulus);

// What object gives to every type (object.cc); the defaults of Slots.
void object_deallocate(Interpreter&, Object*) noexcept;
Result<Object*> object_repr(Thread&, Object*);
Result<Object*> object_str(Thread&, Object*);
Result<std::intptr_t> object_hash(Thread&, Object*);
Result<std::intptr_t> unhashable(Thread&, Object*);
Result<Object*> object_compare(Thread&, Object*, Object*, Comparison);
Result<Object*> object_get_attribute(Thread&, Object*, Str* name);
Status object_set_attribute(Thread&, Object*, Str* name, Object* value);
Result<Object*> object_make(Thread&, Type*, const Arguments&);
Status object_initialise(Thread&, Object*, const Arguments&);
Result<Object*> return_self(Thread&, Object*);

struct Slots {
  // Life. deallocate releases what the body holds and gives the body back; it never runs user code
  // itself (deallocate() in object.h ran the finalizer). traverse shows every owned reference but
  // the type; clear drops those that can form cycles and leaves a valid object.
  void (*deallocate)(Interpreter&, Object*) noexcept = object_deallocate;
  void (*traverse)(Object*, ReferenceVisitor&) = nullptr;
  void (*clear)(Interpreter&, Object*) noexcept = nullptr;
  Status (*finalize)(Thread&, Object*) = nullptr;  // __del__

  Result<Object*> (*repr)(Thread&, Object*) = object_repr;
  Result<Object*> (*str)(Thread&, Object*) = object_str;
  Result<std::intptr_t> (*hash)(Thread&, Object*) = object_hash;
  Result<Object*> (*compare)(Thread&, Object*, Object*, Comparison) = object_compare;
  Result<Object*> (*call)(Thread&, Object*, const Arguments&) = nullptr;
  Result<Object*> (*get_attribute)(Thread&, Object*, Str* name) = object_get_attribute;
  // A null value deletes.
  Status (*set_attribute)(Thread&, Object*, Str* name, Object* value) = object_set_attribute;
  Result<Object*> (*make)(Thread&, Type*, const Arguments&) = object_make;  // null: no instances
  Status (*initialise)(Thread&, Object*, const Arguments&) = object_initialise;

  // instance or owner may be null, not both. A null value deletes.
  Result<Object*> (*descriptor_get)(Thread&, Object* self, Object* instance,
                                    Object* owner) = nullptr;
  Status (*descriptor_set)(Thread&, Object* self, Object* instance, Object* value) = nullptr;

  Unary iterate = nullptr;
  // Null inside: exhausted, without an exception.
  Result<Found<Object>> (*next)(Thread&, Object*) = nullptr;
  Unary await = nullptr;
  Unary async_iterate = nullptr;
  Unary async_next = nullptr;

  // Called for either operand, always in source order; NotImplemented (a new reference) declines.
  std::array<Binary, kBinaryOperators> binary = {};
  std::array<Binary, kBinaryOperators> inplace = {};
  Ternary power_modulo = nullptr;  // pow(x, y, m)
  std::array<Unary, kUnaryOperators> unary = {};
  Result<bool> (*boolean)(Thread&, Object*) = nullptr;
  Unary to_index = nullptr;  // __index__
  Unary to_int = nullptr;
  Unary to_float = nullptr;

  Result<std::intptr_t> (*length)(Thread&, Object*) = nullptr;
  Result<Object*> (*get_item)(Thread&, Object*, Object* key) = nullptr;
  Status (*set_item)(Thread&, Object*, Object* key, Object* value) = nullptr;  // null value deletes
  Result<bool> (*contains)(Thread&, Object*, Object* item) = nullptr;
  // Sequences only, after binary[kAdd] / [kMultiply] of both sides declined.
  Binary concatenate = nullptr;
  Result<Object*> (*repeat)(Thread&, Object*, std::intptr_t times) = nullptr;
  Binary inplace_concatenate = nullptr;
  Result<Object*> (*inplace_repeat)(Thread&, Object*, std::intptr_t times) = nullptr;
  // A sequence by index, negative indexes already made positive by the caller; null: use get_item.
  Result<Object*> (*item_at)(Thread&, Object*, std::intptr_t index) = nullptr;

  // Fills the view but for its owner, which get_buffer() sets.
  Status (*get_buffer)(Thread&, Object*, Buffer& view, bool writable) = nullptr;
  void (*release_buffer)(Interpreter&, Object*, Buffer& view) noexcept = nullptr;
};

// A native method or function. The signature text gives name, parameters and __text_signature__,
// e.g. "sort(self, /, *, key=None, reverse=False)"; without "self"/"module"/"type" as its first
// parameter there is none. Defaults are for readers: a missing optional argument arrives as null.
// `arguments` holds one entry per parameter after the first, in order: *args a Tuple*, **kwargs a
// Dict* or null.
using NativeFunction = Result<Object*> (*)(Thread&, Object* self, Object* const* arguments);

enum class Binding : std::uint8_t { kInstance, kClass, kStatic };

struct NativeMethod {
  Signature signature;
  NativeFunction function;
  Binding binding = Binding::kInstance;
  const char* doc = nullptr;
};

// A computed attribute (getset). set null: read-only. A null value deletes.
struct NativeAttribute {
  std::string_view name;
  Result<Object*> (*get)(Thread&, Object* self);
  Status (*set)(Thread&, Object* self, Object* value) = nullptr;
  const char* doc = nullptr;
};

// A plain field that holds a reference (or null: AttributeError / None).
enum class MemberKind : std::uint8_t { kObject, kObjectOrNone, kIntptr, kInt32, kBool, kDouble };
struct NativeMember {
  std::string_view name;
  std::size_t offset;
  MemberKind kind = MemberKind::kObjectOrNone;
  bool writable = false;
  const char* doc = nullptr;
};

namespace flag {
// What a type is or allows; inherited by classes unless marked "own".
inline constexpr std::uint32_t kCollectable = 1 << 0;  // instances stand on collectable pages
inline constexpr std::uint32_t kBaseType = 1 << 1;     // may be derived from (own)
inline constexpr std::uint32_t kClass = 1 << 2;        // made by a class statement or type() (own)
inline constexpr std::uint32_t kSequencePattern = 1 << 3;
inline constexpr std::uint32_t kMappingPattern = 1 << 4;
inline constexpr std::uint32_t kAbstract = 1 << 5;  // __abstractmethods__ is not empty (own)
inline constexpr std::uint32_t kInlineAttributes = 1 << 6;  // instances carry InlineAttributes
inline constexpr std::uint32_t kMethodLike = 1 << 7;        // a call may pass self without binding
inline constexpr std::uint32_t kReady = 1 << 8;             // dict and mro are filled (own)
inline constexpr std::uint32_t kImmutable = 1 << 9;         // attributes cannot be set (own)
inline constexpr std::uint32_t kPatternSelf = 1 << 10;  // `case int(x)` binds the subject itself
inline constexpr std::uint32_t kTrailing =
    1 << 11;  // offsets of classes count from behind the items (instance.h)
// Subclass of ...: a test of one bit.
inline constexpr std::uint32_t kIntSubclass = 1 << 16;
inline constexpr std::uint32_t kStrSubclass = 1 << 17;
inline constexpr std::uint32_t kBytesSubclass = 1 << 18;
inline constexpr std::uint32_t kTupleSubclass = 1 << 19;
inline constexpr std::uint32_t kListSubclass = 1 << 20;
inline constexpr std::uint32_t kDictSubclass = 1 << 21;
inline constexpr std::uint32_t kTypeSubclass = 1 << 22;
inline constexpr std::uint32_t kExceptionSubclass = 1 << 23;
inline constexpr std::uint32_t kFloatSubclass = 1 << 24;
inline constexpr std::uint32_t kSetSubclass = 1 << 25;  // set or frozenset
inline constexpr std::uint32_t kSubclassMask = 0xffff0000u;
}  // namespace flag

// Read-only, one per built-in type or native module type.
struct TypeDescriptor {
  std::string_view name;  // "list"; __name__ and __qualname__
  std::string_view module = "builtins";
  TypeId base = TypeId::kObject;
  std::uint32_t flags = 0;
  std::uint32_t object_size = sizeof(Object);
  std::uint32_t item_size = 0;    // for objects with trailing items
  std::uint16_t dict_offset = 0;  // where a Dict* stands in an instance; 0: none
  std::uint16_t weak_offset = 0;  // where the WeakReference* list head stands; 0: none
  Slots slots = {};
  std::span<const NativeMethod> methods = {};
  std::span<const NativeAttribute> attributes = {};
  std::span<const NativeMember> members = {};
  const char* doc = nullptr;
  // Puts further entries into the type's dict on its first look; may be null.
  Status (*fill_dict)(Thread&, Type*, Dict*) = nullptr;
  std::string_view full_name = {};     // as messages write it, where that is not `name`
  TypeId second_base = TypeId::kNone;  // a base of the same layout as `base`; for built-in types
};

class BodyList;

struct Type : Object {
  Interpreter* interpreter;
  const Slots* slots;                // never null
  const TypeDescriptor* descriptor;  // null for classes
  std::uint32_t flags;
  std::uint32_t
      version;  // 0: none given yet; changes with every change of the type or a base, never reused
  TypeId id;    // kNone for classes and module types
  std::uint16_t dict_offset;
  std::uint16_t weak_offset;
  std::uint32_t object_size;
  std::uint32_t item_size;
  std::uint32_t attribute_capacity;  // of InlineAttributes in new instances
  Type* base;                        // owned for classes; null for object only
  Tuple* bases;                      // null until ready
  Tuple* mro;                        // null until ready
  Dict* dict;                        // null until ready
  Str* name;                         // null until asked for in built-in types: use type_name()
  Str* qualified_name;
  Object* module;           // owned: the native Module that made the type, else null
  SharedKeys* shared_keys;  // attribute name -> place in InlineAttributes; classes only
  Slots* own_slots;         // the writable copy of a class
  Type** subclasses;        // borrowed; a dying class takes itself out
  std::uint32_t subclass_count;
  std::uint32_t subclass_capacity;
  WeakReference* weak_references;
  const char* name_bytes;  // what type_name() gives out, in UTF-8
  std::uint32_t name_size;
  bool name_owned;            // name_bytes is a raw block of name_size bytes
  std::uint16_t tail_size;    // bytes that classes add behind trailing items
  std::uint16_t slot_offset;  // of the first of this class's own __slots__
  std::uint16_t slot_count;
  std::uint16_t hidden_items;  // struct sequences: items behind those that the tuple shows
  const void* extra;           // constant data that the slots of a native type need; may be null
  Object* dying;               // instances whose end is deferred, linked by their type word
  Type* next_dying;
  BodyList* bodies;  // borrowed; the free list of its instances; null: straight from Memory
};

inline bool has_flag(const Object* object, std::uint32_t bit) {
  return (object->type->flags & bit) != 0;
}
inline bool is_int(const Object* object) { return has_flag(object, flag::kIntSubclass); }
inline bool is_str(const Object* object) { return has_flag(object, flag::kStrSubclass); }
inline bool is_bytes(const Object* object) { return has_flag(object, flag::kBytesSubclass); }
inline bool is_tuple(const Object* object) { return has_flag(object, flag::kTupleSubclass); }
inline bool is_list(const Object* object) { return has_flag(object, flag::kListSubclass); }
inline bool is_dict(const Object* object) { return has_flag(object, flag::kDictSubclass); }
inline bool is_type(const Object* object) { return has_flag(object, flag::kTypeSubclass); }
inline bool is_exception(const Object* object) {
  return has_flag(object, flag::kExceptionSubclass);
}
inline bool is_float(const Object* object) { return has_flag(object, flag::kFloatSubclass); }
inline bool is_any_set(const Object* object) { return has_flag(object, flag::kSetSubclass); }
inline bool is_exact(const Object* object, TypeId id) { return object->type->id == id; }

// The constant descriptor a built-in type is made from.
const TypeDescriptor& builtin_descriptor(TypeId id);

// The name as written in messages: "int", "Foo". Valid while the type lives.
std::string_view type_name(const Type* type);

bool is_subtype(const Type* type, const Type* base);  // by MRO (or base chain until ready)

// Fills dict and mro of a built-in type if that has not happened yet.
Status ensure_ready(Thread&, Type*);

// Looks a name up along the MRO; borrowed; cached by (type version, name). Null: not found.
Result<Found<Object>> find_in_type(Thread&, Type*, Str* name);

// class statement, type(name, bases, dict).
Result<Type*> make_class(Thread&, Type* metatype, Str* name, Tuple* bases, Dict* attributes,
                         Tuple* keyword_names = nullptr, Object* const* keyword_values = nullptr);

// A type for a native module, owned by the caller; `base` null: object.
Result<Type*> make_native_type(Thread&, Module* module, const TypeDescriptor&,
                               Type* base = nullptr);

// The type's attributes changed: gives it and all its subclasses up to the caches.
void type_modified(Type*) noexcept;

// A new instance body: count 1, type set (owned when the type is not built-in), everything behind
// the header zero. `items`: trailing items.
Result<Object*> allocate_instance(Interpreter&, Type*, std::size_t items = 0);
// The other way: gives back dict, inline attributes and body of an instance. For deallocate slots.
void free_instance(Interpreter&, Object*) noexcept;

}  // namespace ouro
