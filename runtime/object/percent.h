// Percent: what `text % values` and `octets % values` have in common - reading conversions, finding
// their values, and the text of numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/object/int.h"
#include "runtime/object/object.h"
#include "runtime/object/str.h"
#include "runtime/object/text_view.h"
#include "runtime/object/tuple.h"

namespace ouro {

// "%[(key)][flags][width][.precision][length]type"
struct Conversion {
  bool left = false;              // -
  bool sign = false;              // +
  bool blank = false;             // a space
  bool alternate = false;         // #
  bool zero = false;              // 0
  bool no_negative_zero = false;  // z, in octets only
  std::int64_t width = -1;
  std::int64_t precision = -1;
  char32_t type = 0;         // '%': a percent sign and nothing else
  std::size_t position = 0;  // of the type

  bool plain() const {
    return width < 0 && precision < 0 && !(left || sign || blank || alternate || zero);
  }
};

// Where text and octets differ.
struct Wording {
  bool of_octets;
  Result<Object*> (*make_key)(Thread&, const TextView& part);  // of a mapping, from the format
  const char* precision_too_big;
  const char* not_real;  // "must be real number"
};

// Walks through a format: tells the literal parts, reads conversions, finds their values.
class PercentReader {
 public:
  PercentReader(Thread& thread, const TextView& format, Object* values, const Wording& wording);

  // The literal part up to the next conversion or the end.
  TextView literal();
  bool at_end() const { return at_ >= format_.length; }
  // At a '%'.
  Status read(Conversion& conversion);
  // The next value; borrowed until the next conversion is read.
  Result<Object*> borrow_value();
  // Complains about values that are left.
  Status finish();

 private:
  Result<char32_t> next_character();
  Result<Int*> borrow_star();
  Status read_key();
  void read_flags(Conversion& conversion);
  Status read_width(Conversion& conversion);
  Status read_precision(Conversion& conversion);
  Result<std::int64_t> read_number(std::int64_t most, const char* too_big);

  Thread& thread_;
  TextView format_;
  Object* mapping_;
  const Wording& wording_;
  Object* source_;  // the only value, unless there is a tuple
  Tuple* tuple_ = nullptr;
  std::size_t left_ = 1;  // values not taken yet
  std::size_t at_ = 0;
  bool is_mapping_ = false;
  Ref<> value_;  // what the last key meant
};

// One of d i u o x X e E f F g G.
bool is_number_conversion(char32_t type);
// Its text: ASCII, with sign, prefix and precision, but not padded.
struct NumberField {
  Ref<Str> text;
  std::size_t front = 0;  // of sign and prefix, behind which zeros go
};
Status make_number_text(Thread&, const Conversion&, Object* value, const Wording&, NumberField&);

// Blanks before, zeros inside, blanks after.
struct PercentPadding {
  std::size_t before = 0;
  std::size_t zeros = 0;
  std::size_t after = 0;
};
PercentPadding percent_padding(const Conversion&, std::size_t length, bool is_number);

// "unsupported format character 'y' (0x79) at index 3"
Failure refuse_conversion(Thread&, const Conversion&);

}  // namespace ouro
