// unicodedata: what Unicode 14 says about characters, and the UCD object that speaks for 3.2.
#include <iterator>
#include <utility>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/character_data.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/module.h"
#include "runtime/object/str_kernel.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/unicode.h"
#include "runtime/source/character_name.h"

namespace ouro {
namespace {

UnicodeVersion version_of(const Object* self) {
  return self->type->id == TypeId::kModule ? UnicodeVersion::kCurrent : UnicodeVersion::kOld;
}

// `shown`: "name() argument 1", the beginning of the message.
Result<char32_t> read_character(Thread& thread, Object* object, std::string_view shown) {
  if (is_str(object) && static_cast<Str*>(object)->length == 1)
    return static_cast<Str*>(object)->at(0);
  if (object == none(thread))
    return raise(thread, TypeId::kTypeError, "{} must be a unicode character, not None", shown);
  return raise(thread, TypeId::kTypeError, "{} must be a unicode character, not {}", shown,
               static_cast<const Type*>(object->type));
}

// The default, or the ValueError.
Result<Object*> missing(Thread& thread, Object* default_or_null, const char* message) {
  if (default_or_null != nullptr) return retain(default_or_null);
  return raise(thread, TypeId::kValueError, message);
}

// ---- properties ----

Result<CharacterProperties> properties(Thread& thread, Object* self, Object* argument,
                                       std::string_view shown) {
  return character_properties(TRY(read_character(thread, argument, shown)), version_of(self));
}

Result<Object*> category(Thread& thread, Object* self, Object* const* arguments) {
  const auto found = TRY(properties(thread, self, arguments[0], "category() argument"));
  return make_str(thread.interpreter(), found.category);
}

Result<Object*> bidirectional(Thread& thread, Object* self, Object* const* arguments) {
  const auto found = TRY(properties(thread, self, arguments[0], "bidirectional() argument"));
  return make_str(thread.interpreter(), found.bidirectional);
}

Result<Object*> east_asian_width(Thread& thread, Object* self, Object* const* arguments) {
  const auto found = TRY(properties(thread, self, arguments[0], "east_asian_width() argument"));
  return make_str(thread.interpreter(), found.east_asian_width);
}

Result<Object*> combining(Thread& thread, Object* self, Object* const* arguments) {
  const auto found = TRY(properties(thread, self, arguments[0], "combining() argument"));
  return make_int(thread.interpreter(), found.combining);
}

Result<Object*> mirrored(Thread& thread, Object* self, Object* const* arguments) {
  const auto found = TRY(properties(thread, self, arguments[0], "mirrored() argument"));
  return make_int(thread.interpreter(), found.mirrored);
}

// ---- numbers ----

Result<Object*> decimal(Thread& thread, Object* self, Object* const* arguments) {
  const char32_t character = TRY(read_character(thread, arguments[0], "decimal() argument 1"));
  const int value = character_decimal(character, version_of(self));
  if (value < 0) return missing(thread, arguments[1], "not a decimal");
  return make_int(thread.interpreter(), value);
}

// The same in both versions, as the reference has it.
Result<Object*> digit(Thread& thread, Object*, Object* const* arguments) {
  const char32_t character = TRY(read_character(thread, arguments[0], "digit() argument 1"));
  const int value = unicode::digit_value(character);
  if (value < 0) return missing(thread, arguments[1], "not a digit");
  return make_int(thread.interpreter(), value);
}

Result<Object*> numeric(Thread& thread, Object* self, Object* const* arguments) {
  const char32_t character = TRY(read_character(thread, arguments[0], "numeric() argument 1"));
  const auto value = character_number(character, version_of(self));
  if (!value) return missing(thread, arguments[1], "not a numeric character");
  return make_float(thread.interpreter(), *value);
}

// ---- names ----

Result<Object*> name(Thread& thread, Object* self, Object* const* arguments) {
  const char32_t character = TRY(read_character(thread, arguments[0], "name() argument 1"));
  char buffer[syntax::kCharacterNameMax];
  const std::string_view found = syntax::character_name(character, buffer);
  if (found.empty() || !character_properties(character, version_of(self)).assigned())
    return missing(thread, arguments[1], "no such name");
  return make_str(thread.interpreter(), found);
}

// 3.2 has no aliases: there a character has only its own name.
bool is_known(char32_t character, std::string_view name, UnicodeVersion version) {
  if (version == UnicodeVersion::kCurrent) return true;
  char buffer[syntax::kCharacterNameMax];
  const std::size_t own = syntax::character_name(character, buffer).size();
  return own == name.size() && character_properties(character, version).assigned();
}

Result<Object*> lookup(Thread& thread, Object* self, Object* const* arguments) {
  if (!is_str(arguments[0]))
    return raise(thread, TypeId::kTypeError, "a bytes-like object is required, not '{}'",
                 static_cast<const Type*>(arguments[0]->type));
  Utf8 text(thread.interpreter(), static_cast<Str*>(arguments[0]));
  if (!text.ok()) return failure;
  constexpr std::size_t kLongest = 256;
  if (text.view().size() > kLongest) return raise(thread, TypeId::kKeyError, "name too long");
  const UnicodeVersion version = version_of(self);
  const std::uint32_t found = syntax::find_named_character(text.view());
  if (found != syntax::kNoCharacter && is_known(found, text.view(), version))
    return make_character(thread.interpreter(), found);
  const auto sequence = syntax::find_named_sequence(text.view());
  if (!sequence.empty() && version == UnicodeVersion::kCurrent)
    return make_str_from_wide(thread.interpreter(), sequence.data(), sequence.size());
  return raise(thread, TypeId::kKeyError, "undefined character name '{}'", arguments[0]);
}

// ---- decomposition and normal forms ----

Status append_number(TextBuilder& text, std::uint32_t character) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  int shift = 12;
  while (character >> shift >= 16) shift += 4;
  for (; shift >= 0; shift -= 4) {
    TRY(text.append(static_cast<char32_t>(kDigits[character >> shift & 15])));
  }
  return done;
}

Result<Object*> decomposition(Thread& thread, Object* self, Object* const* arguments) {
  const char32_t character = TRY(read_character(thread, arguments[0], "decomposition() argument"));
  const auto found = character_decomposition(character, version_of(self));
  TextBuilder text(thread.interpreter());
  if (!found.tag.empty()) TRY(text.append(found.tag));
  bool first = found.tag.empty();
  for (const std::uint32_t part : found.characters) {
    if (!std::exchange(first, false)) TRY(text.append(" "));
    TRY(append_number(text, part));
  }
  return text.finish();
}

constexpr std::string_view kFormNames[] = {"NFC", "NFD", "NFKC", "NFKD"};

Result<unicode::NormalForm> read_form(Thread& thread, Object* const* arguments,
                                      std::string_view function) {
  for (int index = 0; index < 2; ++index) {
    if (is_str(arguments[index])) continue;
    return raise(thread, TypeId::kTypeError, "{}() argument {} must be str, not {}", function,
                 index + 1, static_cast<const Type*>(arguments[index]->type));
  }
  for (std::size_t form = 0; form < std::size(kFormNames); ++form) {
    if (str_equal(static_cast<Str*>(arguments[0]), kFormNames[form]))
      return static_cast<unicode::NormalForm>(form);
  }
  return raise(thread, TypeId::kValueError, "invalid normalization form");
}

Result<Str*> normalize_part(Thread& thread, Str* text, unicode::NormalForm form) {
  if (text->ascii) return retain(text);
  unicode::Normalized normalized(memory_of(thread));
  if (!normalized.normalize(view_of(text), form)) return raise_memory_error(thread.interpreter());
  const auto characters = normalized.characters();
  return make_str_from_wide(thread.interpreter(), characters.data(), characters.size());
}

bool unknown_to_old(char32_t character) {
  return !character_properties(character, UnicodeVersion::kOld).assigned();
}

Result<Str*> with_old_forms(Thread& thread, Str* text, std::size_t start, std::size_t end) {
  return build_str(thread.interpreter(), [&](auto put) {
    for (std::size_t at = start; at < end; ++at) put(character_old_form(text->at(at)));
  });
}

// What 3.2 does not know stands for itself, and what stands on its two sides never meets.
Result<Str*> normalize_old(Thread& thread, Str* text, unicode::NormalForm form) {
  TextBuilder result(thread.interpreter());
  for (std::size_t at = 0; at < text->length;) {
    std::size_t end = at;
    while (end < text->length && !unknown_to_old(text->at(end))) ++end;
    Ref<Str> part(TRY(with_old_forms(thread, text, at, end)));
    Ref<Str> normalized(TRY(normalize_part(thread, part, form)));
    TRY(result.append(normalized.get()));
    if (end < text->length) TRY(result.append(text->at(end++)));
    at = end;
  }
  return result.finish();
}

Result<Str*> normalized(Thread& thread, Object* self, Str* text, unicode::NormalForm form) {
  return version_of(self) == UnicodeVersion::kOld ? normalize_old(thread, text, form)
                                                  : normalize_part(thread, text, form);
}

Result<Object*> normalize(Thread& thread, Object* self, Object* const* arguments) {
  const auto form = TRY(read_form(thread, arguments, "normalize"));
  return normalized(thread, self, static_cast<Str*>(arguments[1]), form);
}

Result<Object*> is_normalized(Thread& thread, Object* self, Object* const* arguments) {
  const auto form = TRY(read_form(thread, arguments, "is_normalized"));
  auto* text = static_cast<Str*>(arguments[1]);
  Ref<Str> result(TRY(normalized(thread, self, text, form)));
  return new_boolean(thread, str_equal(result.get(), text));
}

constexpr NativeMethod kFunctions[] = {
    {"bidirectional(module, chr, /)", bidirectional},
    {"category(module, chr, /)", category},
    {"combining(module, chr, /)", combining},
    {"decimal(module, chr, default=None, /)", decimal},
    {"decomposition(module, chr, /)", decomposition},
    {"digit(module, chr, default=None, /)", digit},
    {"east_asian_width(module, chr, /)", east_asian_width},
    {"is_normalized(module, form, unistr, /)", is_normalized},
    {"lookup(module, name, /)", lookup},
    {"mirrored(module, chr, /)", mirrored},
    {"name(module, chr, default=None, /)", name},
    {"normalize(module, form, unistr, /)", normalize},
    {"numeric(module, chr, default=None, /)", numeric},
};

Result<Object*> get_version(Thread& thread, Object*) {
  return make_str(thread.interpreter(), "3.2.0");
}

constexpr NativeAttribute kAttributes[] = {{"unidata_version", get_version}};

Result<Object*> refuse_instance(Thread& thread, Type*, const Arguments&) {
  return raise(thread, TypeId::kTypeError, "cannot create 'unicodedata.UCD' instances");
}

constexpr Slots ucd_slots() {
  Slots slots;
  slots.make = refuse_instance;
  return slots;
}

constexpr TypeDescriptor kUcd = {
    .name = "UCD",
    .module = "unicodedata",
    .object_size = sizeof(Object),
    .slots = ucd_slots(),
    .methods = kFunctions,
    .attributes = kAttributes,
};

Status execute(Thread& thread, Module* module) {
  Ref<Str> version(TRY(make_str(thread.interpreter(), "14.0.0")));
  TRY(module_add(thread, module, "unidata_version", version));
  Type* ucd = TRY(module_add_type(thread, module, kUcd));
  Ref<> old(TRY(allocate_instance(thread.interpreter(), ucd)));
  return module_add(thread, module, "ucd_3_2_0", old);
}

}  // namespace

extern const ModuleDescriptor kUnicodedataModule;
const ModuleDescriptor kUnicodedataModule = {
    .name = "unicodedata",
    .doc = "The properties of characters in Unicode 14.0.0.",
    .functions = kFunctions,
    .execute = execute,
};

}  // namespace ouro
