// Module: its type, and how native modules are created and executed.
#include "runtime/object/module.h"

#include <cstring>

#include "runtime/component/planted.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/dict.h"
#include "runtime/object/dict_methods.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/instance.h"
#include "runtime/object/list.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

Module* module_of(Object* object) { return static_cast<Module*>(object); }

void module_traverse(Object* self, ReferenceVisitor& visitor) {
  const Module* module = module_of(self);
  visitor.visit_if(module->dict);
  if (module->state != nullptr && module->descriptor->traverse != nullptr) {
    module->descriptor->traverse(module->state, visitor);
  }
}

// The namespace stays: functions that outlive their module still work in it.
void module_clear(Interpreter& interpreter, Object* self) noexcept {
  Module* module = module_of(self);
  if (module->state != nullptr && module->descriptor->clear != nullptr) {
    module->descriptor->clear(interpreter, module->state);
  }
}

void free_state(Interpreter& interpreter, Module* module) noexcept {
  const ModuleDescriptor* descriptor = module->descriptor;
  if (module->state == nullptr) return;
  if (descriptor->clear != nullptr) descriptor->clear(interpreter, module->state);
  if (descriptor->free != nullptr) descriptor->free(interpreter, module->state);
  interpreter.memory().release(std::exchange(module->state, nullptr), descriptor->state_size);
}

void module_deallocate(Interpreter& interpreter, Object* self) noexcept {
  clear_reference(module_of(self)->dict);
  free_state(interpreter, module_of(self));
  free_instance(interpreter, self);
}

Object* find_in_module(Thread& thread, const Module* module, Id name) {
  return module->dict == nullptr ? nullptr
                                 : find_str_in_dict(thread, module->dict, identifier(thread, name));
}

// Making.

Status fill_namespace(Thread& thread, Module* module, Object* name, Object* doc) {
  Object* nothing = none(thread);
  TRY(dict_set(thread, module->dict, identifier(thread, Id::dunder_name), name));
  TRY(dict_set(thread, module->dict, identifier(thread, Id::dunder_doc),
               doc == nullptr ? nothing : doc));
  for (Id rest : {Id::dunder_package, Id::dunder_loader, Id::dunder_spec}) {
    TRY(dict_set(thread, module->dict, identifier(thread, rest), nothing));
  }
  return done;
}

Result<Object*> module_make(Thread& thread, Type* type, const Arguments&) {
  Ref<> self(TRY(allocate_instance(thread.interpreter(), type)));
  Dict* dict = TRY(make_dict(thread.interpreter()));
  module_of(self)->dict = dict;
  return self.take();
}

Status module_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, "module(name, doc=None)", arguments));
  if (!is_str(bound[0])) {
    return raise(thread, TypeId::kTypeError, "module() argument 'name' must be str, not {}",
                 bound[0]->type);
  }
  return fill_namespace(thread, module_of(self), bound[0], bound[1]);
}

// repr: from the spec, or else from what the namespace says.

Result<Object*> repr_by_spec(Thread& thread, Object* spec) {
  Ref<> name(TRY(get_attribute_if(thread, spec, "name")).value);
  Ref<> origin(TRY(get_attribute_if(thread, spec, "origin")).value);
  Ref<> loader(TRY(get_attribute_if(thread, spec, "loader")).value);
  Ref<> located(TRY(get_attribute_if(thread, spec, "has_location")).value);
  Object* shown = name ? name.get() : none(thread);
  if (!origin || origin == none(thread)) {
    if (!loader || loader == none(thread)) return format_str(thread, "<module {}>", repr_of(shown));
    return format_str(thread, "<module {} ({})>", repr_of(shown), repr_of(loader));
  }
  if (located && TRY(is_true(thread, located))) {
    return format_str(thread, "<module {} from {}>", repr_of(shown), repr_of(origin));
  }
  return format_str(thread, "<module {} ({})>", repr_of(shown), origin);
}

Result<Object*> module_repr(Thread& thread, Object* self) {
  const Module* module = module_of(self);
  Ref<> spec(retain_if(find_in_module(thread, module, Id::dunder_spec)));
  if (spec && spec != none(thread)) return repr_by_spec(thread, spec);
  Ref<> name(retain_if(find_in_module(thread, module, Id::dunder_name)));
  if (!name) name.reset(TRY(Result<Object*>(make_str(thread.interpreter(), "?"))));
  if (module->descriptor != nullptr)
    return format_str(thread, "<module {} (built-in)>", repr_of(name));
  Ref<> file(retain_if(find_in_module(thread, module, Id::dunder_file)));
  if (file) return format_str(thread, "<module {} from {}>", repr_of(name), repr_of(file));
  Ref<> loader(retain_if(find_in_module(thread, module, Id::dunder_loader)));
  if (!loader || loader == none(thread)) return format_str(thread, "<module {}>", repr_of(name));
  return format_str(thread, "<module {} ({})>", repr_of(name), repr_of(loader));
}

// Attributes: a module may answer itself for names it has not, with its function __getattr__.

Result<bool> is_initialising(Thread& thread, const Module* module) {
  Ref<> spec(retain_if(find_in_module(thread, module, Id::dunder_spec)));
  if (!spec || spec == none(thread)) return false;
  Ref<> mark(TRY(get_attribute_if(thread, spec, "_initializing")).value);
  if (!mark) return false;
  return is_true(thread, mark);
}

}  // namespace

Failure raise_module_attribute_error(Thread& thread, Module* module, Str* name) {
  Ref<> module_name(retain_if(find_in_module(thread, module, Id::dunder_name)));
  const Result<bool> initialising = is_initialising(thread, module);
  if (!initialising.ok()) return failure;
  if (!module_name || !is_str(module_name)) {
    raise(thread, TypeId::kAttributeError, "module has no attribute '{}'", name);
  } else if (initialising.value()) {
    raise(thread, TypeId::kAttributeError,
          "partially initialized module '{}' has no attribute '{}' (most likely due to a circular "
          "import)",
          module_name, name);
  } else {
    raise(thread, TypeId::kAttributeError, "module '{}' has no attribute '{}'", module_name, name);
  }
  if (thread.pending != nullptr && is_exact(thread.pending, TypeId::kAttributeError)) {
    auto* error = static_cast<AttributeErrorException*>(thread.pending);
    replace_reference(error->object, retain(static_cast<Object*>(module)));
    replace_reference(error->name, retain(static_cast<Object*>(name)));
  }
  return failure;
}

namespace {

// A function of the module's that answers in its stead; new, null inside: there is none.
Result<Found<Object>> find_hook(Thread& thread, Object* self, Id name) {
  if (module_of(self)->dict == nullptr) return Found<Object>{};
  const Found<Object> hook =
      TRY(find_in_namespace(thread, module_of(self), identifier(thread, name)));
  return Found{retain_if(hook.value)};
}

// What is taken out of a namespace must not come again.
Status module_set_attribute(Thread& thread, Object* self, Str* name, Object* value) {
  if (value == nullptr) TRY(complete_namespace(thread, module_of(self)));
  return object_set_attribute(thread, self, name, value);
}

Result<Object*> get_namespace(Thread& thread, Object* self) {
  TRY(complete_namespace(thread, module_of(self)));
  Object* dict = module_of(self)->dict;
  return retain(dict == nullptr ? none(thread) : dict);
}

Result<Object*> module_get_attribute(Thread& thread, Object* self, Str* name) {
  const Found<Object> found = TRY(generic_get_attribute_if(thread, self, name));
  if (found) return found.value;
  if (module_of(self)->partial) {
    if (Found<Object> later = TRY(find_in_namespace(thread, module_of(self), name)))
      return retain(later.value);
  }
  Ref<> hook(TRY(find_hook(thread, self, Id::dunder_getattr)).value);
  if (hook) return call(thread, hook, static_cast<Object*>(name));
  return raise_module_attribute_error(thread, module_of(self), name);
}

Result<Object*> get_annotations(Thread& thread, Object* self) {
  Object* known = find_in_module(thread, module_of(self), Id::dunder_annotations);
  if (known != nullptr) return retain(known);
  Ref<Dict> made(TRY(make_dict(thread.interpreter())));
  TRY(dict_set(thread, module_of(self)->dict, identifier(thread, Id::dunder_annotations), made));
  return made.take();
}

Status set_annotations(Thread& thread, Object* self, Object* value) {
  Str* name = identifier(thread, Id::dunder_annotations);
  Dict* dict = module_of(self)->dict;
  if (value != nullptr) return dict_set(thread, dict, name, value);
  if (TRY(dict_delete(thread, dict, name))) return done;
  return raise_value(thread, TypeId::kAttributeError, name);
}

Result<Object*> dir_method(Thread& thread, Object* self, Object* const*) {
  Ref<> hook(TRY(find_hook(thread, self, Id::dunder_dir)).value);
  if (hook) return call(thread, hook);
  TRY(complete_namespace(thread, module_of(self)));
  return to_list(thread, module_of(self)->dict);
}

constexpr NativeMethod kModuleMethods[] = {{"__dir__(self, /)", dir_method}};
constexpr NativeAttribute kModuleAttributes[] = {
    {"__annotations__", get_annotations, set_annotations}, {"__dict__", get_namespace}};

}  // namespace

constinit const TypeDescriptor kModuleDescriptor = {
    .name = "module",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(Module),
    .dict_offset = OURO_OFFSET(Module, dict),
    .weak_offset = OURO_OFFSET(Module, weak_references),
    .slots = {.deallocate = module_deallocate,
              .traverse = module_traverse,
              .clear = module_clear,
              .repr = module_repr,
              .get_attribute = module_get_attribute,
              .set_attribute = module_set_attribute,
              .make = module_make,
              .initialise = module_initialise},
    .methods = kModuleMethods,
    .attributes = kModuleAttributes,
};

Result<Module*> make_module(Thread& thread, Str* name) {
  Ref<> made(TRY(module_make(thread, type_of(thread, TypeId::kModule), Arguments{})));
  TRY(fill_namespace(thread, module_of(made), name, nullptr));
  return module_of(made.take());
}

const NativeMethod* find_function(std::span<const NativeMethod> functions,
                                  const Str* name) noexcept {
  if (!name->ascii) return nullptr;
  const std::string_view text = name->ascii_view();
  for (const NativeMethod& method : functions) {
    const std::string_view signature = method.signature.text();
    if (signature.starts_with(text) && signature[text.size()] == '(') return &method;
  }
  return nullptr;
}

Status add_functions(Thread& thread, Module* module, std::span<const NativeMethod> functions) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Str> module_name(TRY(intern(interpreter, module->descriptor->name)));
  for (const NativeMethod& method : functions) {
    Ref<Str> name(TRY(intern(interpreter, method.signature.name())));
    if (find_str_in_dict(thread, module->dict, name) != nullptr) continue;
    Ref<BuiltinFunction> function(
        TRY(make_builtin_function(interpreter, method, module, module_name)));
    TRY(dict_set(thread, module->dict, name, function));
  }
  return done;
}

Result<Found<Object>> find_in_namespace(Thread& thread, Module* module, Str* name) {
  if (Object* present = find_str_in_dict(thread, module->dict, name)) return Found{present};
  if (!module->partial) return Found<Object>{};
  Ref<> value(TRY(module->descriptor->make_later(thread, module, name)).value);
  if (!value) return Found<Object>{};
  Ref<Str> key(TRY(intern(thread.interpreter(), name)));
  TRY(dict_set(thread, module->dict, key, value));
  return Found{value.get()};
}

Status complete_namespace(Thread& thread, Module* module) {
  if (!module->partial) return done;
  TRY(module->descriptor->make_rest(thread, module));
  module->partial = false;
  return done;
}

Result<Dict*> whole_builtins(Thread& thread) {
  auto& registry = thread.interpreter().get<ModuleRegistry>();
  if (auto* module = registry.get_as<Module>(ModuleRegistry::Place::kBuiltinsModule))
    TRY(complete_namespace(thread, module));
  return registry.get_as<Dict>(ModuleRegistry::Place::kBuiltinsDict);
}

Result<Found<Object>> find_later_builtin(Thread& thread, Object* builtins, Str* name) {
  auto& registry = thread.interpreter().get<ModuleRegistry>();
  auto* module = registry.get_as<Module>(ModuleRegistry::Place::kBuiltinsModule);
  if (module == nullptr || module->dict != builtins) return Found<Object>{};
  return find_in_namespace(thread, module, name);
}

namespace {

Status add_state(Interpreter& interpreter, Module* module) {
  const std::size_t size = module->descriptor->state_size;
  if (size == 0) return done;
  void* state = interpreter.memory().allocate(size);
  if (state == nullptr) return raise_memory_error(interpreter);
  std::memset(state, 0, size);
  module->state = state;
  return done;
}

}  // namespace

Result<Module*> make_native_module(Thread& thread, const ModuleDescriptor& descriptor) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Str> name(TRY(intern(interpreter, descriptor.name)));
  Ref<Module> module(TRY(make_module(thread, name)));
  module->descriptor = &descriptor;
  TRY(add_state(interpreter, module));
  if (descriptor.doc != nullptr) {
    Ref<Str> doc(TRY(make_str(interpreter, descriptor.doc)));
    TRY(dict_set(thread, module->dict, identifier(thread, Id::dunder_doc), doc));
  }
  module->partial = descriptor.make_later != nullptr;
  if (!module->partial) {
    TRY(dict_reserve(interpreter, module->dict, module->dict->size + descriptor.functions.size()));
    TRY(add_functions(thread, module, descriptor.functions));
  }
  if (descriptor.execute == nullptr || descriptor.execute(thread, module).ok())
    return module.take();
  if (is_planted(Planted::kModuleForgotten)) static_cast<void>(module.take());
  return failure;
}

Status module_add(Thread& thread, Module* module, std::string_view name, Object* value) {
  return dict_set(thread, module->dict, name, value);
}

Result<Type*> make_exception_class(Thread& thread, std::string_view module, std::string_view name,
                                   TypeId base) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Str> own_name(TRY(intern(interpreter, name)));
  Ref<Str> module_name(TRY(intern(interpreter, module)));
  Ref<Tuple> bases(TRY(pack_tuple(interpreter, static_cast<Object*>(type_of(thread, base)))));
  Ref<Dict> names(TRY(make_dict(interpreter)));
  TRY(dict_set(thread, names, identifier(thread, Id::dunder_module), module_name));
  return make_class(thread, type_of(thread, TypeId::kType), own_name, bases, names);
}

Result<Type*> module_add_type(Thread& thread, Module* module, const TypeDescriptor& descriptor,
                              Type* base) {
  Ref<Type> type(TRY(make_native_type(thread, module, descriptor, base)));
  TRY(module_add(thread, module, descriptor.name, type));
  return type.get();
}

}  // namespace ouro
