// builtins: the module - its functions, types and constants put together, each when it is first
// asked for.
#include "runtime/module/builtins.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/dict_methods.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

constexpr std::span<const NativeMethod> const* kFunctions[] = {
    &kBuiltinObjectFunctions, &kBuiltinSequenceFunctions, &kBuiltinCodeFunctions,
    &kBuiltinTextFunctions};

struct NamedType {
  std::string_view name;
  TypeId id;
};
constexpr NamedType kTypes[] = {
    {"object", TypeId::kObject},
    {"type", TypeId::kType},
    {"int", TypeId::kInt},
    {"bool", TypeId::kBool},
    {"float", TypeId::kFloat},
    {"complex", TypeId::kComplex},
    {"str", TypeId::kStr},
    {"bytes", TypeId::kBytes},
    {"bytearray", TypeId::kByteArray},
    {"tuple", TypeId::kTuple},
    {"list", TypeId::kList},
    {"dict", TypeId::kDict},
    {"set", TypeId::kSet},
    {"frozenset", TypeId::kFrozenSet},
    {"range", TypeId::kRange},
    {"slice", TypeId::kSlice},
    {"memoryview", TypeId::kMemoryView},
    {"property", TypeId::kProperty},
    {"staticmethod", TypeId::kStaticMethod},
    {"classmethod", TypeId::kClassMethod},
    {"super", TypeId::kSuper},
    {"enumerate", TypeId::kEnumerate},
    {"reversed", TypeId::kReversed},
    {"zip", TypeId::kZip},
    {"map", TypeId::kMap},
    {"filter", TypeId::kFilter},
#define OURO_NAMED(Name, ...) {#Name, TypeId::k##Name},
    OURO_EXCEPTION_TYPES(OURO_NAMED)
#undef OURO_NAMED
        {"EnvironmentError", TypeId::kOSError},
    {"IOError", TypeId::kOSError},
};

// The rest: what every module has is there from the start.
Status add_constants(Thread& thread, Dict* names) {
  Interpreter& interpreter = thread.interpreter();
  const std::pair<std::string_view, Object*> constants[] = {
      {"None", interpreter.none()},
      {"True", interpreter.boolean(true)},
      {"False", interpreter.boolean(false)},
      {"Ellipsis", interpreter.ellipsis()},
      {"NotImplemented", interpreter.not_implemented()},
      {"__debug__", interpreter.boolean(true)},
  };
  for (const auto& [name, value] : constants) {
    Ref<Str> key(TRY(intern(interpreter, name)));
    TRY(dict_set_default(thread, names, key, value));
  }
  return done;
}

Result<Found<Object>> make_later(Thread& thread, Module* module, Str* name) {
  Interpreter& interpreter = thread.interpreter();
  for (const auto* functions : kFunctions) {
    const NativeMethod* method = find_function(*functions, name);
    if (method == nullptr) continue;
    Str* module_name = interpreter.identifier(Id::builtins);
    return Found<Object>{TRY(make_builtin_function(interpreter, *method, module, module_name))};
  }
  for (const NamedType& type : kTypes) {
    if (str_equal(name, type.name))
      return Found<Object>{retain(static_cast<Object*>(interpreter.type(type.id)))};
  }
  // Programs that name these are few: the compiler knows the common ones.
  TRY(add_constants(thread, module->dict));
  return Found{retain_if(find_str_in_dict(thread, module->dict, name))};
}

Status make_rest(Thread& thread, Module* module) {
  constexpr std::size_t kNamesExpected = 165;  // one block instead of many
  Interpreter& interpreter = thread.interpreter();
  TRY(dict_reserve(interpreter, module->dict, kNamesExpected));
  for (const auto* functions : kFunctions) TRY(add_functions(thread, module, *functions));
  for (const NamedType& type : kTypes) {
    Ref<Str> name(TRY(intern(interpreter, type.name)));
    TRY(dict_set_default(thread, module->dict, name, interpreter.type(type.id)));
  }
  return add_constants(thread, module->dict);
}

}  // namespace

const ModuleDescriptor kBuiltinsModule = {
    .name = "builtins",
    .doc = "What every program can name by itself.",
    .make_later = make_later,
    .make_rest = make_rest,
};

}  // namespace ouro
