// HostFunction: a C function of the host as a callable of the program.
#pragma once

#include "runtime/component/result.h"
#include "runtime/host/ouro.h"

namespace ouro {

struct Object;
class Thread;

// The object owns the user data from then on.
Result<Object*> make_host_function(Thread&, ouro_interpreter* session, const ouro_function_spec&);

}  // namespace ouro
