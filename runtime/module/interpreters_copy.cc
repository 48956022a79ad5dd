// interpreters: data as plain bytes, to cross from one interpreter to another.
#include <cstring>

#include "runtime/module/interpreters.h"
#include "runtime/object/bytes.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

// The first byte of a copy. Numbers and lengths follow as 8 bytes each.
enum class Tag : std::uint8_t {
  kNone,
  kTrue,
  kFalse,
  kInt,
  kPositive,
  kNegative,
  kFloat,
  kStr,
  kBytes,
  kTuple,
  kList,
  kDict,
  kUnknown
};

Tag tag_of(Thread& thread, const Object* object) {
  if (object == none(thread)) return Tag::kNone;
  switch (object->type->id) {
    case TypeId::kBool:
      return static_cast<const Int*>(object)->value != 0 ? Tag::kTrue : Tag::kFalse;
    case TypeId::kInt: {
      const auto* number = static_cast<const Int*>(object);
      return number->compact() ? Tag::kInt : number->negative() ? Tag::kNegative : Tag::kPositive;
    }
    case TypeId::kFloat: return Tag::kFloat;
    case TypeId::kStr: return Tag::kStr;
    case TypeId::kBytes: return Tag::kBytes;
    case TypeId::kTuple: return Tag::kTuple;
    case TypeId::kList: return Tag::kList;
    case TypeId::kDict: return Tag::kDict;
    default: return Tag::kUnknown;
  }
}

Object* const* items_of(const Object* object) {
  return is_list(object) ? static_cast<const List*>(object)->items
                         : static_cast<const Tuple*>(object)->items();
}

std::size_t length_of(const Object* object) {
  return is_list(object) ? static_cast<const List*>(object)->size
                         : static_cast<const Tuple*>(object)->size;
}

constexpr std::size_t kHead = 1 + sizeof(std::uint64_t);

Result<std::size_t> items_size(Thread& thread, Object* object, Object* not_shareable) {
  std::size_t size = kHead;
  for (std::size_t index = 0; index < length_of(object); ++index) {
    size += TRY(copy_size(thread, items_of(object)[index], not_shareable));
  }
  return size;
}

Result<std::size_t> entries_size(Thread& thread, const Dict* dict, Object* not_shareable) {
  std::size_t size = kHead;
  for (DictCursor at; dict_next(dict, at);) {
    size += TRY(copy_size(thread, at.key, not_shareable));
    size += TRY(copy_size(thread, at.value, not_shareable));
  }
  return size;
}

std::size_t text_bytes(const Str* text) { return text->length * text->width; }

std::uint8_t* put(std::uint8_t* place, const void* data, std::size_t size) {
  if (size != 0) std::memcpy(place, data, size);
  return place + size;
}

std::uint8_t* put_number(std::uint8_t* place, std::uint64_t number) {
  return put(place, &number, sizeof number);
}

std::uint64_t take_number(const std::uint8_t*& place) {
  std::uint64_t number;
  std::memcpy(&number, place, sizeof number);
  place += sizeof number;
  return number;
}

std::uint8_t* write_limbs(const Int* number, std::uint8_t* place) {
  place = put_number(place, number->limb_count());
  return put(place, number->limbs(), number->limb_count() * sizeof(std::uint64_t));
}

std::uint8_t* write_text(const Str* text, std::uint8_t* place) {
  place = put_number(place, text->length);
  *place++ = text->width;
  return put(place, text->data(), text_bytes(text));
}

Result<Object*> read_limbs(Thread& thread, const std::uint8_t*& place, bool negative) {
  const std::size_t count = take_number(place);
  const std::size_t bytes = count * sizeof(std::uint64_t);
  // They need not stand at a multiple of eight.
  auto* limbs = static_cast<std::uint64_t*>(memory_of(thread).allocate(bytes));
  if (limbs == nullptr) return raise_memory_error(thread.interpreter());
  std::memcpy(limbs, place, bytes);
  place += bytes;
  const Result<Int*> number = make_int_from_limbs(thread.interpreter(), limbs, count, negative);
  memory_of(thread).release(limbs, bytes);
  return number;
}

Result<Object*> read_text(Thread& thread, const std::uint8_t*& place) {
  constexpr char32_t kLargest[] = {0, 0xff, 0xffff, 0, 0x10ffff};
  const std::size_t length = take_number(place);
  const std::uint8_t width = *place++;
  const std::uint8_t* characters = place;
  place += length * width;
  if (width == 1) return make_str_from_latin1(thread.interpreter(), characters, length);
  Str* text = TRY(make_str_for(thread.interpreter(), length, kLargest[width]));
  std::memcpy(text->data(), characters, length * width);
  return text;
}

Result<Object*> read_tuple(Thread& thread, const std::uint8_t*& place) {
  Ref<Tuple> tuple(TRY(make_tuple(thread.interpreter(), take_number(place))));
  for (std::size_t index = 0; index < tuple->size; ++index)
    tuple->items()[index] = TRY(read_copy(thread, place));
  return tuple.take();
}

Result<Object*> read_list(Thread& thread, const std::uint8_t*& place) {
  Ref<List> list(TRY(make_list(thread.interpreter())));
  for (std::size_t left = take_number(place); left > 0; --left) {
    TRY(list_append_owned(thread.interpreter(), list, TRY(read_copy(thread, place))));
  }
  return list.take();
}

Result<Object*> read_dict(Thread& thread, const std::uint8_t*& place) {
  Ref<Dict> dict(TRY(make_dict(thread.interpreter())));
  for (std::size_t left = take_number(place); left > 0; --left) {
    Ref<> key(TRY(read_copy(thread, place)));
    Ref<> value(TRY(read_copy(thread, place)));
    TRY(dict_set(thread, dict, key, value));
  }
  return dict.take();
}

Result<Object*> read_float(Thread& thread, const std::uint8_t*& place) {
  double value;
  std::memcpy(&value, place, sizeof value);
  place += sizeof value;
  return make_float(thread.interpreter(), value);
}

Result<Object*> read_bytes(Thread& thread, const std::uint8_t*& place) {
  const std::size_t length = take_number(place);
  place += length;
  return make_bytes(thread.interpreter(), place - length, length);
}

}  // namespace

Result<std::size_t> copy_size(Thread& thread, Object* object, Object* not_shareable) {
  RecursionGuard guard(thread, " while copying an object for another interpreter");
  if (!guard.ok()) return failure;
  switch (tag_of(thread, object)) {
    case Tag::kNone:
    case Tag::kTrue:
    case Tag::kFalse: return std::size_t{1};
    case Tag::kInt:
    case Tag::kFloat: return kHead;
    case Tag::kPositive:
    case Tag::kNegative:
      return kHead + static_cast<Int*>(object)->limb_count() * sizeof(std::uint64_t);
    case Tag::kStr: return kHead + 1 + text_bytes(static_cast<Str*>(object));
    case Tag::kBytes: return kHead + static_cast<Bytes*>(object)->length;
    case Tag::kTuple:
    case Tag::kList: return items_size(thread, object, not_shareable);
    case Tag::kDict: return entries_size(thread, static_cast<Dict*>(object), not_shareable);
    case Tag::kUnknown: break;
  }
  return raise_class(thread, not_shareable, "{} does not support cross-interpreter data",
                     repr_of(object));
}

std::uint8_t* write_copy(Thread& thread, Object* object, std::uint8_t* place) {
  const Tag tag = tag_of(thread, object);
  *place++ = static_cast<std::uint8_t>(tag);
  switch (tag) {
    case Tag::kInt: return put(place, &static_cast<Int*>(object)->value, sizeof(std::int64_t));
    case Tag::kFloat: return put(place, &static_cast<Float*>(object)->value, sizeof(double));
    case Tag::kPositive:
    case Tag::kNegative: return write_limbs(static_cast<Int*>(object), place);
    case Tag::kStr: return write_text(static_cast<Str*>(object), place);
    case Tag::kBytes: {
      const auto* bytes = static_cast<Bytes*>(object);
      return put(put_number(place, bytes->length), bytes->data(), bytes->length);
    }
    case Tag::kTuple:
    case Tag::kList:
      place = put_number(place, length_of(object));
      for (std::size_t index = 0; index < length_of(object); ++index) {
        place = write_copy(thread, items_of(object)[index], place);
      }
      return place;
    case Tag::kDict:
      place = put_number(place, static_cast<Dict*>(object)->size);
      for (DictCursor at; dict_next(static_cast<Dict*>(object), at);) {
        place = write_copy(thread, at.value, write_copy(thread, at.key, place));
      }
      return place;
    default: return place;
  }
}

Result<Object*> read_copy(Thread& thread, const std::uint8_t*& place) {
  const auto tag = static_cast<Tag>(*place++);
  switch (tag) {
    case Tag::kTrue:
    case Tag::kFalse: return new_boolean(thread, tag == Tag::kTrue);
    case Tag::kInt:
      return make_int(thread.interpreter(), static_cast<std::int64_t>(take_number(place)));
    case Tag::kPositive:
    case Tag::kNegative: return read_limbs(thread, place, tag == Tag::kNegative);
    case Tag::kFloat: return read_float(thread, place);
    case Tag::kStr: return read_text(thread, place);
    case Tag::kBytes: return read_bytes(thread, place);
    case Tag::kTuple: return read_tuple(thread, place);
    case Tag::kList: return read_list(thread, place);
    case Tag::kDict: return read_dict(thread, place);
    default: return new_none(thread);
  }
}

}  // namespace ouro
