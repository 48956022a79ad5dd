// Traceback text: an exception as Python prints it, with its traceback, causes, groups and notes.
#pragma once

#include "runtime/execute/frame.h"
#include "runtime/object/exception.h"

namespace ouro {

// To sys.stderr, or to its descriptor when that fails. Keeps nothing pending.
void print_exception(Thread&, Exception*) noexcept;
// The same as text.
Result<Str*> format_exception(Thread&, Exception*);
// What sys.unraisablehook does by default. Each may be null but not all.
void print_unraisable(Thread&, Exception*, Object* where, Object* message) noexcept;

}  // namespace ouro
