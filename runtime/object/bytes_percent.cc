// Bytes: octets % values, for bytes and bytearray.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/octets.h"
#include "runtime/object/percent.h"
#include "runtime/object/protocol.h"
#include "runtime/object/special.h"

namespace ouro {
namespace {

constexpr std::size_t kLongest = PTRDIFF_MAX / 8;

Result<Object*> make_key(Thread& thread, const TextView& part) {
  return make_bytes(thread.interpreter(), part.data, part.length);
}

constexpr Wording kWording{true, make_key, "prec too big", "float argument required"};

Result<Bytes*> octet_of(Thread& thread, Object* value) {
  if (is_bytes(value) || is_bytearray(value)) {
    const Octets octets = octets_of(value);
    if (octets.length == 1) return make_bytes(thread.interpreter(), octets.data, 1);
  } else if (has_index(value)) {
    Ref<> number(TRY(to_index(thread, value)));
    const auto* integer = static_cast<Int*>(number.get());
    if (!integer->compact() || integer->value < 0 || integer->value > 255) {
      return raise(thread, TypeId::kOverflowError, "%c arg not in range(256)");
    }
    const auto octet = static_cast<std::uint8_t>(integer->value);
    return make_bytes(thread.interpreter(), &octet, 1);
  }
  return raise(thread, TypeId::kTypeError, "%c requires an integer in range(256) or a single byte");
}

Result<Bytes*> octets_in(Thread& thread, Object* value) {
  if (is_bytes(value)) return retain(as_bytes(value));
  Special special;
  if (TRY(find_special(thread, value, Id::dunder_bytes, special))) {
    Ref<> made(TRY(call_found(thread, special, {})));
    if (is_bytes(made)) return as_bytes(made.take());
    return raise(thread, TypeId::kTypeError, "__bytes__ returned non-bytes (type {})",
                 type_name(made->type));
  }
  if (value->type->slots->get_buffer == nullptr) {
    return raise(
        thread, TypeId::kTypeError,
        "%b requires a bytes-like object, or an object that implements __bytes__, not '{}'",
        type_name(value->type));
  }
  HeldBuffer held(thread);
  TRY(held.take(value));
  return make_bytes(thread.interpreter(), held.data(), held.length());
}

Result<Bytes*> ascii_in(Thread& thread, Object* value) {
  Ref<Str> text(TRY(ascii(thread, value)));
  return make_bytes(thread.interpreter(), text->data(), text->length);
}

Result<Bytes*> contents_of(Thread& thread, const Conversion& conversion, Object* value) {
  switch (conversion.type) {
    case 's':
    case 'b': return octets_in(thread, value);
    case 'a':
    case 'r': return ascii_in(thread, value);
    case 'c': return octet_of(thread, value);
    default: return refuse_conversion(thread, conversion);
  }
}

Status write_padded(Thread& thread, OctetBuilder& builder, const Conversion& conversion,
                    std::string_view text, std::size_t front, bool number) {
  const PercentPadding padding = percent_padding(conversion, text.size(), number);
  if (padding.before + padding.zeros + padding.after > kLongest) {
    return raise_memory_error(thread.interpreter());
  }
  TRY(builder.append_repeated(' ', padding.before));
  TRY(builder.append(text.substr(0, front)));
  TRY(builder.append_repeated('0', padding.zeros));
  TRY(builder.append(text.substr(front)));
  return builder.append_repeated(' ', padding.after);
}

Status write_value(Thread& thread, OctetBuilder& builder, const Conversion& conversion,
                   Object* value) {
  if (is_number_conversion(conversion.type)) {
    NumberField field;
    TRY(make_number_text(thread, conversion, value, kWording, field));
    return write_padded(thread, builder, conversion, field.text->ascii_view(), field.front, true);
  }
  Ref<Bytes> contents(TRY(contents_of(thread, conversion, value)));
  std::string_view text = contents->view();
  if (conversion.precision >= 0 && conversion.type != 'c') {
    text = text.substr(0, static_cast<std::size_t>(conversion.precision));
  }
  return write_padded(thread, builder, conversion, text, 0, false);
}

}  // namespace

Result<Object*> octets_percent(Thread& thread, Object* left, Object* right) {
  HeldBuffer format(thread);
  TRY(format.take(left));
  PercentReader reader(thread, format.view(), right, kWording);
  OctetBuilder builder(thread.interpreter());
  while (true) {
    const TextView literal = reader.literal();
    TRY(builder.append(literal.data, literal.length));
    if (reader.at_end()) break;
    Conversion conversion;
    TRY(reader.read(conversion));
    if (conversion.type == '%' && conversion.position == 0) {
      TRY(builder.append("%"));
      continue;
    }
    Object* value = TRY(reader.borrow_value());
    TRY(write_value(thread, builder, conversion, value));
  }
  TRY(reader.finish());
  return make_like(thread, left, builder.data(), builder.length());
}

}  // namespace ouro
