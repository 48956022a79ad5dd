// ArrayKind: the table of item types.
#include "runtime/module/array_kind.h"

#include <bit>
#include <cstring>
#include <limits>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/float_arithmetic.h"
#include "runtime/object/int_view.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

template <typename T>
T load(const std::uint8_t* place) {
  T value;
  std::memcpy(&value, place, sizeof value);
  return value;
}

template <typename T>
Status store(std::uint8_t* place, T value) {
  std::memcpy(place, &value, sizeof value);
  return done;
}

template <typename T>
Result<Object*> get_number(Thread& thread, const std::uint8_t* place) {
  const T value = load<T>(place);
  if constexpr (std::is_floating_point_v<T>) {
    return make_float(thread.interpreter(), value);
  } else if constexpr (std::is_signed_v<T>) {
    return make_int(thread.interpreter(), value);
  } else {
    return make_int_unsigned(thread.interpreter(), value);
  }
}

// The words of the messages about numbers that do not fit.
template <typename T>
constexpr const char* name_of() {
  if constexpr (std::is_same_v<T, signed char>) return "signed char";
  if constexpr (std::is_same_v<T, unsigned char>) return "unsigned byte integer";
  if constexpr (std::is_same_v<T, short>) return "signed short integer";
  if constexpr (std::is_same_v<T, unsigned short>) return "unsigned short";
  if constexpr (std::is_same_v<T, int>) return "signed integer";
  return "unsigned int";
}

template <typename T>
Status check_range(Thread& thread, std::int64_t value) {
  if (value < std::numeric_limits<T>::min()) {
    return raise(thread, TypeId::kOverflowError, "{} is less than minimum", name_of<T>());
  }
  if (value <= std::numeric_limits<T>::max()) return done;
  return raise(thread, TypeId::kOverflowError, "{} is greater than maximum", name_of<T>());
}

// The next wider type refuses first, in its own words.
template <typename T, typename Wider>
Status set_small(Thread& thread, std::uint8_t* place, Object* value) {
  Ref<> number(TRY(to_index(thread, value)));
  const std::int64_t wide = TRY(to_int64(thread, number));
  TRY(check_range<Wider>(thread, wide));
  TRY(check_range<T>(thread, wide));
  return store(place, static_cast<T>(wide));
}

struct WideMessages {
  const char* negative;
  const char* large;
};
constexpr WideMessages kLongMessages = {"can't convert negative value to unsigned int",
                                        "Python int too large to convert to C unsigned long"};
constexpr WideMessages kLongLongMessages = {"can't convert negative int to unsigned",
                                            "int too big to convert"};

template <typename T, const WideMessages& kMessages>
Status set_unsigned(Thread& thread, std::uint8_t* place, Object* value) {
  Ref<> number(TRY(to_index(thread, value)));
  const IntView view(as_int(number.get()));
  if (view.negative()) return raise(thread, TypeId::kOverflowError, "{}", kMessages.negative);
  if (view.magnitude().size() > 1)
    return raise(thread, TypeId::kOverflowError, "{}", kMessages.large);
  const std::uint64_t wide = view.zero() ? 0 : view.magnitude()[0];
  if (wide > std::numeric_limits<T>::max()) {
    return raise(thread, TypeId::kOverflowError, "{} is greater than maximum", name_of<T>());
  }
  return store(place, static_cast<T>(wide));
}

Status set_long(Thread& thread, std::uint8_t* place, Object* value) {
  Ref<> number(TRY(to_index(thread, value)));
  return store(place, TRY(to_int64(thread, number)));
}

Status set_long_long(Thread& thread, std::uint8_t* place, Object* value) {
  Ref<> number(TRY(to_index(thread, value)));
  if (as_int(number.get())->compact()) return store(place, as_int(number.get())->value);
  return raise(thread, TypeId::kOverflowError, "int too big to convert");
}

template <typename T>
Status set_float(Thread& thread, std::uint8_t* place, Object* value) {
  return store(place, static_cast<T>(TRY(to_double(thread, value))));
}

Result<Object*> get_character(Thread& thread, const std::uint8_t* place) {
  const auto character = load<char32_t>(place);
  if (character <= 0x10ffff) return make_character(thread.interpreter(), character);
  return raise(thread, TypeId::kValueError, "character U+{} is not in range [U+0000; U+10ffff]",
               static_cast<std::uint64_t>(character));
}

Status set_character(Thread& thread, std::uint8_t* place, Object* value) {
  if (is_str(value) && static_cast<Str*>(value)->length == 1)
    return store(place, static_cast<Str*>(value)->at(0));
  return raise(thread, TypeId::kTypeError, "array item must be unicode character");
}

constexpr ArrayKind kKinds[] = {
    {'b', "b", 1, get_number<signed char>, set_small<signed char, short>},
    {'B', "B", 1, get_number<unsigned char>, set_small<unsigned char, unsigned char>},
    {'u', "w", 4, get_character, set_character},
    {'h', "h", 2, get_number<short>, set_small<short, short>},
    {'H', "H", 2, get_number<unsigned short>, set_small<unsigned short, int>},
    {'i', "i", 4, get_number<int>, set_small<int, int>},
    {'I', "I", 4, get_number<unsigned>, set_unsigned<unsigned, kLongMessages>},
    {'l', "l", 8, get_number<long>, set_long},
    {'L', "L", 8, get_number<unsigned long>, set_unsigned<unsigned long, kLongMessages>},
    {'q', "q", 8, get_number<long>, set_long_long},
    {'Q', "Q", 8, get_number<unsigned long>, set_unsigned<unsigned long, kLongLongMessages>},
    {'f', "f", 4, get_number<float>, set_float<float>},
    {'d', "d", 8, get_number<double>, set_float<double>},
};

}  // namespace

const ArrayKind* find_array_kind(char32_t code) noexcept {
  for (const ArrayKind& kind : kKinds) {
    if (static_cast<char32_t>(kind.code) == code) return &kind;
  }
  return nullptr;
}

}  // namespace ouro
