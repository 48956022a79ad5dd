// binascii, inside: what its files share.
#pragma once

#include <cstdint>

#include "runtime/object/module.h"
#include "runtime/object/octets.h"

namespace ouro::binascii {

struct State {
  Type* error;  // both owned
  Type* incomplete;
};

// -1: no hexadecimal digit.
int hex_digit(std::uint8_t letter) noexcept;
// The lower 32 bits of any int; null: 0.
Result<std::uint32_t> read_checksum(Thread&, Object* number);

// Bytes, or the characters of an ASCII str, for as long as it lives.
class Letters {
 public:
  explicit Letters(Thread& thread) : thread_(thread), buffer_(thread) {}
  Status take(Object* object);
  Octets octets() const { return octets_; }

 private:
  Thread& thread_;
  HeldBuffer buffer_;
  Octets octets_;
};

using Method = Result<Object*>(Thread&, Object* module, Object* const* arguments);

// binascii_base64.cc
Method from_base64, to_base64;
// binascii_quoted.cc
Method from_quoted, to_quoted;
// binascii_uu.cc
Method from_uu, to_uu;

}  // namespace ouro::binascii
