// array: rows of numbers of one machine type, as compact as in C.
#include <algorithm>
#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/array_kind.h"
#include "runtime/module/import.h"
#include "runtime/object/bytes.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/iterators.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/octets.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/slice.h"
#include "runtime/object/str.h"
#include "runtime/object/text.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

struct Array : Object {
  const ArrayKind* kind;
  std::uint8_t* data;  // null: no items and no room
  std::size_t length;  // in items
  std::size_t capacity;
  std::intptr_t exports;  // buffers given out: no resizing
  WeakReference* weak_references;

  std::uint8_t* place(std::size_t index) const { return data + index * kind->size; }
  std::size_t bytes() const { return length * kind->size; }
};

struct ArrayState {
  Type* type;
};

Array* as_array(Object* object) { return static_cast<Array*>(object); }
bool is_array(const Object* object);

// ---- Storage ----------------------------------------------------------------------------------

constexpr std::size_t kLengthMax = PTRDIFF_MAX / 16;

Status set_capacity(Interpreter& interpreter, Array* array, std::size_t capacity) {
  if (capacity > kLengthMax) return raise_memory_error(interpreter);
  Memory& memory = interpreter.memory();
  const std::size_t size = array->kind->size;
  if (capacity == 0) {
    if (array->data != nullptr) memory.release(array->data, array->capacity * size);
    array->data = nullptr;
  } else {
    void* moved = memory.reallocate(array->data, array->capacity * size, capacity * size);
    if (moved == nullptr) return raise_memory_error(interpreter);
    array->data = static_cast<std::uint8_t*>(moved);
  }
  array->capacity = capacity;
  return done;
}

Status resize(Thread& thread, Array* array, std::size_t length) {
  if (length == array->length) return done;
  if (array->exports > 0) {
    return raise(thread, TypeId::kBufferError, "cannot resize an array that is exporting buffers");
  }
  if (length > array->capacity || length < array->capacity / 2) {
    const std::size_t spare = length == 0 ? 0 : length / 16 + (length < 8 ? 3 : 7);
    TRY(set_capacity(thread.interpreter(), array, length + (length > array->length ? spare : 0)));
  }
  array->length = length;
  return done;
}

Result<Array*> make_array(Thread& thread, Type* type, const ArrayKind* kind, std::size_t length) {
  Ref<Array> array(as_array(TRY(allocate_instance(thread.interpreter(), type))));
  array->kind = kind;
  if (length > 0) TRY(set_capacity(thread.interpreter(), array, length));
  array->length = length;
  return array.take();
}

Type* array_type(Object* self) { return type_state<ArrayState>(self->type).type; }

Result<Array*> make_like(Thread& thread, Array* array, std::size_t length) {
  return make_array(thread, array_type(array), array->kind, length);
}

void copy_items(Array* target, std::size_t at, const Array* source, std::size_t from,
                std::size_t count) {
  if (count > 0) std::memmove(target->place(at), source->place(from), count * source->kind->size);
}

// Items [start, end) make room for `count` others, whose bytes are not set.
Status open_gap(Thread& thread, Array* array, std::size_t start, std::size_t end,
                std::size_t count) {
  const std::size_t before = array->length, tail = before - end, after = start + count + tail;
  if (after > before) TRY(resize(thread, array, after));
  if (after < before && array->exports > 0) return resize(thread, array, after);
  copy_items(array, start + count, array, end, tail);
  return after < before ? resize(thread, array, after) : done;
}

Status append_item(Thread& thread, Array* array, Object* value) {
  std::uint8_t bytes[8];
  TRY(array->kind->set(thread, bytes, value));  // may run user code that changes the array
  TRY(resize(thread, array, array->length + 1));
  std::memcpy(array->place(array->length - 1), bytes, array->kind->size);
  return done;
}

Status append_bytes(Thread& thread, Array* array, Octets octets) {
  const std::size_t size = array->kind->size;
  if (octets.length % size != 0)
    return raise(thread, TypeId::kValueError, "bytes length not a multiple of item size");
  const std::size_t before = array->length;
  TRY(resize(thread, array, before + octets.length / size));
  if (octets.length > 0) std::memcpy(array->place(before), octets.data, octets.length);
  return done;
}

Status append_text(Thread& thread, Array* array, const Str* text) {
  const std::size_t before = array->length;
  TRY(resize(thread, array, before + text->length));
  for (std::size_t index = 0; index < text->length; ++index) {
    const char32_t character = text->at(index);
    std::memcpy(array->place(before + index), &character, sizeof character);
  }
  return done;
}

Status append_iterable(Thread& thread, Array* array, Object* iterable) {
  Ref<> iterator(TRY(iterate(thread, iterable)));
  while (true) {
    Ref<> item(TRY(next(thread, iterator)).value);
    if (!item) return done;
    TRY(append_item(thread, array, item));
  }
}

Status append_array(Thread& thread, Array* array, Array* other) {
  if (array->kind != other->kind)
    return raise(thread, TypeId::kTypeError, "can only extend with array of same kind");
  const std::size_t before = array->length, count = other->length;
  TRY(resize(thread, array, before + count));
  copy_items(array, before, other, 0, count);
  return done;
}

Status extend_with(Thread& thread, Array* array, Object* other) {
  if (is_array(other)) return append_array(thread, array, as_array(other));
  return append_iterable(thread, array, other);
}

// ---- Life -------------------------------------------------------------------------------------

Status check_text(Thread& thread, const ArrayKind* kind, Object* contents) {
  if (kind->code == 'u') return done;
  if (is_str(contents)) {
    const char code[2] = {kind->code, 0};
    return raise(thread, TypeId::kTypeError,
                 "cannot use a str to initialize an array with typecode '{}'", code);
  }
  if (is_array(contents) && as_array(contents)->kind->code == 'u') {
    const char code[2] = {kind->code, 0};
    return raise(thread, TypeId::kTypeError,
                 "cannot use a unicode array to initialize an array with typecode '{}'", code);
  }
  return done;
}

Status fill(Thread& thread, Array* array, Object* contents) {
  TRY(check_text(thread, array->kind, contents));
  if (is_str(contents)) return append_text(thread, array, static_cast<Str*>(contents));
  if (is_bytes(contents) || is_bytearray(contents)) {
    HeldBuffer held(thread);
    TRY(held.take(contents));
    return append_bytes(thread, array, held.octets());
  }
  if (is_array(contents) && as_array(contents)->kind == array->kind)
    return append_array(thread, array, as_array(contents));
  return append_iterable(thread, array, contents);
}

Result<const ArrayKind*> kind_of(Thread& thread, Object* code) {
  if (!is_str(code) || static_cast<Str*>(code)->length != 1) {
    return raise(thread, TypeId::kTypeError,
                 "array() argument 1 must be a unicode character, not {}", code->type);
  }
  if (const ArrayKind* kind = find_array_kind(static_cast<Str*>(code)->at(0))) return kind;
  return raise(thread, TypeId::kValueError, "bad typecode (must be {})", kArrayCodes);
}

Result<Object*> array_make(Thread& thread, Type* type, const Arguments& arguments) {
  if (type == type_state<ArrayState>(type).type && arguments.keywords() > 0)
    return raise(thread, TypeId::kTypeError, "array.array() takes no keyword arguments");
  if (arguments.positional == 0 || arguments.positional > 2) {
    const bool few = arguments.positional == 0;
    return raise(thread, TypeId::kTypeError, "array() takes at {} {} argument{} ({} given)",
                 few ? "least" : "most", few ? 1 : 2, few ? "" : "s", arguments.positional);
  }
  Ref<Array> array(TRY(make_array(thread, type, TRY(kind_of(thread, arguments.values[0])), 0)));
  if (arguments.positional == 2) TRY(fill(thread, array, arguments.values[1]));
  return array.take();
}

Status array_initialise(Thread&, Object*, const Arguments&) { return done; }

void array_deallocate(Interpreter& interpreter, Object* self) noexcept {
  Array* array = as_array(self);
  if (array->data != nullptr)
    interpreter.memory().release(array->data, array->capacity * array->kind->size);
  free_instance(interpreter, self);
}

// Nothing but its type.
void array_traverse(Object*, ReferenceVisitor&) {}

// ---- Text and comparison ----------------------------------------------------------------------

Result<Str*> text_of(Thread& thread, const Array* array) {
  return make_str_from_wide(thread.interpreter(), reinterpret_cast<const char32_t*>(array->data),
                            array->length);
}

Result<List*> items_of(Thread& thread, Array* array) {
  Ref<List> list(TRY(make_list(thread.interpreter(), array->length)));
  for (std::size_t index = 0; index < array->length; ++index) {
    list->items[index] = TRY(array->kind->get(thread, array->place(index)));
  }
  return list.take();
}

Result<Object*> array_repr(Thread& thread, Object* self) {
  Array* array = as_array(self);
  TextBuilder text(thread.interpreter());
  const std::string_view name = type_name(self->type);
  TRY(text.append_utf8(name.substr(name.rfind('.') + 1)));
  TRY(text.append("('"));
  TRY(text.append(static_cast<char32_t>(array->kind->code)));
  TRY(text.append("'"));
  if (array->length > 0) {
    Ref<> contents(array->kind->code == 'u' ? TRY(text_of(thread, array))
                                            : static_cast<Object*>(TRY(items_of(thread, array))));
    TRY(text.append(", "));
    TRY(text.append_repr(thread, contents));
  }
  TRY(text.append(")"));
  return text.finish();
}

// Items may be of different kinds, so they are compared as objects.
Result<Object*> array_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  if (!is_array(left) || !is_array(right)) return new_not_implemented(thread);
  const bool equality = comparison == Comparison::kEqual || comparison == Comparison::kNotEqual;
  if (equality && as_array(left)->length != as_array(right)->length)
    return new_boolean(thread, comparison == Comparison::kNotEqual);
  Ref<List> first(TRY(items_of(thread, as_array(left))));
  Ref<List> second(TRY(items_of(thread, as_array(right))));
  return compare(thread, first, second, comparison);
}

// ---- Sequence ---------------------------------------------------------------------------------

Result<std::intptr_t> array_length(Thread&, Object* self) {
  return static_cast<std::intptr_t>(as_array(self)->length);
}

Result<Object*> item_at(Thread& thread, Object* self, std::intptr_t index) {
  Array* array = as_array(self);
  if (static_cast<std::size_t>(index) >= array->length)
    return raise(thread, TypeId::kIndexError, "array index out of range");
  return array->kind->get(thread, array->place(static_cast<std::size_t>(index)));
}

Result<std::intptr_t> index_of(Thread& thread, const Array* array, Object* key) {
  if (!has_index(key)) return raise(thread, TypeId::kTypeError, "array indices must be integers");
  const std::intptr_t index = TRY(subscript_index(thread, key));
  return index < 0 ? index + static_cast<std::intptr_t>(array->length) : index;
}

Result<Object*> get_slice(Thread& thread, Array* array, const Slice* slice) {
  const SliceNumbers numbers = TRY(slice_numbers(thread, slice));
  const SliceRange range = adjust_slice(numbers, static_cast<std::intptr_t>(array->length));
  const auto count = static_cast<std::size_t>(range.count);
  Ref<Array> part(TRY(make_like(thread, array, count)));
  if (range.step == 1) {
    copy_items(part, 0, array, static_cast<std::size_t>(range.start), count);
    return part.take();
  }
  for (std::size_t index = 0; index < count; ++index) {
    const std::intptr_t from = range.start + static_cast<std::intptr_t>(index) * range.step;
    copy_items(part, index, array, static_cast<std::size_t>(from), 1);
  }
  return part.take();
}

Result<Object*> get_item(Thread& thread, Object* self, Object* key) {
  if (is_exact(key, TypeId::kSlice))
    return get_slice(thread, as_array(self), static_cast<Slice*>(key));
  return item_at(thread, self, TRY(index_of(thread, as_array(self), key)));
}

Status delete_stepped(Thread& thread, Array* array, const SliceRange& range) {
  if (range.count == 0) return done;
  if (array->exports > 0) return resize(thread, array, array->length - 1);
  const std::size_t length = close_up(
      range, array->length, [array](auto to, auto from) { copy_items(array, to, array, from, 1); },
      [](auto) {});
  return resize(thread, array, length);
}

Status set_stepped(Thread& thread, Array* array, const SliceRange& range, const Array* items) {
  if (items->length != static_cast<std::size_t>(range.count)) {
    return raise(thread, TypeId::kValueError,
                 "attempt to assign array of size {} to extended slice of size {}", items->length,
                 range.count);
  }
  for (std::intptr_t index = 0; index < range.count; ++index) {
    copy_items(array, static_cast<std::size_t>(range.start + index * range.step), items,
               static_cast<std::size_t>(index), 1);
  }
  return done;
}

Status replace_range(Thread& thread, Array* array, const SliceRange& range, const Array* items) {
  const auto start = static_cast<std::size_t>(range.start);
  const auto stop = static_cast<std::size_t>(std::max(range.start, range.stop));
  const std::size_t count = items == nullptr ? 0 : items->length;
  TRY(open_gap(thread, array, start, stop, count));
  if (count > 0) copy_items(array, start, items, 0, count);
  return done;
}

// What is assigned to a slice; a copy when it is the array itself. Null inside: nothing.
Result<Array*> assigned_items(Thread& thread, Array* array, Object* value) {
  if (!is_array(value)) {
    return raise(thread, TypeId::kTypeError, "can only assign array (not \"{}\") to array slice",
                 type_name(value->type));
  }
  Array* items = as_array(value);
  if (items->kind != array->kind)
    return raise(thread, TypeId::kTypeError, "bad argument type for built-in operation");
  if (items != array) return retain(items);
  Ref<Array> copy(TRY(make_like(thread, array, array->length)));
  copy_items(copy, 0, array, 0, array->length);
  return copy.take();
}

Status set_slice(Thread& thread, Array* array, const Slice* slice, Object* value) {
  const SliceNumbers numbers = TRY(slice_numbers(thread, slice));
  Ref<Array> items;
  if (value != nullptr) items.reset(TRY(assigned_items(thread, array, value)));
  const SliceRange range = adjust_slice(numbers, static_cast<std::intptr_t>(array->length));
  if (range.step == 1) return replace_range(thread, array, range, items);
  if (!items || items->length == 0) return delete_stepped(thread, array, range);
  return set_stepped(thread, array, range, items);
}

Failure raise_assignment_range(Thread& thread) {
  return raise(thread, TypeId::kIndexError, "array assignment index out of range");
}

Status set_item(Thread& thread, Object* self, Object* key, Object* value) {
  Array* array = as_array(self);
  if (is_exact(key, TypeId::kSlice))
    return set_slice(thread, array, static_cast<Slice*>(key), value);
  const auto index = static_cast<std::size_t>(TRY(index_of(thread, array, key)));
  if (index >= array->length) return raise_assignment_range(thread);
  if (value == nullptr) return open_gap(thread, array, index, index + 1, 0);
  std::uint8_t bytes[8];
  TRY(array->kind->set(thread, bytes, value));
  if (index >= array->length) return raise_assignment_range(thread);
  std::memcpy(array->place(index), bytes, array->kind->size);
  return done;
}

// The place of the first item in [start, stop) that equals the value, or -1.
Result<std::intptr_t> find(Thread& thread, Array* array, Object* value, std::size_t start,
                           std::size_t stop) {
  for (std::size_t index = start; index < stop && index < array->length; ++index) {
    Ref<> item(TRY(array->kind->get(thread, array->place(index))));
    if (TRY(equal(thread, item, value))) return static_cast<std::intptr_t>(index);
  }
  return -1;
}

Result<bool> array_contains(Thread& thread, Object* self, Object* value) {
  return TRY(find(thread, as_array(self), value, 0, SIZE_MAX)) >= 0;
}

Result<Object*> array_iterate(Thread& thread, Object* self) {
  return make_sequence_iterator(thread.interpreter(), self);
}

Result<Object*> concatenate(Thread& thread, Object* left, Object* right) {
  if (!is_array(right)) {
    return raise(thread, TypeId::kTypeError, "can only append array (not \"{}\") to array",
                 type_name(right->type));
  }
  Array* first = as_array(left);
  Array* second = as_array(right);
  if (first->kind != second->kind)
    return raise(thread, TypeId::kTypeError, "bad argument type for built-in operation");
  Ref<Array> joined(TRY(make_like(thread, first, first->length + second->length)));
  copy_items(joined, 0, first, 0, first->length);
  copy_items(joined, first->length, second, 0, second->length);
  return joined.take();
}

Result<Object*> inplace_concatenate(Thread& thread, Object* self, Object* other) {
  if (!is_array(other)) {
    return raise(thread, TypeId::kTypeError, "can only extend array with array (not \"{}\")",
                 type_name(other->type));
  }
  TRY(append_array(thread, as_array(self), as_array(other)));
  return retain(self);
}

Result<std::size_t> repeated_length(Thread& thread, const Array* array, std::intptr_t times) {
  std::size_t length = 0;
  const auto count = static_cast<std::size_t>(std::max<std::intptr_t>(times, 0));
  if (__builtin_mul_overflow(array->length, count, &length) || length > kLengthMax)
    return raise_memory_error(thread.interpreter());
  return length;
}

void repeat_items(Array* target, const Array* source, std::size_t period, std::size_t from) {
  for (std::size_t at = from; at < target->length; at += period) {
    copy_items(target, at, source, 0, period);
  }
}

Result<Object*> repeat(Thread& thread, Object* self, std::intptr_t times) {
  Array* array = as_array(self);
  Ref<Array> made(TRY(make_like(thread, array, TRY(repeated_length(thread, array, times)))));
  repeat_items(made, array, array->length, 0);
  return made.take();
}

Result<Object*> inplace_repeat(Thread& thread, Object* self, std::intptr_t times) {
  Array* array = as_array(self);
  const std::size_t period = array->length;
  TRY(resize(thread, array, TRY(repeated_length(thread, array, times))));
  if (period > 0) repeat_items(array, array, period, period);
  return retain(self);
}

// ---- Buffer -----------------------------------------------------------------------------------

constinit const std::uint8_t kNoItems[1] = {0};

Status array_get_buffer(Thread&, Object* self, Buffer& view, bool) {
  Array* array = as_array(self);
  view.data = array->data != nullptr ? array->data : const_cast<std::uint8_t*>(kNoItems);
  view.length = array->bytes();
  view.item_size = array->kind->size;
  view.format = array->kind->format;
  view.read_only = false;
  ++array->exports;
  return done;
}

void array_release_buffer(Interpreter&, Object* self, Buffer&) noexcept {
  --as_array(self)->exports;
}

// ---- Methods ----------------------------------------------------------------------------------

Result<Object*> append(Thread& thread, Object* self, Object* const* arguments) {
  TRY(append_item(thread, as_array(self), arguments[0]));
  return new_none(thread);
}

Result<Object*> extend(Thread& thread, Object* self, Object* const* arguments) {
  TRY(extend_with(thread, as_array(self), arguments[0]));
  return new_none(thread);
}

Result<Object*> from_list(Thread& thread, Object* self, Object* const* arguments) {
  if (!is_list(arguments[0])) return raise(thread, TypeId::kTypeError, "arg must be list");
  Array* array = as_array(self);
  const std::size_t before = array->length;
  const Status added = append_iterable(thread, array, arguments[0]);
  if (added.ok()) return new_none(thread);
  if (array->exports == 0 && array->length > before) array->length = before;
  return failure;
}

Result<Object*> from_bytes(Thread& thread, Object* self, Object* const* arguments) {
  HeldBuffer held(thread);
  TRY(held.take(arguments[0]));
  TRY(append_bytes(thread, as_array(self), held.octets()));
  return new_none(thread);
}

Result<Object*> from_file(Thread& thread, Object* self, Object* const* arguments) {
  const std::intptr_t count = TRY(to_index_value(thread, arguments[1]));
  if (count < 0) return raise(thread, TypeId::kValueError, "negative count");
  const auto wanted = static_cast<std::size_t>(count) * as_array(self)->kind->size;
  Ref<Int> size(TRY(make_int_unsigned(thread.interpreter(), wanted)));
  Ref<> read(TRY(call_method(thread, arguments[0], identifier(thread, Id::read), {size.get()})));
  if (!is_bytes(read)) return raise(thread, TypeId::kTypeError, "read() didn't return bytes");
  TRY(append_bytes(thread, as_array(self), octets_of(read)));
  if (octets_of(read).length == wanted) return new_none(thread);
  return raise(thread, TypeId::kEOFError, "read() didn't return enough bytes");
}

Result<Object*> from_text(Thread& thread, Object* self, Object* const* arguments) {
  if (as_array(self)->kind->code != 'u') {
    return raise(thread, TypeId::kValueError,
                 "fromunicode() may only be called on unicode type arrays");
  }
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "fromunicode() argument must be str, not {}",
                 arguments[0]->type);
  }
  TRY(append_text(thread, as_array(self), static_cast<Str*>(arguments[0])));
  return new_none(thread);
}

Result<Object*> to_bytes(Thread& thread, Object* self, Object* const*) {
  return make_bytes(thread.interpreter(), as_array(self)->data, as_array(self)->bytes());
}

Result<Object*> to_file(Thread& thread, Object* self, Object* const* arguments) {
  Ref<> bytes(TRY(to_bytes(thread, self, nullptr)));
  if (as_array(self)->length > 0)
    release(TRY(call_method(thread, arguments[0], identifier(thread, Id::write), {bytes.get()})));
  return new_none(thread);
}

Result<Object*> to_list_method(Thread& thread, Object* self, Object* const*) {
  return items_of(thread, as_array(self));
}

Result<Object*> to_text(Thread& thread, Object* self, Object* const*) {
  if (as_array(self)->kind->code == 'u') return text_of(thread, as_array(self));
  return raise(thread, TypeId::kValueError,
               "tounicode() may only be called on unicode type arrays");
}

Result<Object*> insert(Thread& thread, Object* self, Object* const* arguments) {
  std::intptr_t index = TRY(read_size(thread, arguments[0]));
  Array* array = as_array(self);
  std::uint8_t bytes[8];
  TRY(array->kind->set(thread, bytes, arguments[1]));
  const auto length = static_cast<std::intptr_t>(array->length);
  if (index < 0) index = std::max<std::intptr_t>(index + length, 0);
  const auto place = static_cast<std::size_t>(std::min(index, length));
  TRY(open_gap(thread, array, place, place, 1));
  std::memcpy(array->place(place), bytes, array->kind->size);
  return new_none(thread);
}

Result<Object*> pop(Thread& thread, Object* self, Object* const* arguments) {
  std::intptr_t index = arguments[0] == nullptr ? -1 : TRY(read_size(thread, arguments[0]));
  Array* array = as_array(self);
  if (array->length == 0) return raise(thread, TypeId::kIndexError, "pop from empty array");
  if (index < 0) index += static_cast<std::intptr_t>(array->length);
  const auto place = static_cast<std::size_t>(index);
  if (place >= array->length) return raise(thread, TypeId::kIndexError, "pop index out of range");
  Ref<> item(TRY(array->kind->get(thread, array->place(place))));
  TRY(open_gap(thread, array, place, place + 1, 0));
  return item.take();
}

Result<Object*> remove(Thread& thread, Object* self, Object* const* arguments) {
  Array* array = as_array(self);
  const std::intptr_t found = TRY(find(thread, array, arguments[0], 0, SIZE_MAX));
  if (found < 0 || static_cast<std::size_t>(found) >= array->length)
    return raise(thread, TypeId::kValueError, "array.remove(x): x not in array");
  const auto place = static_cast<std::size_t>(found);
  TRY(open_gap(thread, array, place, place + 1, 0));
  return new_none(thread);
}

Result<Object*> index(Thread& thread, Object* self, Object* const* arguments) {
  const auto length = static_cast<std::intptr_t>(as_array(self)->length);
  const auto bound = [length](std::intptr_t given) {
    return static_cast<std::size_t>(given < 0 ? std::max<std::intptr_t>(given + length, 0) : given);
  };
  const std::size_t start = bound(TRY(search_bound(thread, arguments[1], 0)));
  const std::size_t stop = bound(TRY(search_bound(thread, arguments[2], PTRDIFF_MAX)));
  const std::intptr_t found = TRY(find(thread, as_array(self), arguments[0], start, stop));
  if (found >= 0) return make_int_object(thread, found);
  return raise(thread, TypeId::kValueError, "array.index(x): x not in array");
}

Result<Object*> count(Thread& thread, Object* self, Object* const* arguments) {
  Array* array = as_array(self);
  std::intptr_t found = 0;
  for (std::size_t place = 0; place < array->length; ++place) {
    Ref<> item(TRY(array->kind->get(thread, array->place(place))));
    found += TRY(equal(thread, item, arguments[0]));
  }
  return make_int_object(thread, found);
}

Result<Object*> reverse(Thread& thread, Object* self, Object* const*) {
  Array* array = as_array(self);
  for (std::size_t low = 0, high = array->length; low + 1 < high; ++low) {
    std::swap_ranges(array->place(low), array->place(low + 1), array->place(--high));
  }
  return new_none(thread);
}

Result<Object*> swap_bytes(Thread& thread, Object* self, Object* const*) {
  Array* array = as_array(self);
  for (std::size_t place = 0; place < array->length; ++place) {
    std::reverse(array->place(place), array->place(place + 1));
  }
  return new_none(thread);
}

Result<Object*> buffer_info(Thread& thread, Object* self, Object* const*) {
  const auto address = reinterpret_cast<std::uintptr_t>(as_array(self)->data);
  Ref<Int> place(TRY(make_int_unsigned(thread.interpreter(), address)));
  Ref<Int> length(TRY(make_int_unsigned(thread.interpreter(), as_array(self)->length)));
  return pack_tuple(thread.interpreter(), place.get(), length.get());
}

Result<Object*> copy(Thread& thread, Object* self, Object* const*) {
  Array* array = as_array(self);
  Ref<Array> made(TRY(make_like(thread, array, array->length)));
  copy_items(made, 0, array, 0, array->length);
  return made.take();
}

Result<Object*> get_code(Thread& thread, Object* self) {
  return make_character(thread.interpreter(), static_cast<char32_t>(as_array(self)->kind->code));
}

Result<Object*> get_item_size(Thread& thread, Object* self) {
  return make_int_unsigned(thread.interpreter(), as_array(self)->kind->size);
}

// The items as a list, so that any machine reads them.
Result<Object*> reduce(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  Ref<> code(TRY(get_code(thread, self)));
  Ref<List> items(TRY(items_of(thread, as_array(self))));
  Ref<Tuple> given(TRY(pack_tuple(interpreter, code.get(), static_cast<Object*>(items.get()))));
  Ref<> state(TRY(call_method(thread, self, identifier(thread, Id::dunder_getstate))));
  return pack_tuple(interpreter, static_cast<Object*>(self->type),
                    static_cast<Object*>(given.get()), state.get());
}

Result<Object*> size_of(Thread& thread, Object* self, Object* const*) {
  const Array* array = as_array(self);
  return make_int_unsigned(thread.interpreter(),
                           instance_bytes(self) + array->capacity * array->kind->size);
}

constexpr NativeMethod kMethods[] = {
    {"__copy__(self, /)", copy},
    {"__deepcopy__(self, unused, /)", copy},
    {"__reduce_ex__(self, value, /)", reduce},
    {"__sizeof__(self, /)", size_of},
    {"append(self, v, /)", append},
    {"buffer_info(self, /)", buffer_info},
    {"byteswap(self, /)", swap_bytes},
    {"count(self, v, /)", count},
    {"extend(self, bb, /)", extend},
    {"frombytes(self, buffer, /)", from_bytes},
    {"fromfile(self, f, n, /)", from_file},
    {"fromlist(self, list, /)", from_list},
    {"fromunicode(self, ustr, /)", from_text},
    {"index(self, v, start=0, stop=sys.maxsize, /)", index},
    {"insert(self, i, v, /)", insert},
    {"pop(self, i=-1, /)", pop},
    {"remove(self, v, /)", remove},
    {"reverse(self, /)", reverse},
    {"tobytes(self, /)", to_bytes},
    {"tofile(self, f, /)", to_file},
    {"tolist(self, /)", to_list_method},
    {"tounicode(self, /)", to_text},
};

constexpr NativeAttribute kAttributes[] = {
    {"itemsize", get_item_size, nullptr, "Bytes of one item."},
    {"typecode", get_code, nullptr, "The character that names the type of the items."},
};

constexpr Slots array_slots() {
  Slots slots;
  slots.deallocate = array_deallocate;
  slots.traverse = array_traverse;
  slots.repr = array_repr;
  slots.hash = unhashable;
  slots.compare = array_compare;
  slots.make = array_make;
  slots.initialise = array_initialise;
  slots.iterate = array_iterate;
  slots.length = array_length;
  slots.get_item = get_item;
  slots.set_item = set_item;
  slots.contains = array_contains;
  slots.concatenate = concatenate;
  slots.repeat = repeat;
  slots.inplace_concatenate = inplace_concatenate;
  slots.inplace_repeat = inplace_repeat;
  slots.item_at = item_at;
  slots.get_buffer = array_get_buffer;
  slots.release_buffer = array_release_buffer;
  return slots;
}

constexpr TypeDescriptor kArray = {
    .name = "array",
    .module = "array",
    .flags = flag::kBaseType | flag::kCollectable | flag::kSequencePattern,
    .object_size = sizeof(Array),
    .weak_offset = OURO_OFFSET(Array, weak_references),
    .slots = array_slots(),
    .methods = kMethods,
    .attributes = kAttributes,
    .doc = "A row of numbers of one machine type.",
    .full_name = "array.array",
};

bool is_array(const Object* object) { return object->type->slots->get_buffer == array_get_buffer; }

// ---- Module -----------------------------------------------------------------------------------

Status execute(Thread& thread, Module* module) {
  Type* type = TRY(module_add_type(thread, module, kArray));
  module_state<ArrayState>(module).type = retain(type);
  TRY(module_add(thread, module, "ArrayType", type));
  Ref<Str> codes(TRY(make_str(thread.interpreter(), "bBuhHiIlLqQfd")));
  TRY(module_add(thread, module, "typecodes", codes));
  Ref<> abstract(TRY(import_module(thread, "collections.abc")));
  Ref<> sequence(TRY(get_attribute(thread, abstract, "MutableSequence")));
  release(TRY(call_method(thread, sequence, "register", {static_cast<Object*>(type)})));
  return done;
}

void state_traverse(void* place, ReferenceVisitor& visitor) {
  visitor.visit_if(static_cast<ArrayState*>(place)->type);
}

void state_clear(Interpreter&, void* place) noexcept {
  clear_reference(static_cast<ArrayState*>(place)->type);
}

}  // namespace

extern const ModuleDescriptor kArrayModule;
const ModuleDescriptor kArrayModule = {
    .name = "array",
    .doc = "Rows of numbers of one machine type.",
    .execute = execute,
    .state_size = sizeof(ArrayState),
    .traverse = state_traverse,
    .clear = state_clear,
    .free = state_clear,
};

}  // namespace ouro
