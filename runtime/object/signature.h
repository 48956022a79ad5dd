// Signature: the parameters of a native function, read from text: at compile time, or for an
// extension module when it is loaded.
//
// "pop(self, index=-1, /)", "sort(self, /, *, key=None, reverse=False)", "print(*args, sep=' ',
// end='\n')".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/object/object.h"

namespace ouro {

struct Tuple;

// What a caller hands over: `positional` values, then one value for each name in `names`.
struct Arguments {
  Object* const* values = nullptr;
  std::size_t positional = 0;
  Tuple* names = nullptr;  // null: no keywords

  std::size_t keywords() const;
};

class Signature {
 public:
  static constexpr std::size_t kParametersMax = 16;

  struct AtRunTime {};

  consteval Signature(const char* text) : text_(text) { parse(); }
  // The text must live as long as the signature; a text that cannot be read gives one not valid().
  Signature(AtRunTime, const char* text) : text_(text) { parse(); }

  constexpr bool valid() const { return valid_; }

  constexpr std::string_view text() const { return text_; }
  constexpr std::string_view name() const { return text_.substr(0, text_.find('(')); }
  // The "(...)" part.
  constexpr std::string_view parameters() const { return text_.substr(text_.find('(')); }
  constexpr bool has_self() const { return has_self_; }
  // Counts leave out self, *args and **kwargs.
  constexpr std::size_t count() const { return count_; }
  constexpr std::size_t positional_only() const { return positional_only_; }
  constexpr std::size_t positional() const { return positional_; }
  constexpr std::size_t required_positional() const { return required_positional_; }
  constexpr bool variadic() const { return variadic_; }
  constexpr bool keyword_variadic() const { return keyword_variadic_; }
  constexpr bool required(std::size_t index) const { return (required_ >> index) & 1; }
  constexpr std::string_view parameter(std::size_t index) const {
    return text_.substr(starts_[index], lengths_[index]);
  }
  // Exactly `count` plain values and nothing else: they can be passed on as they stand.
  constexpr bool takes_exactly(std::size_t given) const {
    return given == count_ && positional_ == count_ && !variadic_ && !keyword_variadic_;
  }
  // Entries in the array a NativeFunction receives.
  constexpr std::size_t slots() const { return count_ + variadic_ + keyword_variadic_; }
  constexpr std::size_t variadic_slot() const { return count_; }
  constexpr std::size_t keyword_slot() const { return count_ + variadic_; }

 private:
  // Not constexpr: reaching it stops the build, with the reason in the message.
  void invalid(const char*) { valid_ = false; }

  constexpr char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\0'; }

  static constexpr std::size_t kTextMax = 255;  // a place is a byte

  static constexpr bool is_name(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  constexpr void parse() {
    std::size_t place = text_.find('(');
    if (place == std::string_view::npos || place == 0) invalid("a signature needs parentheses");
    if (text_.size() > kTextMax) invalid("the text of a signature is too long");
    ++place;
    bool keyword_only = false;
    for (bool first = true; valid_ && at(place) != ')'; first = false) {
      place = parse_one(place, first, keyword_only);
      while (at(place) == ',' || at(place) == ' ') ++place;
    }
  }

  constexpr std::size_t parse_one(std::size_t start, bool first, bool& keyword_only) {
    if (at(start) == '/') return positional_only_ = static_cast<std::uint8_t>(count_), start + 1;
    if (text_.substr(start, 2) == "**") return keyword_variadic_ = true, skip(start + 2);
    if (at(start) == '*') {
      keyword_only = true;
      variadic_ = is_name(at(start + 1));
      return skip(start + 1);
    }
    std::size_t end = start;
    while (is_name(at(end))) ++end;
    const std::string_view name = text_.substr(start, end - start);
    if (name.empty()) return invalid("a parameter needs a name"), end;
    if (first && (name == "self" || name == "module" || name == "type")) {
      has_self_ = true;
      return end;
    }
    add(start, end, keyword_only);
    return skip(end);
  }

  constexpr void add(std::size_t start, std::size_t end, bool keyword_only) {
    if (count_ == kParametersMax) return invalid("too many parameters");
    starts_[count_] = static_cast<std::uint8_t>(start);
    lengths_[count_] = static_cast<std::uint8_t>(end - start);
    const bool required = at(end) != '=';
    if (required) required_ = static_cast<std::uint16_t>(required_ | (1u << count_));
    ++count_;
    if (keyword_only) return;
    positional_ = count_;
    if (required) required_positional_ = count_;
  }

  // To the next comma or the end, past a default value.
  constexpr std::size_t skip(std::size_t place) {
    int depth = 0;
    for (char quote = 0;; ++place) {
      const char c = at(place);
      if (c == '\0') {
        return invalid("a default value does not end"), place;
      } else if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '(' || c == '[' || c == '{') {
        ++depth;
      } else if (depth > 0 && (c == ')' || c == ']' || c == '}')) {
        --depth;
      } else if (depth == 0 && (c == ',' || c == ')')) {
        return place;
      }
    }
  }

  std::string_view text_;
  std::uint8_t starts_[kParametersMax] = {};
  std::uint8_t lengths_[kParametersMax] = {};
  std::uint16_t required_ = 0;
  std::uint8_t count_ = 0;
  std::uint8_t positional_only_ = 0;
  std::uint8_t positional_ = 0;
  std::uint8_t required_positional_ = 0;
  bool variadic_ = false;
  bool keyword_variadic_ = false;
  bool has_self_ = false;
  bool valid_ = true;
};

}  // namespace ouro
