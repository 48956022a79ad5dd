// boot: what an interpreter needs before the first line of a program, and what finalize ends first.
#pragma once

#include <cstddef>

#include "runtime/component/result.h"

namespace ouro {

class Thread;

// Makes sys.modules, builtins, sys, the standard streams and __main__ - lazily where a program may
// not need them.
Status boot(Thread&);

// The stages of finalize that concern modules. Each reports failures as unraisable and goes on.
Status wait_for_threading_module(Thread&);         // those of `threading`, if it was imported
std::size_t run_exit_callbacks(Thread&) noexcept;  // atexit, last first; how many ran
void flush_streams(Thread&) noexcept;              // sys.stdout, sys.stderr
std::size_t finalize_children(Thread&) noexcept;   // of the `interpreters` module; how many ended
// Empties sys.modules and every module's namespace, builtins and sys last, collecting in between.
void clear_modules(Thread&) noexcept;

}  // namespace ouro
