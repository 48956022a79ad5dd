// Context variables: values that follow the flow of control instead of the stack.
#pragma once

#include "runtime/object/object.h"
#include "runtime/object/type.h"

namespace ouro {

// `values` is never changed once it is shared: set() works on a copy.
struct Context : Object {
  Dict* values;       // ContextVar -> value
  Context* previous;  // what was current when this one was entered; owned
  bool entered;
  WeakReference* weak_references;
};

struct ContextVar : Object {
  Str* name;
  Object* fallback;  // null: none
};

struct ContextToken : Object {
  Context* context;
  ContextVar* variable;
  Object* old_value;  // null: there was none
  bool used;
};

// The thread's current context, made if need be; borrowed.
Result<Context*> borrow_context(Thread&);
// contextvars.copy_context().
Result<Object*> copy_context(Thread&);

// Borrowed; null inside: neither a value nor a default.
Result<Found<Object>> find_context_value(Thread&, ContextVar*);
Result<ContextVar*> make_context_variable(Thread&, std::string_view name, Object* fallback_or_null);
Result<Object*> set_context_value(Thread&, ContextVar*, Object* value);  // a ContextToken

// context.run() in two steps, for native code that resumes something in a context.
Status enter_context(Thread&, Context*);
Status leave_context(Thread&, Context*);

}  // namespace ouro
