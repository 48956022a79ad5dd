// Str: making, interning, hashing, comparing and cutting text. Methods stand in str_methods.cc.
#include "runtime/object/str.h"

#include <algorithm>
#include <new>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/hashes.h"
#include "runtime/object/str_kernel.h"

namespace ouro {
namespace {

constexpr std::size_t kLengthMax = PTRDIFF_MAX / 8;

std::uint8_t width_for(char32_t largest) { return largest < 0x100 ? 1 : largest < 0x10000 ? 2 : 4; }

Result<Str*> allocate(Interpreter& interpreter, std::size_t length, std::uint8_t width,
                      bool ascii) {
  if (length > kLengthMax) return raise_memory_error(interpreter);
  const std::size_t bytes = sizeof(Str) + (length + 1) * width;
  void* body = interpreter.memory().allocate(bytes, BlockKind::kObject);
  if (body == nullptr) return raise_memory_error(interpreter);
  auto* text = static_cast<Str*>(body);
  text->count = 1;
  text->type = interpreter.type(TypeId::kStr);
  text->length = length;
  text->hash = -1;
  text->width = width;
  text->ascii = ascii;
  text->interned = false;
  text->spare = 0;
  std::memset(static_cast<char*>(text->data()) + length * width, 0, width);
  return text;
}

Result<Str*> find_single(Interpreter& interpreter, std::size_t index) {
  if (Object* known = interpreter.get<SingleCharacters>().find(index)) {
    return retain(static_cast<Str*>(known));
  }
  const bool empty = index == CharacterKind::kEmpty;
  Str* text = TRY(allocate(interpreter, empty ? 0 : 1, 1, index < 0x80 || empty));
  if (!empty) *static_cast<std::uint8_t*>(text->data()) = static_cast<std::uint8_t>(index);
  interpreter.get<SingleCharacters>().keep(index, text);
  return text;
}

Result<Str*> empty_str(Interpreter& interpreter) {
  return find_single(interpreter, CharacterKind::kEmpty);
}

// One WTF-8 sequence that is known to be valid.
char32_t decode_one(const char*& at) {
  const auto lead = static_cast<unsigned char>(*at++);
  if (lead < 0x80) return lead;
  const int more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
  char32_t character = lead & (0x3f >> more);
  for (int index = 0; index < more; ++index) character = (character << 6) | (*at++ & 0x3f);
  return character;
}

struct Measure {
  std::size_t length = 0;
  char32_t largest = 0;
};

Measure measure(std::string_view utf8) {
  Measure result;
  for (const char *at = utf8.data(), *end = at + utf8.size(); at < end; ++result.length) {
    result.largest = std::max(result.largest, decode_one(at));
  }
  return result;
}

bool all_ascii(std::string_view text) {
  std::uint64_t bits = 0;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    bits |= word;
  }
  for (; at < text.size(); ++at) bits |= static_cast<unsigned char>(text[at]);
  return (bits & 0x8080808080808080u) == 0;
}

template <typename Character>
char32_t largest_of(const Character* characters, std::size_t length) {
  char32_t bits = 0;
  for (std::size_t index = 0; index < length; ++index) bits |= characters[index];
  if (bits < 0x100) return bits;
  char32_t largest = 0;
  for (std::size_t index = 0; index < length; ++index) {
    largest = std::max<char32_t>(largest, characters[index]);
  }
  return largest;
}

template <typename Character>
Result<Str*> make_narrowest(Interpreter& interpreter, const Character* characters,
                            std::size_t length) {
  if (length == 0) return empty_str(interpreter);
  const char32_t largest = largest_of(characters, length);
  if (length == 1) return make_character(interpreter, characters[0]);
  Str* text = TRY(make_str_for(interpreter, length, largest));
  with_characters(text, [&](auto* target) { std::copy_n(characters, length, target); });
  return text;
}

Result<Str*> make_narrower(Interpreter& interpreter, const Str* text, char32_t largest) {
  Str* result = TRY(make_str_for(interpreter, text->length, largest));
  copy_characters(result, 0, text, 0, text->length);
  return result;
}

}  // namespace

void copy_characters(Str* target, std::size_t at, const Str* source, std::size_t start,
                     std::size_t count) {
  if (target->width == source->width) {
    std::memcpy(static_cast<char*>(target->data()) + at * target->width,
                static_cast<const char*>(source->data()) + start * source->width,
                count * source->width);
    return;
  }
  with_characters(target, [&](auto* to) {
    with_characters(source, [&](const auto* from) { std::copy_n(from + start, count, to + at); });
  });
}

char32_t largest_character(const Str* text, std::size_t start, std::size_t end) {
  if (text->ascii) return 0x7f;
  return with_characters(
      text, [&](const auto* characters) { return largest_of(characters + start, end - start); });
}

Result<Str*> make_str_for(Interpreter& interpreter, std::size_t length, char32_t largest) {
  if (length == 0) return empty_str(interpreter);
  return allocate(interpreter, length, width_for(largest), largest < 0x80);
}

Result<Str*> make_str(Interpreter& interpreter, std::string_view utf8) {
  if (utf8.empty()) return empty_str(interpreter);
  if (utf8.size() == 1) return make_character(interpreter, static_cast<unsigned char>(utf8[0]));
  if (all_ascii(utf8)) {
    Str* text = TRY(allocate(interpreter, utf8.size(), 1, true));
    std::memcpy(text->data(), utf8.data(), utf8.size());
    return text;
  }
  const Measure size = measure(utf8);
  if (size.length == 1) {
    const char* at = utf8.data();
    return make_character(interpreter, decode_one(at));
  }
  Str* text = TRY(make_str_for(interpreter, size.length, size.largest));
  with_characters(text, [&](auto* target) {
    for (const char *at = utf8.data(), *end = at + utf8.size(); at < end;) {
      *target++ = static_cast<std::remove_reference_t<decltype(*target)>>(decode_one(at));
    }
  });
  return text;
}

Result<Str*> make_str_from_latin1(Interpreter& interpreter, const std::uint8_t* characters,
                                  std::size_t length) {
  return make_narrowest(interpreter, characters, length);
}

Result<Str*> make_str_from_wide(Interpreter& interpreter, const char16_t* characters,
                                std::size_t length) {
  return make_narrowest(interpreter, characters, length);
}

Result<Str*> make_str_from_wide(Interpreter& interpreter, const char32_t* characters,
                                std::size_t length) {
  return make_narrowest(interpreter, characters, length);
}

Result<Str*> make_character(Interpreter& interpreter, char32_t character) {
  if (character < 0x100) return find_single(interpreter, character);
  Str* text = TRY(make_str_for(interpreter, 1, character));
  with_characters(text, [&](auto* target) {
    *target = static_cast<std::remove_reference_t<decltype(*target)>>(character);
  });
  return text;
}

std::intptr_t str_hash(Interpreter& interpreter, Str* text) noexcept {
  if (text->hash == -1) {
    text->hash =
        hash_bytes(interpreter.get<HashSecret>().key(), text->data(), text->length * text->width);
  }
  return text->hash;
}

bool str_equal(const Str* left, const Str* right) noexcept {
  if (left == right) return true;
  if (left->length != right->length || left->width != right->width) return false;
  if (left->hash != right->hash && left->hash != -1 && right->hash != -1) return false;
  return std::memcmp(left->data(), right->data(), left->length * left->width) == 0;
}

bool str_equal(const Str* left, std::string_view ascii) noexcept {
  return left->ascii && left->length == ascii.size() &&
         std::memcmp(left->data(), ascii.data(), ascii.size()) == 0;
}

int str_compare(const Str* left, const Str* right) noexcept {
  const std::size_t common = std::min(left->length, right->length);
  int order = 0;
  if (left->width == 1 && right->width == 1) {
    order = std::memcmp(left->data(), right->data(), common);
  } else {
    for (std::size_t index = 0; index < common && order == 0; ++index) {
      const char32_t a = left->at(index), b = right->at(index);
      order = a < b ? -1 : a > b;
    }
  }
  if (order != 0) return order < 0 ? -1 : 1;
  return left->length < right->length ? -1 : left->length > right->length;
}

Result<Str*> intern(Interpreter& interpreter, Str* text) {
  if (text->interned) return retain(text);
  if (text->ascii) {
    if (Str* known = interpreter.get<Identifiers>().find(text->ascii_view())) return retain(known);
  }
  InternedStrings& table = interpreter.get<InternedStrings>();
  if (Str* known = table.find(text, str_hash(interpreter, text))) return retain(known);
  // A subclass instance must not stand for its text.
  if (text->type != interpreter.type(TypeId::kStr)) {
    Ref<Str> plain(TRY(str_slice(interpreter, text, 0, text->length)));
    return intern(interpreter, plain.get());
  }
  if (!table.add(interpreter.memory(), text).ok()) return raise_memory_error(interpreter);
  return retain(text);
}

Result<Str*> intern(Interpreter& interpreter, std::string_view utf8) {
  if (!all_ascii(utf8)) {
    Ref<Str> text(TRY(make_str(interpreter, utf8)));
    return intern(interpreter, text.get());
  }
  if (Str* known = interpreter.get<Identifiers>().find(utf8)) return retain(known);
  InternedStrings& table = interpreter.get<InternedStrings>();
  const std::intptr_t hash =
      hash_bytes(interpreter.get<HashSecret>().key(), utf8.data(), utf8.size());
  if (Str* known = table.find_ascii(utf8, hash)) return retain(known);
  Ref<Str> text(TRY(make_str(interpreter, utf8)));
  text->hash = hash;
  if (!table.add(interpreter.memory(), text).ok()) return raise_memory_error(interpreter);
  return text.take();
}

Result<Str*> str_concatenate(Interpreter& interpreter, Str* left, Str* right) {
  if (left->length == 0 && right->type->id == TypeId::kStr) return retain(right);
  if (right->length == 0 && left->type->id == TypeId::kStr) return retain(left);
  if (left->length > kLengthMax - right->length) return raise_memory_error(interpreter);
  Str* text = nullptr;
  if (left->length + right->length == 0) return empty_str(interpreter);
  text = TRY(allocate(interpreter, left->length + right->length,
                      std::max(left->width, right->width), left->ascii && right->ascii));
  copy_characters(text, 0, left, 0, left->length);
  copy_characters(text, left->length, right, 0, right->length);
  return text;
}

namespace {

bool has_room(const Str* left, const Str* right) {
  return left->count == 1 && !left->interned && right->length * left->width <= left->spare;
}

bool fits_in_kind(const Str* left, const Str* right) {
  return right->width <= left->width && (right->ascii || !left->ascii);
}

void append_in_place(Str* left, Str* right) {
  const std::size_t added = right->length;
  copy_characters(left, left->length, right, 0, added);
  left->length += added;
  left->spare -= static_cast<std::uint32_t>(added * left->width);
  left->hash = -1;
  std::memset(static_cast<char*>(left->data()) + left->length * left->width, 0, left->width);
}

// A quarter more than needed, up to the end of the block.
std::uint32_t spare_for(std::size_t bytes) {
  const std::size_t most = std::min<std::size_t>(bytes / 4 + 16, UINT32_MAX / 2);
  const std::size_t end = (bytes + most) & ~std::size_t{15};
  return static_cast<std::uint32_t>(end - bytes);
}

Result<Str*> concatenate_with_spare(Interpreter& interpreter, Str* left, Str* right) {
  const std::size_t length = left->length + right->length;
  const std::uint8_t width = std::max(left->width, right->width);
  const std::uint32_t spare = spare_for(sizeof(Str) + (length + 1) * width);
  Str* text =
      TRY(allocate(interpreter, length + spare / width, width, left->ascii && right->ascii));
  text->length = length;
  text->spare = spare / width * width;
  copy_characters(text, 0, left, 0, left->length);
  copy_characters(text, left->length, right, 0, right->length);
  std::memset(static_cast<char*>(text->data()) + length * width, 0, width);
  return text;
}

}  // namespace

Result<Str*> str_append(Interpreter& interpreter, Str* owned_left, Str* right) {
  Ref<Str> left(owned_left);
  if (right->length == 0) return left.take();
  if (has_room(left, right) && fits_in_kind(left, right)) {
    append_in_place(left, right);
    return left.take();
  }
  // Only a text that was made by an operation before is likely to grow again.
  const bool grows = left->count == 1 && !left->interned && left->length > right->length;
  if (!grows || left->length > kLengthMax - right->length) {
    return str_concatenate(interpreter, left, right);
  }
  return concatenate_with_spare(interpreter, left, right);
}

Result<Str*> str_slice(Interpreter& interpreter, Str* text, std::size_t start, std::size_t end) {
  if (start >= end) return empty_str(interpreter);
  const std::size_t length = end - start;
  if (length == text->length && text->type->id == TypeId::kStr) return retain(text);
  if (length == 1) return make_character(interpreter, text->at(start));
  Str* part = TRY(make_str_for(interpreter, length, largest_character(text, start, end)));
  copy_characters(part, 0, text, start, length);
  return part;
}

Result<Str*> settle(Interpreter& interpreter, Str* owned) {
  Ref<Str> text(owned);
  if (text->length == 0) return text.take();
  const char32_t largest = with_characters(
      text.get(), [&](const auto* characters) { return largest_of(characters, text->length); });
  if (text->length == 1 && largest < 0x100) return make_character(interpreter, largest);
  if (width_for(largest) != text->width) return make_narrower(interpreter, text, largest);
  text->ascii = largest < 0x80;
  return text.take();
}

Result<Str*> str_repeat(Interpreter& interpreter, Str* text, std::size_t times) {
  if (times == 0 || text->length == 0) return empty_str(interpreter);
  if (times == 1) return plain_str(interpreter, text);
  if (text->length > kLengthMax / times) return raise_memory_error(interpreter);
  Str* result = TRY(allocate(interpreter, text->length * times, text->width, text->ascii));
  auto* bytes = static_cast<char*>(result->data());
  const std::size_t period = text->length * text->width, whole = period * times;
  if (period == 1) {
    std::memset(bytes, *text->narrow(), whole);
    return result;
  }
  std::memcpy(bytes, text->data(), period);
  for (std::size_t filled = period; filled < whole;) {
    const std::size_t more = std::min(filled, whole - filled);
    std::memcpy(bytes + filled, bytes, more);
    filled += more;
  }
  return result;
}

Utf8::Utf8(Interpreter& interpreter, const Str* text) noexcept {
  if (text->ascii) {
    data_ = text->ascii_view().data();
    size_ = text->length;
    return;
  }
  memory_ = &interpreter.memory();
  capacity_ = text->length * (text->width == 4 ? 4 : text->width == 2 ? 3 : 2) + 1;
  auto* buffer = static_cast<char*>(memory_->allocate(capacity_));
  ok_ = buffer != nullptr;
  if (!ok_) {
    static_cast<void>(raise_memory_error(interpreter));
    return;
  }
  char* end = buffer;
  with_characters(text, [&](const auto* characters) {
    for (std::size_t index = 0; index < text->length; ++index)
      end = encode_utf8(characters[index], end);
  });
  *end = 0;
  data_ = buffer;
  size_ = static_cast<std::size_t>(end - buffer);
}

Utf8::~Utf8() {
  if (memory_ != nullptr && ok_) memory_->release(const_cast<char*>(data_), capacity_);
}

}  // namespace ouro
