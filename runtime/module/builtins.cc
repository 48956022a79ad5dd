// builtins: the module - its functions, types and constants put together.
#include "runtime/module/builtins.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/dict_methods.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

// The types that have a name in builtins, exceptions aside.
constexpr TypeId kNamedTypes[] = {
    TypeId::kObject,     TypeId::kType,      TypeId::kInt,          TypeId::kBool,
    TypeId::kFloat,      TypeId::kComplex,   TypeId::kStr,          TypeId::kBytes,
    TypeId::kByteArray,  TypeId::kTuple,     TypeId::kList,         TypeId::kDict,
    TypeId::kSet,        TypeId::kFrozenSet, TypeId::kRange,        TypeId::kSlice,
    TypeId::kMemoryView, TypeId::kProperty,  TypeId::kStaticMethod, TypeId::kClassMethod,
    TypeId::kSuper,      TypeId::kEnumerate, TypeId::kReversed,     TypeId::kZip,
    TypeId::kMap,        TypeId::kFilter,
};

Status add_type(Thread& thread, Dict* names, TypeId id) {
  Type* type = type_of(thread, id);
  Ref<Str> name(TRY(intern(thread.interpreter(), type_name(type))));
  return dict_set(thread, names, name, type);
}

Status add_exceptions(Thread& thread, Dict* names) {
  constexpr auto kFirst = static_cast<std::uint16_t>(TypeId::kBaseException);
  for (std::uint16_t id = kFirst; id < kTypeCount; ++id) {
    TRY(add_type(thread, names, static_cast<TypeId>(id)));
  }
  for (std::string_view alias : {"EnvironmentError", "IOError"}) {
    TRY(dict_set(thread, names, alias, type_of(thread, TypeId::kOSError)));
  }
  return done;
}

Status add_functions(Thread& thread, Module* module, std::span<const NativeMethod> functions) {
  for (const NativeMethod& function : functions) {
    Ref<Str> name(TRY(intern(thread.interpreter(), function.signature.name())));
    Ref<BuiltinFunction> made(TRY(make_builtin_function(thread.interpreter(), function, module,
                                                        identifier(thread, Id::builtins))));
    TRY(dict_set(thread, module->dict, name, made));
  }
  return done;
}

constexpr std::size_t kNamesExpected = 165;  // one block instead of many

Status execute(Thread& thread, Module* module) {
  Interpreter& interpreter = thread.interpreter();
  TRY(dict_reserve(interpreter, module->dict, kNamesExpected));
  for (auto functions : {kBuiltinObjectFunctions, kBuiltinSequenceFunctions, kBuiltinCodeFunctions,
                         kBuiltinTextFunctions}) {
    TRY(add_functions(thread, module, functions));
  }
  for (TypeId id : kNamedTypes) TRY(add_type(thread, module->dict, id));
  TRY(add_exceptions(thread, module->dict));
  const std::pair<std::string_view, Object*> constants[] = {
      {"None", interpreter.none()},
      {"True", interpreter.boolean(true)},
      {"False", interpreter.boolean(false)},
      {"Ellipsis", interpreter.ellipsis()},
      {"NotImplemented", interpreter.not_implemented()},
      {"__debug__", interpreter.boolean(true)},
  };
  for (const auto& [name, value] : constants) TRY(dict_set(thread, module->dict, name, value));
  return done;
}

}  // namespace

const ModuleDescriptor kBuiltinsModule = {
    .name = "builtins",
    .doc = "Built-in functions, types, exceptions, and other objects.",
    .execute = execute,
};

}  // namespace ouro
