// Str: the methods that find, replace, split and strip.
#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/cuts.h"
#include "runtime/object/list.h"
#include "runtime/object/str_kernel.h"
#include "runtime/object/str_methods.h"
#include "runtime/object/text.h"
#include "runtime/object/tuple.h"
#include "runtime/object/unicode.h"

namespace ouro::str_methods {
namespace {

Result<Str*> borrow_str(Thread& thread, Object* argument) {
  if (is_str(argument)) [[likely]]
    return as_str(argument);
  return refuse_type(thread, "must be str, not {}", argument);
}

// ---- Finding ----------------------------------------------------------------------------------

using Finder = std::size_t (*)(const TextView&, const TextView&) noexcept;

// The position in the whole text, or kNotFound.
Result<std::size_t> find_with(Thread& thread, std::string_view name, Object* self,
                              Object* const* arguments, Finder finder) {
  TRY(need_first(thread, name, arguments[0]));
  const RawBounds raw = TRY(read_bounds(thread, arguments[1], arguments[2]));
  const Str* needle = TRY(borrow_str(thread, arguments[0]));
  const Bounds bounds = raw.in(as_str(self)->length);
  if (!bounds.valid()) return kNotFound;
  const auto start = static_cast<std::size_t>(bounds.start);
  const std::size_t at = finder(view_of(as_str(self)).part(start, bounds.size()), view_of(needle));
  return at == kNotFound ? kNotFound : start + at;
}

Result<Object*> index_with(Thread& thread, std::string_view name, Object* self,
                           Object* const* arguments, Finder finder) {
  const std::size_t at = TRY(find_with(thread, name, self, arguments, finder));
  if (at != kNotFound) return make_position(thread, at);
  return raise(thread, TypeId::kValueError, "substring not found");
}

// ---- Beginnings and ends ----------------------------------------------------------------------

using Tester = bool (*)(const TextView&, const TextView&) noexcept;

Result<Object*> test_any(Thread& thread, std::string_view name, const TextView& text,
                         const Tuple* candidates, bool valid, Tester tester) {
  for (std::size_t index = 0; index < candidates->size; ++index) {
    Object* item = (*candidates)[index];
    if (!is_str(item)) {
      return raise(thread, TypeId::kTypeError, "tuple for {} must only contain str, not {}", name,
                   type_name(item->type));
    }
    if (valid && tester(text, view_of(as_str(item)))) return new_boolean(thread, true);
  }
  return new_boolean(thread, false);
}

Result<Object*> test_end(Thread& thread, std::string_view name, Object* self,
                         Object* const* arguments, Tester tester) {
  TRY(need_first(thread, name, arguments[0]));
  const RawBounds raw = TRY(read_bounds(thread, arguments[1], arguments[2]));
  const Bounds bounds = raw.in(as_str(self)->length);
  TextView text;
  if (bounds.valid()) {
    text = view_of(as_str(self)).part(static_cast<std::size_t>(bounds.start), bounds.size());
  }
  Object* wanted = arguments[0];
  if (is_tuple(wanted)) {
    return test_any(thread, name, text, static_cast<Tuple*>(wanted), bounds.valid(), tester);
  }
  if (is_str(wanted)) {
    return new_boolean(thread, bounds.valid() && tester(text, view_of(as_str(wanted))));
  }
  return raise(thread, TypeId::kTypeError, "{} first arg must be str or a tuple of str, not {}",
               name, type_name(wanted->type));
}

// ---- Cutting ----------------------------------------------------------------------------------

// Collects pieces of a text into a list.
class Pieces {
 public:
  Pieces(Thread& thread, Str* text) : thread_(thread), text_(text) {}

  Status begin() {
    list_.reset(TRY(make_list(thread_.interpreter(), kExpected)));
    list_->size = 0;
    return done;
  }
  Status operator()(std::size_t start, std::size_t end) {
    Str* piece = TRY(str_slice(thread_.interpreter(), text_, start, end));
    if (list_->size < list_->capacity) [[likely]] {
      list_->items[list_->size++] = piece;
      return done;
    }
    return list_append_owned(thread_.interpreter(), list_.get(), piece);
  }
  Result<Object*> finish() { return list_.take(); }
  Result<Object*> finish_reversed() {
    if (list_->size > 1) std::reverse(list_->items, list_->items + list_->size);
    return list_.take();
  }

 private:
  static constexpr std::size_t kExpected = 12;

  Thread& thread_;
  Str* text_;
  Ref<List> list_;
};

bool is_space(char32_t character) {
  if (character < 0x80)
    return character == ' ' || (character >= 9 && character <= 13) ||
           (character >= 28 && character <= 31);
  return unicode::is_space(character);
}

bool is_line_break(char32_t character) {
  if (character < 0x80)
    return (character >= 10 && character <= 13) || (character >= 28 && character <= 30);
  return unicode::is_line_break(character);
}

// Null: at spaces.
Result<Found<Str>> separator_of(Thread& thread, Object* separator) {
  if (separator == nullptr || separator == none(thread)) return Found<Str>{};
  if (!is_str(separator)) return refuse_type(thread, "must be str or None, not {}", separator);
  if (as_str(separator)->length > 0) return Found<Str>{as_str(separator)};
  return raise(thread, TypeId::kValueError, "empty separator");
}

Result<Object*> make_triple(Interpreter& interpreter, Str* text, std::size_t head_end,
                            std::size_t tail_start, Str* separator) {
  Ref<Str> head(TRY(str_slice(interpreter, text, 0, head_end)));
  Ref<Str> tail(TRY(str_slice(interpreter, text, tail_start, text->length)));
  return pack_tuple<Object, Object, Object>(interpreter, head.get(), separator, tail.get());
}

Result<Str*> partition_separator(Thread& thread, Object* argument) {
  Str* separator = TRY(borrow_str(thread, argument));
  if (separator->length > 0) return separator;
  return raise(thread, TypeId::kValueError, "empty separator");
}

// ---- Stripping --------------------------------------------------------------------------------

cuts::Range strip_characters(const Str* text, const Str* characters, cuts::Side side) {
  const TextView dropped = view_of(characters);
  return cuts::strip(view_of(text), side, [&](char32_t character) {
    return find_character(dropped, character) != kNotFound;
  });
}

Result<Object*> strip_with(Thread& thread, std::string_view name, Object* self, Object* characters,
                           cuts::Side side) {
  Str* text = as_str(self);
  cuts::Range range;
  if (characters == nullptr || characters == none(thread)) {
    range = cuts::strip(view_of(text), side, is_space);
  } else if (is_str(characters)) {
    range = strip_characters(text, as_str(characters), side);
  } else {
    return raise(thread, TypeId::kTypeError, "{} arg must be None or str", name);
  }
  return str_slice(thread.interpreter(), text, range.start, range.end);
}

// ---- Replacing --------------------------------------------------------------------------------

constexpr std::size_t kLongest = PTRDIFF_MAX / 8;

Result<Str*> make_replaced(Interpreter& interpreter, std::size_t length, const Str* text,
                           const Str* replacement) {
  return make_str_for(interpreter, length, std::max(bound_of(text), bound_of(replacement)));
}

// Only what was ASCII all over is known to be canonical as it stands.
Result<Object*> finish_replaced(Interpreter& interpreter, Str* owned) {
  if (owned->ascii) return owned;
  return settle(interpreter, owned);
}

// Around each character.
Result<Object*> intersperse(Interpreter& interpreter, Str* text, const Str* replacement,
                            std::size_t limit) {
  const std::size_t times = std::min(limit, text->length + 1);
  std::size_t length;
  if (__builtin_mul_overflow(times, replacement->length, &length) || length > kLongest) {
    return raise_memory_error(interpreter);
  }
  Str* result = TRY(make_replaced(interpreter, length + text->length, text, replacement));
  std::size_t out = 0, taken = 0;
  for (std::size_t done_times = 0; done_times < times; ++done_times) {
    copy_characters(result, out, replacement, 0, replacement->length);
    out += replacement->length;
    if (taken == text->length) break;
    copy_characters(result, out++, text, taken++, 1);
  }
  copy_characters(result, out, text, taken, text->length - taken);
  return finish_replaced(interpreter, result);
}

// One narrow character for another.
Result<Object*> replace_character(Interpreter& interpreter, const Str* text, const Str* old,
                                  const Str* replacement, std::size_t limit) {
  Str* result = TRY(make_replaced(interpreter, text->length, text, replacement));
  auto* out = static_cast<std::uint8_t*>(result->data());
  const std::uint8_t* in = text->narrow();
  const std::uint8_t from = *old->narrow(), to = *replacement->narrow();
  if (limit == kNotFound) {
    for (std::size_t at = 0; at < text->length; ++at) out[at] = in[at] == from ? to : in[at];
    return finish_replaced(interpreter, result);
  }
  std::memcpy(out, in, text->length);
  for (std::size_t at = 0; at < text->length && limit > 0; ++at) {
    if (out[at] != from) continue;
    out[at] = to;
    --limit;
  }
  return finish_replaced(interpreter, result);
}

Result<Object*> replace_matches(Interpreter& interpreter, const Str* text, const Str* old,
                                const Str* replacement, std::size_t limit, std::size_t length) {
  Str* result = TRY(make_replaced(interpreter, length, text, replacement));
  if (length == 0) return result;
  std::size_t out = 0, taken = 0;
  for_each_match(view_of(text), view_of(old), limit, [&](std::size_t at) {
    copy_characters(result, out, text, taken, at - taken);
    out += at - taken;
    copy_characters(result, out, replacement, 0, replacement->length);
    out += replacement->length;
    taken = at + old->length;
  });
  copy_characters(result, out, text, taken, text->length - taken);
  return finish_replaced(interpreter, result);
}

Result<Object*> replace_text(Interpreter& interpreter, Str* text, Str* old, Str* replacement,
                             std::size_t limit) {
  if (limit == 0) return plain_str(interpreter, text);
  if (old->length == 0) return intersperse(interpreter, text, replacement, limit);
  if (old->width > text->width || old->length > text->length) return plain_str(interpreter, text);
  const bool narrow = text->width == 1 && replacement->width == 1;
  if (narrow && old->length == 1 && replacement->length == 1 && text->length > 1) {
    if (find_character(view_of(text), old->at(0)) == kNotFound) return plain_str(interpreter, text);
    return replace_character(interpreter, text, old, replacement, limit);
  }
  const ReplacePlan plan =
      plan_replace(view_of(text), view_of(old), replacement->length, limit, kLongest);
  if (plan.matches == 0) return plain_str(interpreter, text);
  if (!plan.fits) return raise_memory_error(interpreter);
  return replace_matches(interpreter, text, old, replacement, plan.matches, plan.length);
}

}  // namespace

Result<Object*> count(Thread& thread, Object* self, Object* const* arguments) {
  TRY(need_first(thread, "count", arguments[0]));
  const RawBounds raw = TRY(read_bounds(thread, arguments[1], arguments[2]));
  const Str* needle = TRY(borrow_str(thread, arguments[0]));
  const Bounds bounds = raw.in(as_str(self)->length);
  if (!bounds.valid()) return make_int_object(thread, 0);
  const TextView text =
      view_of(as_str(self)).part(static_cast<std::size_t>(bounds.start), bounds.size());
  return make_int_object(thread, static_cast<std::intptr_t>(count_text(text, view_of(needle))));
}

Result<Object*> find(Thread& thread, Object* self, Object* const* arguments) {
  return make_position(thread, TRY(find_with(thread, "find", self, arguments, find_text)));
}

Result<Object*> rfind(Thread& thread, Object* self, Object* const* arguments) {
  return make_position(thread, TRY(find_with(thread, "rfind", self, arguments, find_last_text)));
}

Result<Object*> index(Thread& thread, Object* self, Object* const* arguments) {
  return index_with(thread, "index", self, arguments, find_text);
}

Result<Object*> rindex(Thread& thread, Object* self, Object* const* arguments) {
  return index_with(thread, "rindex", self, arguments, find_last_text);
}

Result<Object*> startswith(Thread& thread, Object* self, Object* const* arguments) {
  return test_end(thread, "startswith", self, arguments, starts_with);
}

Result<Object*> endswith(Thread& thread, Object* self, Object* const* arguments) {
  return test_end(thread, "endswith", self, arguments, ends_with);
}

Result<Object*> split(Thread& thread, Object* self, Object* const* arguments) {
  const std::size_t limit = TRY(read_limit(thread, arguments[1]));
  const Str* separator = TRY(separator_of(thread, arguments[0])).value;
  const TextView text = view_of(as_str(self));
  Pieces pieces(thread, as_str(self));
  TRY(pieces.begin());
  auto emit = [&](std::size_t start, std::size_t end) { return pieces(start, end); };
  if (separator == nullptr) {
    TRY(cuts::split_words(text, is_space, limit, emit));
  } else {
    TRY(cuts::split(text, view_of(separator), limit, emit));
  }
  return pieces.finish();
}

Result<Object*> rsplit(Thread& thread, Object* self, Object* const* arguments) {
  const std::size_t limit = TRY(read_limit(thread, arguments[1]));
  const Str* separator = TRY(separator_of(thread, arguments[0])).value;
  const TextView text = view_of(as_str(self));
  Pieces pieces(thread, as_str(self));
  TRY(pieces.begin());
  auto emit = [&](std::size_t start, std::size_t end) { return pieces(start, end); };
  if (separator == nullptr) {
    TRY(cuts::split_words_last(text, is_space, limit, emit));
  } else {
    TRY(cuts::split_last(text, view_of(separator), limit, emit));
  }
  return pieces.finish_reversed();
}

Result<Object*> splitlines(Thread& thread, Object* self, Object* const* arguments) {
  const bool keep_breaks = TRY(read_c_int(thread, arguments[0], 0)) != 0;
  Pieces pieces(thread, as_str(self));
  TRY(pieces.begin());
  auto emit = [&](std::size_t start, std::size_t end) { return pieces(start, end); };
  TRY(cuts::split_lines(view_of(as_str(self)), is_line_break, keep_breaks, emit));
  return pieces.finish();
}

Result<Object*> partition(Thread& thread, Object* self, Object* const* arguments) {
  Interpreter& interpreter = thread.interpreter();
  Str* text = as_str(self);
  Str* separator = TRY(partition_separator(thread, arguments[0]));
  const std::size_t at = find_text(view_of(text), view_of(separator));
  if (at != kNotFound) {
    return make_triple(interpreter, text, at, at + separator->length, separator);
  }
  Ref<Str> nothing(TRY(make_str(interpreter, "")));
  Ref<Str> whole(TRY(plain_str(interpreter, text)));
  return pack_tuple<Object, Object, Object>(interpreter, whole.get(), nothing.get(), nothing.get());
}

Result<Object*> rpartition(Thread& thread, Object* self, Object* const* arguments) {
  Interpreter& interpreter = thread.interpreter();
  Str* text = as_str(self);
  Str* separator = TRY(partition_separator(thread, arguments[0]));
  const std::size_t at = find_last_text(view_of(text), view_of(separator));
  if (at != kNotFound) {
    return make_triple(interpreter, text, at, at + separator->length, separator);
  }
  Ref<Str> nothing(TRY(make_str(interpreter, "")));
  Ref<Str> whole(TRY(plain_str(interpreter, text)));
  return pack_tuple<Object, Object, Object>(interpreter, nothing.get(), nothing.get(), whole.get());
}

Result<Object*> removeprefix(Thread& thread, Object* self, Object* const* arguments) {
  if (!is_str(arguments[0])) {
    return refuse_type(thread, "removeprefix() argument must be str, not {}", arguments[0]);
  }
  Str* text = as_str(self);
  const Str* prefix = as_str(arguments[0]);
  const std::size_t start = starts_with(view_of(text), view_of(prefix)) ? prefix->length : 0;
  return str_slice(thread.interpreter(), text, start, text->length);
}

Result<Object*> removesuffix(Thread& thread, Object* self, Object* const* arguments) {
  if (!is_str(arguments[0])) {
    return refuse_type(thread, "removesuffix() argument must be str, not {}", arguments[0]);
  }
  Str* text = as_str(self);
  const Str* suffix = as_str(arguments[0]);
  const std::size_t cut = ends_with(view_of(text), view_of(suffix)) ? suffix->length : 0;
  return str_slice(thread.interpreter(), text, 0, text->length - cut);
}

Result<Object*> replace(Thread& thread, Object* self, Object* const* arguments) {
  for (std::size_t place = 0; place < 2; ++place) {
    if (is_str(arguments[place])) continue;
    return raise(thread, TypeId::kTypeError, "replace() argument {} must be str, not {}", place + 1,
                 type_name(arguments[place]->type));
  }
  const std::size_t limit = TRY(read_limit(thread, arguments[2]));
  return replace_text(thread.interpreter(), as_str(self), as_str(arguments[0]),
                      as_str(arguments[1]), limit);
}

Result<Object*> strip(Thread& thread, Object* self, Object* const* arguments) {
  return strip_with(thread, "strip", self, arguments[0], cuts::Side::kBoth);
}

Result<Object*> lstrip(Thread& thread, Object* self, Object* const* arguments) {
  return strip_with(thread, "lstrip", self, arguments[0], cuts::Side::kLeft);
}

Result<Object*> rstrip(Thread& thread, Object* self, Object* const* arguments) {
  return strip_with(thread, "rstrip", self, arguments[0], cuts::Side::kRight);
}

}  // namespace ouro::str_methods
