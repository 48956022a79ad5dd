// Str: the type `str` - making, printing, comparing and subscribing text.
#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/codec.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/instance.h"
#include "runtime/object/native_call.h"
#include "runtime/object/protocol.h"
#include "runtime/object/search.h"
#include "runtime/object/slice.h"
#include "runtime/object/str_kernel.h"
#include "runtime/object/str_methods.h"
#include "runtime/object/unicode.h"

namespace ouro {

// ---- Life -------------------------------------------------------------------------------------

namespace {

constexpr Signature kMakeSignature{"str(object='', encoding='utf-8', errors='strict')"};

Result<std::string_view> option_of(Thread& thread, Object* option, std::string_view name) {
  if (option == nullptr) return std::string_view();
  return TRY(borrow_codec_name(thread, "str", name, option));
}

// The value of an exact str.
Result<Str*> make_value(Thread& thread, const BoundArguments& bound) {
  if (bound[0] == nullptr) return make_str(thread.interpreter(), "");
  if (bound[1] == nullptr && bound[2] == nullptr) return str(thread, bound[0]);
  const std::string_view encoding = TRY(option_of(thread, bound[1], "encoding"));
  const std::string_view errors = TRY(option_of(thread, bound[2], "errors"));
  return decode_object(thread, bound[0], encoding, errors);
}

// An instance of a class that derives from str.
Result<Object*> make_derived(Thread& thread, Type* type, const Str* value) {
  Interpreter& interpreter = thread.interpreter();
  const std::size_t bytes = (value->length + 1) * value->width;
  auto* text = static_cast<Str*>(TRY(allocate_instance(interpreter, type, bytes)));
  text->length = value->length;
  text->width = value->width;
  text->ascii = value->ascii;
  text->hash = value->hash;
  std::memcpy(text->data(), value->data(), bytes);
  return text;
}

Result<Object*> str_make(Thread& thread, Type* type, const Arguments& arguments) {
  const bool exact = type->id == TypeId::kStr;
  if (exact && arguments.positional == 1 && arguments.names == nullptr) [[likely]] {
    return str(thread, arguments.values[0]);
  }
  BoundArguments bound;
  TRY(bound.bind(thread, kMakeSignature, arguments));
  Ref<Str> value(TRY(make_value(thread, bound)));
  if (exact) return value.take();
  return make_derived(thread, type, value);
}

void str_deallocate(Interpreter& interpreter, Object* self) noexcept {
  Str* text = as_str(self);
  if (text->interned) {
    // Somebody dropped one reference too many: its count is the evidence.
    if (interpreter.get<Identifiers>().contains(text)) return;
    interpreter.get<InternedStrings>().forget(text);
  }
  if (!is_exact(self, TypeId::kStr)) return free_instance(interpreter, self);
  interpreter.memory().release(text, text->bytes(), BlockKind::kObject);
}

// ---- Text -------------------------------------------------------------------------------------

struct QuoteChoice {
  char quote;
  bool plain;  // nothing needs an escape
};

template <typename Character>
bool needs_escape(Character character, char quote) {
  if (character < 0x7f) {
    return character < ' ' || character == '\\' || character == static_cast<Character>(quote);
  }
  return !unicode::is_printable(character);
}

QuoteChoice choose_quote(const Str* text) {
  return with_characters(text, [&](const auto* characters) -> QuoteChoice {
    bool single = false, twice = false, plain = true;
    for (std::size_t index = 0; index < text->length; ++index) {
      const auto character = characters[index];
      single |= character == '\'';
      twice |= character == '"';
      plain &= !needs_escape(character, 0);
    }
    const char quote = single && !twice ? '"' : '\'';
    return {quote, plain && !(single && twice)};
  });
}

constexpr char kHexDigits[] = "0123456789abcdef";

template <typename Put>
void put_hex_escape(char32_t character, Put& put) {
  const int digits = character < 0x100 ? 2 : character < 0x10000 ? 4 : 8;
  put(U'\\');
  put(static_cast<char32_t>(digits == 2 ? 'x' : digits == 4 ? 'u' : 'U'));
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
    put(static_cast<char32_t>(kHexDigits[(character >> shift) & 15]));
  }
}

constexpr char letter_escape(char32_t character) {
  return character == '\t' ? 't' : character == '\n' ? 'n' : character == '\r' ? 'r' : 0;
}

template <typename Put>
void put_repr(char32_t character, char quote, Put& put) {
  if (!needs_escape(character, quote)) {
    put(character);
  } else if (character == '\\' || character == static_cast<char32_t>(quote)) {
    put(U'\\');
    put(character);
  } else if (const char letter = letter_escape(character)) {
    put(U'\\');
    put(static_cast<char32_t>(letter));
  } else {
    put_hex_escape(character, put);
  }
}

Result<Str*> quote_plain(Interpreter& interpreter, const Str* text, char quote) {
  Str* result = TRY(make_str_for(interpreter, text->length + 2, bound_of(text)));
  copy_characters(result, 1, text, 0, text->length);
  with_characters(result, [&](auto* out) {
    using Character = std::remove_reference_t<decltype(*out)>;
    out[0] = out[text->length + 1] = static_cast<Character>(quote);
  });
  return result;
}

}  // namespace

Result<Str*> str_repr_text(Interpreter& interpreter, const Str* text) {
  const QuoteChoice choice = choose_quote(text);
  if (choice.plain) return quote_plain(interpreter, text, choice.quote);
  return build_str(interpreter, [&](auto put) {
    put(static_cast<char32_t>(choice.quote));
    for (std::size_t index = 0; index < text->length; ++index) {
      put_repr(text->at(index), choice.quote, put);
    }
    put(static_cast<char32_t>(choice.quote));
  });
}

namespace {

Result<Object*> str_repr(Thread& thread, Object* self) {
  return str_repr_text(thread.interpreter(), as_str(self));
}

Result<Object*> str_str(Thread& thread, Object* self) {
  return plain_str(thread.interpreter(), as_str(self));
}

// ---- Comparison -------------------------------------------------------------------------------

Result<std::intptr_t> str_hash_slot(Thread& thread, Object* self) {
  return str_hash(thread.interpreter(), as_str(self));
}

Result<Object*> str_compare_slot(Thread& thread, Object* left, Object* right,
                                 Comparison comparison) {
  if (!is_str(left) || !is_str(right)) return new_not_implemented(thread);
  if (comparison == Comparison::kEqual || comparison == Comparison::kNotEqual) {
    const bool same = str_equal(as_str(left), as_str(right));
    return new_boolean(thread, same == (comparison == Comparison::kEqual));
  }
  return new_boolean(thread, satisfies(comparison, str_compare(as_str(left), as_str(right))));
}

// ---- Sequence ---------------------------------------------------------------------------------

Result<std::intptr_t> str_length(Thread&, Object* self) {
  return static_cast<std::intptr_t>(as_str(self)->length);
}

Result<Object*> str_item_at(Thread& thread, Object* self, std::intptr_t index) {
  const Str* text = as_str(self);
  if (static_cast<std::size_t>(index) < text->length) [[likely]] {
    return make_character(thread.interpreter(), text->at(static_cast<std::size_t>(index)));
  }
  return raise(thread, TypeId::kIndexError, "string index out of range");
}

Result<Object*> stepped_slice(Interpreter& interpreter, const Str* text, const SliceRange& range) {
  if (range.count == 0) return make_str(interpreter, "");
  return build_str(interpreter, [&](auto put) {
    for (std::intptr_t taken = 0, at = range.start; taken < range.count;
         ++taken, at += range.step) {
      put(text->at(static_cast<std::size_t>(at)));
    }
  });
}

Result<Object*> slice_of_str(Thread& thread, Str* text, const Slice* slice) {
  const SliceNumbers numbers = TRY(slice_numbers(thread, slice));
  const SliceRange range = adjust_slice(numbers, static_cast<std::intptr_t>(text->length));
  if (range.step == 1) {
    const auto start = static_cast<std::size_t>(range.start);
    return str_slice(thread.interpreter(), text, start,
                     start + static_cast<std::size_t>(range.count));
  }
  return stepped_slice(thread.interpreter(), text, range);
}

Result<Object*> str_get_item(Thread& thread, Object* self, Object* key) {
  if (is_exact(key, TypeId::kSlice)) {
    return slice_of_str(thread, as_str(self), static_cast<Slice*>(key));
  }
  if (!has_index(key)) {
    return raise(thread, TypeId::kTypeError, "string indices must be integers, not '{}'",
                 type_name(key->type));
  }
  std::intptr_t index = TRY(subscript_index(thread, key));
  if (index < 0) index += static_cast<std::intptr_t>(as_str(self)->length);
  return str_item_at(thread, self, index);
}

Result<bool> str_contains(Thread& thread, Object* self, Object* item) {
  if (!is_str(item)) {
    return raise(thread, TypeId::kTypeError,
                 "'in <string>' requires string as left operand, not {}", type_name(item->type));
  }
  return find_text(view_of(as_str(self)), view_of(as_str(item))) != kNotFound;
}

Result<Object*> str_concatenate_slot(Thread& thread, Object* left, Object* right) {
  if (is_str(right)) return str_concatenate(thread.interpreter(), as_str(left), as_str(right));
  return raise(thread, TypeId::kTypeError, "can only concatenate str (not \"{}\") to str",
               type_name(right->type));
}

Result<Object*> str_repeat_slot(Thread& thread, Object* self, std::intptr_t times) {
  const auto count = static_cast<std::size_t>(std::max<std::intptr_t>(times, 0));
  std::intptr_t length;
  if (__builtin_mul_overflow(static_cast<std::intptr_t>(as_str(self)->length), times, &length)) {
    return raise(thread, TypeId::kOverflowError, "repeated string is too long");
  }
  return str_repeat(thread.interpreter(), as_str(self), count);
}

Result<Object*> str_iterate(Thread& thread, Object* self) {
  return make_str_iterator(thread.interpreter(), as_str(self));
}

Result<Object*> str_modulo(Thread& thread, Object* left, Object* right) {
  if (!is_str(left)) return new_not_implemented(thread);
  return str_percent(thread, left, right);
}

constexpr std::array<Binary, kBinaryOperators> operators() {
  std::array<Binary, kBinaryOperators> result = {};
  result[static_cast<std::size_t>(BinaryOperator::kModulo)] = str_modulo;
  return result;
}

}  // namespace

constinit const TypeDescriptor kStrDescriptor = {
    .name = "str",
    .flags = flag::kBaseType | flag::kStrSubclass | flag::kPatternSelf,
    .object_size = sizeof(Str),
    .item_size = 1,
    .slots = {.deallocate = str_deallocate,
              .repr = str_repr,
              .str = str_str,
              .hash = str_hash_slot,
              .compare = str_compare_slot,
              .make = str_make,
              .iterate = str_iterate,
              .binary = operators(),
              .length = str_length,
              .get_item = str_get_item,
              .contains = str_contains,
              .concatenate = str_concatenate_slot,
              .repeat = str_repeat_slot,
              .item_at = str_item_at},
    .methods = kStrMethods,
    .doc = "Text: a row of Unicode characters.",
};

}  // namespace ouro
