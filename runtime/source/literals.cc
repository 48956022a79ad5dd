// Literals: prefixes and escapes, and the words Python has for wrong ones.
#include "runtime/source/literals.h"

#include <algorithm>
#include <cstring>

#include "runtime/source/arena_text.h"
#include "runtime/source/character.h"
#include "runtime/source/character_name.h"

namespace ouro::syntax {

// ---- TextBuffer ------------------------------------------------------------------------------

bool TextBuffer::append(std::string_view text) noexcept {
  if (text.empty()) return true;
  if (text.size() > capacity_ - size_ && !grow(size_ + text.size())) return false;
  std::memcpy(bytes_ + size_, text.data(), text.size());
  size_ += text.size();
  return true;
}

bool TextBuffer::append_character(std::uint32_t character) noexcept {
  char bytes[4];
  return append({bytes, encode_character(character, bytes)});
}

bool TextBuffer::grow(std::size_t wanted) noexcept {
  const std::size_t capacity = std::max(wanted, std::max<std::size_t>(2 * capacity_, 32));
  auto* bytes = static_cast<char*>(arena_.allocate(capacity));
  if (bytes == nullptr) return false;
  if (size_ != 0) std::memcpy(bytes, bytes_, size_);
  bytes_ = bytes;
  capacity_ = capacity;
  return true;
}

std::string_view TextBuffer::take() noexcept {
  const std::string_view text = size_ == 0 ? std::string_view("") : std::string_view(bytes_, size_);
  bytes_ += size_;
  capacity_ -= size_;
  size_ = 0;
  return text;
}

// ---- tokens ----------------------------------------------------------------------------------

StringToken take_apart(std::string_view token) noexcept {
  StringToken result;
  result.is_u = token[0] == 'u';
  while (token[0] != '"' && token[0] != '\'') {
    const char letter = to_lower(token[0]);
    result.is_raw |= letter == 'r';
    result.is_bytes |= letter == 'b';
    result.is_format |= letter == 'f';
    token.remove_prefix(1);
  }
  const bool triple = token.size() >= 6 && token[1] == token[0] && token[2] == token[0];
  const std::size_t quotes = triple ? 3 : 1;
  result.body = token.substr(quotes, token.size() - 2 * quotes);
  return result;
}

// ---- escapes ---------------------------------------------------------------------------------

namespace {

// What a letter behind a backslash means in text and bytes alike; '\0': nothing.
constexpr char simple_meaning(char letter) {
  switch (letter) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'v': return '\v';
    case 'a': return '\a';
    case '\\':
    case '\'':
    case '"': return letter;
    default: return '\0';
  }
}

constexpr bool is_octal(char byte) { return byte >= '0' && byte <= '7'; }

constexpr std::uint32_t kLastCharacter = 0x10FFFF;

}  // namespace

bool EscapeDecoder::decode_text(std::string_view body) noexcept {
  body_ = body;
  for (place_ = 0; place_ < body_.size();) {
    const std::size_t escape = std::min(body_.find('\\', place_), body_.size());
    if (!out_.append(body_.substr(place_, escape - place_))) return false;
    place_ = escape;
    if (place_ < body_.size() && !text_escape()) return false;
  }
  return true;
}

bool EscapeDecoder::decode_bytes(std::string_view body) noexcept {
  body_ = body;
  for (place_ = 0; place_ < body_.size();) {
    const std::size_t escape = std::min(body_.find('\\', place_), body_.size());
    if (!out_.append(body_.substr(place_, escape - place_))) return false;
    place_ = escape;
    if (place_ < body_.size() && !bytes_escape()) return false;
  }
  return true;
}

// At a backslash, as text_escape() and bytes_escape() are. `done`: it was one of the simple ones.
bool EscapeDecoder::simple_escape(char letter, bool& done) noexcept {
  done = true;
  const char meaning = simple_meaning(letter);
  place_ += 2;
  if (letter == '\n') return true;
  if (meaning != '\0') return out_.append({&meaning, 1});
  done = false;
  return true;
}

bool EscapeDecoder::text_escape() noexcept {
  // At the end of an f-string's part, and before a wide character, it stands for itself.
  if (place_ + 1 == body_.size() || body_[place_ + 1] < 0) {
    ++place_;
    return out_.append("\\");
  }
  const char letter = body_[place_ + 1];
  bool done = false;
  if (!simple_escape(letter, done)) return false;
  if (done) return true;
  if (is_octal(letter)) return add_code(octal());
  switch (letter) {
    case 'x': return hexadecimal(2, "truncated \\xXX escape");
    case 'u': return hexadecimal(4, "truncated \\uXXXX escape");
    case 'U': return hexadecimal(8, "truncated \\UXXXXXXXX escape");
    case 'N': return named_character();
    default: break;
  }
  note_unknown(place_ - 1);
  place_ -= 1;
  return out_.append("\\");
}

bool EscapeDecoder::bytes_escape() noexcept {
  const std::size_t begin = place_;
  const char letter = body_[place_ + 1];
  bool done = false;
  if (!simple_escape(letter, done)) return false;
  if (done) return true;
  char byte = 0;
  if (is_octal(letter)) {
    byte = static_cast<char>(octal());
  } else if (letter == 'x') {
    if (place_ + 1 >= body_.size() || digit_value(body_[place_]) > 15 ||
        digit_value(body_[place_ + 1]) > 15) {
      message_ =
          concatenate(arena_, {"(value error) invalid \\x escape at position ", NumberText(begin)});
      return false;
    }
    byte = static_cast<char>(digit_value(body_[place_]) * 16 + digit_value(body_[place_ + 1]));
    place_ += 2;
  } else {
    note_unknown(place_ - 1);
    place_ -= 1;
    byte = '\\';
  }
  return out_.append({&byte, 1});
}

// Behind the first digit; takes at most two more.
std::uint32_t EscapeDecoder::octal() noexcept {
  std::uint32_t code = digit_value(body_[place_ - 1]);
  for (int more = 2; more != 0 && place_ < body_.size() && is_octal(body_[place_]); --more) {
    code = code * 8 + digit_value(body_[place_++]);
  }
  return code;
}

bool EscapeDecoder::add_code(std::uint32_t character) noexcept {
  return out_.append_character(character);
}

// Behind the letter.
bool EscapeDecoder::hexadecimal(std::size_t digits, std::string_view complaint) noexcept {
  const std::size_t begin = place_ - 2;
  std::uint32_t code = 0;
  for (std::size_t count = 0; count < digits; ++count, ++place_) {
    const std::uint32_t digit = place_ < body_.size() ? digit_value(body_[place_]) : 16;
    if (digit > 15) return fail_text(begin, place_, complaint);
    code = code * 16 + digit;
  }
  if (code > kLastCharacter) return fail_text(begin, place_, "illegal Unicode character");
  return add_code(code);
}

// Behind the N.
bool EscapeDecoder::named_character() noexcept {
  const std::size_t begin = place_ - 2;
  const std::size_t end = body_.find('}', place_);
  const bool opened = place_ < body_.size() && body_[place_] == '{';
  if (!opened || end == body_.npos || end == place_ + 1) {
    const std::size_t bad_end = !opened ? place_ : end == body_.npos ? body_.size() : end + 1;
    return fail_text(begin, opened && end != body_.npos ? end : bad_end,
                     "malformed \\N character escape");
  }
  const std::string_view name = body_.substr(place_ + 1, end - place_ - 1);
  place_ = end + 1;
  const std::uint32_t character = find_named_character(name);
  if (character == kNoCharacter) {
    return fail_text(begin, place_, "unknown Unicode character name");
  }
  return add_code(character);
}

void EscapeDecoder::note_unknown(std::size_t place) noexcept {
  if (unknown_escape_.empty()) {
    std::size_t size = 0;
    decode_character(body_.substr(place), size);
    unknown_escape_ = body_.substr(place, size);
  }
}

// Places are those in a rewritten body: a wide character became \UXXXXXXXX, and a backslash before
// one became \u005c.
std::size_t EscapeDecoder::counted_place(std::size_t place) const noexcept {
  constexpr std::size_t kWideSize = 10;
  constexpr std::size_t kBackslashSize = 6;
  std::size_t counted = 0;
  for (std::size_t index = 0; index < place;) {
    std::size_t size = 0;
    const bool escapes = body_[index] == '\\' && index + 1 < place;
    if (escapes) counted += body_[index + 1] < 0 ? kBackslashSize : 1;
    index += escapes;
    decode_character(body_.substr(index), size);
    counted += size == 1 ? 1 : kWideSize;
    index += size;
  }
  return counted;
}

bool EscapeDecoder::fail_text(std::size_t begin, std::size_t end,
                              std::string_view reason) noexcept {
  const NumberText first(counted_place(begin));
  constexpr std::string_view kCodec = "(unicode error) 'unicodeescape' codec can't decode byte";
  message_ = end - begin == 1
                 ? concatenate(arena_, {kCodec, " 0x5c in position ", first, ": ", reason})
                 : concatenate(arena_, {kCodec, "s in position ", first, "-",
                                        NumberText(counted_place(end) - 1), ": ", reason});
  return false;
}

}  // namespace ouro::syntax
