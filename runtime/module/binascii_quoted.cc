// binascii: quoted-printable, the text encoding of mail.
#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/binascii.h"
#include "runtime/object/protocol.h"

namespace ouro::binascii {
namespace {

constexpr std::size_t kLineMax = 76;

Result<bool> read_flag(Thread& thread, Object* argument, bool otherwise) {
  if (argument == nullptr) return otherwise;
  return is_true(thread, argument);
}

// ---- reading ----

// Behind a '=' at `at`: moves past what belongs to it, and appends what it stands for.
Status read_quoted(OctetBuilder& out, Octets text, std::size_t& at) {
  const std::string_view rest = text.text().substr(at);
  if (rest[0] == '\n' || rest[0] == '\r') {
    at += std::min(rest.find('\n'), rest.size() - 1) + 1;
    return done;
  }
  if (rest[0] == '=') {
    ++at;
    return out.append("=");
  }
  const int high = hex_digit(static_cast<std::uint8_t>(rest[0]));
  const int low = rest.size() < 2 ? -1 : hex_digit(static_cast<std::uint8_t>(rest[1]));
  if (high < 0 || low < 0) return out.append("=");
  at += 2;
  const char octet = static_cast<char>(high << 4 | low);
  return out.append(&octet, 1);
}

// ---- writing ----

struct Wishes {
  bool quote_tabs;
  bool is_text;
  bool header;
};

class Writer {
 public:
  Writer(Interpreter& interpreter, Octets text, const Wishes& wishes)
      : out_(interpreter), text_(text.text()), wishes_(wishes) {
    const std::size_t end = text_.find('\n');
    line_end_ = end != text_.npos && end > 0 && text_[end - 1] == '\r' ? "\r\n" : "\n";
  }

  Result<Bytes*> run() {
    while (at_ < text_.size()) TRY(step());
    return out_.finish();
  }

 private:
  char next() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : '\0'; }
  bool last() const { return at_ + 1 == text_.size(); }
  static bool is_blank(char letter) { return letter == ' ' || letter == '\t'; }
  static bool is_break(char letter) { return letter == '\n' || letter == '\r'; }

  bool needs_quoting(char letter) const {
    const auto octet = static_cast<unsigned char>(letter);
    if (octet > 126 || letter == '=' || (wishes_.header && letter == '_')) return true;
    // A line with nothing but a dot ends a message.
    if (letter == '.' && line_ == 0) return is_break(next()) || next() == '\0';
    if (is_break(letter)) return !wishes_.is_text;
    if (is_blank(letter)) return last() || wishes_.quote_tabs;
    return octet < 33;
  }

  bool is_line_end(std::size_t at) const {
    const std::string_view rest = text_.substr(at);
    return wishes_.is_text && (rest.starts_with('\n') || rest.starts_with("\r\n"));
  }

  Status step() {
    const char letter = text_[at_];
    if (needs_quoting(letter)) return put_quoted(letter);
    if (is_line_end(at_)) return end_line(letter);
    if (!last() && next() != '\n' && line_ + 1 >= kLineMax) TRY(break_softly());
    ++line_;
    ++at_;
    if (wishes_.header && letter == ' ') return out_.append("_");
    // A blank before the end of a line would get lost on its way.
    if (is_blank(letter) && is_line_end(at_)) return put_escape(letter);
    return out_.append(&letter, 1);
  }

  Status put_escape(char letter) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto octet = static_cast<unsigned char>(letter);
    const char code[] = {'=', kDigits[octet >> 4], kDigits[octet & 15]};
    return out_.append(code, sizeof code);
  }

  Status put_quoted(char letter) {
    if (line_ + 3 >= kLineMax) TRY(break_softly());
    line_ += 3;
    ++at_;
    return put_escape(letter);
  }

  Status break_softly() {
    line_ = 0;
    TRY(out_.append("="));
    return out_.append(line_end_);
  }

  Status end_line(char letter) {
    line_ = 0;
    at_ += letter == '\r' ? 2 : 1;
    return out_.append(line_end_);
  }

  OctetBuilder out_;
  std::string_view text_;
  Wishes wishes_;
  std::string_view line_end_;
  std::size_t at_ = 0;
  std::size_t line_ = 0;  // letters in the line so far
};

}  // namespace

Result<Object*> from_quoted(Thread& thread, Object*, Object* const* arguments) {
  const bool header = TRY(read_flag(thread, arguments[1], false));
  Letters letters(thread);
  TRY(letters.take(arguments[0]));
  const Octets text = letters.octets();
  OctetBuilder out(thread.interpreter());
  for (std::size_t at = 0; at < text.length;) {
    const std::uint8_t letter = text.data[at++];
    if (letter != '=') {
      TRY(out.append(header && letter == '_' ? " " : text.text().substr(at - 1, 1)));
    } else if (at < text.length) {
      TRY(read_quoted(out, text, at));
    }
  }
  return out.finish();
}

Result<Object*> to_quoted(Thread& thread, Object*, Object* const* arguments) {
  const Wishes wishes{TRY(read_flag(thread, arguments[1], false)),
                      TRY(read_flag(thread, arguments[2], true)),
                      TRY(read_flag(thread, arguments[3], false))};
  HeldBuffer held(thread);
  TRY(held.take(arguments[0]));
  return Writer(thread.interpreter(), held.octets(), wishes).run();
}

}  // namespace ouro::binascii
