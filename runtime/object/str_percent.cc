// Str: text % values.
#include <charconv>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/percent.h"
#include "runtime/object/protocol.h"
#include "runtime/object/search.h"
#include "runtime/object/str_kernel.h"
#include "runtime/object/str_methods.h"
#include "runtime/object/text_builder.h"

namespace ouro {
namespace {

constexpr std::size_t kLongest = PTRDIFF_MAX / 8;

Result<Object*> make_key(Thread& thread, const TextView& part) {
  return build_str(thread.interpreter(), [&](auto put) {
    for (std::size_t at = 0; at < part.length; ++at) put(part[at]);
  });
}

constexpr Wording kWording{false, make_key, "precision too big", "must be real number"};

Result<Str*> character_of(Thread& thread, Object* value) {
  constexpr std::int64_t kLast = 0x10ffff;
  if (is_str(value)) {
    Str* text = as_str(value);
    if (text->length == 1) return plain_str(thread.interpreter(), text);
  } else if (has_index(value)) {
    Ref<> number(TRY(to_index(thread, value)));
    const auto* integer = static_cast<Int*>(number.get());
    if (!integer->compact() || integer->value < 0 || integer->value > kLast) {
      return raise(thread, TypeId::kOverflowError, "%c arg not in range(0x110000)");
    }
    return make_character(thread.interpreter(), static_cast<char32_t>(integer->value));
  }
  return raise(thread, TypeId::kTypeError, "%c requires int or char");
}

Result<Str*> text_of(Thread& thread, const Conversion& conversion, Object* value) {
  switch (conversion.type) {
    case 's': return str(thread, value);
    case 'r': return repr(thread, value);
    case 'a': return ascii(thread, value);
    case 'c': return character_of(thread, value);
    default: return refuse_conversion(thread, conversion);
  }
}

Status write_padded(Thread& thread, TextBuilder& builder, const Conversion& conversion,
                    const Str* text, std::size_t length, std::size_t front, bool number) {
  const PercentPadding padding = percent_padding(conversion, length, number);
  if (padding.before + padding.zeros + padding.after > kLongest) {
    return raise_memory_error(thread.interpreter());
  }
  TRY(builder.append_repeated(U' ', padding.before));
  TRY(builder.append(text, 0, front));
  TRY(builder.append_repeated(U'0', padding.zeros));
  TRY(builder.append(text, front, length));
  return builder.append_repeated(U' ', padding.after);
}

// "%s" and "%d" without anything between. False: it was neither.
Result<bool> write_plain(Thread& thread, TextBuilder& builder, const Conversion& conversion,
                         Object* value) {
  if (!conversion.plain()) return false;
  if (conversion.type == 's') {
    TRY(builder.append_str(thread, value));
    return true;
  }
  if (conversion.type != 'd' || !is_compact_int(value)) return false;
  char digits[24];
  const auto end = std::to_chars(digits, std::end(digits), static_cast<Int*>(value)->value).ptr;
  TRY(builder.append(std::string_view(digits, static_cast<std::size_t>(end - digits))));
  return true;
}

Status write_value(Thread& thread, TextBuilder& builder, const Conversion& conversion,
                   Object* value) {
  if (TRY(write_plain(thread, builder, conversion, value))) return done;
  if (is_number_conversion(conversion.type)) {
    NumberField field;
    TRY(make_number_text(thread, conversion, value, kWording, field));
    return write_padded(thread, builder, conversion, field.text, field.text->length, field.front,
                        true);
  }
  Ref<Str> text(TRY(text_of(thread, conversion, value)));
  std::size_t length = text->length;
  if (conversion.precision >= 0 && conversion.type != 'c') {
    length = std::min(length, static_cast<std::size_t>(conversion.precision));
  }
  return write_padded(thread, builder, conversion, text, length, 0, false);
}

}  // namespace

Result<Object*> str_percent(Thread& thread, Object* left, Object* right) {
  const Str* format = as_str(left);
  const TextView view = view_of(format);
  PercentReader reader(thread, view, right, kWording);
  TextBuilder builder(thread.interpreter());
  std::size_t start = 0;
  while (true) {
    const TextView literal = reader.literal();
    if (literal.length > 0) {
      start = static_cast<std::size_t>(static_cast<const std::byte*>(literal.data) -
                                       static_cast<const std::byte*>(view.data)) /
              view.width;
      TRY(builder.append(format, start, start + literal.length));
    }
    if (reader.at_end()) break;
    Conversion conversion;
    TRY(reader.read(conversion));
    if (conversion.type == '%' && conversion.position == 0) {
      TRY(builder.append(U'%'));
      continue;
    }
    Object* value = TRY(reader.borrow_value());
    TRY(write_value(thread, builder, conversion, value));
  }
  TRY(reader.finish());
  if (builder.length() == format->length && find_character(view, U'%') == kNotFound)
    return retain(left);
  return builder.finish();
}

}  // namespace ouro
