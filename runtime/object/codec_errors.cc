// Codec errors: the native handlers, and calling registered ones.
#include "runtime/object/codec_errors.h"

#include <algorithm>
#include <array>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/codec.h"
#include "runtime/object/container.h"
#include "runtime/object/octets.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str_kernel.h"
#include "runtime/object/tuple.h"
#include "runtime/source/character_name.h"

namespace ouro {

namespace {

struct PolicyRow {
  std::string_view name;
  ErrorPolicy policy;
};
constexpr PolicyRow kPolicies[] = {
    PolicyRow{"", ErrorPolicy::kStrict},
    PolicyRow{"strict", ErrorPolicy::kStrict},
    PolicyRow{"ignore", ErrorPolicy::kIgnore},
    PolicyRow{"replace", ErrorPolicy::kReplace},
    PolicyRow{"backslashreplace", ErrorPolicy::kBackslashReplace},
    PolicyRow{"xmlcharrefreplace", ErrorPolicy::kXmlReplace},
    PolicyRow{"surrogateescape", ErrorPolicy::kSurrogateEscape},
    PolicyRow{"surrogatepass", ErrorPolicy::kSurrogatePass},
};

constexpr char kHexDigits[] = "0123456789abcdef";
constexpr char32_t kEscapeBase = 0xdc00;
constexpr char32_t kReplacementCharacter = 0xfffd;

constexpr bool is_escaped_octet(char32_t character) {
  return character >= 0xdc80 && character <= 0xdcff;
}

}  // namespace

ErrorPolicy error_policy(std::string_view errors) noexcept {
  for (const PolicyRow& row : kPolicies) {
    if (row.name == errors) return row.policy;
  }
  return ErrorPolicy::kRegistered;
}

// ---- The exceptions ---------------------------------------------------------------------------

namespace {

Result<Object*> make_error(Thread& thread, TypeId type, const char* encoding, Object* object,
                           std::size_t start, std::size_t end, std::string_view reason) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Str> name(TRY(make_str(interpreter, encoding)));
  Ref<Str> why(TRY(make_str(interpreter, reason)));
  Ref<> from(TRY(make_int_object(thread, static_cast<std::intptr_t>(start))));
  Ref<> to(TRY(make_int_object(thread, static_cast<std::intptr_t>(end))));
  return call(thread, type_of(thread, type), {name, object, from, to, why});
}

Result<Object*> make_decode_error(Thread& thread, const DecodeProblem& problem) {
  Ref<Bytes> bytes(
      TRY(make_bytes(thread.interpreter(), problem.bytes.data(), problem.bytes.size())));
  return make_error(thread, TypeId::kUnicodeDecodeError, problem.encoding, bytes, problem.start,
                    problem.end, problem.reason);
}

Result<Object*> make_encode_error(Thread& thread, const EncodeProblem& problem) {
  return make_error(thread, TypeId::kUnicodeEncodeError, problem.encoding, problem.text,
                    problem.start, problem.end, problem.reason);
}

Failure raise_made(Thread& thread, Result<Object*> made) {
  if (!made.ok()) return failure;
  Ref<> error(made.value());
  return raise_object(thread, static_cast<Exception*>(error.get()));
}

}  // namespace

Failure raise_decode_error(Thread& thread, const DecodeProblem& problem) {
  return raise_made(thread, make_decode_error(thread, problem));
}

Failure raise_encode_error(Thread& thread, const EncodeProblem& problem) {
  return raise_made(thread, make_encode_error(thread, problem));
}

// ---- Registered handlers ----------------------------------------------------------------------

namespace {

// (replacement, position) as the handler gave it; checked and made absolute.
struct Answer {
  Ref<> value;
  std::size_t next = 0;
};

Status check_answer(Thread& thread, Object* answer, bool bytes_allowed) {
  const bool pair = is_tuple(answer) && static_cast<Tuple*>(answer)->size == 2;
  if (pair) {
    const auto& tuple = *static_cast<Tuple*>(answer);
    if (is_int(tuple[1]) && (is_str(tuple[0]) || (bytes_allowed && is_bytes(tuple[0]))))
      return done;
  }
  return raise(thread, TypeId::kTypeError,
               bytes_allowed ? "encoding error handler must return (str/bytes, int) tuple"
                             : "decoding error handler must return (str, int) tuple");
}

Status read_answer(Thread& thread, Object* answer, bool bytes_allowed, Answer& out) {
  TRY(check_answer(thread, answer, bytes_allowed));
  const auto& tuple = *static_cast<Tuple*>(answer);
  out.value.reset(retain(tuple[0]));
  return done;
}

Result<std::size_t> read_position(Thread& thread, Object* answer, std::size_t length) {
  const std::intptr_t given = TRY(to_index_value(thread, (*static_cast<Tuple*>(answer))[1]));
  const auto size = static_cast<std::intptr_t>(length);
  const std::intptr_t position = given < 0 ? given + size : given;
  if (position >= 0 && position <= size) return static_cast<std::size_t>(position);
  return raise(thread, TypeId::kIndexError, "position {} from error handler out of bounds", given);
}

Result<Object*> call_handler(Thread& thread, std::string_view errors, Object* error) {
  Ref<> handler(TRY(lookup_codec_errors(thread, errors)));
  return call(thread, handler, error);
}

Result<std::size_t> ask_about_bytes(Thread& thread, DecodeProblem& problem, std::string_view errors,
                                    TextBuilder& out, Ref<>& holder) {
  Ref<> error(TRY(make_decode_error(thread, problem)));
  Ref<> answer(TRY(call_handler(thread, errors, error)));
  Answer read;
  TRY(read_answer(thread, answer, false, read));
  Object* object = static_cast<UnicodeErrorException*>(error.get())->object;
  if (object == nullptr || !is_bytes(object)) {
    return raise(thread, TypeId::kTypeError, "exception attribute object must be bytes");
  }
  holder.reset(retain(object));
  problem.bytes = as_bytes(object)->view();
  const std::size_t next = TRY(read_position(thread, answer, problem.bytes.size()));
  TRY(out.append(static_cast<Str*>(read.value.get())));
  return next;
}

Result<Replacement> ask_about_text(Thread& thread, const EncodeProblem& problem,
                                   std::string_view errors) {
  Ref<> error(TRY(make_encode_error(thread, problem)));
  Ref<> answer(TRY(call_handler(thread, errors, error)));
  Answer read;
  TRY(read_answer(thread, answer, true, read));
  const std::size_t next = TRY(read_position(thread, answer, problem.text->length));
  return Replacement{read.value.take(), next};
}

// ---- Decoding ---------------------------------------------------------------------------------

Status append_octet_escape(TextBuilder& out, std::uint8_t octet) {
  const char text[] = {'\\', 'x', kHexDigits[octet >> 4], kHexDigits[octet & 15]};
  return out.append(std::string_view(text, sizeof(text)));
}

// As many of the bytes as can be smuggled; 0: none.
Result<std::size_t> escape_octets(TextBuilder& out, const DecodeProblem& problem) {
  std::size_t at = problem.start;
  for (; at < problem.end && at < problem.start + 4; ++at) {
    const auto octet = static_cast<std::uint8_t>(problem.bytes[at]);
    if (octet < 0x80) break;
    TRY(out.append(kEscapeBase + octet));
  }
  return at;
}

}  // namespace

Result<std::size_t> handle_decode_problem(Thread& thread, DecodeProblem& problem,
                                          std::string_view errors, TextBuilder& out,
                                          Ref<>& holder) {
  switch (error_policy(errors)) {
    case ErrorPolicy::kIgnore: return problem.end;
    case ErrorPolicy::kReplace: TRY(out.append(kReplacementCharacter)); return problem.end;
    case ErrorPolicy::kBackslashReplace:
      for (std::size_t at = problem.start; at < problem.end; ++at) {
        TRY(append_octet_escape(out, static_cast<std::uint8_t>(problem.bytes[at])));
      }
      return problem.end;
    case ErrorPolicy::kSurrogateEscape: {
      const std::size_t next = TRY(escape_octets(out, problem));
      if (next > problem.start) return next;
      return raise_decode_error(thread, problem);
    }
    case ErrorPolicy::kXmlReplace:
      return raise(thread, TypeId::kTypeError,
                   "don't know how to handle UnicodeDecodeError in error callback");
    case ErrorPolicy::kRegistered: return ask_about_bytes(thread, problem, errors, out, holder);
    default: return raise_decode_error(thread, problem);
  }
}

// ---- Encoding ---------------------------------------------------------------------------------

namespace {

template <typename Put>
void put_backslash(char32_t character, Put& put) {
  const int digits = character < 0x100 ? 2 : character < 0x10000 ? 4 : 8;
  put(U'\\');
  put(static_cast<char32_t>(digits == 2 ? 'x' : digits == 4 ? 'u' : 'U'));
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
    put(static_cast<char32_t>(kHexDigits[character >> shift & 15]));
  }
}

template <typename Put>
void put_xml(char32_t character, Put& put) {
  char digits[8];
  std::size_t count = 0;
  do digits[count++] = static_cast<char>('0' + character % 10);
  while ((character /= 10) != 0);
  put(U'&');
  put(U'#');
  while (count > 0) put(static_cast<char32_t>(digits[--count]));
  put(U';');
}

// The bytes behind surrogates that smuggle them; fewer than asked for: the next one does not.
Result<Bytes*> unescape(Thread& thread, EncodeProblem& problem) {
  std::size_t end = problem.start;
  while (end < problem.end && is_escaped_octet(problem.text->at(end))) ++end;
  if (end < problem.end) {
    if (!problem.whole) problem.start = end;
    return raise_encode_error(thread, problem);
  }
  Bytes* bytes = TRY(make_bytes_for(thread.interpreter(), end - problem.start));
  for (std::size_t at = problem.start; at < end; ++at) {
    bytes->data()[at - problem.start] =
        static_cast<std::uint8_t>(problem.text->at(at) - kEscapeBase);
  }
  return bytes;
}

Result<Str*> question_marks(Thread& thread, std::size_t count) {
  Ref<Str> mark(TRY(make_character(thread.interpreter(), '?')));
  return str_repeat(thread.interpreter(), mark, count);
}

}  // namespace

Result<Str*> backslash_text(Thread& thread, const Str* text, std::size_t start, std::size_t end) {
  return build_str(thread.interpreter(), [&](auto put) {
    for (std::size_t at = start; at < end; ++at) put_backslash(text->at(at), put);
  });
}

Result<Str*> xml_text(Thread& thread, const Str* text, std::size_t start, std::size_t end) {
  return build_str(thread.interpreter(), [&](auto put) {
    for (std::size_t at = start; at < end; ++at) put_xml(text->at(at), put);
  });
}

namespace {

template <typename Put>
void put_name(char32_t character, Put& put) {
  char buffer[syntax::kCharacterNameMax];
  const std::string_view name = syntax::character_name(character, buffer);
  if (name.empty()) return put_backslash(character, put);
  for (const char letter : {'\\', 'N', '{'}) put(static_cast<char32_t>(letter));
  for (const char letter : name) put(static_cast<char32_t>(letter));
  put(U'}');
}

Result<Str*> name_text(Thread& thread, const Str* text, std::size_t start, std::size_t end) {
  return build_str(thread.interpreter(), [&](auto put) {
    for (std::size_t at = start; at < end; ++at) put_name(text->at(at), put);
  });
}

}  // namespace

Result<Replacement> handle_encode_problem(Thread& thread, EncodeProblem problem,
                                          std::string_view errors) {
  const auto replaced = [&](Result<Object*> value) -> Result<Replacement> {
    return Replacement{TRY(value), problem.end};
  };
  switch (error_policy(errors)) {
    case ErrorPolicy::kIgnore: return replaced(make_str(thread.interpreter(), ""));
    case ErrorPolicy::kReplace:
      return replaced(question_marks(thread, problem.end - problem.start));
    case ErrorPolicy::kBackslashReplace:
      return replaced(backslash_text(thread, problem.text, problem.start, problem.end));
    case ErrorPolicy::kXmlReplace:
      return replaced(xml_text(thread, problem.text, problem.start, problem.end));
    case ErrorPolicy::kSurrogateEscape: return replaced(unescape(thread, problem));
    case ErrorPolicy::kRegistered: return ask_about_text(thread, problem, errors);
    default: return raise_encode_error(thread, problem);
  }
}

// ---- The handlers as functions ----------------------------------------------------------------

namespace {

struct Problem {
  UnicodeErrorException* error;
  TypeId type;
  std::size_t start;
  std::size_t end;
};

std::size_t length_of(const Object* object) {
  return is_str(object)     ? static_cast<const Str*>(object)->length
         : is_bytes(object) ? static_cast<const Bytes*>(object)->length
                            : 0;
}

Failure refuse_exception(Thread& thread, const Object* exception) {
  return raise(thread, TypeId::kTypeError, "don't know how to handle {} in error callback",
               type_name(exception->type));
}

Result<Problem> read_problem(Thread& thread, Object* exception) {
  constexpr TypeId kKinds[] = {TypeId::kUnicodeEncodeError, TypeId::kUnicodeDecodeError,
                               TypeId::kUnicodeTranslateError};
  for (const TypeId kind : kKinds) {
    if (!is_subtype(exception->type, type_of(thread, kind))) continue;
    auto* error = static_cast<UnicodeErrorException*>(exception);
    if (error->object == nullptr) break;
    const auto size = static_cast<std::intptr_t>(length_of(error->object));
    const std::intptr_t start =
        std::clamp<std::intptr_t>(error->start, 0, std::max<std::intptr_t>(size - 1, 0));
    const std::intptr_t end =
        std::clamp<std::intptr_t>(error->end, std::min<std::intptr_t>(1, size), size);
    return Problem{error, kind, static_cast<std::size_t>(start), static_cast<std::size_t>(end)};
  }
  return refuse_exception(thread, exception);
}

Result<Object*> answer(Thread& thread, Result<Object*> value, std::size_t next) {
  Ref<> replacement(TRY(value));
  Ref<> position(TRY(make_int_object(thread, static_cast<std::intptr_t>(next))));
  return pack_tuple<Object, Object>(thread.interpreter(), replacement, position);
}

Result<Object*> raise_again(Thread& thread, Object* exception) {
  if (!is_exception(exception)) {
    return raise(thread, TypeId::kTypeError, "codec must pass exception instance");
  }
  return raise_object(thread, static_cast<Exception*>(exception));
}

Result<Object*> strict_errors(Thread& thread, Object*, Object* const* arguments) {
  return raise_again(thread, arguments[0]);
}

Result<Object*> ignore_errors(Thread& thread, Object*, Object* const* arguments) {
  const Problem problem = TRY(read_problem(thread, arguments[0]));
  return answer(thread, make_str(thread.interpreter(), ""), problem.end);
}

Result<Object*> replace_errors(Thread& thread, Object*, Object* const* arguments) {
  const Problem problem = TRY(read_problem(thread, arguments[0]));
  const std::size_t count = problem.end > problem.start ? problem.end - problem.start : 0;
  if (problem.type == TypeId::kUnicodeEncodeError) {
    return answer(thread, question_marks(thread, count), problem.end);
  }
  Ref<Str> mark(TRY(make_character(thread.interpreter(), kReplacementCharacter)));
  const std::size_t times = problem.type == TypeId::kUnicodeDecodeError ? 1 : count;
  return answer(thread, str_repeat(thread.interpreter(), mark, times), problem.end);
}

Result<Object*> xml_errors(Thread& thread, Object*, Object* const* arguments) {
  const Problem problem = TRY(read_problem(thread, arguments[0]));
  if (problem.type != TypeId::kUnicodeEncodeError) return refuse_exception(thread, arguments[0]);
  return answer(
      thread,
      xml_text(thread, static_cast<Str*>(problem.error->object), problem.start, problem.end),
      problem.end);
}

Result<Object*> backslash_errors(Thread& thread, Object*, Object* const* arguments) {
  const Problem problem = TRY(read_problem(thread, arguments[0]));
  if (problem.type != TypeId::kUnicodeDecodeError) {
    return answer(thread,
                  backslash_text(thread, static_cast<Str*>(problem.error->object), problem.start,
                                 problem.end),
                  problem.end);
  }
  TextBuilder builder(thread.interpreter());
  const auto* bytes = static_cast<Bytes*>(problem.error->object);
  for (std::size_t at = problem.start; at < problem.end; ++at) {
    TRY(append_octet_escape(builder, bytes->data()[at]));
  }
  return answer(thread, builder.finish(), problem.end);
}

Result<Object*> escape_errors(Thread& thread, Object*, Object* const* arguments) {
  const Problem problem = TRY(read_problem(thread, arguments[0]));
  if (problem.type == TypeId::kUnicodeEncodeError) {
    auto* text = static_cast<Str*>(problem.error->object);
    for (std::size_t at = problem.start; at < problem.end; ++at) {
      if (!is_escaped_octet(text->at(at))) return raise_again(thread, arguments[0]);
    }
    EncodeProblem encode{"", text, problem.start, problem.end, ""};
    return answer(thread, unescape(thread, encode), problem.end);
  }
  if (problem.type != TypeId::kUnicodeDecodeError) return refuse_exception(thread, arguments[0]);
  TextBuilder builder(thread.interpreter());
  const DecodeProblem decode{"", static_cast<Bytes*>(problem.error->object)->view(), problem.start,
                             problem.end, ""};
  const std::size_t next = TRY(escape_octets(builder, decode));
  if (next == problem.start) return raise_again(thread, arguments[0]);
  return answer(thread, builder.finish(), next);
}

// The encoding named by the exception encodes or decodes the surrogates of the range itself.
Result<Object*> pass_errors(Thread& thread, Object*, Object* const* arguments) {
  const Problem problem = TRY(read_problem(thread, arguments[0]));
  Ref<> encoding(retain(problem.error->encoding));
  if (!is_str(encoding) || !static_cast<Str*>(encoding.get())->ascii) {
    return raise_again(thread, arguments[0]);
  }
  const std::string_view name = static_cast<Str*>(encoding.get())->ascii_view();
  if (!name.starts_with("utf")) return raise_again(thread, arguments[0]);
  if (problem.type == TypeId::kUnicodeEncodeError) {
    Ref<Str> part(TRY(str_slice(thread.interpreter(), static_cast<Str*>(problem.error->object),
                                problem.start, problem.end)));
    return answer(thread, encode_str(thread, part, name, "surrogatepass"), problem.end);
  }
  if (problem.type != TypeId::kUnicodeDecodeError) return refuse_exception(thread, arguments[0]);
  const std::string_view bytes = static_cast<Bytes*>(problem.error->object)->view();
  const std::size_t unit = name.find("32") != name.npos ? 4 : name.find("16") != name.npos ? 2 : 3;
  Result<Str*> part =
      decode_bytes(thread, bytes.substr(problem.start, unit), name, "surrogatepass");
  if (!part.ok()) {
    clear_pending(thread);
    return raise_again(thread, arguments[0]);
  }
  return answer(thread, part, std::min(problem.start + unit, bytes.size()));
}

Result<Object*> name_errors(Thread& thread, Object*, Object* const* arguments) {
  const Problem problem = TRY(read_problem(thread, arguments[0]));
  if (problem.type != TypeId::kUnicodeEncodeError) return refuse_exception(thread, arguments[0]);
  return answer(
      thread,
      name_text(thread, static_cast<Str*>(problem.error->object), problem.start, problem.end),
      problem.end);
}

constexpr NativeMethod kHandlers[] = {
    {"strict_errors(module, exception, /)", strict_errors},
    {"ignore_errors(module, exception, /)", ignore_errors},
    {"replace_errors(module, exception, /)", replace_errors},
    {"xmlcharrefreplace_errors(module, exception, /)", xml_errors},
    {"backslashreplace_errors(module, exception, /)", backslash_errors},
    {"namereplace_errors(module, exception, /)", name_errors},
    {"surrogateescape(module, exception, /)", escape_errors},
    {"surrogatepass(module, exception, /)", pass_errors},
};

}  // namespace

const NativeMethod* find_native_handler(std::string_view name) noexcept {
  for (const NativeMethod& handler : kHandlers) {
    const std::string_view full = handler.signature.name();
    const std::string_view known =
        full.ends_with("_errors") ? full.substr(0, full.size() - 7) : full;
    if (known == name) return &handler;
  }
  return nullptr;
}

}  // namespace ouro
