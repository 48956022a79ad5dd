// json: the strings of JSON, and the types of _json.
#pragma once

#include <cstddef>

#include "runtime/object/module.h"

namespace ouro {

class TextBuilder;

namespace json {

struct StringAt {
  Ref<Str> text;
  std::size_t end = 0;  // behind the closing quote
};

// Reads the string whose first character stands at `start`, behind the quote.
Status read_string(Thread&, Str* document, std::size_t start, bool strict, StringAt& result);
// With quotes and escapes; ASCII only or as it is.
Result<Str*> quote_ascii(Interpreter&, const Str* text);
Result<Str*> quote(Interpreter&, const Str* text);
// JSONDecodeError(message, document, position).
Failure refuse(Thread&, std::string_view message, Str* document, std::size_t position);

// The functions as the module holds them; an encoder that is given them calls no function.
Result<Object*> encode_basestring_ascii(Thread&, Object*, Object* const* arguments);
Result<Object*> encode_basestring(Thread&, Object*, Object* const* arguments);

Status add_scanner(Thread&, Module*);
Status add_encoder(Thread&, Module*);

}  // namespace json

}  // namespace ouro
