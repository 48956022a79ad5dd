// import: names to modules - sys.modules, packages, relative names, and what `from` asks for.
#include "runtime/module/import.h"

#include "runtime/execute/threads.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import_find.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

using Place = ModuleRegistryKind::Place;

Dict* modules_dict(Thread& thread) {
  return thread.interpreter().get<ModuleRegistry>().get_as<Dict>(Place::kModules);
}

// `shown`: the name as the message has it, quoted or not.
Failure raise_not_found(Thread& thread, Str* name, std::string_view format, FormatArgument shown,
                        Object* detail = nullptr) {
  static_cast<void>(raise(thread, TypeId::kModuleNotFoundError, format, shown, detail));
  if (thread.pending != nullptr &&
      is_instance_of(thread.pending, type_of(thread, TypeId::kImportError))) {
    replace_reference(static_cast<ImportErrorException*>(thread.pending)->name,
                      retain(static_cast<Object*>(name)));
  }
  return failure;
}

std::size_t last_dot(const Str* name) {
  for (std::size_t index = name->length; index-- > 0;) {
    if (name->at(index) == '.') return index;
  }
  return name->length;
}

std::size_t first_dot(const Str* name) {
  for (std::size_t index = 0; index < name->length; ++index) {
    if (name->at(index) == '.') return index;
  }
  return name->length;
}

Result<Object*> import_absolute(Thread& thread, Str* name);

// The module before the last dot; null inside for a top-level name.
Result<Found<Object>> import_parent(Thread& thread, Str* name) {
  const std::size_t dot = last_dot(name);
  if (dot == name->length) return Found<Object>{};
  Ref<Str> parent_name(TRY(str_slice(thread.interpreter(), name, 0, dot)));
  return Found{TRY(import_absolute(thread, parent_name))};
}

// The package's __path__; null inside for a top-level name.
Result<Found<Object>> search_path_of(Thread& thread, Str* name, Object* parent) {
  if (parent == nullptr) return Found<Object>{};
  Ref<Str> parent_name(TRY(str_slice(thread.interpreter(), name, 0, last_dot(name))));
  Found<Object> path = TRY(get_attribute_if(thread, parent, identifier(thread, Id::dunder_path)));
  if (path) return path;
  return raise_not_found(thread, name, "No module named {}; {} is not a package", repr_of(name),
                         Ref<>(TRY(repr(thread, parent_name))).get());
}

// The child becomes an attribute of its package.
Status bind_in_parent(Thread& thread, Object* parent, Str* name, Object* module) {
  if (parent == nullptr) return done;
  Ref<Str> child(TRY(str_slice(thread.interpreter(), name, last_dot(name) + 1, name->length)));
  Ref<Str> interned(TRY(intern(thread.interpreter(), child.get())));
  return set_attribute(thread, parent, interned, module);
}

Result<bool> is_initializing(Thread& thread, Object* module) {
  Found<Object> spec = TRY(get_attribute_if(thread, module, identifier(thread, Id::dunder_spec)));
  if (!spec) return false;
  Ref<> owned(spec.value);
  Found<Object> flag = TRY(get_attribute_if(thread, owned, "_initializing"));
  if (!flag) return false;
  Ref<> value(flag.value);
  return is_true(thread, value);
}

// Another thread is still executing the module: waits, unless that thread waits for one of ours.
Status wait_until_ready(Thread& thread, Str* name, Object* module) {
  while (TRY(is_initializing(thread, module)) && must_wait_for_module(thread, name)) {
    thread.interpreter().get<Threads>().yield_lock(thread);
  }
  return done;
}

// Library modules that import each other in a circle which holds from one end only. The `site` of
// other runtimes begins there, before a program runs.
struct Circle {
  std::string_view module;
  std::string_view begins_with;
};
constexpr Circle kCircles[] = {{"genericpath", "os"}};

Status begin_circle(Thread& thread, Str* name) {
  for (const Circle& circle : kCircles) {
    if (str_equal(name, circle.module)) release(TRY(import_module(thread, circle.begins_with)));
  }
  return done;
}

Result<Object*> load(Thread& thread, Str* name) {
  TRY(begin_circle(thread, name));
  Ref<> parent(TRY(import_parent(thread, name)).value);
  // Importing the parent may have imported the child.
  if (Object* known = TRY(find_in_dict(thread, modules_dict(thread), name)).value)
    return retain(known);
  Ref<> path(TRY(search_path_of(thread, name, parent)).value);
  ImportMark mark(thread, name);
  Found<Object> module = TRY(find_and_execute(thread, name, path));
  if (!module) {
    return raise_not_found(thread, name, "No module named {}", repr_of(name));
  }
  Ref<> owned(module.value);
  // A module may replace itself while it runs.
  if (Object* present = TRY(find_in_dict(thread, modules_dict(thread), name)).value) {
    owned.reset(retain(present));
  }
  TRY(bind_in_parent(thread, parent, name, owned));
  return owned.take();
}

Result<Object*> import_absolute(Thread& thread, Str* name) {
  if (modules_dict(thread) == nullptr) {
    return raise(thread, TypeId::kImportError,
                 "sys.meta_path is None, Python is likely shutting down");
  }
  Found<Object> known = TRY(find_in_dict(thread, modules_dict(thread), name));
  if (!known) return load(thread, name);
  if (known.value == none(thread)) {
    return raise_not_found(thread, name, "import of {} halted; None in sys.modules",
                           static_cast<Object*>(name));
  }
  Ref<> module(retain(known.value));
  TRY(wait_until_ready(thread, name, module));
  return module.take();
}

// The package that relative names start from.
Result<Str*> package_of(Thread& thread, Dict* globals) {
  const auto fail = [&thread] {
    return raise(thread, TypeId::kImportError,
                 "attempted relative import with no known parent package");
  };
  if (globals == nullptr) return fail();
  Object* package = find_str_in_dict(thread, globals, identifier(thread, Id::dunder_package));
  if (package != nullptr && package != none(thread)) {
    if (!is_str(package)) return raise(thread, TypeId::kTypeError, "package must be a string");
    if (static_cast<Str*>(package)->length == 0) return fail();
    return retain(static_cast<Str*>(package));
  }
  Object* name = find_str_in_dict(thread, globals, identifier(thread, Id::dunder_name));
  if (name == nullptr || !is_str(name)) {
    return raise(thread, TypeId::kKeyError, "'__name__' not in globals");
  }
  auto* text = static_cast<Str*>(name);
  if (find_str_in_dict(thread, globals, identifier(thread, Id::dunder_path)) != nullptr)
    return retain(text);
  const std::size_t dot = last_dot(text);
  if (dot == text->length) return fail();
  return str_slice(thread.interpreter(), text, 0, dot);
}

Result<Str*> resolve_name(Thread& thread, Str* name, Dict* globals, std::int64_t level) {
  if (level == 0) return retain(name);
  Ref<Str> package(TRY(package_of(thread, globals)));
  std::size_t end = package->length;
  for (std::int64_t step = 1; step < level; ++step) {
    std::size_t at = end;
    while (at > 0 && package->at(at - 1) != '.') --at;
    if (at == 0) {
      return raise(thread, TypeId::kImportError,
                   "attempted relative import beyond top-level package");
    }
    end = at - 1;
  }
  Ref<Str> base(TRY(str_slice(thread.interpreter(), package, 0, end)));
  if (name->length == 0) return base.take();
  return format_str(thread, "{}.{}", base, static_cast<const Object*>(name));
}

// `from package import name`: a name the package has not may be a submodule.
Status import_submodule_if(Thread& thread, Object* package, Str* package_name, Object* name) {
  if (!is_str(name)) {
    return raise(thread, TypeId::kTypeError, "Item in ``from list'' must be str, not {}",
                 static_cast<const Type*>(name->type));
  }
  Ref<> present(TRY(get_attribute_if(thread, package, static_cast<Str*>(name))).value);
  if (present) return done;
  Ref<Str> full(TRY(format_str(thread, "{}.{}", static_cast<const Object*>(package_name),
                               static_cast<const Object*>(name))));
  auto imported = import_absolute(thread, full);
  if (imported.ok()) {
    release(imported.value());
    return done;
  }
  if (!pending_matches(thread, TypeId::kModuleNotFoundError)) return failure;
  const auto* error = static_cast<const ImportErrorException*>(thread.pending);
  const bool this_one = error->name != nullptr && is_str(error->name) &&
                        str_equal(static_cast<const Str*>(error->name), full.get());
  if (!this_one) return failure;
  clear_pending(thread);
  return done;
}

Status import_from_list(Thread& thread, Object* package, Object* names);

Status import_all_names(Thread& thread, Object* package) {
  Found<Object> all = TRY(get_attribute_if(thread, package, identifier(thread, Id::dunder_all)));
  if (!all) return done;
  Ref<> owned(all.value);
  return import_from_list(thread, package, owned);
}

Status import_from_list(Thread& thread, Object* package, Object* names) {
  Ref<> package_name(TRY(get_attribute(thread, package, identifier(thread, Id::dunder_name))));
  if (!is_str(package_name)) return raise(thread, TypeId::kTypeError, "__name__ must be a string");
  Ref<Tuple> list(TRY(to_tuple(thread, names)));
  for (std::size_t index = 0; index < list->size; ++index) {
    Object* name = (*list)[index];
    if (is_str(name) && str_equal(static_cast<Str*>(name), "*")) {
      TRY(import_all_names(thread, package));
    } else {
      TRY(import_submodule_if(thread, package, static_cast<Str*>(package_name.get()), name));
    }
  }
  return done;
}

// `import a.b.c` binds a.
Result<Object*> top_package(Thread& thread, Str* name, Str* full, Object* module) {
  const std::size_t dot = first_dot(name);
  if (dot == name->length) return retain(module);
  const std::size_t cut = full->length - (name->length - dot);
  Ref<Str> top(TRY(str_slice(thread.interpreter(), full, 0, cut)));
  return import_absolute(thread, top);
}

}  // namespace

Result<Object*> import_name(Thread& thread, Str* name, Dict* globals, Object* from_list,
                            std::int64_t level) {
  if (level == 0 && name->length == 0)
    return raise(thread, TypeId::kValueError, "Empty module name");
  Ref<Str> full(TRY(resolve_name(thread, name, globals, level)));
  Ref<> module(TRY(import_absolute(thread, full)));
  const bool has_names =
      from_list != nullptr && from_list != none(thread) && TRY(is_true(thread, from_list));
  if (!has_names)
    return level > 0 && name->length == 0 ? module.take()
                                          : TRY(top_package(thread, name, full, module));
  Ref<> path(TRY(get_attribute_if(thread, module, identifier(thread, Id::dunder_path))).value);
  if (path) TRY(import_from_list(thread, module, from_list));
  return module.take();
}

Result<Object*> import_module(Thread& thread, std::string_view name) {
  Ref<Str> text(TRY(intern(thread.interpreter(), name)));
  return import_absolute(thread, text);
}

Object* find_imported(Thread& thread, std::string_view name) noexcept {
  Dict* modules = modules_dict(thread);
  if (modules == nullptr) return nullptr;
  for (DictCursor at; dict_next(modules, at);) {
    if (is_str(at.key) && str_equal(static_cast<Str*>(at.key), name)) return at.value;
  }
  return nullptr;
}

}  // namespace ouro
