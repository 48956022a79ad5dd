// builtins: the functions and names that every program sees.
#pragma once

#include "runtime/object/module.h"

namespace ouro {

extern const ModuleDescriptor kBuiltinsModule;

// class statement: builtins.__build_class__(function, name, *bases, metaclass=..., **keywords). The
// body returns its __class__ cell, or None. `keywords` may be null.
Result<Object*> build_class(Thread&, Tuple* function_name_bases, Dict* keywords);

// The functions of builtins, by the file they stand in.
extern const std::span<const NativeMethod> kBuiltinObjectFunctions;
extern const std::span<const NativeMethod> kBuiltinSequenceFunctions;
extern const std::span<const NativeMethod> kBuiltinCodeFunctions;
extern const std::span<const NativeMethod> kBuiltinTextFunctions;

}  // namespace ouro
