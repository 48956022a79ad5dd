// _weakref: what weakref.py is built on.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/weakref.h"

namespace ouro {
namespace {

Result<Object*> count(Thread& thread, Object*, Object* const* arguments) {
  return make_int(thread.interpreter(), weak_reference_count(arguments[0]));
}

Result<Object*> list(Thread& thread, Object*, Object* const* arguments) {
  return weak_reference_list(thread, arguments[0]);
}

Result<Object*> proxy(Thread& thread, Object*, Object* const* arguments) {
  Object* callback = arguments[1] == none(thread) ? nullptr : arguments[1];
  return make_weak_proxy(thread, arguments[0], callback);
}

// del dict[key] if its value is a dead weak reference: for WeakValueDictionary.
Result<Object*> remove_dead(Thread& thread, Object*, Object* const* arguments) {
  if (!is_dict(arguments[0])) {
    return raise(thread, TypeId::kTypeError,
                 "_remove_dead_weakref() argument 1 must be dict, not {}",
                 static_cast<const Type*>(arguments[0]->type));
  }
  auto* names = static_cast<Dict*>(arguments[0]);
  Object* value = TRY(find_in_dict(thread, names, arguments[1])).value;
  if (value == nullptr) return new_none(thread);
  if (!is_instance_of(value, type_of(thread, TypeId::kWeakReference))) {
    return raise(thread, TypeId::kTypeError, "not a weakref");
  }
  if (static_cast<WeakReference*>(value)->referent == nullptr) {
    static_cast<void>(TRY(dict_delete(thread, names, arguments[1])));
  }
  return new_none(thread);
}

constexpr NativeMethod kFunctions[] = {
    {"_remove_dead_weakref(module, dct, key, /)", remove_dead},
    {"getweakrefcount(module, object, /)", count},
    {"getweakrefs(module, object, /)", list},
    {"proxy(module, object, callback=None, /)", proxy},
};

Status execute(Thread& thread, Module* module) {
  const std::pair<std::string_view, TypeId> types[] = {
      {"ref", TypeId::kWeakReference},
      {"ReferenceType", TypeId::kWeakReference},
      {"ProxyType", TypeId::kWeakProxy},
      {"CallableProxyType", TypeId::kWeakCallableProxy}};
  for (const auto& [name, id] : types) TRY(module_add(thread, module, name, type_of(thread, id)));
  return done;
}

}  // namespace

extern const ModuleDescriptor kWeakReferencesModule;
const ModuleDescriptor kWeakReferencesModule = {
    .name = "_weakref",
    .doc = "Weak references: what weakref.py is built on.",
    .functions = kFunctions,
    .execute = execute,
};

}  // namespace ouro
