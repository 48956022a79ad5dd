// Finalizers: running __del__ and native finalizers at the end of an object, at most once for each.
#pragma once

#include "runtime/object/object.h"
#include "runtime/object/type.h"

namespace ouro {

// Runs the finalizer of a live object (its count is not 0), if it has one. The pending exception is
// kept; what the finalizer raises is reported as unraisable. Native finalizers guard themselves
// against a second run, __del__ is guarded here. For deallocate() and the cycle collector.
void run_finalizer(Interpreter&, Object*) noexcept;

// The finalize slot of classes with __del__.
Status call_del(Thread&, Object*);

// Is there no room on the stack for one end inside another?
bool is_stack_short(Interpreter&) noexcept;

}  // namespace ouro
