// Positions: writing and reading the compressed table, and finding handlers.
#include "runtime/code/positions.h"

#include <algorithm>

namespace ouro {

namespace {

enum : std::uint8_t { kNone = 0, kFull = 1, kSameLine = 2, kOneLine = 3, kRepeat = 4 };

}  // namespace

void PositionEncoder::put(std::uint32_t number) {
  for (; number >= 0x80; number >>= 7) bytes_[size_++] = static_cast<std::uint8_t>(number | 0x80);
  bytes_[size_++] = static_cast<std::uint8_t>(number);
}

void PositionEncoder::put_step(std::int32_t line) {
  const std::int32_t step = line - last_line_;
  const auto magnitude = static_cast<std::uint32_t>(step < 0 ? -step : step);
  put(magnitude << 1 | (step < 0 ? 1u : 0u));
  last_line_ = line;
}

std::span<const std::uint8_t> PositionEncoder::encode(const CodePosition& position) {
  size_ = 0;
  if (position.line < 0) {
    put(kNone);
  } else if (position.end_line == position.line && position.end_column >= position.column) {
    const bool same = position.line == last_line_;
    put(same ? kSameLine : kOneLine);
    if (!same) put_step(position.line);
    put(static_cast<std::uint32_t>(position.column));
    put(static_cast<std::uint32_t>(position.end_column - position.column));
  } else {
    put(kFull);
    put_step(position.line);
    put(static_cast<std::uint32_t>(std::max(position.end_line - position.line, 0)));
    put(static_cast<std::uint32_t>(position.column));
    put(static_cast<std::uint32_t>(position.end_column));
  }
  return {bytes_, size_};
}

std::span<const std::uint8_t> PositionEncoder::repeat(std::uint32_t times) {
  size_ = 0;
  if (times > 0) bytes_[size_++] = static_cast<std::uint8_t>(kRepeat + times - 1);
  return {bytes_, size_};
}

// ---- reading ----------------------------------------------------------------------------------

std::uint32_t PositionCursor::number() noexcept {
  std::uint32_t value = 0;
  for (int shift = 0;; shift += 7) {
    const std::uint8_t byte = *next_byte_++;
    value |= static_cast<std::uint32_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
}

void PositionCursor::step() noexcept {
  const std::uint32_t coded = number();
  const auto magnitude = static_cast<std::int32_t>(coded >> 1);
  last_line_ += (coded & 1) != 0 ? -magnitude : magnitude;
}

void PositionCursor::read() noexcept {
  const std::uint8_t form = *next_byte_++;
  if (form >= kRepeat) {
    repeat_ = form - kRepeat;
    return;
  }
  position_ = {};
  if (form == kNone) return;
  if (form != kSameLine) step();
  position_.line = last_line_;
  position_.end_line = last_line_;
  if (form == kFull) {
    position_.end_line += static_cast<std::int32_t>(number());
    position_.column = static_cast<std::int32_t>(number());
    position_.end_column = static_cast<std::int32_t>(number());
  } else {
    position_.column = static_cast<std::int32_t>(number());
    position_.end_column = position_.column + static_cast<std::int32_t>(number());
  }
}

bool PositionCursor::next() noexcept {
  if (end_ >= code_->word_count) return false;
  if (repeat_ > 0) {
    --repeat_;
  } else {
    read();
  }
  start_ = end_;
  end_ += words_of(code_->words[start_].instruction.operation());
  return true;
}

CodePosition position_at(const Code* code, std::uint32_t at) noexcept {
  PositionCursor cursor(code);
  while (cursor.next()) {
    if (at < cursor.end()) return cursor.position();
  }
  return {};
}

const HandlerRange* find_handler(const Code* code, std::uint32_t at) noexcept {
  const HandlerRange* const first = code->handlers;
  const HandlerRange* const last = first + code->handler_count;
  const HandlerRange* found = std::upper_bound(
      first, last, at,
      [](std::uint32_t place, const HandlerRange& range) { return place < range.start; });
  if (found == first) return nullptr;
  --found;
  return at < found->end ? found : nullptr;
}

}  // namespace ouro
