// Identifier: utf8proc's NFKC, with memory of the arena's.
#include "runtime/source/identifier.h"

#include <utf8proc.h>

#include <algorithm>

namespace ouro::syntax {
namespace {

bool is_ascii(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char byte) { return byte < 0; });
}

constexpr auto kNfkc =
    static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);

}  // namespace

std::string_view normalize_identifier(Arena& arena, std::string_view text) noexcept {
  if (is_ascii(text)) return text;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto size = static_cast<utf8proc_ssize_t>(text.size());
  const utf8proc_ssize_t count = utf8proc_decompose(bytes, size, nullptr, 0, kNfkc);
  if (count < 0) return text;  // not UTF-8: cannot come out of the lexer
  // reencode() writes UTF-8 and a NUL over the code points.
  auto* buffer = static_cast<utf8proc_int32_t*>(
      arena.allocate((static_cast<std::size_t>(count) + 1) * sizeof(utf8proc_int32_t)));
  if (buffer == nullptr) return {};
  utf8proc_decompose(bytes, size, buffer, count, kNfkc);
  const utf8proc_ssize_t written = utf8proc_reencode(buffer, count, kNfkc);
  return {reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(written)};
}

}  // namespace ouro::syntax
