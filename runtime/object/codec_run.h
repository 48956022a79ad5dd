// Codec runs: one decoding or encoding with a native encoding, error handlers included.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "runtime/object/bytes.h"
#include "runtime/object/str.h"

namespace ouro {

enum class Encoding : std::uint8_t {
  kUtf8,
  kAscii,
  kLatin1,
  kUtf16,
  kUtf16Little,
  kUtf16Big,  // the first one with a byte order mark
  kUtf32,
  kUtf32Little,
  kUtf32Big,
};

// The native encoding of this name, however it is written.
std::optional<Encoding> find_encoding(std::string_view name) noexcept;

struct DecodeRequest {
  Encoding encoding;
  std::string_view bytes;
  std::string_view errors;
  bool final = true;
  std::size_t consumed = 0;  // out
  int byte_order = 0;        // out, of utf-16 and utf-32: -1 little, 1 big, 0 not known yet
};
Result<Str*> run_decoder(Thread&, DecodeRequest&);
Result<Bytes*> run_encoder(Thread&, Encoding, Str* text, std::string_view errors);

// unicode_escape and raw_unicode_escape.
Result<Str*> decode_escapes(Thread&, std::string_view bytes, std::string_view errors, bool raw,
                            bool final, std::size_t* consumed);
Result<Bytes*> encode_escapes(Thread&, const Str* text, bool raw);

}  // namespace ouro
