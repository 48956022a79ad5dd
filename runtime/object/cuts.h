// Cuts: where texts are split, stripped and broken into lines. Shared by str, bytes and bytearray.
//
// No memory and no objects here: pieces are told to emit(start, end), which may fail.
#pragma once

#include <cstddef>

#include "runtime/component/result.h"
#include "runtime/object/search.h"
#include "runtime/object/text_view.h"

namespace ouro::cuts {

struct Range {
  std::size_t start;
  std::size_t end;
};

// Pieces between single characters are short: a search of its own for each would cost more.
template <typename Emit>
Status split_at(const TextView& text, char32_t separator, std::size_t limit, Emit emit) {
  return visit_text(text, [&](const auto* characters) -> Status {
    std::size_t start = 0;
    for (std::size_t at = 0; limit > 0 && at < text.length; ++at) {
      if (characters[at] != separator) continue;
      TRY(emit(start, at));
      start = at + 1;
      --limit;
    }
    return emit(start, text.length);
  });
}

template <typename Emit>
Status split(const TextView& text, const TextView& separator, std::size_t limit, Emit emit) {
  if (separator.length == 1) return split_at(text, separator[0], limit, emit);
  std::size_t start = 0;
  for (; limit > 0; --limit) {
    const std::size_t at = find_text(text.from(start), separator);
    if (at == kNotFound) break;
    TRY(emit(start, start + at));
    start += at + separator.length;
  }
  return emit(start, text.length);
}

// From the right; the pieces come last one first.
template <typename Emit>
Status split_last(const TextView& text, const TextView& separator, std::size_t limit, Emit emit) {
  std::size_t end = text.length;
  for (; limit > 0; --limit) {
    const std::size_t at = find_last_text(text.part(0, end), separator);
    if (at == kNotFound) break;
    TRY(emit(at + separator.length, end));
    end = at;
  }
  return emit(0, end);
}

// At runs of spaces; what is left when the limit is reached keeps the spaces at its end.
template <typename IsSpace, typename Emit>
Status split_words(const TextView& text, IsSpace is_space, std::size_t limit, Emit emit) {
  return visit_text(text, [&](const auto* characters) -> Status {
    const std::size_t length = text.length;
    std::size_t at = 0;
    while (true) {
      while (at < length && is_space(characters[at])) ++at;
      if (at == length) return done;
      if (limit-- == 0) return emit(at, length);
      const std::size_t start = at;
      while (at < length && !is_space(characters[at])) ++at;
      TRY(emit(start, at));
    }
  });
}

template <typename IsSpace, typename Emit>
Status split_words_last(const TextView& text, IsSpace is_space, std::size_t limit, Emit emit) {
  return visit_text(text, [&](const auto* characters) -> Status {
    std::size_t at = text.length;
    while (true) {
      while (at > 0 && is_space(characters[at - 1])) --at;
      if (at == 0) return done;
      if (limit-- == 0) return emit(0, at);
      const std::size_t end = at;
      while (at > 0 && !is_space(characters[at - 1])) --at;
      TRY(emit(at, end));
    }
  });
}

// "\r\n" is one break.
template <typename IsBreak, typename Emit>
Status split_lines(const TextView& text, IsBreak is_break, bool keep_breaks, Emit emit) {
  return visit_text(text, [&](const auto* characters) -> Status {
    const std::size_t length = text.length;
    for (std::size_t at = 0; at < length;) {
      const std::size_t start = at;
      while (at < length && !is_break(characters[at])) ++at;
      const std::size_t end = at;
      if (at < length) {
        const bool both = characters[at] == '\r' && at + 1 < length && characters[at + 1] == '\n';
        at += both ? 2 : 1;
      }
      TRY(emit(start, keep_breaks ? at : end));
    }
    return done;
  });
}

enum class Side : unsigned char { kBoth, kLeft, kRight };

// What is left when the characters that `drops` are taken off the ends.
template <typename Drops>
Range strip(const TextView& text, Side side, Drops drops) {
  return visit_text(text, [&](const auto* characters) -> Range {
    std::size_t start = 0, end = text.length;
    if (side != Side::kRight) {
      while (start < end && drops(characters[start])) ++start;
    }
    if (side != Side::kLeft) {
      while (end > start && drops(characters[end - 1])) --end;
    }
    return {start, end};
  });
}

}  // namespace ouro::cuts
