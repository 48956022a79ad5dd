// _codecs: the registry of codecs, and the native codecs one by one.
#include "runtime/module/codecs.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/codec.h"
#include "runtime/object/codec_run.h"
#include "runtime/object/container.h"
#include "runtime/object/module.h"
#include "runtime/object/octets.h"
#include "runtime/object/protocol.h"
#include "runtime/object/text.h"
#include "runtime/object/tuple.h"

namespace ouro {

Result<std::string_view> read_errors(Thread& thread, std::string_view function, Object* argument) {
  if (argument == nullptr || argument == none(thread)) return std::string_view();
  if (!is_str(argument)) {
    return raise(thread, TypeId::kTypeError, "{}() argument 2 must be str or None, not {}",
                 function, type_name(argument->type));
  }
  const auto* text = static_cast<Str*>(argument);
  return text->ascii ? text->ascii_view() : std::string_view("?");
}

Result<Object*> codec_answer(Thread& thread, Result<Object*> result, std::size_t length) {
  Ref<> value(TRY(result));
  Ref<> number(TRY(make_int_object(thread, static_cast<std::intptr_t>(length))));
  return pack_tuple<Object, Object>(thread.interpreter(), value, number);
}

namespace codecs {
namespace {

// ---- The registry -----------------------------------------------------------------------------

Result<std::string_view> borrow_name(Thread& thread, std::string_view function, Object* argument) {
  if (!is_str(argument)) {
    return raise(thread, TypeId::kTypeError, "{}() argument must be str, not {}", function,
                 type_name(argument->type));
  }
  const auto* text = static_cast<Str*>(argument);
  return text->ascii ? text->ascii_view() : std::string_view("?");
}

Result<Object*> register_search(Thread& thread, Object*, Object* const* arguments) {
  TRY(register_codec_search(thread, arguments[0]));
  return new_none(thread);
}

Result<Object*> unregister_search(Thread& thread, Object*, Object* const* arguments) {
  TRY(unregister_codec_search(thread, arguments[0]));
  return new_none(thread);
}

Result<Object*> lookup(Thread& thread, Object*, Object* const* arguments) {
  return lookup_codec(thread, TRY(borrow_name(thread, "lookup", arguments[0])));
}

struct Names {
  std::string_view encoding;
  std::string_view errors;
};

Result<Names> read_names(Thread& thread, std::string_view function, Object* const* arguments) {
  Names names;
  if (arguments[1] != nullptr) {
    names.encoding = TRY(borrow_codec_name(thread, function, "encoding", arguments[1]));
  }
  if (arguments[2] != nullptr) {
    names.errors = TRY(borrow_codec_name(thread, function, "errors", arguments[2]));
  }
  return names;
}

Result<Object*> encode(Thread& thread, Object*, Object* const* arguments) {
  const Names names = TRY(read_names(thread, "encode", arguments));
  return codec_encode(thread, arguments[0], names.encoding, names.errors);
}

Result<Object*> decode(Thread& thread, Object*, Object* const* arguments) {
  const Names names = TRY(read_names(thread, "decode", arguments));
  return codec_decode(thread, arguments[0], names.encoding, names.errors);
}

Result<Object*> register_error(Thread& thread, Object*, Object* const* arguments) {
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "register_error() argument 1 must be str, not {}",
                 type_name(arguments[0]->type));
  }
  TRY(register_codec_errors(thread, static_cast<Str*>(arguments[0]), arguments[1]));
  return new_none(thread);
}

Result<Object*> lookup_error(Thread& thread, Object*, Object* const* arguments) {
  return lookup_codec_errors(thread, TRY(borrow_name(thread, "lookup_error", arguments[0])));
}

// ---- Text encodings ---------------------------------------------------------------------------

// The name of a function, as an argument of its template.
struct Name {
  char text[32] = {};
  consteval Name(const char* name) {
    for (char* out = text; *name != 0;) *out++ = *name++;
  }
};

Result<bool> read_flag(Thread& thread, Object* argument, bool fallback) {
  if (argument == nullptr) return fallback;
  return is_true(thread, argument);
}

Result<Object*> decode_to(Thread& thread, std::string_view function, Encoding encoding,
                          Object* const* arguments, bool final, int* byte_order = nullptr) {
  DecodeRequest request{encoding, {}, TRY(read_errors(thread, function, arguments[1]))};
  HeldBuffer data(thread);
  TRY(data.take(arguments[0]));
  request.bytes = data.octets().text();
  request.final = final;
  Ref<> text(TRY(run_decoder(thread, request)));
  if (byte_order != nullptr && request.byte_order != 0) *byte_order = request.byte_order;
  return codec_answer(thread, text.take(), request.consumed);
}

Result<Object*> encode_to(Thread& thread, std::string_view function, Encoding encoding,
                          Object* const* arguments) {
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "{}() argument 1 must be str, not {}", function,
                 type_name(arguments[0]->type));
  }
  auto* text = static_cast<Str*>(arguments[0]);
  const std::string_view errors = TRY(read_errors(thread, function, arguments[1]));
  return codec_answer(thread, run_encoder(thread, encoding, text, errors), text->length);
}

// Stateful: what is unfinished is left unless `final` is true.
template <Name kName, Encoding kEncoding>
Result<Object*> decode_stateful(Thread& thread, Object*, Object* const* arguments) {
  const bool final = TRY(read_flag(thread, arguments[2], false));
  return decode_to(thread, kName.text, kEncoding, arguments, final);
}

template <Name kName, Encoding kEncoding>
Result<Object*> decode_whole(Thread& thread, Object*, Object* const* arguments) {
  return decode_to(thread, kName.text, kEncoding, arguments, true);
}

template <Name kName, Encoding kEncoding>
Result<Object*> encode_whole(Thread& thread, Object*, Object* const* arguments) {
  return encode_to(thread, kName.text, kEncoding, arguments);
}

Encoding with_order(bool short_units, int order) {
  if (order == 0) return short_units ? Encoding::kUtf16 : Encoding::kUtf32;
  if (short_units) return order < 0 ? Encoding::kUtf16Little : Encoding::kUtf16Big;
  return order < 0 ? Encoding::kUtf32Little : Encoding::kUtf32Big;
}

// With a byte order: -1 little, 1 big, 0 as the mark says.
template <Name kName, bool kShort>
Result<Object*> encode_ordered(Thread& thread, Object*, Object* const* arguments) {
  const int order = TRY(read_c_int(thread, arguments[2], 0));
  return encode_to(thread, kName.text, with_order(kShort, order), arguments);
}

// (text, consumed, byte order)
template <Name kName, bool kShort>
Result<Object*> decode_ordered(Thread& thread, Object*, Object* const* arguments) {
  int order = TRY(read_c_int(thread, arguments[2], 0));
  const bool final = TRY(read_flag(thread, arguments[3], false));
  Ref<> answer(
      TRY(decode_to(thread, kName.text, with_order(kShort, order), arguments, final, &order)));
  const auto& pair = *static_cast<Tuple*>(answer.get());
  Ref<> number(TRY(make_int_object(thread, order)));
  return pack_tuple<Object, Object, Object>(thread.interpreter(), pair[0], pair[1], number);
}

// ---- Escapes ----------------------------------------------------------------------------------

// A str counts as its UTF-8.
Result<Object*> decode_text_escapes(Thread& thread, std::string_view function,
                                    Object* const* arguments, bool raw) {
  const std::string_view errors = TRY(read_errors(thread, function, arguments[1]));
  const bool final = TRY(read_flag(thread, arguments[2], true));
  std::size_t consumed = 0;
  if (is_str(arguments[0])) {
    const Utf8 text(thread.interpreter(), static_cast<Str*>(arguments[0]));
    if (!text.ok()) return failure;
    Ref<> result(TRY(decode_escapes(thread, text.view(), errors, raw, final, &consumed)));
    return codec_answer(thread, result.take(), consumed);
  }
  HeldBuffer data(thread);
  TRY(data.take(arguments[0]));
  Ref<> result(TRY(decode_escapes(thread, data.octets().text(), errors, raw, final, &consumed)));
  return codec_answer(thread, result.take(), consumed);
}

template <Name kName, bool kRaw>
Result<Object*> unicode_escape_decode(Thread& thread, Object*, Object* const* arguments) {
  return decode_text_escapes(thread, kName.text, arguments, kRaw);
}

template <Name kName, bool kRaw>
Result<Object*> unicode_escape_encode(Thread& thread, Object*, Object* const* arguments) {
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "{}() argument 1 must be str, not {}", kName.text,
                 type_name(arguments[0]->type));
  }
  auto* text = static_cast<Str*>(arguments[0]);
  TRY(read_errors(thread, kName.text, arguments[1]));
  return codec_answer(thread, encode_escapes(thread, text, kRaw), text->length);
}

// b"\\n" to b"\n": the escapes of a bytes literal.
class OctetEscapes {
 public:
  OctetEscapes(Thread& thread, std::string_view bytes, std::string_view errors)
      : thread_(thread), bytes_(bytes), errors_(errors), out_(thread.interpreter()) {}

  Result<Bytes*> run() {
    while (at_ < bytes_.size()) {
      if (bytes_[at_] != '\\') {
        TRY(put(bytes_[at_++]));
      } else {
        TRY(read_escape());
      }
    }
    return out_.finish();
  }

 private:
  Status put(char octet) { return out_.append_repeated(octet, 1); }

  Status read_escape() {
    const std::size_t start = at_++;
    if (at_ == bytes_.size()) {
      return raise(thread_, TypeId::kValueError, "Trailing \\ in string");
    }
    const char letter = bytes_[at_++];
    constexpr std::string_view kLetters = "\\'\"abfnrtv", kMeanings = "\\'\"\a\b\f\n\r\t\v";
    const std::size_t known = kLetters.find(letter);
    if (known != std::string_view::npos) return put(kMeanings[known]);
    if (letter == '\n') return done;
    if (letter == 'x') return read_hex(start);
    if (letter >= '0' && letter <= '7') return read_octal();
    TRY(put('\\'));
    return put(letter);
  }

  static int digit_of(char c, int base) {
    const char lower = static_cast<char>(c | 0x20);
    const int digit = c >= '0' && c <= '9'           ? c - '0'
                      : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10
                                                     : 99;
    return digit < base ? digit : -1;
  }

  Status read_octal() {
    int value = 0;
    const std::size_t start = --at_;
    while (at_ < bytes_.size() && at_ < start + 3 && digit_of(bytes_[at_], 8) >= 0) {
      value = value << 3 | digit_of(bytes_[at_++], 8);
    }
    return put(static_cast<char>(value));
  }

  Status read_hex(std::size_t start) {
    const int high = at_ < bytes_.size() ? digit_of(bytes_[at_], 16) : -1;
    const int low = high >= 0 && at_ + 1 < bytes_.size() ? digit_of(bytes_[at_ + 1], 16) : -1;
    if (low >= 0) {
      at_ += 2;
      return put(static_cast<char>(high << 4 | low));
    }
    if (high >= 0) ++at_;
    if (errors_ == "replace") return put('?');
    if (errors_ == "ignore") return done;
    if (errors_.empty() || errors_ == "strict") {
      return raise(thread_, TypeId::kValueError, "invalid \\x escape at position {}", start);
    }
    return raise(thread_, TypeId::kValueError, "decoding error; unknown error handling code: {}",
                 errors_);
  }

  Thread& thread_;
  std::string_view bytes_;
  std::string_view errors_;
  OctetBuilder out_;
  std::size_t at_ = 0;
};

Result<Object*> escape_decode(Thread& thread, Object*, Object* const* arguments) {
  const std::string_view errors = TRY(read_errors(thread, "escape_decode", arguments[1]));
  if (is_str(arguments[0])) {
    const Utf8 text(thread.interpreter(), static_cast<Str*>(arguments[0]));
    if (!text.ok()) return failure;
    return codec_answer(thread, OctetEscapes(thread, text.view(), errors).run(),
                        text.view().size());
  }
  HeldBuffer data(thread);
  TRY(data.take(arguments[0]));
  return codec_answer(thread, OctetEscapes(thread, data.octets().text(), errors).run(),
                      data.length());
}

Status append_escaped(OctetBuilder& out, std::uint8_t octet) {
  constexpr std::string_view kEscaped = "\\'\t\n\r", kLetters = "\\'tnr";
  const std::size_t known = kEscaped.find(static_cast<char>(octet));
  if (known != std::string_view::npos) {
    const char text[] = {'\\', kLetters[known]};
    return out.append(text, sizeof(text));
  }
  if (octet >= ' ' && octet < 0x7f) return out.append(&octet, 1);
  const char text[] = {'\\', 'x', "0123456789abcdef"[octet >> 4], "0123456789abcdef"[octet & 15]};
  return out.append(text, sizeof(text));
}

Result<Object*> escape_encode(Thread& thread, Object*, Object* const* arguments) {
  if (!is_bytes(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "escape_encode() argument 1 must be bytes, not {}",
                 type_name(arguments[0]->type));
  }
  const Octets octets = octets_of(arguments[0]);
  OctetBuilder out(thread.interpreter());
  for (std::size_t at = 0; at < octets.length; ++at) TRY(append_escaped(out, octets.data[at]));
  return codec_answer(thread, out.finish(), octets.length);
}

Result<Object*> readbuffer_encode(Thread& thread, Object*, Object* const* arguments) {
  TRY(read_errors(thread, "readbuffer_encode", arguments[1]));
  if (is_str(arguments[0])) {
    Ref<Bytes> bytes(TRY(encode_str(thread, static_cast<Str*>(arguments[0]), "", "")));
    const std::size_t length = bytes->length;
    return codec_answer(thread, bytes.take(), length);
  }
  HeldBuffer data(thread);
  TRY(data.take(arguments[0]));
  return codec_answer(thread, make_bytes(thread.interpreter(), data.data(), data.length()),
                      data.length());
}

constexpr NativeMethod kFunctions[] = {
    {"register(module, search_function, /)", register_search},
    {"unregister(module, search_function, /)", unregister_search},
    {"lookup(module, encoding, /)", lookup},
    {"encode(module, /, obj, encoding='utf-8', errors='strict')", encode},
    {"decode(module, /, obj, encoding='utf-8', errors='strict')", decode},
    {"register_error(module, errors, handler, /)", register_error},
    {"lookup_error(module, name, /)", lookup_error},
    {"escape_encode(module, data, errors=None, /)", escape_encode},
    {"escape_decode(module, data, errors=None, /)", escape_decode},
    {"readbuffer_encode(module, data, errors=None, /)", readbuffer_encode},
    {"utf_8_encode(module, str, errors=None, /)", encode_whole<"utf_8_encode", Encoding::kUtf8>},
    {"utf_8_decode(module, data, errors=None, final=False, /)",
     decode_stateful<"utf_8_decode", Encoding::kUtf8>},
    {"utf_16_encode(module, str, errors=None, byteorder=0, /)",
     encode_ordered<"utf_16_encode", true>},
    {"utf_16_le_encode(module, str, errors=None, /)",
     encode_whole<"utf_16_le_encode", Encoding::kUtf16Little>},
    {"utf_16_be_encode(module, str, errors=None, /)",
     encode_whole<"utf_16_be_encode", Encoding::kUtf16Big>},
    {"utf_16_decode(module, data, errors=None, final=False, /)",
     decode_stateful<"utf_16_decode", Encoding::kUtf16>},
    {"utf_16_le_decode(module, data, errors=None, final=False, /)",
     decode_stateful<"utf_16_le_decode", Encoding::kUtf16Little>},
    {"utf_16_be_decode(module, data, errors=None, final=False, /)",
     decode_stateful<"utf_16_be_decode", Encoding::kUtf16Big>},
    {"utf_16_ex_decode(module, data, errors=None, byteorder=0, final=False, /)",
     decode_ordered<"utf_16_ex_decode", true>},
    {"utf_32_encode(module, str, errors=None, byteorder=0, /)",
     encode_ordered<"utf_32_encode", false>},
    {"utf_32_le_encode(module, str, errors=None, /)",
     encode_whole<"utf_32_le_encode", Encoding::kUtf32Little>},
    {"utf_32_be_encode(module, str, errors=None, /)",
     encode_whole<"utf_32_be_encode", Encoding::kUtf32Big>},
    {"utf_32_decode(module, data, errors=None, final=False, /)",
     decode_stateful<"utf_32_decode", Encoding::kUtf32>},
    {"utf_32_le_decode(module, data, errors=None, final=False, /)",
     decode_stateful<"utf_32_le_decode", Encoding::kUtf32Little>},
    {"utf_32_be_decode(module, data, errors=None, final=False, /)",
     decode_stateful<"utf_32_be_decode", Encoding::kUtf32Big>},
    {"utf_32_ex_decode(module, data, errors=None, byteorder=0, final=False, /)",
     decode_ordered<"utf_32_ex_decode", false>},
    {"latin_1_encode(module, str, errors=None, /)",
     encode_whole<"latin_1_encode", Encoding::kLatin1>},
    {"latin_1_decode(module, data, errors=None, /)",
     decode_whole<"latin_1_decode", Encoding::kLatin1>},
    {"ascii_encode(module, str, errors=None, /)", encode_whole<"ascii_encode", Encoding::kAscii>},
    {"ascii_decode(module, data, errors=None, /)", decode_whole<"ascii_decode", Encoding::kAscii>},
    {"unicode_escape_encode(module, str, errors=None, /)",
     unicode_escape_encode<"unicode_escape_encode", false>},
    {"unicode_escape_decode(module, data, errors=None, final=True, /)",
     unicode_escape_decode<"unicode_escape_decode", false>},
    {"raw_unicode_escape_encode(module, str, errors=None, /)",
     unicode_escape_encode<"raw_unicode_escape_encode", true>},
    {"raw_unicode_escape_decode(module, data, errors=None, final=True, /)",
     unicode_escape_decode<"raw_unicode_escape_decode", true>},
    {"utf_7_encode(module, str, errors=None, /)", utf7_encode},
    {"utf_7_decode(module, data, errors=None, final=False, /)", utf7_decode},
    {"charmap_build(module, map, /)", charmap_build},
    {"charmap_encode(module, str, errors=None, mapping=None, /)", charmap_encode},
    {"charmap_decode(module, data, errors=None, mapping=None, /)", charmap_decode},
};

}  // namespace
}  // namespace codecs

extern const ModuleDescriptor kCodecsModule;
constinit const ModuleDescriptor kCodecsModule = {
    .name = "_codecs",
    .doc = "Encoding and decoding of text.",
    .functions = codecs::kFunctions,
};

}  // namespace ouro
