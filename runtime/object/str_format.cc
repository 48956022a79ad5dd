// Str: str.format(), str.format_map() and format(text, spec).
#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/dict.h"
#include "runtime/object/float_format.h"
#include "runtime/object/protocol.h"
#include "runtime/object/search.h"
#include "runtime/object/str_kernel.h"
#include "runtime/object/str_methods.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"
#include "runtime/object/unicode.h"

namespace ouro {
namespace {

Failure refuse(Thread& thread, const char* message) {
  return raise(thread, TypeId::kValueError, "{}", message);
}

// Characters [start, end) of a text.
struct Span {
  std::size_t start = 0;
  std::size_t end = 0;

  bool empty() const { return start >= end; }
};

// One replacement field as it is written.
struct Field {
  Span name;
  Span spec;
  char32_t conversion = 0;
  bool spec_has_fields = false;
};

// Where the numbers of the positional fields come from.
struct Numbering {
  enum class State : std::uint8_t { kUnknown, kAutomatic, kManual };
  State state = State::kUnknown;
  std::intptr_t next = 0;
};

// What the fields refer to. `positional` is null in format_map().
struct Values {
  Tuple* positional;
  Object* named;  // a Dict or any mapping; null: none
};

// ---- Reading fields ---------------------------------------------------------------------------

class FieldReader {
 public:
  FieldReader(Thread& thread, const Str* text, std::size_t at, std::size_t end)
      : thread_(thread), text_(text), at_(at), end_(end) {}

  std::size_t position() const { return at_; }

  // Behind the opening brace; stops behind the closing one.
  Status read(Field& field) {
    const std::size_t start = at_;
    const char32_t stop = TRY(find_name_end());
    field.name = {start, stop == 0 ? at_ : at_ - 1};
    if (stop == '}') return done;
    if (stop == 0) return refuse(thread_, "expected '}' before end of string");
    if (stop == '!' && TRY(read_conversion(field))) return done;
    return read_spec(field);
  }

 private:
  // '}', ':' or '!', which is passed; 0: the end.
  Result<char32_t> find_name_end() {
    while (at_ < end_) {
      const char32_t character = text_->at(at_++);
      if (character == '{') return refuse(thread_, "unexpected '{' in field name");
      if (character == '[') {
        while (at_ < end_ && text_->at(at_) != ']') ++at_;
      } else if (character == '}' || character == ':' || character == '!') {
        return character;
      }
    }
    return char32_t{0};
  }

  // True: the field ended behind it.
  Result<bool> read_conversion(Field& field) {
    if (at_ >= end_) {
      return refuse(thread_, "end of string while looking for conversion specifier");
    }
    field.conversion = text_->at(at_++);
    if (at_ >= end_) return false;
    const char32_t following = text_->at(at_++);
    if (following == '}') return true;
    if (following == ':') return false;
    return refuse(thread_, "expected ':' after conversion specifier");
  }

  Status read_spec(Field& field) {
    field.spec.start = at_;
    for (int depth = 1; at_ < end_;) {
      const char32_t character = text_->at(at_++);
      if (character == '{') {
        field.spec_has_fields = true;
        ++depth;
      } else if (character == '}' && --depth == 0) {
        field.spec.end = at_ - 1;
        return done;
      }
    }
    return refuse(thread_, "unmatched '{' in format spec");
  }

  Thread& thread_;
  const Str* text_;
  std::size_t at_;
  std::size_t end_;
};

// ---- Finding what a field names ---------------------------------------------------------------

class FieldFinder {
 public:
  FieldFinder(Thread& thread, Str* text, const Values& values, Numbering& numbering)
      : thread_(thread), text_(text), values_(values), numbering_(numbering) {}

  // "0.name[key]"
  Result<Object*> find(Span name) {
    std::size_t at = name.start;
    while (at < name.end && text_->at(at) != '.' && text_->at(at) != '[') ++at;
    Ref<> object(TRY(find_first({name.start, at})));
    while (at < name.end) object.reset(TRY(follow(object, name, at)));
    return object.take();
  }

 private:
  // -1: not a number.
  Result<std::intptr_t> number_in(Span span) {
    std::intptr_t number = 0;
    if (span.empty()) return -1;
    for (std::size_t at = span.start; at < span.end; ++at) {
      const int digit = unicode::decimal_value(text_->at(at));
      if (digit < 0) return -1;
      if (number > (PTRDIFF_MAX - digit) / 10) {
        return refuse(thread_, "Too many decimal digits in format string");
      }
      number = number * 10 + digit;
    }
    return number;
  }

  Status count_field(bool automatic) {
    using State = Numbering::State;
    const State wanted = automatic ? State::kAutomatic : State::kManual;
    if (numbering_.state == State::kUnknown) numbering_.state = wanted;
    if (numbering_.state == wanted) return done;
    return refuse(thread_, automatic ? "cannot switch from manual field specification to automatic "
                                       "field numbering"
                                     : "cannot switch from automatic field numbering to manual "
                                       "field specification");
  }

  Result<Object*> find_first(Span span) {
    std::intptr_t index = TRY(number_in(span));
    const bool automatic = span.empty();
    if (index < 0 && !automatic) return find_named(span);
    // A mapping's own fields are all named; numbers there are refused below.
    if (values_.positional != nullptr || automatic) TRY(count_field(automatic));
    if (automatic) index = numbering_.next++;
    if (values_.positional == nullptr) {
      return refuse(thread_, "Format string contains positional fields");
    }
    if (static_cast<std::size_t>(index) < values_.positional->size) {
      return retain((*values_.positional)[static_cast<std::size_t>(index)]);
    }
    return raise(thread_, TypeId::kIndexError,
                 "Replacement index {} out of range for positional args tuple", index);
  }

  Result<Object*> find_named(Span span) {
    Ref<Str> key(TRY(str_slice(thread_.interpreter(), text_, span.start, span.end)));
    if (values_.named == nullptr) return raise_value(thread_, TypeId::kKeyError, key);
    if (!is_exact(values_.named, TypeId::kDict)) return get_item(thread_, values_.named, key);
    Object* found = TRY(find_in_dict(thread_, static_cast<Dict*>(values_.named), key)).value;
    if (found != nullptr) return retain(found);
    return raise_value(thread_, TypeId::kKeyError, key);
  }

  // One ".name" or "[key]"; moves `at` behind it.
  Result<Object*> follow(Object* object, Span name, std::size_t& at) {
    const char32_t kind = text_->at(at++);
    const std::size_t start = at;
    if (kind == '.') {
      while (at < name.end && text_->at(at) != '.' && text_->at(at) != '[') ++at;
      return get_named(object, {start, at});
    }
    if (kind != '[') {
      return refuse(thread_, "Only '.' or '[' may follow ']' in format field specifier");
    }
    while (at < name.end && text_->at(at) != ']') ++at;
    if (at >= name.end) return refuse(thread_, "Missing ']' in format string");
    return get_subscript(object, {start, at++});
  }

  Result<Object*> get_named(Object* object, Span span) {
    if (span.empty()) return refuse(thread_, "Empty attribute in format string");
    Ref<Str> name(TRY(str_slice(thread_.interpreter(), text_, span.start, span.end)));
    Ref<Str> interned(TRY(intern(thread_.interpreter(), name)));
    return get_attribute(thread_, object, interned);
  }

  Result<Object*> get_subscript(Object* object, Span span) {
    if (span.empty()) return refuse(thread_, "Empty attribute in format string");
    const std::intptr_t index = TRY(number_in(span));
    Ref<> key;
    if (index >= 0) {
      key.reset(TRY(make_int_object(thread_, index)));
    } else {
      key.reset(TRY(str_slice(thread_.interpreter(), text_, span.start, span.end)));
    }
    return get_item(thread_, object, key);
  }

  Thread& thread_;
  Str* text_;
  const Values& values_;
  Numbering& numbering_;
};

// ---- Writing ----------------------------------------------------------------------------------

class Formatter {
 public:
  Formatter(Thread& thread, const Values& values) : thread_(thread), values_(values) {}

  // A spec is formatted itself when it has fields: once, not deeper.
  Result<Str*> run(Str* text, Span span, int depth) {
    if (depth < 0) return refuse(thread_, "Max string recursion exceeded");
    TextBuilder builder(thread_.interpreter());
    std::size_t at = span.start;
    while (at < span.end) {
      const std::size_t brace = find_brace(text, at, span.end);
      TRY(builder.append(text, at, brace));
      if (brace == span.end) break;
      at = TRY(take_brace(builder, text, {brace, span.end}, depth));
    }
    return builder.finish();
  }

 private:
  static std::size_t find_brace(const Str* text, std::size_t at, std::size_t end) {
    return with_characters(text, [&](const auto* characters) {
      while (at < end && characters[at] != '{' && characters[at] != '}') ++at;
      return at;
    });
  }

  // A doubled brace is one; anything else opens a field. The result is where to go on.
  Result<std::size_t> take_brace(TextBuilder& builder, Str* text, Span span, int depth) {
    const char32_t brace = text->at(span.start);
    const bool last = span.start + 1 == span.end;
    const bool doubled = !last && text->at(span.start + 1) == brace;
    if (doubled) {
      TRY(builder.append(brace));
      return span.start + 2;
    }
    if (brace == '}') return refuse(thread_, "Single '}' encountered in format string");
    if (last) return refuse(thread_, "Single '{' encountered in format string");
    FieldReader reader(thread_, text, span.start + 1, span.end);
    Field field;
    TRY(reader.read(field));
    TRY(write_field(builder, text, field, depth));
    return reader.position();
  }

  Status write_field(TextBuilder& builder, Str* text, const Field& field, int depth) {
    Ref<> object(TRY(FieldFinder(thread_, text, values_, numbering_).find(field.name)));
    if (field.conversion != 0) object.reset(TRY(convert(object, field.conversion)));
    Ref<Str> spec;
    if (field.spec_has_fields) {
      spec.reset(TRY(run(text, field.spec, depth - 1)));
    } else if (!field.spec.empty()) {
      spec.reset(TRY(str_slice(thread_.interpreter(), text, field.spec.start, field.spec.end)));
    }
    Ref<Str> value(TRY(format(thread_, object, spec)));
    return builder.append(value.get());
  }

  Result<Object*> convert(Object* object, char32_t conversion) {
    switch (conversion) {
      case 'r': return repr(thread_, object);
      case 's': return str(thread_, object);
      case 'a': return ascii(thread_, object);
      default: break;
    }
    if (conversion > 32 && conversion < 127) {
      return raise(thread_, TypeId::kValueError, "Unknown conversion specifier {}",
                   static_cast<char>(conversion));
    }
    char digits[8];
    std::size_t count = sizeof(digits);
    do digits[--count] = "0123456789abcdef"[conversion & 15];
    while ((conversion >>= 4) != 0);
    return raise(thread_, TypeId::kValueError, "Unknown conversion specifier \\x{}",
                 std::string_view(digits + count, sizeof(digits) - count));
  }

  Thread& thread_;
  const Values& values_;
  Numbering numbering_;
};

constexpr int kDepth = 1;

Result<Object*> format_with(Thread& thread, Str* text, const Values& values) {
  const TextView view = view_of(text);
  const bool plain =
      find_character(view, U'{') == kNotFound && find_character(view, U'}') == kNotFound;
  if (plain) return retain(text);
  RecursionGuard guard(thread, " while formatting");
  if (!guard.ok()) return failure;
  return Formatter(thread, values).run(text, {0, text->length}, kDepth);
}

// ---- format(text, spec) -----------------------------------------------------------------------

Status check_text_spec(Thread& thread, const FormatSpec& spec) {
  if (spec.sign == ' ') return refuse(thread, "Space not allowed in string format specifier");
  if (spec.sign != 0) return refuse(thread, "Sign not allowed in string format specifier");
  if (spec.no_negative_zero) {
    return refuse(thread, "Negative zero coercion (z) not allowed in string format specifier");
  }
  if (spec.alternate) {
    return refuse(thread, "Alternate form (#) not allowed in string format specifier");
  }
  if (spec.align == '=')
    return refuse(thread, "'=' alignment not allowed in string format specifier");
  return done;
}

Result<Object*> pad_text(Interpreter& interpreter, Str* text, std::size_t length,
                         const FormatSpec& spec) {
  const Padding padding = padding_of(spec, length, '<');
  if (padding.left + padding.right == 0) return str_slice(interpreter, text, 0, length);
  const char32_t bound = std::max(largest_character(text, 0, length), spec.fill);
  const std::size_t whole = padding.left + length + padding.right;
  if (whole == 1) return make_character(interpreter, spec.fill);
  Str* field = TRY(make_str_for(interpreter, whole, bound));
  with_characters(field, [&](auto* out) {
    using Character = std::remove_reference_t<decltype(*out)>;
    std::fill_n(out, padding.left, static_cast<Character>(spec.fill));
    std::fill_n(out + padding.left + length, padding.right, static_cast<Character>(spec.fill));
  });
  copy_characters(field, padding.left, text, 0, length);
  if (!field->ascii) return settle(interpreter, field);
  return field;
}

}  // namespace

namespace str_methods {

Result<Object*> format(Thread& thread, Object* self, Object* const* arguments) {
  return format_with(thread, as_str(self), {static_cast<Tuple*>(arguments[0]), arguments[1]});
}

Result<Object*> format_map(Thread& thread, Object* self, Object* const* arguments) {
  return format_with(thread, as_str(self), {nullptr, arguments[0]});
}

Result<Object*> dunder_format(Thread& thread, Object* self, Object* const* arguments) {
  Str* specification = TRY(borrow_format_text(thread, arguments[0]));
  Str* text = as_str(self);
  if (specification->length == 0) {
    if (is_exact(self, TypeId::kStr)) return retain(self);
    return str(thread, self);
  }
  FormatSpec spec;
  TRY(read_format_spec(thread, specification, 's', '<', type_name(self->type), &spec));
  if (spec.type != 's') return raise_unknown_format(thread, spec.type, type_name(self->type));
  TRY(check_text_spec(thread, spec));
  const std::size_t length = spec.precision < 0
                                 ? text->length
                                 : std::min(text->length, static_cast<std::size_t>(spec.precision));
  if (spec.width > static_cast<std::int64_t>(PTRDIFF_MAX / 8)) {
    return raise_memory_error(thread.interpreter());
  }
  return pad_text(thread.interpreter(), text, length, spec);
}

}  // namespace str_methods
}  // namespace ouro
