// Codec errors: what happens when bytes cannot be decoded or text cannot be encoded.
//
// The handlers that everybody uses are native and need no exception object; the others, registered
// by the program, get one and answer with a replacement and where to go on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/object/bytes.h"
#include "runtime/object/object.h"
#include "runtime/object/str.h"
#include "runtime/object/text_builder.h"

namespace ouro {

enum class ErrorPolicy : std::uint8_t {
  kStrict,
  kIgnore,
  kReplace,
  kBackslashReplace,
  kXmlReplace,
  kSurrogateEscape,
  kSurrogatePass,
  kRegistered,  // looked up by its name
};
ErrorPolicy error_policy(std::string_view errors) noexcept;

// bytes[start, end) cannot be decoded.
struct DecodeProblem {
  const char* encoding;
  std::string_view bytes;  // all of them
  std::size_t start;
  std::size_t end;
  const char* reason;
};
// Puts the replacement into `out`; the result is where decoding goes on. `bytes` may become others:
// a handler can replace them; `holder` then keeps them alive.
Result<std::size_t> handle_decode_problem(Thread&, DecodeProblem& problem, std::string_view errors,
                                          TextBuilder& out, Ref<>& holder);
Failure raise_decode_error(Thread&, const DecodeProblem&);

// text[start, end) cannot be encoded.
struct EncodeProblem {
  const char* encoding;
  Str* text;
  std::size_t start;
  std::size_t end;
  const char* reason;
  bool whole = false;  // an error names the whole run, not only what is left of it
};
// What stands for the characters: a Str (to be encoded itself) or Bytes (as they are), and where
// encoding goes on.
struct Replacement {
  Object* value = nullptr;  // owned
  std::size_t next = 0;
};
Result<Replacement> handle_encode_problem(Thread&, EncodeProblem problem, std::string_view errors);
Failure raise_encode_error(Thread&, const EncodeProblem&);

// The text that stands for characters under backslashreplace and xmlcharrefreplace.
Result<Str*> backslash_text(Thread&, const Str* text, std::size_t start, std::size_t end);
Result<Str*> xml_text(Thread&, const Str* text, std::size_t start, std::size_t end);

// The handlers as functions of the language: codecs.strict_errors(exception) and so on. Null:
// `name` is none of them.
const struct NativeMethod* find_native_handler(std::string_view name) noexcept;

}  // namespace ouro
