// native_modules: the rows. Keep them sorted by the module's name.
#include "runtime/module/native_modules.h"

#include <array>

namespace ouro {

// X(C++ name): kXModule, defined in runtime/module/x.cc.
// clang-format off: rows of a table
#define OURO_NATIVE_MODULES(X)                                                                  \
  X(Abc) X(Array) X(Ast) X(Atexit) X(Binascii) X(Bisect) X(Blake2) X(Cmath) X(Codecs)           \
  X(Collections) X(ContextVariables) X(Csv) X(Errno) X(FaultHandler) X(FileControl)             \
  X(FrozenImportlib) X(FrozenImportlibExternal) X(Functools) X(Gc) X(GroupAccounts) X(Heapq)    \
  X(Imp) X(Interpreters) X(Io) X(Itertools) X(Json) X(Locale) X(Marshal) X(Math) X(Md5)         \
  X(Operator) X(Posix) X(Random) X(Regex) X(Resource) X(Select) X(Sha1) X(Sha256) X(Sha3)       \
  X(Sha512) X(Signal) X(SimpleQueue) X(Socket) X(String) X(Struct) X(Subprocess) X(Thread)      \
  X(Time) X(Unicodedata) X(UserAccounts) X(Warnings) X(WeakReferences) X(Zlib)
// clang-format on

#define OURO_DECLARE(Name) extern const ModuleDescriptor k##Name##Module;
OURO_NATIVE_MODULES(OURO_DECLARE)
#undef OURO_DECLARE

namespace {

constexpr const ModuleDescriptor* kModules[] = {
#define OURO_ROW(Name) &k##Name##Module,
    OURO_NATIVE_MODULES(OURO_ROW)
#undef OURO_ROW
};

}  // namespace

std::span<const ModuleDescriptor* const> native_modules() { return kModules; }

const ModuleDescriptor* find_native_module(std::string_view name) {
  for (const ModuleDescriptor* module : kModules) {
    if (module->name == name) return module;
  }
  return nullptr;
}

}  // namespace ouro
