// The loop: executes the instructions of the running frame and of all frames it calls.
#pragma once

#include "runtime/execute/frame.h"
#include "runtime/execute/thread.h"

namespace ouro {

// Runs the thread's top frame, whose kind is kEntry, until it returns, yields or fails.
Result<Object*> run(Thread& thread);
// The same, but the frame's running instruction has failed already: throw() into a generator.
Result<Object*> run_failing(Thread& thread);

// What Thread::interrupt asks for; called at function entry and at backward jumps.
Status handle_interrupts(Thread& thread);

}  // namespace ouro
