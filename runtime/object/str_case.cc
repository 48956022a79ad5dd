// Str: the methods about classes of characters and about case.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/str_kernel.h"
#include "runtime/object/str_methods.h"
#include "runtime/object/unicode.h"

namespace ouro::str_methods {
namespace {

// ---- Classes ----------------------------------------------------------------------------------

// Is it true of every character, and is there one?
template <typename Test>
Result<Object*> all_of(Thread& thread, Object* self, Test test) {
  const Str* text = as_str(self);
  const bool result = with_characters(text, [&](const auto* characters) {
    for (std::size_t index = 0; index < text->length; ++index) {
      if (!test(characters[index])) return false;
    }
    return text->length > 0;
  });
  return new_boolean(thread, result);
}

// ---- Case -------------------------------------------------------------------------------------

constexpr bool is_ascii_lower(std::uint8_t c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_ascii_upper(std::uint8_t c) { return c >= 'A' && c <= 'Z'; }
// Objects, so that each map is inlined into its loop.
constexpr auto ascii_upper = [](std::uint8_t c) -> std::uint8_t {
  return c - 32 * is_ascii_lower(c);
};
constexpr auto ascii_lower = [](std::uint8_t c) -> std::uint8_t {
  return c + 32 * is_ascii_upper(c);
};
constexpr auto ascii_swapped = [](std::uint8_t c) -> std::uint8_t {
  return is_ascii_lower(c) || is_ascii_upper(c) ? c ^ 32 : c;
};

template <typename Map>
Result<Object*> map_ascii(Thread& thread, const Str* text, Map map) {
  if (text->length == 1) return make_character(thread.interpreter(), map(*text->narrow()));
  Str* result = TRY(make_str_for(thread.interpreter(), text->length, 0x7f));
  auto* out = static_cast<std::uint8_t*>(result->data());
  const std::uint8_t* in = text->narrow();
  for (std::size_t at = 0; at < text->length; ++at) out[at] = map(in[at]);
  return result;
}

}  // namespace

Result<Object*> isalnum(Thread& thread, Object* self, Object* const*) {
  return all_of(thread, self, unicode::is_alphanumeric);
}

Result<Object*> isalpha(Thread& thread, Object* self, Object* const*) {
  return all_of(thread, self, unicode::is_alpha);
}

Result<Object*> isascii(Thread& thread, Object* self, Object* const*) {
  return new_boolean(thread, as_str(self)->ascii);
}

Result<Object*> isdecimal(Thread& thread, Object* self, Object* const*) {
  return all_of(thread, self, unicode::is_decimal);
}

Result<Object*> isdigit(Thread& thread, Object* self, Object* const*) {
  return all_of(thread, self, unicode::is_digit);
}

Result<Object*> isidentifier(Thread& thread, Object* self, Object* const*) {
  return new_boolean(thread, unicode::is_identifier_text(view_of(as_str(self))));
}

Result<Object*> islower(Thread& thread, Object* self, Object* const*) {
  return new_boolean(thread, unicode::is_lower_text(view_of(as_str(self))));
}

Result<Object*> isnumeric(Thread& thread, Object* self, Object* const*) {
  return all_of(thread, self, unicode::is_numeric);
}

Result<Object*> isprintable(Thread& thread, Object* self, Object* const*) {
  if (as_str(self)->length == 0) return new_boolean(thread, true);
  return all_of(thread, self, unicode::is_printable);
}

Result<Object*> isspace(Thread& thread, Object* self, Object* const*) {
  return all_of(thread, self, unicode::is_space);
}

Result<Object*> istitle(Thread& thread, Object* self, Object* const*) {
  return new_boolean(thread, unicode::is_title_text(view_of(as_str(self))));
}

Result<Object*> isupper(Thread& thread, Object* self, Object* const*) {
  return new_boolean(thread, unicode::is_upper_text(view_of(as_str(self))));
}

Result<Object*> capitalize(Thread& thread, Object* self, Object* const*) {
  const TextView text = view_of(as_str(self));
  return build_str(thread.interpreter(), [&](auto put) { unicode::capitalize(text, put); });
}

Result<Object*> casefold(Thread& thread, Object* self, Object* const*) {
  if (as_str(self)->ascii) return map_ascii(thread, as_str(self), ascii_lower);
  const TextView text = view_of(as_str(self));
  return build_str(thread.interpreter(), [&](auto put) { unicode::casefold(text, put); });
}

Result<Object*> lower(Thread& thread, Object* self, Object* const*) {
  if (as_str(self)->ascii) return map_ascii(thread, as_str(self), ascii_lower);
  const TextView text = view_of(as_str(self));
  return build_str(thread.interpreter(), [&](auto put) { unicode::lower(text, put); });
}

Result<Object*> swapcase(Thread& thread, Object* self, Object* const*) {
  if (as_str(self)->ascii) return map_ascii(thread, as_str(self), ascii_swapped);
  const TextView text = view_of(as_str(self));
  return build_str(thread.interpreter(), [&](auto put) { unicode::swap_case(text, put); });
}

Result<Object*> title(Thread& thread, Object* self, Object* const*) {
  const TextView text = view_of(as_str(self));
  return build_str(thread.interpreter(), [&](auto put) { unicode::title(text, put); });
}

Result<Object*> upper(Thread& thread, Object* self, Object* const*) {
  if (as_str(self)->ascii) return map_ascii(thread, as_str(self), ascii_upper);
  const TextView text = view_of(as_str(self));
  return build_str(thread.interpreter(), [&](auto put) { unicode::upper(text, put); });
}

}  // namespace ouro::str_methods
