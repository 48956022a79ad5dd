// Codec runs: decoding. Good stretches go through the kernels; what is between them is handled.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/codec_errors.h"
#include "runtime/object/codec_run.h"
#include "runtime/object/container.h"
#include "runtime/object/encodings.h"
#include "runtime/object/str_kernel.h"

namespace ouro {
namespace {

using encodings::ByteOrder;
using encodings::DecodeScan;
using encodings::Surrogates;

enum class Form : std::uint8_t { kUtf8, kAscii, kUtf16, kUtf32 };

// A form with its byte order, ready to be run.
struct Decoder {
  Form form;
  const char* name;
  ByteOrder order = ByteOrder::kLittle;

  DecodeScan scan(std::string_view bytes, Surrogates surrogates, bool final) const {
    switch (form) {
      case Form::kUtf8: return encodings::scan_utf8(bytes, surrogates, final);
      case Form::kAscii: return encodings::scan_ascii(bytes);
      case Form::kUtf16: return encodings::scan_utf16(bytes, order, surrogates, final);
      default: return encodings::scan_utf32(bytes, order, surrogates, final);
    }
  }
  void decode(Str* text, std::string_view good) const {
    switch (form) {
      case Form::kUtf16: return encodings::decode_utf16(text->data(), text->width, good, order);
      case Form::kUtf32: return encodings::decode_utf32(text->data(), text->width, good, order);
      default: return encodings::decode_utf8(text->data(), text->width, good);
    }
  }
};

Result<Str*> decode_good(Interpreter& interpreter, const Decoder& decoder, const DecodeScan& scan,
                         std::string_view bytes) {
  Str* text = TRY(make_str_for(interpreter, scan.characters, scan.largest));
  if (scan.characters == 0) return text;
  decoder.decode(text, bytes.substr(0, scan.bytes));
  if (scan.characters == 1) return settle(interpreter, text);  // single ones are kept
  return text;
}

// From the first error on.
Result<Str*> decode_piecewise(Thread& thread, const Decoder& decoder, DecodeRequest& request,
                              std::size_t start) {
  Interpreter& interpreter = thread.interpreter();
  const Surrogates surrogates = error_policy(request.errors) == ErrorPolicy::kSurrogatePass
                                    ? Surrogates::kPass
                                    : Surrogates::kRefuse;
  TextBuilder out(interpreter);
  Ref<> holder;
  DecodeProblem problem{decoder.name, request.bytes, 0, 0, nullptr};
  std::size_t at = start;
  while (true) {
    const std::string_view rest = problem.bytes.substr(at);
    const DecodeScan scan = decoder.scan(rest, surrogates, request.final);
    Ref<Str> good(TRY(decode_good(interpreter, decoder, scan, rest)));
    TRY(out.append(good.get()));
    at += scan.bytes;
    if (scan.error_bytes == 0) break;
    problem.start = at;
    problem.end = at + scan.error_bytes;
    problem.reason = scan.reason;
    at = TRY(handle_decode_problem(thread, problem, request.errors, out, holder));
  }
  request.consumed = at;
  return out.finish();
}

Result<Str*> decode_with_decoder(Thread& thread, const Decoder& decoder, DecodeRequest& request,
                                 std::size_t start) {
  const std::string_view bytes = request.bytes.substr(start);
  const DecodeScan scan = decoder.scan(bytes, Surrogates::kRefuse, request.final);
  if (scan.error_bytes != 0) return decode_piecewise(thread, decoder, request, start);
  request.consumed = start + scan.bytes;
  return decode_good(thread.interpreter(), decoder, scan, bytes);
}

struct WideRow {
  Form form;
  bool marked;
  ByteOrder order;
};

WideRow wide_row(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf16: return {Form::kUtf16, true, ByteOrder::kLittle};
    case Encoding::kUtf16Little: return {Form::kUtf16, false, ByteOrder::kLittle};
    case Encoding::kUtf16Big: return {Form::kUtf16, false, ByteOrder::kBig};
    case Encoding::kUtf32: return {Form::kUtf32, true, ByteOrder::kLittle};
    case Encoding::kUtf32Little: return {Form::kUtf32, false, ByteOrder::kLittle};
    default: return {Form::kUtf32, false, ByteOrder::kBig};
  }
}

Result<Str*> decode_wide(Thread& thread, DecodeRequest& request) {
  const WideRow row = wide_row(request.encoding);
  const bool short_units = row.form == Form::kUtf16;
  ByteOrder order = row.order;
  std::size_t start = 0;
  if (row.marked) {
    start = short_units ? encodings::utf16_mark(request.bytes, &order)
                        : encodings::utf32_mark(request.bytes, &order);
  }
  const bool little = order == ByteOrder::kLittle;
  const char* name =
      short_units ? (little ? "utf-16-le" : "utf-16-be") : (little ? "utf-32-le" : "utf-32-be");
  if (row.marked && start == 0) name = short_units ? "utf-16-le" : "utf-32-le";
  request.byte_order = row.marked && start == 0 ? 0 : little ? -1 : 1;
  return decode_with_decoder(thread, {row.form, name, order}, request, start);
}

}  // namespace

Result<Str*> run_decoder(Thread& thread, DecodeRequest& request) {
  switch (request.encoding) {
    case Encoding::kUtf8: return decode_with_decoder(thread, {Form::kUtf8, "utf-8"}, request, 0);
    case Encoding::kAscii: return decode_with_decoder(thread, {Form::kAscii, "ascii"}, request, 0);
    case Encoding::kLatin1:
      request.consumed = request.bytes.size();
      return make_str_from_latin1(thread.interpreter(),
                                  reinterpret_cast<const std::uint8_t*>(request.bytes.data()),
                                  request.bytes.size());
    default: return decode_wide(thread, request);
  }
}

Result<Str*> decode_utf8(Thread& thread, std::string_view bytes, const char* errors) {
  DecodeRequest request{Encoding::kUtf8, bytes, errors == nullptr ? "" : errors};
  return run_decoder(thread, request);
}

}  // namespace ouro
