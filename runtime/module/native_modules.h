// native_modules: the table of modules that are built in, by name. One row registers one.
#pragma once

#include <span>
#include <string_view>

#include "runtime/object/module.h"

namespace ouro {

std::span<const ModuleDescriptor* const> native_modules();

// Null: there is none of that name.
const ModuleDescriptor* find_native_module(std::string_view name);

}  // namespace ouro
