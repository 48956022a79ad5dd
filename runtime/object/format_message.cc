// Messages: "{}" places filled with whatever comes, without iostreams and without guessing types.
#include <charconv>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/format.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/type.h"

namespace ouro {

FormatArgument::FormatArgument(const Type* type)
    : kind_(Kind::kType), object_(const_cast<Type*>(type)) {}

namespace {

template <typename Number>
Status append_number(TextBuilder& builder, Number number, int base = 10) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, number, base).ptr;
  return builder.append(std::string_view(digits, end));
}

// UTF-8: string literals of ours, names of the host, bytes of a type's name.
Status append_text(Interpreter& interpreter, TextBuilder& builder, std::string_view text) {
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0x80) == 0) continue;
    Ref<Str> decoded(TRY(make_str(interpreter, text)));
    return builder.append(decoded.get());
  }
  return builder.append(text);
}

Status append_address(TextBuilder& builder, std::uint64_t address) {
  TRY(builder.append("0x"));
  return append_number(builder, address, 16);
}

Status append_argument(Thread& thread, TextBuilder& builder, const FormatArgument& argument) {
  using Kind = FormatArgument::Kind;
  switch (argument.kind()) {
    case Kind::kNothing: return done;
    case Kind::kText: return append_text(thread.interpreter(), builder, argument.text());
    case Kind::kSigned: return append_number(builder, argument.signed_value());
    case Kind::kUnsigned: return append_number(builder, argument.unsigned_value());
    case Kind::kCharacter: return builder.append(static_cast<char32_t>(argument.signed_value()));
    case Kind::kObject: return builder.append_str(thread, argument.object());
    case Kind::kRepr: return builder.append_repr(thread, argument.object());
    case Kind::kAddress: return append_address(builder, argument.unsigned_value());
    case Kind::kType:
      return append_text(thread.interpreter(), builder,
                         type_name(static_cast<Type*>(argument.object())));
  }
  return done;
}

}  // namespace

Result<Str*> format_message(Thread& thread, std::string_view format,
                            const FormatArgument* arguments, std::size_t count) {
  TextBuilder builder(thread.interpreter());
  std::size_t used = 0;
  while (!format.empty()) {
    const std::size_t brace = format.find_first_of("{}");
    TRY(append_text(thread.interpreter(), builder, format.substr(0, brace)));
    if (brace == std::string_view::npos) break;
    const bool place = format.substr(brace, 2) == "{}";
    OURO_CHECK(place ? used < count
                     : format.substr(brace, 2) == "{{" || format.substr(brace, 2) == "}}");
    if (place) {
      TRY(append_argument(thread, builder, arguments[used++]));
    } else {
      TRY(builder.append(static_cast<char32_t>(format[brace])));
    }
    format.remove_prefix(brace + 2);
  }
  return builder.finish();
}

}  // namespace ouro
