// _string: how str.format() reads its fields, for string.Formatter.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/iterators.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

Status check_str(Thread& thread, Object* text) {
  if (is_str(text)) return done;
  return raise(thread, TypeId::kTypeError, "expected str, got {}",
               static_cast<const Type*>(text->type));
}

struct Range {
  std::size_t start = 0;
  std::size_t end = 0;
};

// One piece of a format: literal text, then perhaps a field.
struct Piece {
  Range literal;
  bool has_field = false;
  Range name;
  Range specification;
  char32_t conversion = 0;  // 0: none
};

class FieldReader {
 public:
  FieldReader(Thread& thread, Str* text) : thread_(thread), text_(text) {}
  bool at_end() const { return at_ >= text_->length; }
  Status read(Piece& piece);

 private:
  Failure refuse(const char* reason) { return raise(thread_, TypeId::kValueError, "{}", reason); }
  char32_t take() { return text_->at(at_++); }
  char32_t skip_name();
  Status read_field(Piece& piece);
  Status read_conversion(Piece& piece, bool& ended);
  Status read_specification(Piece& piece);

  Thread& thread_;
  Str* text_;
  std::size_t at_ = 0;
};

Status FieldReader::read(Piece& piece) {
  const std::size_t start = at_;
  char32_t c = 0;
  bool brace = false;
  while (!at_end() && !brace) {
    c = take();
    brace = c == '{' || c == '}';
  }
  piece.literal = {start, at_};
  if (!brace) return done;
  const bool doubled = !at_end() && text_->at(at_) == c;
  if (c == '}' && !doubled) return refuse("Single '}' encountered in format string");
  if (at_end()) return refuse("Single '{' encountered in format string");
  if (doubled) {  // stands for itself
    ++at_;
    return done;
  }
  --piece.literal.end;
  piece.has_field = true;
  return read_field(piece);
}

// To the character behind the name: '}', ':', '!' or '{'; 0: there is none.
char32_t FieldReader::skip_name() {
  while (!at_end()) {
    const char32_t c = take();
    if (c == '{' || c == '}' || c == ':' || c == '!') return c;
    if (c != '[') continue;
    while (!at_end() && text_->at(at_) != ']') ++at_;
  }
  return 0;
}

Status FieldReader::read_field(Piece& piece) {
  const std::size_t start = at_;
  const char32_t c = skip_name();
  if (c == '{') return refuse("unexpected '{' in field name");
  if (c == 0) return refuse("expected '}' before end of string");
  piece.name = {start, at_ - 1};
  if (c == '}') return done;
  bool ended = false;
  if (c == '!') TRY(read_conversion(piece, ended));
  return ended ? done : read_specification(piece);
}

Status FieldReader::read_conversion(Piece& piece, bool& ended) {
  if (at_end()) return refuse("end of string while looking for conversion specifier");
  piece.conversion = take();
  if (at_end()) return done;
  const char32_t c = take();
  ended = c == '}';
  return ended || c == ':' ? done : Status(refuse("expected ':' after conversion specifier"));
}

Status FieldReader::read_specification(Piece& piece) {
  const std::size_t start = at_;
  for (std::size_t depth = 1; !at_end();) {
    const char32_t c = take();
    if (c == '{') ++depth;
    if (c != '}' || --depth != 0) continue;
    piece.specification = {start, at_ - 1};
    return done;
  }
  return refuse("unmatched '{' in format spec");
}

Result<Object*> slice_or_none(Thread& thread, Str* text, bool present, Range range) {
  if (!present) return new_none(thread);
  return str_slice(thread.interpreter(), text, range.start, range.end);
}

Result<Object*> make_piece(Thread& thread, Str* text, const Piece& piece) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Tuple> result(TRY(make_tuple(interpreter, 4)));
  result->items()[0] = TRY(str_slice(interpreter, text, piece.literal.start, piece.literal.end));
  result->items()[1] = TRY(slice_or_none(thread, text, piece.has_field, piece.name));
  result->items()[2] = TRY(slice_or_none(thread, text, piece.has_field, piece.specification));
  result->items()[3] = piece.conversion == 0
                           ? interpreter.new_none()
                           : TRY(Result<Object*>(make_character(interpreter, piece.conversion)));
  return result.take();
}

Result<Object*> formatter_parser(Thread& thread, Object*, Object* const* arguments) {
  TRY(check_str(thread, arguments[0]));
  auto* text = static_cast<Str*>(arguments[0]);
  Ref<List> pieces(TRY(make_list(thread.interpreter())));
  for (FieldReader reader(thread, text); !reader.at_end();) {
    Piece piece;
    TRY(reader.read(piece));
    TRY(list_append_owned(thread.interpreter(), pieces, TRY(make_piece(thread, text, piece))));
  }
  return make_list_iterator(thread.interpreter(), pieces);
}

// Only digits: an index; everything else is a name.
Result<Object*> index_or_name(Thread& thread, Str* text, Range range) {
  std::int64_t value = 0;
  bool digits = range.end > range.start;
  for (std::size_t at = range.start; at < range.end && digits; ++at) {
    const char32_t c = text->at(at);
    digits = c >= '0' && c <= '9';
    if (!digits) break;
    if (value > (INT64_MAX - 9) / 10) {
      return raise(thread, TypeId::kValueError, "Too many decimal digits in format string");
    }
    value = 10 * value + static_cast<std::int64_t>(c - '0');
  }
  if (digits) return make_int(thread.interpreter(), value);
  return str_slice(thread.interpreter(), text, range.start, range.end);
}

std::size_t name_end(const Str* text, std::size_t at) {
  while (at < text->length && text->at(at) != '.' && text->at(at) != '[') ++at;
  return at;
}

// ".name" or "[key]" at `at`, which moves behind it.
Result<Object*> next_access(Thread& thread, Str* text, std::size_t& at) {
  const char32_t c = text->at(at++);
  if (c != '.' && c != '[') {
    return raise(thread, TypeId::kValueError,
                 "Only '.' or '[' may follow ']' in format field specifier");
  }
  const bool attribute = c == '.';
  Range range{at, at};
  if (attribute) {
    at = range.end = name_end(text, at);
  } else {
    while (range.end < text->length && text->at(range.end) != ']') ++range.end;
    if (range.end == text->length)
      return raise(thread, TypeId::kValueError, "Missing ']' in format string");
    at = range.end + 1;
  }
  if (range.start == range.end)
    return raise(thread, TypeId::kValueError, "Empty attribute in format string");
  Ref<> key(TRY(attribute
                    ? Result<Object*>(str_slice(thread.interpreter(), text, range.start, range.end))
                    : index_or_name(thread, text, range)));
  return pack_tuple<Object, Object>(thread.interpreter(), thread.interpreter().boolean(attribute),
                                    key);
}

Result<Object*> field_name_split(Thread& thread, Object*, Object* const* arguments) {
  TRY(check_str(thread, arguments[0]));
  auto* text = static_cast<Str*>(arguments[0]);
  std::size_t at = name_end(text, 0);
  Ref<> first(TRY(index_or_name(thread, text, {0, at})));
  Ref<List> accesses(TRY(make_list(thread.interpreter())));
  while (at < text->length) {
    TRY(list_append_owned(thread.interpreter(), accesses, TRY(next_access(thread, text, at))));
  }
  Ref<> rest(TRY(make_list_iterator(thread.interpreter(), accesses)));
  return pack_tuple(thread.interpreter(), first.get(), rest.get());
}

constexpr NativeMethod kFunctions[] = {
    {"formatter_field_name_split(module, field_name, /)", field_name_split, Binding::kInstance,
     "split the argument as a field name"},
    {"formatter_parser(module, format_string, /)", formatter_parser, Binding::kInstance,
     "parse the argument as a format string"},
};

}  // namespace

extern const ModuleDescriptor kStringModule;
const ModuleDescriptor kStringModule = {
    .name = "_string",
    .doc = "string helper module",
    .functions = kFunctions,
};

}  // namespace ouro
