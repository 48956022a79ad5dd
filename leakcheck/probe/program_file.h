// The program file probe: which symbols of an ELF file can be written, and which libraries it asks
// for.
#pragma once

#include <string>

#include "leakcheck/evidence.h"

namespace ouro::leakcheck {

// A file that cannot be read, is no 64-bit ELF file or has no symbol table becomes a problem.
void probe_program_file(const std::string& path, Evidence& evidence);

}  // namespace ouro::leakcheck
