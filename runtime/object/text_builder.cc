// TextBuilder: growing and widening.
#include "runtime/object/text_builder.h"

#include <algorithm>
#include <cstring>

#include "runtime/component/check.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/protocol.h"

namespace ouro {
namespace {

constexpr char32_t kAsciiMax = 0x7f;

constexpr std::uint8_t width_for(char32_t largest) {
  return largest < 0x100 ? 1 : largest < 0x10000 ? 2 : 4;
}

constexpr char32_t largest_in(std::uint8_t width) {
  return width == 1 ? 0xff : width == 2 ? 0xffff : 0x10ffff;
}

char32_t read(const std::uint8_t* data, std::uint8_t width, std::size_t index) {
  switch (width) {
    case 1: return data[index];
    case 2: return reinterpret_cast<const char16_t*>(data)[index];
    default: return reinterpret_cast<const char32_t*>(data)[index];
  }
}

void write(std::uint8_t* data, std::uint8_t width, std::size_t index, char32_t character) {
  switch (width) {
    case 1: data[index] = static_cast<std::uint8_t>(character); break;
    case 2: reinterpret_cast<char16_t*>(data)[index] = static_cast<char16_t>(character); break;
    default: reinterpret_cast<char32_t*>(data)[index] = character; break;
  }
}

struct Characters {
  std::uint8_t* data;
  std::uint8_t width;
};

// From `start` in one row to `at` in the other, which is at least as wide.
void copy_characters(Characters to, std::size_t at, Characters from, std::size_t start,
                     std::size_t count) {
  if (to.width == from.width) {
    std::memcpy(to.data + at * to.width, from.data + start * from.width, count * to.width);
    return;
  }
  for (std::size_t index = 0; index < count; ++index) {
    write(to.data, to.width, at + index, read(from.data, from.width, start + index));
  }
}

}  // namespace

TextBuilder::~TextBuilder() { drop(); }

void TextBuilder::drop() {
  if (data_ != own_) interpreter_.memory().release(data_, capacity_ * width_);
  data_ = own_;
  capacity_ = kOwnBytes;
  length_ = 0;
  width_ = 1;
  largest_ = 0;
}

Status TextBuilder::rebuild(std::size_t capacity, std::uint8_t width) {
  if (capacity > PTRDIFF_MAX / 8) return raise_memory_error(interpreter_);
  auto* block = static_cast<std::uint8_t*>(interpreter_.memory().allocate(capacity * width));
  if (block == nullptr) return raise_memory_error(interpreter_);
  copy_characters({block, width}, 0, {data_, width_}, 0, length_);
  if (data_ != own_) interpreter_.memory().release(data_, capacity_ * width_);
  data_ = block;
  capacity_ = capacity;
  width_ = width;
  return done;
}

Status TextBuilder::reserve(std::size_t more, char32_t largest) {
  const std::uint8_t width = std::max(width_, width_for(largest));
  largest_ = std::max(largest_, largest);
  const std::size_t needed = length_ + more;
  if (needed <= capacity_ && width == width_) [[likely]]
    return done;
  const std::size_t capacity = needed <= capacity_ ? capacity_ : needed + needed / 2;
  return rebuild(capacity, width);
}

void TextBuilder::put(std::size_t index, char32_t character) {
  write(data_, width_, index, character);
}

Status TextBuilder::append(const Str* text) { return append(text, 0, text->length); }

// A part of a wide text may need less than the whole; finish() finds that out.
Status TextBuilder::append(const Str* text, std::size_t start, std::size_t end) {
  const std::size_t count = end - start;
  if (count == 0) return done;
  TRY(reserve(count, text->ascii ? kAsciiMax : largest_in(text->width)));
  auto* source = const_cast<std::uint8_t*>(static_cast<const std::uint8_t*>(text->data()));
  copy_characters({data_, width_}, length_, {source, text->width}, start, count);
  length_ += count;
  return done;
}

Status TextBuilder::append(std::string_view ascii) {
  TRY(reserve(ascii.size(), kAsciiMax));
  for (std::size_t index = 0; width_ > 1 && index < ascii.size(); ++index) {
    put(length_ + index, static_cast<unsigned char>(ascii[index]));
  }
  if (width_ == 1) std::memcpy(data_ + length_, ascii.data(), ascii.size());
  length_ += ascii.size();
  return done;
}

Status TextBuilder::append_utf8(std::string_view utf8) {
  Ref<Str> text(TRY(make_str(interpreter_, utf8)));
  return append(text.get());
}

Status TextBuilder::append(char32_t character) {
  TRY(reserve(1, character));
  put(length_++, character);
  return done;
}

Status TextBuilder::append_repeated(char32_t character, std::size_t times) {
  TRY(reserve(times, character));
  if (width_ == 1) {
    std::memset(data_ + length_, static_cast<int>(character), times);
    length_ += times;
    return done;
  }
  for (std::size_t index = 0; index < times; ++index) put(length_++, character);
  return done;
}

Status TextBuilder::append_repr(Thread& thread, Object* object) {
  Ref<Str> text(TRY(repr(thread, object)));
  return append(text.get());
}

Status TextBuilder::append_str(Thread& thread, Object* object) {
  Ref<Str> text(TRY(str(thread, object)));
  return append(text.get());
}

void TextBuilder::shrink(std::size_t length) {
  OURO_CHECK(length <= length_);
  length_ = length;
}

Result<Str*> TextBuilder::finish() {
  Str* text;
  if (largest_ <= kAsciiMax) {
    text = TRY(make_str_for(interpreter_, length_, kAsciiMax));
    std::memcpy(text->data(), data_, length_);
  } else if (width_ == 1) {
    text = TRY(make_str_from_latin1(interpreter_, data_, length_));
  } else if (width_ == 2) {
    text = TRY(make_str_from_wide(interpreter_, reinterpret_cast<const char16_t*>(data_), length_));
  } else {
    text = TRY(make_str_from_wide(interpreter_, reinterpret_cast<const char32_t*>(data_), length_));
  }
  drop();
  return text;
}

}  // namespace ouro
