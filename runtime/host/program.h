// Program: running a whole program in an interpreter, the way a command line does.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/component/result.h"

namespace ouro {

class Thread;

struct Program {
  enum class Kind : std::uint8_t { kFile, kText, kModule, kInput };
  Kind kind = Kind::kText;
  std::string_view text;  // a path, source text, or a module's name; kInput: standard input is read
};

// Runs in __main__. A failure is the exception of the program, SystemExit included.
Status run_program(Thread&, const Program&);

// The same with the end a command line gives it: prints an uncaught exception; the exit code.
int run_program_to_exit_code(Thread&, const Program&);

// What became of a failure that run_program() answered: prints what has to be printed, clears it.
int exit_code_of_pending(Thread&) noexcept;

}  // namespace ouro
