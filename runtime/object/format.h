// FormatArgument: one `{}` of a message, with its type erased.
#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>

#include "runtime/object/object.h"

namespace ouro {

struct Str;

struct ReprOf {
  Object* object;
};
inline ReprOf repr_of(Object* object) { return {object}; }

// Written like 0x7f0123456789.
struct AddressOf {
  const void* place;
};
inline AddressOf address_of(const void* place) { return {place}; }

class FormatArgument {
 public:
  enum class Kind : std::uint8_t {
    kNothing,
    kText,
    kSigned,
    kUnsigned,
    kCharacter,
    kObject,
    kRepr,
    kType,
    kAddress
  };

  FormatArgument() : kind_(Kind::kNothing), text_{} {}
  FormatArgument(std::string_view text) : kind_(Kind::kText), text_(text) {}
  FormatArgument(const char* text) : FormatArgument(std::string_view(text)) {}
  template <std::signed_integral Integer>
  FormatArgument(Integer number) : kind_(Kind::kSigned), signed_(number) {}
  template <std::unsigned_integral Integer>
  FormatArgument(Integer number) : kind_(Kind::kUnsigned), unsigned_(number) {}
  FormatArgument(char character) : kind_(Kind::kCharacter), signed_(character) {}
  FormatArgument(const Object* object)
      : kind_(Kind::kObject), object_(const_cast<Object*>(object)) {}
  FormatArgument(const Type* type);
  FormatArgument(ReprOf repr) : kind_(Kind::kRepr), object_(repr.object) {}
  FormatArgument(AddressOf address)
      : kind_(Kind::kAddress), unsigned_(reinterpret_cast<std::uintptr_t>(address.place)) {}
  template <typename T>
  FormatArgument(const Ref<T>& object) : FormatArgument(static_cast<const T*>(object.get())) {}

  Kind kind() const { return kind_; }
  std::string_view text() const { return text_; }
  std::int64_t signed_value() const { return signed_; }
  std::uint64_t unsigned_value() const { return unsigned_; }
  Object* object() const { return object_; }

 private:
  Kind kind_;
  union {
    std::string_view text_;
    std::int64_t signed_;
    std::uint64_t unsigned_;
    Object* object_;
  };
};

// "{}" places filled in order; "{{" and "}}" are braces.
Result<Str*> format_message(Thread&, std::string_view format, const FormatArgument* arguments,
                            std::size_t count);
template <typename... Arguments>
Result<Str*> format_str(Thread& thread, std::string_view format, const Arguments&... arguments) {
  const FormatArgument packed[] = {FormatArgument(arguments)..., FormatArgument()};
  return format_message(thread, format, packed, sizeof...(arguments));
}

}  // namespace ouro
