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
  Object* builtins;       // the Dict of builtins found through globals
  Object* name;           // Str
  Object* qualified_name;
  Tuple* defaults;        // null: none
  Dict* keyword_defaults; // null: none
  Tuple* closure;         // of Cells; null: none
  Object* doc;
  Object* module;
  Dict* dict;             // null until asked for
  Object* annotations;    // null, a Dict, or a flat Tuple (name, value, ...) not yet made a dict
  WeakReference* weak_references;
  std::uint32_t version;  // 0: not cached; changes with code, defaults; never reused
};

// A native function: of a module (self = Module), a static or class method (self = Type), or a bound
// native method (self = any object).
struct BuiltinFunction : Object {
  const NativeMethod* method;
  Object* self;     // null: none
  Object* module;   // Str or null, for __module__
  Type* owner;      // borrowed: the type whose method this is, or null
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
  Type* owner;  // borrowed: the descriptor lives in its dict
  Str* name;
};

Result<Function*> make_function(Thread&, Code*, Dict* globals);
Result<BuiltinFunction*> make_builtin_function(Interpreter&, const NativeMethod&, Object* self,
                                               Object* module, Type* owner = nullptr);
Result<Method*> make_method(Interpreter&, Object* function, Object* self);
Result<Cell*> make_cell(Interpreter&, Object* value_or_null);

// Binds arguments by signature and calls; the one way every NativeFunction is entered. `owner` names
// the type in messages ("list.append() takes exactly one argument (0 given)"); null for functions.
Result<Object*> call_native(Thread&, const NativeMethod&, Object* self, const Arguments&, const Type* owner);

}  // namespace ouro
