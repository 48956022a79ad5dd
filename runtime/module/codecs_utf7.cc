// _codecs: UTF-7. Runs of "+...-" hold UTF-16 as base64; everything else is ASCII.
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/codecs.h"
#include "runtime/object/codec_errors.h"
#include "runtime/object/exception.h"
#include "runtime/object/octets.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/text_builder.h"

namespace ouro::codecs {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// npos: no digit.
std::size_t digit_of(char32_t letter) {
  return letter < 0x80 ? kDigits.find(static_cast<char>(letter)) : kDigits.npos;
}

bool is_digit(char32_t letter) { return digit_of(letter) != kDigits.npos; }

constexpr bool is_high(char32_t unit) { return unit >= 0xd800 && unit < 0xdc00; }
constexpr bool is_low(char32_t unit) { return unit >= 0xdc00 && unit < 0xe000; }

// ---- decoding ----

class Decoder {
 public:
  Decoder(Thread& thread, std::string_view bytes, std::string_view errors)
      : thread_(thread),
        errors_(errors),
        problem_{"utf7", bytes, 0, 0, nullptr},
        out_(thread.interpreter()) {}

  Status run(bool final) {
    for (;;) {
      while (at_ < problem_.bytes.size()) TRY(step());
      if (!in_run_ || !final) return done;
      in_run_ = false;
      if (!is_cut()) return done;
      TRY(handle("unterminated shift sequence"));
    }
  }

  // What belongs to an open run is left for later.
  std::size_t consumed() const { return in_run_ ? start_ : at_; }
  Result<Str*> finish() {
    if (in_run_) out_.shrink(run_begin_);
    return out_.finish();
  }

 private:
  char32_t letter() const { return static_cast<unsigned char>(problem_.bytes[at_]); }
  bool is_cut() const { return high_ != 0 || bits_ >= 6 || (bits_ > 0 && buffer_ != 0); }

  Status step() {
    const char32_t here = letter();
    if (in_run_) return is_digit(here) ? take_digit(here) : leave_run(here);
    if (here == '+') return enter_run();
    start_ = at_++;
    return here < 0x80 ? out_.append(here) : handle("unexpected special character");
  }

  Status enter_run() {
    start_ = at_++;
    run_begin_ = out_.length();
    high_ = buffer_ = 0;
    bits_ = 0;
    in_run_ = at_ == problem_.bytes.size() || is_digit(letter());
    if (in_run_) return done;
    if (problem_.bytes[at_++] == '-') return out_.append("+");
    return handle("ill-formed sequence");
  }

  Status take_digit(char32_t here) {
    ++at_;
    buffer_ = buffer_ << 6 | static_cast<std::uint32_t>(digit_of(here));
    bits_ += 6;
    if (bits_ < 16) return done;
    bits_ -= 16;
    const char32_t unit = buffer_ >> bits_;
    buffer_ &= (1u << bits_) - 1;
    return take_unit(unit);
  }

  Status take_unit(char32_t unit) {
    const char32_t high = std::exchange(high_, 0);
    if (high != 0 && is_low(unit))
      return out_.append(0x10000 + ((high & 0x3ff) << 10 | (unit & 0x3ff)));
    if (high != 0) TRY(out_.append(high));
    if (!is_high(unit)) return out_.append(unit);
    high_ = unit;
    return done;
  }

  Status leave_run(char32_t here) {
    in_run_ = false;
    if (bits_ >= 6) return ++at_, handle("partial character in shift sequence");
    if (bits_ > 0 && buffer_ != 0) return ++at_, handle("non-zero padding bits in shift sequence");
    if (high_ != 0 && here < 0x80) TRY(out_.append(high_));
    if (here == '-') ++at_;
    return done;
  }

  Status handle(const char* reason) {
    problem_.start = start_;
    problem_.end = at_;
    problem_.reason = reason;
    at_ = TRY(handle_decode_problem(thread_, problem_, errors_, out_, holder_));
    return done;
  }

  Thread& thread_;
  std::string_view errors_;
  DecodeProblem problem_;
  Ref<> holder_;
  TextBuilder out_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;      // of the run
  std::size_t run_begin_ = 0;  // in the output
  bool in_run_ = false;
  std::uint32_t buffer_ = 0;
  unsigned bits_ = 0;  // in the buffer
  char32_t high_ = 0;  // a high surrogate that waits for its low one
};

// ---- encoding ----

bool is_direct(char32_t character) {
  if (character == '\t' || character == '\n' || character == '\r') return true;
  return character >= ' ' && character < 0x7f && character != '+' && character != '\\' &&
         character != '~';
}

class Encoder {
 public:
  explicit Encoder(Interpreter& interpreter) : out_(interpreter) {}

  Status add(char32_t character) {
    if (is_direct(character)) return add_direct(character);
    if (!in_run_ && character == '+') return out_.append("+-");
    if (!std::exchange(in_run_, true)) TRY(out_.append("+"));
    if (character < 0x10000) return add_unit(character);
    TRY(add_unit(0xd7c0 + (character >> 10)));
    return add_unit(0xdc00 + (character & 0x3ff));
  }

  Result<Bytes*> finish() {
    if (in_run_) TRY(end_run(true));
    return out_.finish();
  }

 private:
  Status put(char letter) { return out_.append(&letter, 1); }

  // What is no digit ends a run by itself, but for the '-'.
  Status add_direct(char32_t character) {
    if (in_run_) TRY(end_run(is_digit(character) || character == '-'));
    return put(static_cast<char>(character));
  }

  Status end_run(bool marked) {
    if (bits_ > 0) TRY(put(kDigits[buffer_ << (6 - bits_) & 63]));
    bits_ = 0;
    in_run_ = false;
    return marked ? put('-') : done;
  }

  Status add_unit(char32_t unit) {
    buffer_ = buffer_ << 16 | unit;
    bits_ += 16;
    while (bits_ >= 6) {
      bits_ -= 6;
      TRY(put(kDigits[buffer_ >> bits_ & 63]));
    }
    return done;
  }

  OctetBuilder out_;
  bool in_run_ = false;
  std::uint32_t buffer_ = 0;  // the lower bits_ bits count
  unsigned bits_ = 0;
};

}  // namespace

Result<Object*> utf7_decode(Thread& thread, Object*, Object* const* arguments) {
  const std::string_view errors = TRY(read_errors(thread, "utf_7_decode", arguments[1]));
  const bool final = arguments[2] != nullptr && TRY(is_true(thread, arguments[2]));
  HeldBuffer data(thread);
  TRY(data.take(arguments[0]));
  Decoder decoder(thread, data.octets().text(), errors);
  TRY(decoder.run(final));
  const std::size_t consumed = decoder.consumed();
  return codec_answer(thread, decoder.finish(), consumed);
}

Result<Object*> utf7_encode(Thread& thread, Object*, Object* const* arguments) {
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "utf_7_encode() argument 1 must be str, not {}",
                 static_cast<const Type*>(arguments[0]->type));
  }
  TRY(read_errors(thread, "utf_7_encode", arguments[1]));
  const auto* text = static_cast<const Str*>(arguments[0]);
  Encoder encoder(thread.interpreter());
  for (std::size_t at = 0; at < text->length; ++at) TRY(encoder.add(text->at(at)));
  return codec_answer(thread, encoder.finish(), text->length);
}

}  // namespace ouro::codecs
