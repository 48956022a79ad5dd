// sys: the interpreter as its program sees it.
#pragma once

#include "runtime/object/identifier_list.h"
#include "runtime/object/module.h"

namespace ouro {

struct Exception;

extern const ModuleDescriptor kSysModule;

// Has sys.stdout (...) been asked for, so that there may be something to flush?
bool stream_was_made(Thread&, Id name) noexcept;

// sys.last_type and friends hold tracebacks, and with them frames and locals.
void forget_last_exception(Thread&) noexcept;

// The exit code that an uncaught SystemExit asks for; prints its message when it has one.
int exit_code_of(Thread&, Exception* system_exit) noexcept;

// An exception that ends the program: through sys.excepthook. Takes the pending one.
void report_uncaught(Thread&) noexcept;

}  // namespace ouro
