// Str: the methods that pad, join and translate, and the table of all methods.
#include "runtime/object/str_methods.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/codec.h"
#include "runtime/object/dict.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str_kernel.h"
#include "runtime/object/text.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro {

// ---- Joining ----------------------------------------------------------------------------------

namespace {

constexpr std::size_t kLongest = PTRDIFF_MAX / 8;

struct Row {
  Object* const* items;
  std::size_t size;
};

struct JoinPlan {
  std::size_t length = 0;
  char32_t bound = 0x7f;
};

Result<JoinPlan> plan_join(Thread& thread, const Str* separator, const Row& row) {
  JoinPlan plan;
  if (row.size > 1) {
    plan.bound = bound_of(separator);
    if (__builtin_mul_overflow(separator->length, row.size - 1, &plan.length)) {
      return raise_memory_error(thread.interpreter());
    }
  }
  for (std::size_t index = 0; index < row.size; ++index) {
    if (!is_str(row.items[index])) {
      return raise(thread, TypeId::kTypeError, "sequence item {}: expected str instance, {} found",
                   index, type_name(row.items[index]->type));
    }
    const Str* item = as_str(row.items[index]);
    plan.length += item->length;
    plan.bound = std::max(plan.bound, bound_of(item));
    if (plan.length > kLongest) {
      return raise(thread, TypeId::kOverflowError, "join() result is too long for a Python string");
    }
  }
  return plan;
}

void put_joined(Str* result, const Str* separator, const Row& row) {
  std::size_t at = 0;
  for (std::size_t index = 0; index < row.size; ++index) {
    if (index > 0 && separator->length > 0) {
      copy_characters(result, at, separator, 0, separator->length);
      at += separator->length;
    }
    const Str* item = as_str(row.items[index]);
    copy_characters(result, at, item, 0, item->length);
    at += item->length;
  }
}

Result<Str*> join_row(Thread& thread, const Str* separator, const Row& row) {
  const JoinPlan plan = TRY(plan_join(thread, separator, row));
  if (row.size == 1 && is_exact(row.items[0], TypeId::kStr)) return retain(as_str(row.items[0]));
  // Each part is canonical, so the largest bound is the canonical width of the whole.
  Str* result = TRY(make_str_for(thread.interpreter(), plan.length, plan.bound));
  if (plan.length == 0) return result;
  put_joined(result, separator, row);
  if (plan.length == 1) return settle(thread.interpreter(), result);
  return result;
}

}  // namespace

Result<Str*> str_join(Thread& thread, Str* separator, Object* iterable) {
  if (is_exact(iterable, TypeId::kList)) {
    const auto* list = static_cast<List*>(iterable);
    return join_row(thread, separator, {list->items, list->size});
  }
  if (is_exact(iterable, TypeId::kTuple)) {
    const auto* tuple = static_cast<Tuple*>(iterable);
    return join_row(thread, separator, {tuple->items(), tuple->size});
  }
  Result<Object*> iterator = iterate(thread, iterable);
  if (!iterator.ok()) {
    if (!pending_matches(thread, TypeId::kTypeError)) return failure;
    clear_pending(thread);
    return raise(thread, TypeId::kTypeError, "can only join an iterable");
  }
  Ref<> owner(iterator.value());
  Ref<List> list(TRY(to_list(thread, owner)));
  return join_row(thread, separator, {list->items, list->size});
}

namespace str_methods {

Result<Object*> join(Thread& thread, Object* self, Object* const* arguments) {
  return str_join(thread, as_str(self), arguments[0]);
}

// ---- Padding ----------------------------------------------------------------------------------

namespace {

Result<char32_t> fill_of(Thread& thread, Object* argument) {
  if (argument == nullptr) return U' ';
  if (!is_str(argument)) {
    return refuse_type(thread, "The fill character must be a unicode character, not {}", argument);
  }
  if (as_str(argument)->length == 1) return as_str(argument)->at(0);
  return raise(thread, TypeId::kTypeError, "The fill character must be exactly one character long");
}

Result<Object*> pad(Interpreter& interpreter, const Str* text, Sides sides, char32_t fill) {
  if (sides.left + sides.right > kLongest - text->length) return raise_memory_error(interpreter);
  const std::size_t length = sides.left + text->length + sides.right;
  if (length == 1 && text->length == 0) return make_character(interpreter, fill);
  Str* result = TRY(make_str_for(interpreter, length, std::max(bound_of(text), fill)));
  with_characters(result, [&](auto* out) {
    using Character = std::remove_reference_t<decltype(*out)>;
    std::fill_n(out, sides.left, static_cast<Character>(fill));
    std::fill_n(out + sides.left + text->length, sides.right, static_cast<Character>(fill));
  });
  copy_characters(result, sides.left, text, 0, text->length);
  return result;
}

enum class Justify : std::uint8_t { kLeft, kRight, kCenter };

Result<Object*> justify(Thread& thread, Object* self, Object* const* arguments, Justify how) {
  const std::intptr_t wanted = TRY(read_size(thread, arguments[0]));
  const char32_t fill = TRY(fill_of(thread, arguments[1]));
  Str* text = as_str(self);
  const auto width = static_cast<std::size_t>(std::max<std::intptr_t>(wanted, 0));
  if (width <= text->length) return plain_str(thread.interpreter(), text);
  const std::size_t padding = width - text->length;
  const Sides sides = how == Justify::kCenter ? center_sides(text->length, width)
                      : how == Justify::kLeft ? Sides{0, padding}
                                              : Sides{padding, 0};
  return pad(thread.interpreter(), text, sides, fill);
}

}  // namespace

Result<Object*> center(Thread& thread, Object* self, Object* const* arguments) {
  return justify(thread, self, arguments, Justify::kCenter);
}

Result<Object*> ljust(Thread& thread, Object* self, Object* const* arguments) {
  return justify(thread, self, arguments, Justify::kLeft);
}

Result<Object*> rjust(Thread& thread, Object* self, Object* const* arguments) {
  return justify(thread, self, arguments, Justify::kRight);
}

Result<Object*> zfill(Thread& thread, Object* self, Object* const* arguments) {
  const std::intptr_t wanted = TRY(read_size(thread, arguments[0]));
  Interpreter& interpreter = thread.interpreter();
  Str* text = as_str(self);
  const auto width = static_cast<std::size_t>(std::max<std::intptr_t>(wanted, 0));
  if (width <= text->length) return plain_str(interpreter, text);
  const std::size_t zeros = width - text->length;
  Ref<> padded(TRY(pad(interpreter, text, {zeros, 0}, U'0')));
  const char32_t sign = text->length > 0 ? text->at(0) : 0;
  if (sign == '+' || sign == '-') {
    with_characters(as_str(padded.get()), [&](auto* out) { std::swap(out[0], out[zeros]); });
  }
  return padded.take();
}

// ---- Tabs -------------------------------------------------------------------------------------

namespace {

template <typename Put>
void put_expanded(const Str* text, std::size_t tab_size, Put put) {
  std::size_t column = 0;
  for (std::size_t at = 0; at < text->length; ++at) {
    const char32_t character = text->at(at);
    if (character == '\t') {
      if (tab_size == 0) continue;
      const std::size_t spaces = tab_size - column % tab_size;
      for (std::size_t index = 0; index < spaces; ++index) put(U' ');
      column += spaces;
    } else {
      put(character);
      column = character == '\n' || character == '\r' ? 0 : column + 1;
    }
  }
}

// The whole length, or false when no text can be so long.
bool expanded_length(const Str* text, std::size_t tab_size) {
  const std::size_t tabs = count_text(view_of(text), TextView(std::string_view("\t")));
  std::size_t most;
  return !__builtin_mul_overflow(tabs, tab_size, &most) && most <= kLongest;
}

}  // namespace

Result<Object*> expandtabs(Thread& thread, Object* self, Object* const* arguments) {
  const auto tab_size =
      static_cast<std::size_t>(std::max(TRY(read_c_int(thread, arguments[0], 8)), 0));
  Str* text = as_str(self);
  if (find_character(view_of(text), U'\t') == kNotFound)
    return plain_str(thread.interpreter(), text);
  if (!expanded_length(text, tab_size)) {
    return raise(thread, TypeId::kOverflowError, "new string is too long");
  }
  return build_str(thread.interpreter(), [&](auto put) { put_expanded(text, tab_size, put); });
}

// ---- Encoding ---------------------------------------------------------------------------------

Result<Object*> encode(Thread& thread, Object* self, Object* const* arguments) {
  std::string_view encoding, errors;
  if (arguments[0] != nullptr) {
    encoding = TRY(borrow_codec_name(thread, "encode", "encoding", arguments[0]));
  }
  if (arguments[1] != nullptr) {
    errors = TRY(borrow_codec_name(thread, "encode", "errors", arguments[1]));
  }
  return encode_str(thread, as_str(self), encoding, errors);
}

// ---- Translation ------------------------------------------------------------------------------

namespace {

Status add_pair(Thread& thread, Dict* table, char32_t from, Object* to) {
  Ref<> key(TRY(make_int_object(thread, from)));
  return dict_set(thread, table, key, to);
}

// A table with one-character strings as keys becomes one with their numbers.
Result<Object*> table_from_dict(Thread& thread, Object* argument) {
  if (!is_exact(argument, TypeId::kDict)) {
    return raise(thread, TypeId::kTypeError,
                 "if you give only one argument to maketrans it must be a dict");
  }
  Ref<Dict> table(TRY(make_dict(thread.interpreter())));
  const auto* source = static_cast<Dict*>(argument);
  for (DictCursor at; dict_next(source, at);) {
    Ref<> key(retain(at.key)), value(retain(at.value));
    if (is_int(key)) {
      TRY(dict_set(thread, table, key, value));
    } else if (!is_str(key)) {
      return raise(thread, TypeId::kTypeError,
                   "keys in translate table must be strings or integers");
    } else if (as_str(key.get())->length != 1) {
      return raise(thread, TypeId::kValueError,
                   "string keys in translate table must be of length 1");
    } else {
      TRY(add_pair(thread, table, as_str(key.get())->at(0), value));
    }
  }
  return table.take();
}

Status check_table_text(Thread& thread, Object* argument, int place) {
  if (argument == nullptr || is_str(argument)) return done;
  return raise(thread, TypeId::kTypeError, "maketrans() argument {} must be str, not {}", place,
               type_name(argument->type));
}

Result<Object*> table_from_texts(Thread& thread, const Str* from, const Str* to,
                                 const Str* dropped) {
  if (from->length != to->length) {
    return raise(thread, TypeId::kValueError,
                 "the first two maketrans arguments must have equal length");
  }
  Ref<Dict> table(TRY(make_dict(thread.interpreter())));
  for (std::size_t at = 0; at < from->length; ++at) {
    Ref<> value(TRY(make_int_object(thread, to->at(at))));
    TRY(add_pair(thread, table, from->at(at), value));
  }
  for (std::size_t at = 0; dropped != nullptr && at < dropped->length; ++at) {
    TRY(add_pair(thread, table, dropped->at(at), none(thread)));
  }
  return table.take();
}

}  // namespace

Result<Object*> maketrans(Thread& thread, Object*, Object* const* arguments) {
  TRY(check_table_text(thread, arguments[1], 2));
  TRY(check_table_text(thread, arguments[2], 3));
  if (arguments[1] == nullptr) return table_from_dict(thread, arguments[0]);
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError,
                 "first maketrans argument must be a string if there is a second argument");
  }
  return table_from_texts(thread, as_str(arguments[0]), as_str(arguments[1]),
                          arguments[2] == nullptr ? nullptr : as_str(arguments[2]));
}

namespace {

// What the table says about a character; null inside: nothing.
Result<Found<Object>> look_up(Thread& thread, Object* table, char32_t character) {
  Ref<> key(TRY(make_int_object(thread, character)));
  if (is_exact(table, TypeId::kDict)) {
    Object* found = TRY(find_in_dict(thread, static_cast<Dict*>(table), key)).value;
    return Found<Object>{retain_if(found)};
  }
  Result<Object*> found = get_item(thread, table, key);
  if (found.ok()) return Found<Object>{found.value()};
  if (!pending_matches(thread, TypeId::kLookupError)) return failure;
  clear_pending(thread);
  return Found<Object>{};
}

Status put_translated(Thread& thread, TextBuilder& builder, char32_t character, Object* meaning) {
  if (meaning == nullptr) return builder.append(character);
  if (meaning == none(thread)) return done;
  if (is_str(meaning)) return builder.append(as_str(meaning));
  if (!is_int(meaning)) {
    return raise(thread, TypeId::kTypeError, "character mapping must return integer, None or str");
  }
  const auto* number = static_cast<Int*>(meaning);
  if (number->compact() && number->value >= 0 && number->value <= 0x10ffff) {
    return builder.append(static_cast<char32_t>(number->value));
  }
  return raise(thread, TypeId::kValueError, "character mapping must be in range(0x110000)");
}

}  // namespace

Result<Object*> translate(Thread& thread, Object* self, Object* const* arguments) {
  TextBuilder builder(thread.interpreter());
  const Str* text = as_str(self);
  for (std::size_t at = 0; at < text->length; ++at) {
    Ref<> meaning(TRY(look_up(thread, arguments[0], text->at(at))).value);
    TRY(put_translated(thread, builder, text->at(at), meaning));
  }
  return builder.finish();
}

// ---- Pickling, size ---------------------------------------------------------------------------

Result<Object*> getnewargs(Thread& thread, Object* self, Object* const*) {
  Ref<Str> plain(TRY(plain_str(thread.interpreter(), as_str(self))));
  return pack_tuple<Object>(thread.interpreter(), plain.get());
}

Result<Object*> size_of(Thread& thread, Object* self, Object* const*) {
  return make_int_object(thread, static_cast<std::intptr_t>(as_str(self)->bytes()));
}

}  // namespace str_methods

using namespace str_methods;

const std::array<NativeMethod, kStrMethodCount> kStrMethods = {{
    {"encode(self, /, encoding='utf-8', errors='strict')", encode},
    {"replace(self, old, new, count=-1, /)", replace},
    {"split(self, /, sep=None, maxsplit=-1)", split},
    {"rsplit(self, /, sep=None, maxsplit=-1)", rsplit},
    {"join(self, iterable, /)", join},
    {"capitalize(self, /)", capitalize},
    {"casefold(self, /)", casefold},
    {"title(self, /)", title},
    {"center(self, width, fillchar=' ', /)", center},
    {"count(sub=None, start=None, end=None, /)", str_methods::count},
    {"expandtabs(self, /, tabsize=8)", expandtabs},
    {"find(sub=None, start=None, end=None, /)", str_methods::find},
    {"partition(self, sep, /)", partition},
    {"index(sub=None, start=None, end=None, /)", str_methods::index},
    {"ljust(self, width, fillchar=' ', /)", ljust},
    {"lower(self, /)", lower},
    {"lstrip(self, chars=None, /)", lstrip},
    {"rfind(sub=None, start=None, end=None, /)", rfind},
    {"rindex(sub=None, start=None, end=None, /)", str_methods::rindex},
    {"rjust(self, width, fillchar=' ', /)", rjust},
    {"rstrip(self, chars=None, /)", rstrip},
    {"rpartition(self, sep, /)", rpartition},
    {"splitlines(self, /, keepends=False)", splitlines},
    {"strip(self, chars=None, /)", strip},
    {"swapcase(self, /)", swapcase},
    {"translate(self, table, /)", translate},
    {"upper(self, /)", upper},
    {"startswith(prefix=None, start=None, end=None, /)", startswith},
    {"endswith(suffix=None, start=None, end=None, /)", endswith},
    {"removeprefix(self, prefix, /)", removeprefix},
    {"removesuffix(self, suffix, /)", removesuffix},
    {"isascii(self, /)", str_methods::isascii},
    {"islower(self, /)", str_methods::islower},
    {"isupper(self, /)", str_methods::isupper},
    {"istitle(self, /)", istitle},
    {"isspace(self, /)", str_methods::isspace},
    {"isdecimal(self, /)", isdecimal},
    {"isdigit(self, /)", str_methods::isdigit},
    {"isnumeric(self, /)", isnumeric},
    {"isalpha(self, /)", str_methods::isalpha},
    {"isalnum(self, /)", str_methods::isalnum},
    {"isidentifier(self, /)", isidentifier},
    {"isprintable(self, /)", isprintable},
    {"zfill(self, width, /)", zfill},
    {"format(*args, **kwargs)", str_methods::format},
    {"format_map(mapping, /)", format_map},
    {"__format__(self, format_spec, /)", dunder_format},
    {"maketrans(x, y=<unrepresentable>, z=<unrepresentable>, /)", maketrans, Binding::kStatic},
    {"__sizeof__(self, /)", size_of},
    {"__getnewargs__()", getnewargs},
}};

}  // namespace ouro
