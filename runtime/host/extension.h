// Extension: a module from a shared object - what the runtime keeps beside the module's own state.
#pragma once

#include "runtime/host/ouro_module.h"
#include "runtime/object/function.h"
#include "runtime/object/module.h"

namespace ouro {

struct LoadedLibrary;
struct ExtensionType;

// A C function as a native method: `function` is null.
struct ForeignMethod : NativeMethod {
  ouro_method_function call;
  const ExtensionType* type;  // null: a function of the module
};

// What a type is made from. It belongs to the module, which outlives the types it made.
struct ExtensionType {
  const ouro_type_def* definition;
  const Type* base;  // borrowed: the type holds it
  ExtensionType* next;
  std::size_t bytes;  // of this record
  TypeDescriptor descriptor;
  std::size_t data_offset;
  std::size_t method_count;

  // They follow.
  ForeignMethod* methods() { return reinterpret_cast<ForeignMethod*>(this + 1); }
  const ForeignMethod& method(std::size_t index) const {
    return reinterpret_cast<const ForeignMethod*>(this + 1)[index];
  }
};

// Stands at the start of the module's state; its methods, its name and the user's state follow.
struct Extension {
  ModuleDescriptor descriptor;
  const ouro_module_def* definition;
  LoadedLibrary* library;  // one of its holders
  ExtensionType* types;
  bool executed;
  std::size_t method_count;
  ForeignMethod* methods;
  std::size_t state_offset;

  void* state() {
    return definition->state_size == 0 ? nullptr
                                       : reinterpret_cast<std::byte*>(this) + state_offset;
  }
};

// Null: the module is no extension.
Extension* extension_of(const Module*) noexcept;

// The two phases of an import. Whatever is wrong with the file or its definition is an ImportError
// before anything of the module runs.
Result<Module*> create_extension(Thread&, Str* name, Str* file);
Status execute_extension(Thread&, Module*);

// How the file of a module ends.
inline constexpr std::string_view kExtensionSuffix = OURO_MODULE_SUFFIX;

// Shared with types: the rows of a table that ends with a null signature, and what is made of them.
std::size_t count_methods(const ouro_method* rows) noexcept;
// ImportError when one cannot be read.
Status fill_methods(Thread&, const ouro_method* rows, std::size_t count, const ExtensionType*,
                    ForeignMethod* place);

// The life of state and data: shows, empties and ends it.
void show_fields(const ouro_life&, void* data, ReferenceVisitor&);
void clear_data(Interpreter&, const ouro_life&, void* data) noexcept;
void free_data(Interpreter&, const ouro_life&, void* data) noexcept;

// The class in the bases of `type` that was made from this record; not null for what its methods
// are called with.
Type* defining_class(const ExtensionType*, Type* type) noexcept;

}  // namespace ouro
