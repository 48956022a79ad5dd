// Module: a namespace, and for native ones the state that is theirs per interpreter.
#pragma once

#include <span>
#include <string_view>

#include "runtime/object/type.h"

namespace ouro {

// Read-only, one per native module (PEP 489: created, then executed; each time anew).
struct ModuleDescriptor {
  std::string_view name;
  const char* doc = nullptr;
  std::span<const NativeMethod> functions = {};
  // Fills the module; runs once per module object, its state already zeroed.
  Status (*execute)(Thread&, Module*) = nullptr;
  std::size_t state_size = 0;
  // Must accept a zeroed state.
  void (*traverse)(void* state, ReferenceVisitor&) = nullptr;
  void (*clear)(Interpreter&, void* state) noexcept = nullptr;
  void (*free)(Interpreter&, void* state) noexcept = nullptr;
  // For a namespace that fills as it is looked at; then `functions` are among what comes later.
  // What stands under this name but is not there yet, new; null inside: nothing.
  Result<Found<Object>> (*make_later)(Thread&, Module*, Str* name) = nullptr;
  // Puts everything there that is not there yet.
  Status (*make_rest)(Thread&, Module*) = nullptr;
};

struct Module : Object {
  Dict* dict;
  const ModuleDescriptor* descriptor;  // null for Python modules
  void* state;                         // state_size bytes, or null
  WeakReference* weak_references;
  bool partial;  // the namespace may lack what the descriptor makes later
};

template <typename State>
State& module_state(Object* module) {
  return *static_cast<State*>(static_cast<Module*>(module)->state);
}
// The state of the native module that made this type (or a base of it with that descriptor).
template <typename State>
State& type_state(Type* type) {
  while (type->module == nullptr) type = type->base;
  return module_state<State>(type->module);
}

Result<Module*> make_module(Thread&, Str* name);
Result<Module*> make_native_module(Thread&, const ModuleDescriptor&);  // created and executed
Status module_add(Thread&, Module*, std::string_view name, Object* value);
// What the namespace has, or gets now, under this name; borrowed. Null inside: nothing.
Result<Found<Object>> find_in_namespace(Thread&, Module*, Str* name);
// Before anybody sees the namespace as a dict, or takes something out of it.
Status complete_namespace(Thread&, Module*);
// The functions that are not there yet.
Status add_functions(Thread&, Module*, std::span<const NativeMethod>);
const NativeMethod* find_function(std::span<const NativeMethod>, const Str* name) noexcept;

// The namespace of builtins, complete, to be shown to programs; borrowed.
Result<Dict*> whole_builtins(Thread&);
// In what a function has for builtins, where the name was not found: what comes later; borrowed.
Result<Found<Object>> find_later_builtin(Thread&, Object* builtins, Str* name);

Failure raise_module_attribute_error(Thread&, Module*, Str* name);
// A class for the errors of a native module.
Result<Type*> make_exception_class(Thread&, std::string_view module, std::string_view name,
                                   TypeId base = TypeId::kException);
// Makes the type, adds it under its name; borrowed, kept alive by the module.
Result<Type*> module_add_type(Thread&, Module*, const TypeDescriptor&, Type* base = nullptr);

}  // namespace ouro
