// Codec runs: unicode_escape and raw_unicode_escape, where text is written as in a program.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/codec_errors.h"
#include "runtime/object/codec_run.h"
#include "runtime/object/exception.h"
#include "runtime/object/octets.h"
#include "runtime/object/text_builder.h"
#include "runtime/source/character_name.h"

namespace ouro {
namespace {

constexpr char32_t kLast = 0x10ffff;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

char32_t letter_meaning(char letter) {
  constexpr std::string_view kLetters = "\\'\"abfnrtv";
  constexpr std::string_view kMeanings = "\\'\"\a\b\f\n\r\t\v";
  const std::size_t at = kLetters.find(letter);
  return at == std::string_view::npos ? 0 : static_cast<char32_t>(kMeanings[at]);
}

// One escape, from the backslash on.
struct Escape {
  std::size_t length = 0;       // of bytes read, also when something is wrong
  const char* wrong = nullptr;  // the reason
  bool unfinished = false;      // more bytes could make it right
  char32_t characters[2] = {};
  int count = 0;  // of characters
};

class EscapeReader {
 public:
  EscapeReader(std::string_view bytes, bool raw) : bytes_(bytes), raw_(raw) {}

  // `at` is that of a backslash.
  Escape read(std::size_t at) const {
    if (at + 1 >= bytes_.size()) return unfinished_backslash();
    const char letter = bytes_[at + 1];
    if (letter == 'u') return read_hex(at, 4, "truncated \\uXXXX escape");
    if (letter == 'U') return read_hex(at, 8, "truncated \\UXXXXXXXX escape");
    if (raw_) return literal(letter);
    if (letter == 'x') return read_hex(at, 2, "truncated \\xXX escape");
    if (letter == 'N') return read_name(at);
    if (letter >= '0' && letter <= '7') return read_octal(at);
    if (letter == '\n') return {.length = 2};
    const char32_t meaning = letter_meaning(letter);
    return meaning != 0 ? character(meaning, 2) : literal(letter);
  }

 private:
  static Escape character(char32_t character, std::size_t length) {
    return {.length = length, .characters = {character}, .count = 1};
  }
  // An escape that means nothing stands for itself.
  static Escape literal(char letter) {
    return {.length = 2, .characters = {U'\\', static_cast<unsigned char>(letter)}, .count = 2};
  }
  Escape unfinished_backslash() const {
    if (raw_) return {.length = 1, .unfinished = true, .characters = {U'\\'}, .count = 1};
    return {.length = 1, .wrong = "\\ at end of string", .unfinished = true};
  }

  Escape read_hex(std::size_t at, std::size_t digits, const char* truncated) const {
    char32_t value = 0;
    std::size_t length = 2;
    for (; length < digits + 2; ++length) {
      const bool end = at + length >= bytes_.size();
      const int digit = end ? -1 : hex_digit(bytes_[at + length]);
      if (digit < 0) return {.length = length, .wrong = truncated, .unfinished = end};
      value = value << 4 | static_cast<char32_t>(digit);
    }
    if (value <= kLast) return character(value, length);
    return {.length = length,
            .wrong = raw_ ? "\\Uxxxxxxxx out of range" : "illegal Unicode character"};
  }

  Escape read_octal(std::size_t at) const {
    char32_t value = 0;
    std::size_t length = 1;
    for (; length < 4 && at + length < bytes_.size(); ++length) {
      const char c = bytes_[at + length];
      if (c < '0' || c > '7') break;
      value = value << 3 | static_cast<char32_t>(c - '0');
    }
    return character(value, length);
  }

  Escape read_name(std::size_t at) const {
    constexpr const char* kMalformed = "malformed \\N character escape";
    if (at + 2 >= bytes_.size()) return {.length = 2, .wrong = kMalformed, .unfinished = true};
    if (bytes_[at + 2] != '{') return {.length = 2, .wrong = kMalformed};
    const std::size_t end = bytes_.find('}', at + 3);
    if (end == std::string_view::npos) {
      return {.length = bytes_.size() - at, .wrong = kMalformed, .unfinished = true};
    }
    const std::size_t length = end + 1 - at;
    if (end == at + 3) return {.length = length, .wrong = kMalformed};
    const std::uint32_t found = syntax::find_named_character(bytes_.substr(at + 3, end - at - 3));
    if (found != syntax::kNoCharacter) return character(found, length);
    return {.length = length, .wrong = "unknown Unicode character name"};
  }

  std::string_view bytes_;
  bool raw_;
};

Status append_latin1(TextBuilder& out, std::string_view bytes) {
  for (const char c : bytes) TRY(out.append(static_cast<char32_t>(static_cast<unsigned char>(c))));
  return done;
}

}  // namespace

Result<Str*> decode_escapes(Thread& thread, std::string_view bytes, std::string_view errors,
                            bool raw, bool final, std::size_t* consumed) {
  TextBuilder out(thread.interpreter());
  Ref<> holder;
  DecodeProblem problem{raw ? "rawunicodeescape" : "unicodeescape", bytes, 0, 0, nullptr};
  std::size_t at = 0;
  while (at < problem.bytes.size()) {
    const std::size_t next = std::min(problem.bytes.find('\\', at), problem.bytes.size());
    TRY(append_latin1(out, problem.bytes.substr(at, next - at)));
    at = next;
    if (at == problem.bytes.size()) break;
    const Escape escape = EscapeReader(problem.bytes, raw).read(at);
    if (escape.unfinished && !final) break;
    if (escape.wrong != nullptr) {
      problem.start = at;
      problem.end = at + escape.length;
      problem.reason = escape.wrong;
      at = TRY(handle_decode_problem(thread, problem, errors, out, holder));
      continue;
    }
    for (int index = 0; index < escape.count; ++index) TRY(out.append(escape.characters[index]));
    at += escape.length;
  }
  if (consumed != nullptr) *consumed = at;
  return out.finish();
}

namespace {

Status append_escape(OctetBuilder& out, char letter, char32_t value, int digits) {
  char text[10] = {'\\', letter};
  for (int index = 0; index < digits; ++index) {
    text[2 + index] = "0123456789abcdef"[value >> 4 * (digits - 1 - index) & 15];
  }
  return out.append(text, static_cast<std::size_t>(2 + digits));
}

char escape_letter(char32_t character) {
  return character == '\\'   ? '\\'
         : character == '\n' ? 'n'
         : character == '\r' ? 'r'
         : character == '\t' ? 't'
                             : 0;
}

Status append_character(OctetBuilder& out, char32_t character, bool raw) {
  if (character >= 0x10000) return append_escape(out, 'U', character, 8);
  if (character >= 0x100) return append_escape(out, 'u', character, 4);
  if (raw) return out.append_repeated(static_cast<char>(character), 1);
  if (const char letter = escape_letter(character)) return append_escape(out, letter, 0, 0);
  const bool plain = character >= ' ' && character < 0x7f;
  if (plain) return out.append_repeated(static_cast<char>(character), 1);
  return append_escape(out, 'x', character, 2);
}

}  // namespace

Result<Bytes*> encode_escapes(Thread& thread, const Str* text, bool raw) {
  OctetBuilder out(thread.interpreter());
  for (std::size_t at = 0; at < text->length; ++at) TRY(append_character(out, text->at(at), raw));
  return out.finish();
}

}  // namespace ouro
