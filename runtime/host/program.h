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

// How a program ended, as its command line shows it.
struct ProgramEnd {
  int exit_code = 0;
  bool interrupted = false;  // by a KeyboardInterrupt nobody caught: the process ends by its signal
};

// The same with the end a command line gives it: prints an uncaught exception.
ProgramEnd run_program_to_end(Thread&, const Program&);

}  // namespace ouro
