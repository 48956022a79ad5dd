// Function: a Python function - its attributes, and how it becomes a method.
#include "runtime/object/function.h"
#include "runtime/code/code.h"
#include "runtime/execute/call.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/module.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

Function* function_of(Object* object) { return static_cast<Function*>(object); }

void function_clear(Interpreter&, Object* self) noexcept {
  // Code and globals stay: a weak callback or finalizer may still call it.
  Function* function = function_of(self);
  clear_reference(function->defaults);
  clear_reference(function->keyword_defaults);
  clear_reference(function->closure);
  clear_reference(function->doc);
  clear_reference(function->module);
  clear_reference(function->dict);
  clear_reference(function->annotations);
  function->version = 0;
}

void function_deallocate(Interpreter& interpreter, Object* self) noexcept {
  Function* function = function_of(self);
  function_clear(interpreter, self);
  clear_reference(function->code);
  clear_reference(function->globals);
  clear_reference(function->builtins);
  clear_reference(function->name);
  clear_reference(function->qualified_name);
  free_instance(interpreter, self);
}

void function_traverse(Object* self, ReferenceVisitor& visitor) {
  const Function* function = function_of(self);
  Object* held[] = {function->code,
                    function->globals,
                    function->builtins,
                    function->name,
                    function->qualified_name,
                    function->defaults,
                    function->keyword_defaults,
                    function->closure,
                    function->doc,
                    function->module,
                    function->dict,
                    function->annotations};
  for (Object* object : held) visitor.visit_if(object);
}

Result<Object*> function_repr(Thread& thread, Object* self) {
  return format_str(thread, "<function {} at {}>", function_of(self)->qualified_name,
                    address_of(self));
}

Result<Object*> function_get(Thread& thread, Object* self, Object* instance, Object*) {
  if (instance == nullptr) return retain(self);
  return make_method(thread.interpreter(), self, instance);
}

Result<Object*> function_call(Thread& thread, Object* self, const Arguments& arguments) {
  return call_function(thread, function_of(self), arguments);
}

// types.FunctionType(code, globals, ...).

struct Parts {
  Code* code;
  Dict* globals;
  Object* name;  // null or none: the code's
  Object* defaults;
  Object* closure;
};

Status check_closure(Thread& thread, const Parts& parts) {
  Object* closure = parts.closure;
  const std::size_t needed = parts.code->free_count;
  if (closure == nullptr || !is_tuple(closure)) {
    if (needed != 0 && (closure == nullptr || closure == none(thread))) {
      return raise(thread, TypeId::kTypeError, "arg 5 (closure) must be tuple");
    }
    if (closure == nullptr || closure == none(thread)) return done;
    return raise(thread, TypeId::kTypeError, "arg 5 (closure) must be None or tuple");
  }
  const auto* cells = static_cast<Tuple*>(closure);
  if (cells->size != needed) {
    return raise(thread, TypeId::kValueError, "{} requires closure of length {}, not {}",
                 parts.code->name, needed, cells->size);
  }
  for (std::size_t index = 0; index < needed; ++index) {
    if (is_exact((*cells)[index], TypeId::kCell)) continue;
    return raise(thread, TypeId::kTypeError, "arg 5 (closure) expected cell, found {}",
                 (*cells)[index]->type);
  }
  return done;
}

Status check_parts(Thread& thread, const Arguments& given, const BoundArguments& bound,
                   Parts& parts) {
  static_cast<void>(given);
  if (!is_exact(bound[0], TypeId::kCode)) {
    return raise(thread, TypeId::kTypeError, "function() argument 'code' must be code, not {}",
                 bound[0]->type);
  }
  if (!is_dict(bound[1])) {
    return raise(thread, TypeId::kTypeError, "function() argument 'globals' must be dict, not {}",
                 bound[1]->type);
  }
  auto absent = [&](Object* value) { return value == nullptr || value == none(thread); };
  if (!absent(bound[2]) && !is_str(bound[2])) {
    return raise(thread, TypeId::kTypeError, "arg 3 (name) must be None or string");
  }
  if (!absent(bound[3]) && !is_tuple(bound[3])) {
    return raise(thread, TypeId::kTypeError, "arg 4 (defaults) must be None or tuple");
  }
  parts = {static_cast<Code*>(bound[0]), static_cast<Dict*>(bound[1]), bound[2], bound[3],
           bound[4]};
  return check_closure(thread, parts);
}

Result<Object*> function_make(Thread& thread, Type*, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, "function(code, globals, name=None, argdefs=None, closure=None)",
                 arguments));
  Parts parts{};
  TRY(check_parts(thread, arguments, bound, parts));
  Ref<Function> function(TRY(make_function(thread, parts.code, parts.globals)));
  auto given = [&](Object* value) { return value != nullptr && value != none(thread); };
  if (given(parts.name)) {
    replace_reference(function->name, retain(parts.name));
    replace_reference(function->qualified_name, retain(parts.name));
  }
  if (given(parts.defaults)) function->defaults = retain(static_cast<Tuple*>(parts.defaults));
  if (given(parts.closure)) function->closure = retain(static_cast<Tuple*>(parts.closure));
  return function.take();
}

// Attributes.

Result<Object*> get_code(Thread&, Object* self) {
  return retain(static_cast<Object*>(function_of(self)->code));
}

Status set_code(Thread& thread, Object* self, Object* value) {
  if (value == nullptr || !is_exact(value, TypeId::kCode)) {
    return raise(thread, TypeId::kTypeError, "__code__ must be set to a code object");
  }
  Function* function = function_of(self);
  const std::size_t cells = function->closure == nullptr ? 0 : function->closure->size;
  const std::size_t needed = static_cast<Code*>(value)->free_count;
  if (cells != needed) {
    return raise(thread, TypeId::kValueError,
                 "{}() requires a code object with {} free vars, not {}", function->name, cells,
                 needed);
  }
  function->version = 0;
  Ref<> old(std::exchange(function->code, retain(static_cast<Code*>(value))));
  return done;
}

Result<Object*> object_or_none(Thread& thread, Object* object) {
  return object == nullptr ? new_none(thread) : retain(object);
}

Result<Object*> get_defaults(Thread& thread, Object* self) {
  return object_or_none(thread, function_of(self)->defaults);
}

Status set_defaults(Thread& thread, Object* self, Object* value) {
  if (value == none(thread)) value = nullptr;
  if (value != nullptr && !is_tuple(value)) {
    return raise(thread, TypeId::kTypeError, "__defaults__ must be set to a tuple object");
  }
  function_of(self)->version = 0;
  Ref<> old(std::exchange(function_of(self)->defaults, retain_if(static_cast<Tuple*>(value))));
  return done;
}

Result<Object*> get_keyword_defaults(Thread& thread, Object* self) {
  return object_or_none(thread, function_of(self)->keyword_defaults);
}

Status set_keyword_defaults(Thread& thread, Object* self, Object* value) {
  if (value == none(thread)) value = nullptr;
  if (value != nullptr && !is_dict(value)) {
    return raise(thread, TypeId::kTypeError, "__kwdefaults__ must be set to a dict object");
  }
  function_of(self)->version = 0;
  Ref<> old(
      std::exchange(function_of(self)->keyword_defaults, retain_if(static_cast<Dict*>(value))));
  return done;
}

Result<Dict*> annotations_from_pairs(Thread& thread, const Tuple* pairs) {
  Ref<Dict> dict(TRY(make_dict(thread.interpreter(), pairs->size / 2)));
  for (std::size_t index = 0; index + 1 < pairs->size; index += 2) {
    TRY(dict_set(thread, dict, (*pairs)[index], (*pairs)[index + 1]));
  }
  return dict.take();
}

Result<Object*> get_annotations(Thread& thread, Object* self) {
  Function* function = function_of(self);
  if (function->annotations == nullptr) {
    Dict* empty = TRY(make_dict(thread.interpreter()));
    function->annotations = empty;
  } else if (is_exact(function->annotations, TypeId::kTuple)) {
    Dict* made = TRY(annotations_from_pairs(thread, static_cast<Tuple*>(function->annotations)));
    replace_reference(function->annotations, static_cast<Object*>(made));
  }
  return retain(function->annotations);
}

Status set_annotations(Thread& thread, Object* self, Object* value) {
  if (value == none(thread)) value = nullptr;
  if (value != nullptr && !is_dict(value)) {
    return raise(thread, TypeId::kTypeError, "__annotations__ must be set to a dict object");
  }
  replace_reference(function_of(self)->annotations, retain_if(value));
  return done;
}

Result<Object*> get_name(Thread&, Object* self) { return retain(function_of(self)->name); }
Status set_name(Thread& thread, Object* self, Object* value) {
  if (value == nullptr || !is_str(value)) {
    return raise(thread, TypeId::kTypeError, "__name__ must be set to a string object");
  }
  replace_reference(function_of(self)->name, retain(value));
  return done;
}

Result<Object*> get_qualified_name(Thread&, Object* self) {
  return retain(function_of(self)->qualified_name);
}
Status set_qualified_name(Thread& thread, Object* self, Object* value) {
  if (value == nullptr || !is_str(value)) {
    return raise(thread, TypeId::kTypeError, "__qualname__ must be set to a string object");
  }
  replace_reference(function_of(self)->qualified_name, retain(value));
  return done;
}

Result<Object*> get_builtins(Thread& thread, Object* self) {
  TRY(whole_builtins(thread));
  return retain(function_of(self)->builtins);
}

constexpr NativeAttribute kFunctionAttributes[] = {
    {"__builtins__", get_builtins},
    {"__code__", get_code, set_code},
    {"__defaults__", get_defaults, set_defaults},
    {"__kwdefaults__", get_keyword_defaults, set_keyword_defaults},
    {"__annotations__", get_annotations, set_annotations},
    {"__dict__", get_dict_attribute, set_dict_attribute},
    {"__name__", get_name, set_name},
    {"__qualname__", get_qualified_name, set_qualified_name}};
constexpr NativeMember kFunctionMembers[] = {
    {"__closure__", OURO_OFFSET(Function, closure)},
    {"__doc__", OURO_OFFSET(Function, doc), MemberKind::kObjectOrNone, true},
    {"__globals__", OURO_OFFSET(Function, globals)},
    {"__module__", OURO_OFFSET(Function, module), MemberKind::kObjectOrNone, true}};

// The namespace that `__builtins__` in globals names, which may be a module; otherwise the
// interpreter's.
Object* find_builtins(Thread& thread, Dict* globals) {
  Object* found = find_str_in_dict(thread, globals, identifier(thread, Id::dunder_builtins));
  if (found != nullptr && is_instance_of(found, type_of(thread, TypeId::kModule))) {
    found = static_cast<Module*>(found)->dict;
  }
  if (found != nullptr && is_dict(found)) return found;
  return thread.interpreter().get<ModuleRegistry>().get(ModuleRegistry::Place::kBuiltinsDict);
}

Object* find_doc(const Code* code) {
  if (code->constants->size == 0) return nullptr;
  Object* first = (*code->constants)[0];
  return is_str(first) ? first : nullptr;
}

}  // namespace

constinit const TypeDescriptor kFunctionDescriptor = {
    .name = "function",
    .flags = flag::kCollectable | flag::kMethodLike,
    .object_size = sizeof(Function),
    .dict_offset = OURO_OFFSET(Function, dict),
    .weak_offset = OURO_OFFSET(Function, weak_references),
    .slots = {.deallocate = function_deallocate,
              .traverse = function_traverse,
              .clear = function_clear,
              .repr = function_repr,
              .call = function_call,
              .make = function_make,
              .descriptor_get = function_get},
    .attributes = kFunctionAttributes,
    .members = kFunctionMembers,
};

Result<Function*> make_function(Thread& thread, Code* code, Dict* globals) {
  Interpreter& interpreter = thread.interpreter();
  Type* type = interpreter.type(TypeId::kFunction);
  auto* function = static_cast<Function*>(TRY(allocate_instance(interpreter, type)));
  function->code = retain(code);
  function->globals = retain(globals);
  function->builtins = retain_if(find_builtins(thread, globals));
  function->name = retain(static_cast<Object*>(code->name));
  function->qualified_name = retain(static_cast<Object*>(code->qualified_name));
  function->doc = retain_if(find_doc(code));
  function->module =
      retain_if(find_str_in_dict(thread, globals, identifier(thread, Id::dunder_name)));
  return function;
}

}  // namespace ouro
