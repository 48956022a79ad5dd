// Codec runs: encoding.
#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/codec_errors.h"
#include "runtime/object/codec_run.h"
#include "runtime/object/container.h"
#include "runtime/object/encodings.h"
#include "runtime/object/octets.h"
#include "runtime/object/str_kernel.h"

namespace ouro {
namespace {

using encodings::ByteOrder;
using encodings::EncodeScan;
using encodings::Surrogates;

enum class Form : std::uint8_t { kUtf8, kBytes, kUtf16, kUtf32 };

struct Encoder {
  Form form;
  const char* name;
  const char* reason;
  ByteOrder order = ByteOrder::kLittle;
  char32_t limit = 0;
  std::string_view mark = {};  // stands in front

  EncodeScan scan(const TextView& text, Surrogates surrogates) const {
    switch (form) {
      case Form::kUtf8: return encodings::scan_to_utf8(text, surrogates);
      case Form::kBytes: return encodings::scan_to_bytes(text, limit);
      case Form::kUtf16: return one_at_a_time(encodings::scan_to_utf16(text, surrogates));
      default: return one_at_a_time(encodings::scan_to_utf32(text, surrogates));
    }
  }
  // Handlers are asked about runs of characters in the other forms.
  static EncodeScan one_at_a_time(EncodeScan scan) {
    scan.error_characters = std::min<std::size_t>(scan.error_characters, 1);
    return scan;
  }
  // Ready bytes must be whole units.
  std::size_t unit() const { return form == Form::kUtf16 ? 2 : form == Form::kUtf32 ? 4 : 1; }
  bool may_replace(const Str* text) const { return form == Form::kBytes || text->ascii; }
  void encode(char* out, const TextView& good) const {
    switch (form) {
      case Form::kUtf8: encodings::encode_utf8(out, good); break;
      case Form::kBytes: encodings::encode_bytes(out, good); break;
      case Form::kUtf16: encodings::encode_utf16(out, good, order); break;
      default: encodings::encode_utf32(out, good, order); break;
    }
  }
};

constexpr std::string_view kMark16("\xff\xfe", 2);
constexpr std::string_view kMark32("\xff\xfe\0\0", 4);

Encoder encoder_for(Encoding encoding) {
  using encodings::kReasonSurrogates;
  switch (encoding) {
    case Encoding::kUtf8: return {Form::kUtf8, "utf-8", kReasonSurrogates};
    case Encoding::kAscii:
      return {Form::kBytes, "ascii", encodings::kReasonAscii, ByteOrder::kLittle, 0x80};
    case Encoding::kLatin1:
      return {Form::kBytes, "latin-1", encodings::kReasonLatin1, ByteOrder::kLittle, 0x100};
    case Encoding::kUtf16:
      return {Form::kUtf16, "utf-16", kReasonSurrogates, ByteOrder::kLittle, 0, kMark16};
    case Encoding::kUtf16Little: return {Form::kUtf16, "utf-16-le", kReasonSurrogates};
    case Encoding::kUtf16Big:
      return {Form::kUtf16, "utf-16-be", kReasonSurrogates, ByteOrder::kBig};
    case Encoding::kUtf32:
      return {Form::kUtf32, "utf-32", kReasonSurrogates, ByteOrder::kLittle, 0, kMark32};
    case Encoding::kUtf32Little: return {Form::kUtf32, "utf-32-le", kReasonSurrogates};
    default: return {Form::kUtf32, "utf-32-be", kReasonSurrogates, ByteOrder::kBig};
  }
}

Status put_good(OctetBuilder& out, const Encoder& encoder, const TextView& text,
                const EncodeScan& scan) {
  std::uint8_t* place = TRY(out.room(scan.bytes));
  encoder.encode(reinterpret_cast<char*>(place), text.part(0, scan.characters));
  out.put(scan.bytes);
  return done;
}

Status put_replacement(Thread& thread, OctetBuilder& out, const Encoder& encoder, Object* value,
                       const EncodeProblem& problem) {
  if (is_bytes(value)) {
    const std::string_view bytes = as_bytes(value)->view();
    if (bytes.size() % encoder.unit() != 0) return raise_encode_error(thread, problem);
    return out.append(bytes);
  }
  const auto* text = static_cast<Str*>(value);
  if (!encoder.may_replace(text)) return raise_encode_error(thread, problem);
  const EncodeScan scan = encoder.scan(view_of(text), Surrogates::kRefuse);
  if (scan.characters < text->length) return raise_encode_error(thread, problem);
  return put_good(out, encoder, view_of(text), scan);
}

Result<Bytes*> encode_piecewise(Thread& thread, const Encoder& encoder, Str* text,
                                std::string_view errors) {
  const Surrogates surrogates =
      error_policy(errors) == ErrorPolicy::kSurrogatePass ? Surrogates::kPass : Surrogates::kRefuse;
  OctetBuilder out(thread.interpreter());
  TRY(out.append(encoder.mark));
  std::size_t at = 0;
  while (true) {
    const TextView rest = view_of(text).from(at);
    const EncodeScan scan = encoder.scan(rest, surrogates);
    TRY(put_good(out, encoder, rest, scan));
    at += scan.characters;
    if (scan.error_characters == 0) break;
    const EncodeProblem problem{encoder.name, text, at, at + scan.error_characters, encoder.reason};
    const Replacement replacement = TRY(handle_encode_problem(thread, problem, errors));
    Ref<> value(replacement.value);
    TRY(put_replacement(thread, out, encoder, value, problem));
    at = replacement.next;
  }
  return out.finish();
}

// latin-1 characters need no check: one or two bytes each.
Result<Bytes*> encode_narrow_utf8(Interpreter& interpreter, const Str* text) {
  const std::uint8_t* in = text->narrow();
  std::size_t high = 0;
  for (std::size_t at = 0; at < text->length; ++at) high += in[at] >> 7;
  Bytes* bytes = TRY(make_bytes_for(interpreter, text->length + high));
  std::uint8_t* out = bytes->data();
  for (std::size_t at = 0; at < text->length; ++at) {
    if (in[at] < 0x80) {
      *out++ = in[at];
    } else {
      *out++ = static_cast<std::uint8_t>(0xc0 | in[at] >> 6);
      *out++ = static_cast<std::uint8_t>(0x80 | (in[at] & 0x3f));
    }
  }
  return bytes;
}

}  // namespace

Result<Bytes*> run_encoder(Thread& thread, Encoding encoding, Str* text, std::string_view errors) {
  const bool plain = encoding <= Encoding::kLatin1;
  if (plain && text->ascii) return make_bytes(thread.interpreter(), text->data(), text->length);
  if (encoding == Encoding::kUtf8 && text->width == 1) {
    return encode_narrow_utf8(thread.interpreter(), text);
  }
  const Encoder encoder = encoder_for(encoding);
  const EncodeScan scan = encoder.scan(view_of(text), Surrogates::kRefuse);
  if (scan.error_characters != 0) return encode_piecewise(thread, encoder, text, errors);
  const std::size_t length = encoder.mark.size() + scan.bytes;
  if (length <= 1) {  // single ones are kept
    const char octet = length == 0 ? '\0' : static_cast<char>(text->at(0));
    return make_bytes(thread.interpreter(), &octet, length);
  }
  Bytes* bytes = TRY(make_bytes_for(thread.interpreter(), length));
  auto* out = reinterpret_cast<char*>(bytes->data());
  encoder.mark.copy(out, encoder.mark.size());
  encoder.encode(out + encoder.mark.size(), view_of(text));
  return bytes;
}

}  // namespace ouro
