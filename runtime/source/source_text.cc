// SourceText: byte order mark, encoding declaration, newlines; and proof that the text is UTF-8.
#include "runtime/source/source_text.h"

#include <algorithm>
#include <cstring>

#include "runtime/source/arena_text.h"
#include "runtime/source/character.h"

namespace ouro::syntax {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

enum class Encoding : std::uint8_t { kUtf8, kLatin1, kUnknown };

struct EncodingName {
  std::string_view name;
  Encoding encoding;
};

constexpr EncodingName kEncodings[] = {
    {"utf-8", Encoding::kUtf8},        {"utf8", Encoding::kUtf8},
    {"utf-8-sig", Encoding::kUtf8},    {"latin-1", Encoding::kLatin1},
    {"iso-8859-1", Encoding::kLatin1}, {"iso-latin-1", Encoding::kLatin1},
    {"iso8859-1", Encoding::kLatin1},  {"latin1", Encoding::kLatin1},
    {"l1", Encoding::kLatin1},
};
// These may go on with a dash and anything: "utf-8-unix".
constexpr EncodingName kOpenEncodings[] = {{"utf-8", Encoding::kUtf8},
                                           {"latin-1", Encoding::kLatin1},
                                           {"iso-8859-1", Encoding::kLatin1},
                                           {"iso-latin-1", Encoding::kLatin1}};

bool same_name(std::string_view declared, std::string_view name) {
  const auto normal = [](char byte) { return byte == '_' ? '-' : to_lower(byte); };
  return std::equal(declared.begin(), declared.end(), name.begin(), name.end(),
                    [&](char left, char right) { return normal(left) == right; });
}

Encoding encoding_of(std::string_view declared) {
  for (const EncodingName& entry : kEncodings) {
    if (same_name(declared, entry.name)) return entry.encoding;
  }
  for (const EncodingName& entry : kOpenEncodings) {
    const std::size_t size = entry.name.size();
    const bool goes_on = declared.size() > size && (declared[size] == '-' || declared[size] == '_');
    if (goes_on && same_name(declared.substr(0, size), entry.name)) return entry.encoding;
  }
  return Encoding::kUnknown;
}

// Behind a byte order mark Python wants to read just this name.
bool fits_mark(std::string_view declared) {
  constexpr std::string_view kName = "utf-8";
  return same_name(declared.substr(0, kName.size()), kName) &&
         (declared.size() == kName.size() || declared[kName.size()] == '-' ||
          declared[kName.size()] == '_');
}

std::string_view shown_behind_mark(std::string_view declared) {
  return encoding_of(declared) == Encoding::kLatin1 ? "iso-8859-1" : declared;
}

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

std::string_view skip_blanks(std::string_view line) {
  return line.substr(std::min(line.find_first_not_of(" \t\f"), line.size()));
}

// The name after "coding:" or "coding=" in a comment; empty: none.
std::string_view declared_in(std::string_view line) {
  constexpr std::string_view kWord = "coding";
  std::string_view rest = skip_blanks(line);
  if (!rest.starts_with('#')) return {};
  for (std::size_t place = rest.find(kWord); place != rest.npos; place = rest.find(kWord)) {
    rest.remove_prefix(place + kWord.size());
    if (!rest.starts_with(':') && !rest.starts_with('=')) continue;
    const std::string_view name = skip_blanks(rest.substr(1));
    const auto end = std::find_if(name.begin(), name.end(), [](char byte) {
      return !is_word_character(byte) && byte != '-' && byte != '.';
    });
    if (end != name.begin()) return {name.begin(), end};
  }
  return {};
}

// Of one of the first two lines; the second counts when the first holds no code.
std::string_view declared_encoding(std::string_view source) {
  const std::string_view first = first_line(source);
  const std::string_view declared = declared_in(first);
  const std::string_view code = skip_blanks(first);
  if (!declared.empty() || (!code.empty() && !code.starts_with('#'))) return declared;
  std::string_view rest = source.substr(first.size());
  if (rest.empty()) return {};
  rest.remove_prefix(rest.starts_with("\r\n") ? 2 : 1);
  return declared_in(first_line(rest));
}

SourceText out_of_memory() { return {{}, {FailureKind::kOutOfMemory, {}, 0, 0, 0, 0, {}}}; }

SourceText fail(std::string_view message) {
  if (message.data() == nullptr) return out_of_memory();
  return {{}, {FailureKind::kSyntaxError, message, 0, -1, 0, 0, {}}};
}

// ---- proof of UTF-8 ----

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// The bytes a lead byte announces; 0: it cannot lead.
std::size_t announced_size(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

// May this second byte follow? Overlong forms, surrogates and what is past U+10FFFF may not.
bool second_fits(unsigned char lead, char second) {
  const auto byte = static_cast<unsigned char>(second);
  if (!is_continuation(second)) return false;
  return !(lead == 0xE0 && byte < 0xA0) && !(lead == 0xED && byte > 0x9F) &&
         !(lead == 0xF0 && byte < 0x90) && !(lead == 0xF4 && byte > 0x8F);
}

struct BadBytes {
  std::size_t place = 0;
  std::size_t size = 0;  // 0: all is well
  std::string_view reason{};
};

BadBytes check_character(std::string_view text, std::size_t place) {
  const auto lead = static_cast<unsigned char>(text[place]);
  const std::size_t size = announced_size(lead);
  if (size == 0) return {place, 1, "invalid start byte"};
  for (std::size_t index = 1; index < size; ++index) {
    if (place + index == text.size()) return {place, index, "unexpected end of data"};
    const char byte = text[place + index];
    const bool fits = index == 1 ? second_fits(lead, byte) : is_continuation(byte);
    if (!fits) return {place, index, "invalid continuation byte"};
  }
  return {place, 0, {}};
}

BadBytes find_bad_bytes(std::string_view text) {
  for (std::size_t place = 0; place < text.size();) {
    if (text[place] >= 0) {
      ++place;
      continue;
    }
    const BadBytes bad = check_character(text, place);
    if (bad.size != 0) return bad;
    place += announced_size(static_cast<unsigned char>(text[place]));
  }
  return {};
}

SourceText fail_bytes(Arena& arena, std::string_view text, const BadBytes& bad) {
  const std::size_t line_start = text.rfind('\n', bad.place) + 1;
  const std::size_t in_line = bad.place - line_start;
  const auto line =
      static_cast<std::int32_t>(1 + std::count(text.data(), text.data() + bad.place, '\n'));
  const NumberText code(static_cast<unsigned char>(text[bad.place]), 16, 2);
  char lower[2] = {to_lower(std::string_view(code)[0]), to_lower(std::string_view(code)[1])};
  const std::string_view message =
      bad.size == 1
          ? concatenate(arena, {"(unicode error) 'utf-8' codec can't decode byte 0x",
                                {lower, 2},
                                " in position ",
                                NumberText(in_line),
                                ": ",
                                bad.reason})
          : concatenate(arena, {"(unicode error) 'utf-8' codec can't decode bytes in position ",
                                NumberText(in_line), "-", NumberText(in_line + bad.size - 1), ": ",
                                bad.reason});
  SourceText result = fail(message);
  result.failure.line = result.failure.end_line = line;
  result.failure.column = static_cast<std::int32_t>(in_line) + 1;
  result.failure.end_column = -1;
  return result;
}

// ---- the copy ----

// Writes at most twice the bytes of the source, a newline and a NUL.
class Copy {
 public:
  explicit Copy(char* place) : begin_(place), end_(place) {}

  void add(std::string_view source, bool latin1) {
    for (std::size_t index = 0; index < source.size(); ++index) {
      const char byte = source[index];
      if (byte == '\r') {
        *end_++ = '\n';
        if (index + 1 < source.size() && source[index + 1] == '\n') ++index;
      } else if (latin1 && byte < 0) {
        end_ += encode_character(static_cast<unsigned char>(byte), end_);
      } else {
        *end_++ = byte;
      }
    }
  }

  void add_plain(std::string_view source) {
    if (!source.empty()) std::memcpy(end_, source.data(), source.size());
    end_ += source.size();
  }

  std::string_view finish(bool needs_newline) {
    if (needs_newline && begin_ != end_ && end_[-1] != '\n') *end_++ = '\n';
    *end_ = '\0';
    return {begin_, static_cast<std::size_t>(end_ - begin_)};
  }

 private:
  char* begin_;
  char* end_;
};

SourceText copy(Arena& arena, std::string_view source, Encoding encoding, bool needs_newline) {
  const bool latin1 = encoding == Encoding::kLatin1;
  char* place = static_cast<char*>(arena.allocate((latin1 ? 2 : 1) * source.size() + 2));
  if (place == nullptr) return out_of_memory();
  Copy result(place);
  if (latin1 || source.find('\r') != source.npos) {
    result.add(source, latin1);
  } else {
    result.add_plain(source);
  }
  const std::string_view text = result.finish(needs_newline);
  const BadBytes bad = find_bad_bytes(text);
  return bad.size == 0 ? SourceText{text, {}} : fail_bytes(arena, text, bad);
}

}  // namespace

std::string_view other_encoding(std::string_view source) noexcept {
  if (source.starts_with(kByteOrderMark)) return {};
  const std::string_view declared = declared_encoding(source);
  if (declared.empty() || encoding_of(declared) == Encoding::kUtf8) return {};
  return declared;
}

std::string_view foreign_encoding(std::string_view source) noexcept {
  const std::string_view declared = other_encoding(source);
  if (declared.empty() || encoding_of(declared) != Encoding::kUnknown) return {};
  return declared;
}

FileFault find_file_fault(std::string_view source) noexcept {
  const bool marked = source.starts_with(kByteOrderMark);
  const std::size_t skipped = marked ? kByteOrderMark.size() : 0;
  const std::string_view declared = declared_encoding(source.substr(skipped));
  if (marked && !declared.empty() && !fits_mark(declared)) {
    return {FileFault::Kind::kMarkWithOther, 0, shown_behind_mark(declared)};
  }
  if (!declared.empty()) return {};
  const BadBytes bad = find_bad_bytes(source);
  if (bad.size == 0) return {};
  return {FileFault::Kind::kNotUtf8, bad.place, {}};
}

SourceText read_source(Arena& arena, std::string_view source,
                       const ParseOptions& options) noexcept {
  if (source.find('\0') != source.npos) {
    SourceText result = fail("source code string cannot contain null bytes");
    result.failure.kind = FailureKind::kValueError;
    return result;
  }
  const bool marked = !options.ignore_cookie && source.starts_with(kByteOrderMark);
  if (marked) source.remove_prefix(kByteOrderMark.size());
  const std::string_view declared =
      options.ignore_cookie ? std::string_view() : declared_encoding(source);
  const Encoding encoding = declared.empty() ? Encoding::kUtf8 : encoding_of(declared);
  if (marked && !declared.empty() && !fits_mark(declared)) {
    return fail(
        concatenate(arena, {"encoding problem: ", shown_behind_mark(declared), " with BOM"}));
  }
  if (encoding == Encoding::kUnknown) {
    return fail(concatenate(arena, {"unknown encoding: ", declared}));
  }
  return copy(arena, source, encoding, options.mode == ParseMode::kExec);
}

}  // namespace ouro::syntax
