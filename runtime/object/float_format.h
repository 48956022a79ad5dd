// FloatFormat: number fields as strings, and the format specs of the number types.
#pragma once

#include <string_view>

#include "runtime/object/format_spec.h"
#include "runtime/object/str.h"

namespace ouro {

// The argument of __format__: TypeError unless it is a str. Borrowed.
Result<Str*> borrow_format_text(Thread&, Object* argument);
// Parses it, and raises what is wrong with it.
Status read_format_spec(Thread&, Str* text, char32_t default_type, char default_align,
                        std::string_view type_name, FormatSpec* spec);
// "Unknown format code 'q' for object of type 'int'".
Failure raise_unknown_format(Thread&, char32_t type, std::string_view type_name);

Result<Str*> make_number_field(Interpreter&, const FormatSpec& spec, const NumberPieces& pieces);
Result<Str*> make_character_field(Interpreter&, const FormatSpec& spec, char32_t character);
// Any text, padded; its own alignment is `default_align`.
Result<Str*> make_text_field(Interpreter&, const FormatSpec& spec, std::string_view ascii,
                             char default_align);

// One of e E f F g G %.
bool is_float_type(char32_t type) noexcept;
// The spec's type is one of those, 'n', or 0 for none.
Result<Str*> format_double(Thread&, double value, const FormatSpec& spec);

// The digits of a double under a spec, without padding; `text` is given back by the destructor.
class FormattedDouble {
 public:
  FormattedDouble(Memory& memory, double value, const FormatSpec& spec, bool add_dot_zero) noexcept;
  FormattedDouble(const FormattedDouble&) = delete;
  FormattedDouble& operator=(const FormattedDouble&) = delete;
  ~FormattedDouble();

  // False: memory was refused.
  bool ok() const { return text_ != nullptr; }
  const NumberPieces& pieces() const { return pieces_; }

 private:
  static constexpr std::size_t kOwn = 512;

  Memory& memory_;
  std::size_t room_;
  char own_[kOwn];
  char* text_;
  NumberPieces pieces_;
};

}  // namespace ouro
