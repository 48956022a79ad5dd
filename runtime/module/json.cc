// _json: reading and writing the strings of JSON; the scanner and the encoder have their own files.
#include "runtime/module/json.h"

#include <array>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/str_kernel.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro::json {

Failure refuse(Thread& thread, std::string_view message, Str* document, std::size_t position) {
  const auto make = [&]() -> Result<Object*> {
    Ref<> module(TRY(import_module(thread, "json.decoder")));
    Ref<> type(TRY(get_attribute(thread, module, "JSONDecodeError")));
    Ref<Str> text(TRY(make_str(thread.interpreter(), message)));
    Ref<> place(TRY(make_int_object(thread, static_cast<std::intptr_t>(position))));
    return call(thread, type, {text.get(), document, place.get()});
  };
  Result<Object*> made = make();
  if (!made.ok()) return failure;
  Ref<> error(made.value());
  if (!is_exception(error)) {
    return raise(thread, TypeId::kTypeError, "exceptions must derive from BaseException");
  }
  return raise_object(thread, static_cast<Exception*>(error.get()));
}

// ---- Reading ----------------------------------------------------------------------------------

namespace {

constexpr char32_t kSurrogateFirst = 0xd800, kSurrogateLow = 0xdc00, kSurrogateEnd = 0xe000;

bool is_high(char32_t unit) { return unit >= kSurrogateFirst && unit < kSurrogateLow; }
bool is_low(char32_t unit) { return unit >= kSurrogateLow && unit < kSurrogateEnd; }

int digit_of(char32_t character) {
  if (character >= '0' && character <= '9') return static_cast<int>(character - '0');
  const char32_t lower = character | 0x20;
  return lower >= 'a' && lower <= 'f' ? static_cast<int>(lower - 'a' + 10) : -1;
}

// The character behind a backslash that stands for another one; 0: there is none.
char32_t unescaped(char32_t character) {
  switch (character) {
    case '"':
    case '\\':
    case '/': return character;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return 0;
  }
}

class StringReader {
 public:
  StringReader(Thread& thread, Str* document, std::size_t start, bool strict)
      : thread_(thread),
        document_(document),
        start_(start),
        at_(start),
        strict_(strict),
        builder_(thread.interpreter()) {}

  Status run(StringAt& result) {
    while (true) {
      const std::size_t from = at_;
      TRY(skip_plain());
      const bool ends = document_->at(at_) == '"';
      if (ends && from == start_) {
        result.text.reset(TRY(str_slice(thread_.interpreter(), document_, from, at_)));
        break;
      }
      TRY(builder_.append(document_, from, at_));
      if (ends) {
        result.text.reset(TRY(builder_.finish()));
        break;
      }
      TRY(read_escape());
    }
    result.end = at_ + 1;
    return done;
  }

 private:
  // Up to a quote or a backslash.
  Status skip_plain() {
    const std::size_t length = document_->length;
    at_ = with_characters(document_, [&](const auto* characters) {
      std::size_t at = at_;
      while (at < length && characters[at] != '"' && characters[at] != '\\' &&
             (characters[at] > 0x1f || !strict_)) {
        ++at;
      }
      return at;
    });
    if (at_ == length) return unterminated();
    if (document_->at(at_) <= 0x1f)
      return refuse(thread_, "Invalid control character at", document_, at_);
    return done;
  }

  Status read_escape() {
    if (++at_ == document_->length) return unterminated();
    const char32_t kind = document_->at(at_++);
    if (kind == 'u') return read_unit_escape();
    const char32_t character = unescaped(kind);
    if (character == 0) return refuse(thread_, "Invalid \\escape", document_, at_ - 2);
    return builder_.append(character);
  }

  Status read_unit_escape() {
    char32_t character = TRY(read_unit());
    const bool pair = is_high(character) && at_ + 6 < document_->length &&
                      document_->at(at_) == '\\' && document_->at(at_ + 1) == 'u';
    if (pair) {
      const std::size_t behind = at_;
      at_ += 2;
      const char32_t low = TRY(read_unit());
      if (is_low(low)) {
        character = 0x10000 + ((character - kSurrogateFirst) << 10) + (low - kSurrogateLow);
      } else {
        at_ = behind;
      }
    }
    return builder_.append(character);
  }

  Result<char32_t> read_unit() {
    constexpr std::size_t kDigits = 4;
    const std::size_t escape = at_ - 1;
    const auto invalid = [&] {
      return refuse(thread_, "Invalid \\uXXXX escape", document_, escape);
    };
    if (at_ + kDigits >= document_->length) return invalid();
    char32_t unit = 0;
    for (const std::size_t end = at_ + kDigits; at_ < end; ++at_) {
      const int digit = digit_of(document_->at(at_));
      if (digit < 0) return invalid();
      unit = unit << 4 | static_cast<char32_t>(digit);
    }
    return unit;
  }

  Status unterminated() {
    return refuse(thread_, "Unterminated string starting at", document_, start_ - 1);
  }

  Thread& thread_;
  Str* document_;
  std::size_t start_;
  std::size_t at_;
  bool strict_;
  TextBuilder builder_;
};

}  // namespace

Status read_string(Thread& thread, Str* document, std::size_t start, bool strict,
                   StringAt& result) {
  return StringReader(thread, document, start, strict).run(result);
}

// ---- Writing ----------------------------------------------------------------------------------

namespace {

// What stands behind the backslash; 0: the character needs none, 'u': it is written as digits.
constexpr auto kShortEscapes = [] {
  std::array<char, 0x80> table{};
  for (std::size_t control = 0; control < 0x20; ++control) table[control] = 'u';
  table['"'] = '"';
  table['\\'] = '\\';
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  return table;
}();

template <typename Put>
void put_unit(char32_t unit, Put put) {
  put('\\');
  put('u');
  for (int shift = 12; shift >= 0; shift -= 4) put("0123456789abcdef"[unit >> shift & 15]);
}

template <typename Put>
void put_escaped(char32_t character, bool ascii_only, Put put) {
  if (character < 0x80) {
    const char escape = kShortEscapes[character];
    const bool deleted = character == 0x7f && ascii_only;
    if (escape == 'u' || deleted) return put_unit(character, put);
    if (escape != 0) put('\\');
    return put(escape != 0 ? static_cast<char32_t>(escape) : character);
  }
  if (!ascii_only) return put(character);
  if (character < 0x10000) return put_unit(character, put);
  put_unit(kSurrogateFirst + ((character - 0x10000) >> 10), put);
  put_unit(kSurrogateLow + ((character - 0x10000) & 0x3ff), put);
}

bool is_plain(const Str* text, bool ascii_only) {
  if (!text->ascii) return false;
  const std::uint8_t* characters = text->narrow();
  for (std::size_t index = 0; index < text->length; ++index) {
    if (kShortEscapes[characters[index]] != 0) return false;
    if (characters[index] == 0x7f && ascii_only) return false;
  }
  return true;
}

Result<Str*> quote_with(Interpreter& interpreter, const Str* text, bool ascii_only) {
  if (is_plain(text, ascii_only)) {
    Str* quoted = TRY(make_str_for(interpreter, text->length + 2, 0x7f));
    auto* out = static_cast<char*>(quoted->data());
    out[0] = out[text->length + 1] = '"';
    copy_characters(quoted, 1, text, 0, text->length);
    return quoted;
  }
  return build_str(interpreter, [&](auto put) {
    put('"');
    for (std::size_t index = 0; index < text->length; ++index) {
      put_escaped(text->at(index), ascii_only, put);
    }
    put('"');
  });
}

Result<const Str*> text_argument(Thread& thread, Object* text) {
  if (is_str(text)) return static_cast<const Str*>(text);
  return raise(thread, TypeId::kTypeError, "first argument must be a string, not {}",
               type_name(text->type));
}

}  // namespace

Result<Str*> quote_ascii(Interpreter& interpreter, const Str* text) {
  return quote_with(interpreter, text, true);
}

Result<Str*> quote(Interpreter& interpreter, const Str* text) {
  return quote_with(interpreter, text, false);
}

Result<Object*> encode_basestring_ascii(Thread& thread, Object*, Object* const* arguments) {
  return quote_ascii(thread.interpreter(), TRY(text_argument(thread, arguments[0])));
}

Result<Object*> encode_basestring(Thread& thread, Object*, Object* const* arguments) {
  return quote(thread.interpreter(), TRY(text_argument(thread, arguments[0])));
}

namespace {

Result<Object*> scanstring(Thread& thread, Object*, Object* const* arguments) {
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "first argument must be a string, not {}",
                 type_name(arguments[0]->type));
  }
  auto* document = static_cast<Str*>(arguments[0]);
  const std::intptr_t start = TRY(index_argument(thread, arguments[1]));
  const bool strict = arguments[2] == nullptr || TRY(is_true(thread, arguments[2]));
  if (start < 0 || static_cast<std::size_t>(start) > document->length) {
    return raise(thread, TypeId::kValueError, "end is out of bounds");
  }
  StringAt found;
  TRY(read_string(thread, document, static_cast<std::size_t>(start), strict, found));
  Ref<> end(TRY(make_int_object(thread, static_cast<std::intptr_t>(found.end))));
  return pack_tuple(thread.interpreter(), static_cast<Object*>(found.text), end.get());
}

Status execute(Thread& thread, Module* module) {
  TRY(add_scanner(thread, module));
  return add_encoder(thread, module);
}

constexpr NativeMethod kFunctions[] = {
    {"encode_basestring_ascii(string, /)", encode_basestring_ascii},
    {"encode_basestring(string, /)", encode_basestring},
    {"scanstring(string, end, strict=True, /)", scanstring},
};

}  // namespace

}  // namespace ouro::json

namespace ouro {

extern const ModuleDescriptor kJsonModule;
const ModuleDescriptor kJsonModule = {
    .name = "_json",
    .doc = "Reading and writing JSON.",
    .functions = json::kFunctions,
    .execute = json::execute,
};

}  // namespace ouro
