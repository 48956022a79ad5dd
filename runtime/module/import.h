// import: finding, loading and naming modules, without cached bytecode.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/object/module.h"

namespace ouro {

// The import statement: __import__(name, globals, locals, from_list, level). `globals` may be null.
Result<Object*> import_name(Thread&, Str* name, Dict* globals, Object* from_list,
                            std::int64_t level);
// importlib.import_module(name): the module itself, absolute.
Result<Object*> import_module(Thread&, std::string_view name);
// sys.modules[name] if it is there; borrowed. Never imports, never raises.
Object* find_imported(Thread&, std::string_view name) noexcept;

// A folder in front of sys.path.
Status prepend_path(Thread&, std::string_view folder);

}  // namespace ouro
