// _contextvars: the types of context variables, and copy_context().
#include "runtime/object/context.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/module.h"

namespace ouro {
namespace {

Result<Object*> copy(Thread& thread, Object*, Object* const*) { return copy_context(thread); }

constexpr NativeMethod kFunctions[] = {{"copy_context(module, /)", copy}};

Status execute(Thread& thread, Module* module) {
  const std::pair<std::string_view, TypeId> types[] = {{"Context", TypeId::kContext},
                                                       {"ContextVar", TypeId::kContextVar},
                                                       {"Token", TypeId::kContextToken}};
  for (const auto& [name, id] : types) TRY(module_add(thread, module, name, type_of(thread, id)));
  return done;
}

}  // namespace

extern const ModuleDescriptor kContextVariablesModule;
const ModuleDescriptor kContextVariablesModule = {
    .name = "_contextvars",
    .doc = "Context variables: what contextvars.py is built on.",
    .functions = kFunctions,
    .execute = execute,
};

}  // namespace ouro
