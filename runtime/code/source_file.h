// SourceFile: a program's own file to code. Its encoding is looked at more strictly than a
// module's.
#pragma once

#include <string_view>

#include "runtime/code/code.h"

namespace ouro {

// `source`: the bytes of the file `filename`, or of standard input.
Result<Code*> compile_file(Thread&, std::string_view source, Str* filename);

}  // namespace ouro
