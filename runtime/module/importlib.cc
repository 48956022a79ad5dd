// _frozen_importlib and _frozen_importlib_external: the two halves of importlib, run from the
// library's sources on the first import, with the native import behind them.
//
// importlib's own search goes through sys.meta_path, where the native import is not. So what loads
// a module is replaced by the native import, and the search ends with the finders that would stand
// there.
#include <unistd.h>

#include "runtime/code/code.h"
#include "runtime/execute/call.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import.h"
#include "runtime/module/import_find.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

constexpr std::string_view kCoreGlue = R"(
def _gcd_import(name, package=None, level=0):
    _sanity_check(name, package, level)
    if level > 0:
        name = _resolve_name(name, package, level)
    return _import_module(name)


def _find_and_load(name, import_):
    return _import_module(name)


def _find_spec(name, path, target=None):
    finders = list(sys.meta_path)
    for finder in (BuiltinImporter, _bootstrap_external and _bootstrap_external.PathFinder):
        if finder is not None and finder not in finders:
            finders.append(finder)
    for finder in finders:
        find_spec = getattr(finder, 'find_spec', None)
        spec = None if find_spec is None else find_spec(name, path, target)
        if spec is not None:
            return spec
    return None


def _setup_native():
    import _imp
    import sys
    _setup(sys, _imp)


_setup_native()
)";

constexpr std::string_view kExternalGlue = R"(
import _frozen_importlib
_set_bootstrap_module(_frozen_importlib)
_frozen_importlib._bootstrap_external = sys.modules[__name__]
sys.path_hooks.append(FileFinder.path_hook(*_get_supported_file_loaders()))
)";

Result<Object*> import_module_function(Thread& thread, Object*, Object* const* arguments) {
  if (!is_str(arguments[0]))
    return raise(thread, TypeId::kTypeError, "module name must be str, not {}",
                 static_cast<const Type*>(arguments[0]->type));
  Utf8 name(thread.interpreter(), static_cast<Str*>(arguments[0]));
  if (!name.ok()) return failure;
  return import_module(thread, name.view());
}

constexpr NativeMethod kFunctions[] = {{"_import_module(module, name, /)", import_module_function}};

// FOLDER/importlib/FILE for the first folder of sys.path that has it.
Result<Str*> find_source(Thread& thread, const char* file) {
  Dict* sys =
      thread.interpreter().get<ModuleRegistry>().get_as<Dict>(ModuleRegistry::Place::kSysDict);
  Object* path =
      sys == nullptr ? nullptr : find_str_in_dict(thread, sys, identifier(thread, Id::path));
  Ref<Tuple> folders(path == nullptr ? TRY(make_tuple(thread.interpreter(), 0))
                                     : TRY(to_tuple(thread, path)));
  for (std::size_t index = 0; index < folders->size; ++index) {
    if (!is_str((*folders)[index])) continue;
    Ref<Str> candidate(TRY(format_str(thread, "{}/importlib/{}",
                                      static_cast<const Object*>((*folders)[index]), file)));
    Utf8 name(thread.interpreter(), candidate);
    if (!name.ok()) return failure;
    if (::access(name.c_str(), R_OK) == 0) return candidate.take();
  }
  return raise(thread, TypeId::kImportError, "importlib/{} is not in sys.path", file);
}

Status execute_text(Thread& thread, Module* module, std::string_view text) {
  Ref<Str> filename(TRY(make_str(thread.interpreter(), "<importlib>")));
  Ref<Code> code(TRY(compile(thread, text, filename)));
  Ref<Function> body(TRY(make_function(thread, code, module->dict)));
  release(TRY(run_body(thread, body, module->dict)));
  return done;
}

// Its code finds itself in sys.modules.
Status run_half(Thread& thread, Module* module, std::string_view name, const char* file,
                std::string_view glue) {
  const auto registry = &thread.interpreter().get<ModuleRegistry>();
  Dict* modules = registry->get_as<Dict>(ModuleRegistry::Place::kModules);
  Dict* builtins = TRY(whole_builtins(thread));
  TRY(dict_set(thread, module->dict, identifier(thread, Id::dunder_builtins), builtins));
  Ref<Str> source(TRY(find_source(thread, file)));
  Utf8 path(thread.interpreter(), source);
  if (!path.ok()) return failure;
  TRY(dict_set(thread, modules, name, module));
  TRY(execute_file(thread, module, path.view()));
  return execute_text(thread, module, glue);
}

// A module that failed to run is not imported.
Status run_or_forget(Thread& thread, Module* module, std::string_view name, const char* file,
                     std::string_view glue) {
  if (run_half(thread, module, name, file, glue).ok()) return done;
  Ref<Exception> error(take_pending(thread));
  Dict* modules =
      thread.interpreter().get<ModuleRegistry>().get_as<Dict>(ModuleRegistry::Place::kModules);
  Ref<Str> key(TRY(intern(thread.interpreter(), name)));
  if (!dict_delete(thread, modules, key).ok()) clear_pending(thread);
  restore_pending(thread, error.take());
  return failure;
}

Status execute_core(Thread& thread, Module* module) {
  return run_or_forget(thread, module, "_frozen_importlib", "_bootstrap.py", kCoreGlue);
}

Status execute_external(Thread& thread, Module* module) {
  return run_or_forget(thread, module, "_frozen_importlib_external", "_bootstrap_external.py",
                       kExternalGlue);
}

}  // namespace

extern const ModuleDescriptor kFrozenImportlibModule;
const ModuleDescriptor kFrozenImportlibModule = {
    .name = "_frozen_importlib",
    .functions = kFunctions,
    .execute = execute_core,
};

extern const ModuleDescriptor kFrozenImportlibExternalModule;
const ModuleDescriptor kFrozenImportlibExternalModule = {
    .name = "_frozen_importlib_external",
    .execute = execute_external,
};

}  // namespace ouro
