// What generators, coroutines and asynchronous generators show in the same way.
#pragma once

#include "runtime/execute/generator.h"

namespace ouro {

// "generator", "coroutine", "async generator": for messages.
const char* generator_kind(const Generator*);
Result<Object*> generator_repr(Thread&, Object*);
Result<Object*> get_generator_frame(Thread&, Object*);
Result<Object*> get_generator_running(Thread&, Object*);
Result<Object*> get_generator_suspended(Thread&, Object*);
Result<Object*> get_generator_code(Thread&, Object*);
Result<Object*> get_generator_delegate(Thread&, Object*);
Result<Object*> get_generator_name(Thread&, Object*);
Status set_generator_name(Thread&, Object*, Object*);
Result<Object*> get_generator_qualified_name(Thread&, Object*);
Status set_generator_qualified_name(Thread&, Object*, Object*);
// RuntimeWarning: coroutine 'f' was never awaited.
Status warn_never_awaited(Thread&, Generator*);

}  // namespace ouro
