// Extension: from a file to a module - what is wrong with it, its two phases, and its end.
#include "runtime/host/extension.h"

#include <dlfcn.h>
#include <link.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

#include "runtime/host/border.h"
#include "runtime/host/host_call.h"
#include "runtime/object/dict.h"
#include "runtime/object/instance.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/process/loaded_libraries.h"
#include "runtime/process/process.h"

namespace ouro {
namespace {

constexpr std::size_t kAlignment = 16;

constexpr std::size_t aligned(std::size_t bytes) {
  return (bytes + kAlignment - 1) & ~(kAlignment - 1);
}

Failure raise_import_error(Thread& thread, Str* name, Str* file, FormatArgument reason) {
  raise(thread, TypeId::kImportError, "{}: {}", static_cast<const Object*>(file), reason);
  if (thread.pending == nullptr || !is_exact(thread.pending, TypeId::kImportError)) return failure;
  auto* error = static_cast<ImportErrorException*>(thread.pending);
  replace_reference(error->name, retain(static_cast<Object*>(name)));
  replace_reference(error->path, retain(static_cast<Object*>(file)));
  return failure;
}

// Extension modules call the functions of the headers by name. They find those of the runtime that
// loads them, or they would work on another one's interpreters.

struct Shown {
  const char* name;
  const void* address;
};

// One function of each source: a linker takes what is asked for from an archive, and modules ask
// later.
bool interface_is_visible() {
  const Shown functions[] = {{"ouro_create", reinterpret_cast<const void*>(ouro_create)},
                             {"ouro_call", reinterpret_cast<const void*>(ouro_call)},
                             {"ouro_get_item", reinterpret_cast<const void*>(ouro_get_item)},
                             {"ouro_raise", reinterpret_cast<const void*>(ouro_raise)},
                             {"ouro_new_type", reinterpret_cast<const void*>(ouro_new_type)}};
  return std::ranges::all_of(functions, [](const Shown& function) {
    return dlsym(RTLD_DEFAULT, function.name) == function.address;
  });
}

// A runtime that was loaded for its host alone becomes visible to what is loaded from now on.
bool show_interface() {
  if (interface_is_visible()) return true;
  Dl_info own{};
  if (dladdr(reinterpret_cast<void*>(ouro_new_type), &own) == 0) return false;
  void* handle = dlopen(own.dli_fname, RTLD_NOLOAD | RTLD_NOW | RTLD_GLOBAL);
  if (handle != nullptr) dlclose(handle);
  return interface_is_visible();
}

// A library for as long as the import needs it, or for good.
class Holding {
 public:
  explicit Holding(Interpreter& interpreter)
      : libraries_(interpreter.process->get<LoadedLibraries>()), interpreter_(interpreter.id) {}
  Holding(const Holding&) = delete;
  Holding& operator=(const Holding&) = delete;
  ~Holding() {
    if (library_ != nullptr) libraries_.let_go(library_);
  }

  bool open(const char* path) {
    library_ = libraries_.open(path, problem_.data(), problem_.size());
    return library_ != nullptr;
  }
  bool admit(bool alone) { return libraries_.admit(library_, interpreter_, alone); }
  std::string_view problem() const { return problem_.data(); }
  void* handle() const { return library_->handle; }
  LoadedLibrary* take() { return std::exchange(library_, nullptr); }

 private:
  LoadedLibraries& libraries_;
  std::uint64_t interpreter_;
  LoadedLibrary* library_ = nullptr;
  std::array<char, 512> problem_{};
};

// What is known of the file before anything in it runs.
struct Symbol {
  const void* address = nullptr;
  bool is_data = false;
  std::size_t size = 0;
};

Symbol find_symbol(void* handle, const char* name) {
  const void* address = dlsym(handle, name);
  Dl_info place{};
  ElfW(Sym)* entry = nullptr;
  if (address == nullptr ||
      dladdr1(address, &place, reinterpret_cast<void**>(&entry), RTLD_DL_SYMENT) == 0 ||
      entry == nullptr) {
    return {};
  }
  return {address, ELF64_ST_TYPE(entry->st_info) == STT_OBJECT, entry->st_size};
}

const char* problem_of(const Symbol& symbol) {
  if (symbol.address == nullptr) return "it defines no module of this name with OURO_MODULE()";
  if (!symbol.is_data || symbol.size < 2 * sizeof(std::uint32_t))
    return "what it shows is no definition; modules that initialise themselves are not supported";
  return nullptr;
}

const char* problem_of(const ouro_module_def& definition, std::size_t size, std::string_view name) {
  if (definition.abi != OURO_MODULE_ABI) return "it was built for another version of the interface";
  if (definition.size != sizeof(ouro_module_def) || size < sizeof(ouro_module_def))
    return "its definition has another size: it was built with another header";
  if (definition.name == nullptr || name != definition.name)
    return "its definition is of a module with another name";
  switch (definition.interpreters) {
    case OURO_INTERPRETERS_ONE:
    case OURO_INTERPRETERS_COMMON_LOCK:
    case OURO_INTERPRETERS_OWN_LOCK: return nullptr;
    default: return "it does not declare how many interpreters it can be used in";
  }
}

// Must it be kept away from other interpreters?
bool wants_to_be_alone(const ouro_module_def& definition, ExtensionRule rule) {
  if (definition.interpreters == OURO_INTERPRETERS_OWN_LOCK) return false;
  return definition.interpreters == OURO_INTERPRETERS_ONE || rule != ExtensionRule::kTrusted;
}

std::string_view last_part(std::string_view name) { return name.substr(name.rfind('.') + 1); }

// The definition, admitted; null: `reason` says why not.
const ouro_module_def* find_definition(Holding& library, std::string_view name, ExtensionRule rule,
                                       const char*& reason) {
  std::array<char, 256> symbol_name{};
  constexpr std::string_view kPrefix = "OuroModule_";
  if (name.size() + kPrefix.size() >= symbol_name.size())
    return reason = "its name is too long", nullptr;
  std::memcpy(symbol_name.data(), kPrefix.data(), kPrefix.size());
  std::memcpy(symbol_name.data() + kPrefix.size(), name.data(), name.size());
  const Symbol symbol = find_symbol(library.handle(), symbol_name.data());
  reason = problem_of(symbol);
  if (reason != nullptr) return nullptr;
  const auto* definition = static_cast<const ouro_module_def*>(symbol.address);
  reason = problem_of(*definition, symbol.size, name);
  if (reason != nullptr) return nullptr;
  if (library.admit(wants_to_be_alone(*definition, rule))) return definition;
  reason = "it is in use by another interpreter, and does not declare that it can be in two";
  return nullptr;
}

// The life of a module's state. The descriptor that is used here ends with it.

Extension& extension_at(void* state) { return *static_cast<Extension*>(state); }

void module_traverse(void* state, ReferenceVisitor& visitor) {
  Extension& extension = extension_at(state);
  show_fields(extension.definition->life, extension.state(), visitor);
}

void module_clear(Interpreter& interpreter, void* state) noexcept {
  clear_data(interpreter, extension_at(state).definition->life, extension_at(state).state());
}

void module_free(Interpreter& interpreter, void* state) noexcept {
  Extension& extension = extension_at(state);
  free_data(interpreter, extension.definition->life, extension.state());
  while (ExtensionType* type = extension.types) {
    extension.types = type->next;
    interpreter.memory().release(type, type->bytes);
  }
  interpreter.process->get<LoadedLibraries>().let_go(extension.library);
}

// The record, complete but for its library.
Result<Extension*> make_record(Thread& thread, const ouro_module_def& definition,
                               std::string_view name) {
  const std::size_t count = count_methods(definition.methods);
  const std::size_t methods_offset = aligned(sizeof(Extension));
  const std::size_t name_offset = methods_offset + count * sizeof(ForeignMethod);
  const std::size_t state_offset = aligned(name_offset + name.size());
  const std::size_t bytes = state_offset + definition.state_size;
  if (bytes < definition.state_size) return raise_memory_error(thread.interpreter());
  void* block = memory_of(thread).allocate(bytes);
  if (block == nullptr) return raise_memory_error(thread.interpreter());
  auto* start = static_cast<std::byte*>(std::memset(block, 0, bytes));
  auto* extension = new (block) Extension{};
  auto* name_copy = reinterpret_cast<char*>(start + name_offset);
  std::memcpy(name_copy, name.data(), name.size());
  extension->descriptor = {.name = {name_copy, name.size()},
                           .state_size = bytes,
                           .traverse = module_traverse,
                           .clear = module_clear,
                           .free = module_free};
  extension->definition = &definition;
  extension->methods = reinterpret_cast<ForeignMethod*>(start + methods_offset);
  extension->method_count = count;
  extension->state_offset = state_offset;
  if (fill_methods(thread, definition.methods, count, nullptr, extension->methods).ok())
    return extension;
  memory_of(thread).release(block, bytes);
  return failure;
}

bool is_fresh_module(Thread& thread, Object* object) {
  return is_instance_of(object, type_of(thread, TypeId::kModule)) &&
         static_cast<Module*>(object)->descriptor == nullptr;
}

// By the module's own create(), or the usual one.
Result<Module*> make_module_object(Thread& thread, const ouro_module_def& definition, Str* name) {
  if (definition.create == nullptr) return make_module(thread, name);
  Utf8 text(thread.interpreter(), name);
  if (!text.ok()) return failure;
  HostCall running(thread);
  const ouro_value made = definition.create(session_of(thread.interpreter()), text.c_str());
  Ref<> module(TRY(running.take_result(made, "create() of module", definition.name)));
  if (is_fresh_module(thread, module)) return static_cast<Module*>(module.take());
  return raise(thread, TypeId::kSystemError, "create() of module {} made no new module",
               definition.name);
}

Status add_functions(Thread& thread, Module* module, Extension* extension, Str* name) {
  for (std::size_t index = 0; index < extension->method_count; ++index) {
    const ForeignMethod& method = extension->methods[index];
    Ref<BuiltinFunction> function(
        TRY(make_builtin_function(thread.interpreter(), method, module, name)));
    TRY(dict_set(thread, module->dict, method.signature.name(), function));
  }
  if (extension->definition->doc == nullptr) return done;
  Ref<Str> doc(TRY(decode_utf8(thread, extension->definition->doc)));
  return dict_set(thread, module->dict, identifier(thread, Id::dunder_doc), doc);
}

// dlopen() takes a name without a slash for one to be searched for.
Result<Str*> openable_path(Thread& thread, Str* file) {
  for (std::size_t index = 0; index < file->length; ++index) {
    if (file->at(index) == '/') return retain(file);
  }
  return format_str(thread, "./{}", static_cast<const Object*>(file));
}

Status open_library(Thread& thread, Str* name, Str* file, Holding& library) {
  if (thread.interpreter().get<Settings>().extensions == ExtensionRule::kNone)
    return raise_import_error(thread, name, file, "extension modules are not allowed here");
  if (!show_interface()) {
    return raise_import_error(
        thread, name, file,
        "the program that holds the runtime does not show the functions of ouro.h");
  }
  Ref<Str> path(TRY(openable_path(thread, file)));
  Utf8 text(thread.interpreter(), path);
  if (!text.ok()) return failure;
  if (library.open(text.c_str())) return done;
  return raise_import_error(thread, name, file, library.problem());
}

}  // namespace

Extension* extension_of(const Module* module) noexcept {
  const bool is_extension =
      module->descriptor != nullptr && module->descriptor->free == module_free;
  return is_extension ? static_cast<Extension*>(module->state) : nullptr;
}

Result<Module*> create_extension(Thread& thread, Str* name, Str* file) {
  Holding library(thread.interpreter());
  TRY(open_library(thread, name, file, library));
  Utf8 text(thread.interpreter(), name);
  if (!text.ok()) return failure;
  const char* reason = nullptr;
  const ouro_module_def* definition = find_definition(
      library, last_part(text.view()), thread.interpreter().get<Settings>().extensions, reason);
  if (definition == nullptr) return raise_import_error(thread, name, file, reason);
  Ref<Module> module(TRY(make_module_object(thread, *definition, name)));
  Extension* extension = TRY(make_record(thread, *definition, text.view()));
  extension->library = library.take();
  module->descriptor = &extension->descriptor;
  module->state = extension;
  TRY(add_functions(thread, module, extension, name));
  return module.take();
}

Status execute_extension(Thread& thread, Module* module) {
  Extension* extension = extension_of(module);
  if (extension == nullptr || std::exchange(extension->executed, true)) return done;
  if (extension->definition->execute == nullptr) return done;
  Interpreter& interpreter = thread.interpreter();
  const ouro_value handle = interpreter.get<HostHandles>().add(
      interpreter.memory(), retain(static_cast<Object*>(module)));
  if (handle == 0) return raise_memory_error(interpreter);
  HostCall running(thread);
  const ouro_status status =
      extension->definition->execute(session_of(interpreter), handle, extension->state());
  interpreter.get<HostHandles>().remove(handle);
  if (status == OURO_OK) return done;
  return running.raise_last("execute() of module", extension->definition->name);
}

// Tables.

std::size_t count_methods(const ouro_method* rows) noexcept {
  std::size_t count = 0;
  while (rows != nullptr && rows[count].signature != nullptr) ++count;
  return count;
}

namespace {

bool is_readable(const ouro_method& row, const Signature& signature) {
  const bool named = signature.has_self() || row.binding == OURO_BINDING_STATIC;
  return signature.valid() && named && row.function != nullptr &&
         row.binding <= OURO_BINDING_STATIC;
}

}  // namespace

Status fill_methods(Thread& thread, const ouro_method* rows, std::size_t count,
                    const ExtensionType* type, ForeignMethod* place) {
  for (std::size_t index = 0; index < count; ++index) {
    const ouro_method& row = rows[index];
    const Signature signature(Signature::AtRunTime{}, row.signature);
    if (!is_readable(row, signature)) {
      return raise(thread, TypeId::kImportError, "the method {} cannot be read",
                   std::string_view(row.signature));
    }
    new (place + index) ForeignMethod{
        {signature, nullptr, static_cast<Binding>(row.binding), row.doc}, row.function, type};
  }
  return done;
}

}  // namespace ouro
