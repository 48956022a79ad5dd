// Unwind: from a failed instruction to its handler, or out of the frame.
#pragma once

#include "runtime/execute/frame.h"
#include "runtime/execute/thread.h"
#include "runtime/object/exception.h"

namespace ouro {

// The top frame's running instruction failed. True: thread.frame is the one with the handler, its
// pc stands there. False: the frame that run() was entered with has ended, the exception is
// pending.
bool unwind(Thread& thread) noexcept;

// `raise value from cause`; either may be null.
Failure raise_statement(Thread&, Object* value, Object* cause);
// Bare `raise`.
Failure reraise_handled(Thread&);
// The innermost exception that is being handled; borrowed, null: none.
Exception* borrow_handled(const Thread&);

}  // namespace ouro
