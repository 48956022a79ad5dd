// streams: sys.stdin, sys.stdout and sys.stderr for native code.
#pragma once

#include <string_view>

#include "runtime/object/identifier_list.h"
#include "runtime/object/str.h"

namespace ouro {

// sys.<name> (Id::stdin_, stdout_, stderr_); new reference, null inside: the program deleted it.
Result<Found<Object>> find_stream(Thread&, Id name);

// file.write(text), without a method call where `file` is the native text stream.
Status write_text(Thread&, Object* file, Str* text);
Status write_text(Thread&, Object* file, std::string_view ascii);

// A text stream over a descriptor it does not own: 0 for reading, others for writing (io_text.cc).
Result<Object*> make_standard_stream(Thread&, int descriptor, Id name);

// For messages when nothing can be raised any more: to sys.stderr, or to its descriptor.
void write_error_text(Thread&, std::string_view utf8) noexcept;

}  // namespace ouro
