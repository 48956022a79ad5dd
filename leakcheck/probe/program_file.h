// The program file probe: which symbols of an ELF file can be written, and which libraries it asks
// for.
#pragma once

#include <string>

#include "leakcheck/evidence.h"

namespace ouro::leakcheck {

// A file that cannot be read, is no 64-bit ELF file or has no symbol table becomes a problem.
void probe_program_file(const std::string& path, Evidence& evidence);
// The same of a file that may be stripped: what its dynamic symbols do not name is one symbol
// "(unnamed)" a section, as large as what is left of it. True: it was stripped.
bool probe_stripped_file(const std::string& path, Evidence& evidence);

}  // namespace ouro::leakcheck
