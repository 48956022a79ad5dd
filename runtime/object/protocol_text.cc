// Protocol: repr(), str(), ascii() and format() of any object.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/protocol.h"
#include "runtime/object/special.h"
#include "runtime/object/str.h"
#include "runtime/object/text_builder.h"

namespace ouro {

Result<Str*> repr(Thread& thread, Object* object) {
  RecursionGuard guard(thread, " while getting the repr of an object");
  if (!guard.ok()) return failure;
  Ref<> text(TRY(object->type->slots->repr(thread, object)));
  if (is_str(text)) return static_cast<Str*>(text.take());
  return raise(thread, TypeId::kTypeError, "__repr__ returned non-string (type {})", text->type);
}

Result<Str*> str(Thread& thread, Object* object) {
  if (is_exact(object, TypeId::kStr)) return retain(static_cast<Str*>(object));
  RecursionGuard guard(thread, " while getting the str of an object");
  if (!guard.ok()) return failure;
  Ref<> text(TRY(object->type->slots->str(thread, object)));
  if (is_str(text)) return static_cast<Str*>(text.take());
  return raise(thread, TypeId::kTypeError, "__str__ returned non-string (type {})", text->type);
}

namespace {

Status append_escaped(TextBuilder& builder, char32_t character) {
  constexpr char kDigits[] = "0123456789abcdef";
  const int digits = character < 0x100 ? 2 : character < 0x10000 ? 4 : 8;
  TRY(builder.append(U'\\'));
  TRY(builder.append(static_cast<char32_t>(digits == 2 ? 'x' : digits == 4 ? 'u' : 'U')));
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
    TRY(builder.append(static_cast<char32_t>(kDigits[(character >> shift) & 15])));
  }
  return done;
}

}  // namespace

Result<Str*> ascii(Thread& thread, Object* object) {
  Ref<Str> text(TRY(repr(thread, object)));
  if (text->ascii) return text.take();
  TextBuilder builder(thread.interpreter());
  for (std::size_t index = 0; index < text->length; ++index) {
    const char32_t character = text->at(index);
    if (character < 0x80) {
      TRY(builder.append(character));
    } else {
      TRY(append_escaped(builder, character));
    }
  }
  return builder.finish();
}

Result<Str*> format(Thread& thread, Object* object, Str* specification_or_null) {
  const bool plain = specification_or_null == nullptr || specification_or_null->length == 0;
  if (plain && (is_exact(object, TypeId::kStr) || is_exact(object, TypeId::kInt))) {
    return str(thread, object);
  }
  Ref<Str> specification(plain && specification_or_null == nullptr
                             ? TRY(make_str(thread.interpreter(), ""))
                             : retain(specification_or_null));
  Ref<> text(TRY(call_special_if(thread, object, Id::dunder_format, {specification})).value);
  if (!text) {
    return raise(thread, TypeId::kTypeError, "Type {} doesn't define __format__", object->type);
  }
  if (is_str(text)) return static_cast<Str*>(text.take());
  return raise(thread, TypeId::kTypeError, "__format__ must return a str, not {}", text->type);
}

}  // namespace ouro
