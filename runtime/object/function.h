// Functions and what binds them: Python functions, native functions, methods, cells.
#pragma once

#include <cstdint>

#include "runtime/object/object.h"
#include "runtime/object/signature.h"
#include "runtime/object/type.h"

namespace ouro {

struct Code;

struct Cell : Object {
  Object* value;  // null: empty
};

struct Function : Object {
  Code* code;
  Dict* globals;
  Object* builtins;  // the Dict of builtins found through globals
  Object* name;      // Str
  Object* qualified_name;
  Tuple* defaults;         // null: none
  Dict* keyword_defaults;  // null: none
  Tuple* closure;          // of Cells; null: none
  Object* doc;
  Object* module;
  Dict* dict;           // null until asked for
  Object* annotations;  // null, a Dict, or a flat Tuple (name, value, ...) not yet made a dict
  WeakReference* weak_references;
  std::uint32_t version;  // 0: not cached; changes with code, defaults; never reused
};

// A native function: of a module (self = Module), a static or class method (self = Type), or a
// bound native method (self = any object).
struct BuiltinFunction : Object {
  const NativeMethod* method;
  Object* self;    // null: none
  Object* module;  // Str or null, for __module__
  Type* owner;     // the type whose method this is, or null; owned, unless it is built-in
  WeakReference* weak_references;
};

// A Python-level bound method.
struct Method : Object {
  Object* function;
  Object* self;
  WeakReference* weak_references;
};

// list.append: an unbound native method in a type's dict.
struct MethodDescriptor : Object {
  const NativeMethod* method;
  Type* owner;  // owned, unless it is built-in
  Str* name;    // null until asked for
};

// A computed attribute of a native type (getset).
struct AttributeDescriptor : Object {
  const NativeAttribute* attribute;
  Type* owner;  // as above
};

// A field of a native type, or one of the __slots__ of a class.
struct MemberDescriptor : Object {
  Type* owner;  // as above
  Str* name;    // owned
  const char* doc;
  std::uint32_t offset;  // for a class from offset_base(instance), see instance.h
  MemberKind kind;
  bool writable;
  bool slot;  // of __slots__: an unset one raises AttributeError
};

struct StaticMethod : Object {  // and ClassMethod
  Object* callable;
  Dict* dict;
};

struct Property : Object {
  Object* getter;  // these may be null
  Object* setter;
  Object* deleter;
  Object* doc;
  Object* name;     // from __set_name__, for messages
  bool getter_doc;  // doc was taken from the getter
};

Result<Object*> make_static_method(Interpreter&, Object* callable);
Result<Object*> make_class_method(Interpreter&, Object* callable);
// For Binding::kClass a ClassMethodDescriptor.
Result<Object*> make_method_descriptor(Interpreter&, const NativeMethod&, Type* owner);
Result<Object*> make_attribute_descriptor(Interpreter&, const NativeAttribute&, Type* owner);
Result<Object*> make_member_descriptor(Thread&, const NativeMember&, Type* owner);
Result<Object*> make_slot_descriptor(Interpreter&, Str* name, Type* owner, std::uint32_t offset);
Result<Object*> make_property(Interpreter&, Object* getter, Object* setter_or_null = nullptr);

// What a member holds in this very instance, which has been checked; new reference.
Result<Object*> get_member(Thread&, MemberDescriptor*, Object* instance);
Status set_member(Thread&, MemberDescriptor*, Object* instance, Object* value);

// Shared by native functions and descriptors.
Result<Str*> native_name(Interpreter&, const NativeMethod&);
// "Type.name".
Result<Object*> qualified_by(Thread&, Type* owner, Object* name);
// __text_signature__ and __doc__ of a native method.
Result<Object*> text_signature(Thread&, const Signature&);
Result<Object*> text_or_none(Thread&, const char* text);
// TypeError when a descriptor of `owner` is applied to something else.
Status check_descriptor_use(Thread&, Object* name, Type* owner, Object* instance);
// Types hold the descriptors in their dicts: only classes need a reference back.
Type* retain_owner(Type* owner) noexcept;
void release_owner(Type*& owner) noexcept;
void visit_owner(Type* owner, ReferenceVisitor&);
// A descriptor of `owner`, to be filled, and its end. One of a built-in type is in no cycle, as
// that type outlives every collection: the collector need not look at it.
Result<Object*> allocate_descriptor(Interpreter&, TypeId, Type* owner);
void free_descriptor(Interpreter&, Object*, Type*& owner) noexcept;

Result<Function*> make_function(Thread&, Code*, Dict* globals);
Result<BuiltinFunction*> make_builtin_function(Interpreter&, const NativeMethod&, Object* self,
                                               Object* module, Type* owner = nullptr);
Result<Method*> make_method(Interpreter&, Object* function, Object* self);
Result<Cell*> make_cell(Interpreter&, Object* value_or_null);

// A method of an extension module: `function` is null, and what is called stands behind it.
Result<Object*> call_foreign(Thread&, const NativeMethod&, Object* self, Object* const* values);

// With one value for each parameter.
inline Result<Object*> enter_native(Thread& thread, const NativeMethod& method, Object* self,
                                    Object* const* values) {
  if (method.function == nullptr) [[unlikely]]
    return call_foreign(thread, method, self, values);
  return method.function(thread, self, values);
}

// Binds arguments by signature and calls; the one way every NativeFunction is entered. `owner`
// names the type in messages ("list.append() takes exactly one argument (0 given)"); null for
// functions.
Result<Object*> call_native(Thread&, const NativeMethod&, Object* self, const Arguments&,
                            const Type* owner);

}  // namespace ouro
