// sys_lazy: the attributes of sys that are made on the first look.
#pragma once

#include "runtime/object/module.h"

namespace ouro {

struct List;

// Makes it and puts it into the module's namespace; AttributeError for other names.
Result<Object*> make_lazy_attribute(Thread&, Module* sys, Str* name);
// The names of the namespace, and of what is not made yet.
Result<List*> list_all_attributes(Thread&, Module* sys);
Status add_search_path(Thread&, Module* sys);
Result<Object*> make_async_hooks(Thread&, Object* first_iterate, Object* finalizer);

}  // namespace ouro
