// ByteArray: octets that change. Its storage cannot be resized while somebody holds a buffer of it.
#include <algorithm>
#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/bytes_methods.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/instance.h"
#include "runtime/object/native_call.h"
#include "runtime/object/octets.h"
#include "runtime/object/protocol.h"
#include "runtime/object/slice.h"
#include "runtime/object/text.h"
#include "runtime/object/tuple.h"

namespace ouro {

// ---- Storage ----------------------------------------------------------------------------------

namespace {

constexpr std::size_t kLengthMax = PTRDIFF_MAX / 8;

// What `data` points to when there is no storage. Nothing is ever written there.
constinit const std::uint8_t kNoOctets[1] = {0};

// Room for `capacity` octets and a final zero.
Status set_capacity(Interpreter& interpreter, ByteArray* array, std::size_t capacity) {
  if (capacity > kLengthMax) return raise_memory_error(interpreter);
  Memory& memory = interpreter.memory();
  void* moved = array->capacity == 0 ? memory.allocate(capacity)
                                     : memory.reallocate(array->data, array->capacity, capacity);
  if (moved == nullptr) return raise_memory_error(interpreter);
  array->data = static_cast<std::uint8_t*>(moved);
  array->capacity = capacity;
  return done;
}

void drop_storage(Interpreter& interpreter, ByteArray* array) noexcept {
  if (array->capacity > 0) interpreter.memory().release(array->data, array->capacity);
  array->data = const_cast<std::uint8_t*>(kNoOctets);
  array->capacity = array->length = 0;
}

// Refuses while a buffer is out, unless nothing changes.
Status resize(Thread& thread, ByteArray* array, std::size_t length) {
  if (length == array->length) return done;
  if (array->exports > 0) {
    return raise(thread, TypeId::kBufferError,
                 "Existing exports of data: object cannot be re-sized");
  }
  if (length + 1 > array->capacity) {
    const bool small_step = length <= array->length + array->length / 8;
    const std::size_t capacity = length + (small_step ? length / 8 + (length < 9 ? 3 : 6) : 0) + 1;
    TRY(set_capacity(thread.interpreter(), array, capacity));
  } else if (length + 1 < array->capacity / 2) {
    // Too large is still right when the smaller block is refused.
    if (!set_capacity(thread.interpreter(), array, length + 1).ok()) clear_pending(thread);
  }
  array->length = length;
  array->data[length] = 0;
  return done;
}

Result<ByteArray*> make_empty(Interpreter& interpreter, Type* type) {
  auto* array = as_bytearray(TRY(allocate_instance(interpreter, type)));
  array->data = const_cast<std::uint8_t*>(kNoOctets);
  return array;
}

// octets[start, end) become others, which do not stand in this array.
Status replace_range(Thread& thread, ByteArray* array, std::size_t start, std::size_t end,
                     Octets octets) {
  const std::size_t before = array->length, tail = before - end;
  const std::size_t after = start + octets.length + tail;
  if (after < before) {
    if (array->exports > 0) return resize(thread, array, after);
    std::memmove(array->data + start + octets.length, array->data + end, tail);
    TRY(resize(thread, array, after));
  } else if (after > before) {
    TRY(resize(thread, array, after));
    std::memmove(array->data + start + octets.length, array->data + end, tail);
  }
  if (octets.length > 0) std::memcpy(array->data + start, octets.data, octets.length);
  return done;
}

}  // namespace

Result<ByteArray*> make_bytearray(Interpreter& interpreter, const void* data, std::size_t length) {
  Ref<ByteArray> array(TRY(make_empty(interpreter, interpreter.type(TypeId::kByteArray))));
  if (length == 0) return array.take();
  TRY(set_capacity(interpreter, array, length + 1));
  array->length = length;
  array->data[length] = 0;
  if (data != nullptr) std::memcpy(array->data, data, length);
  return array.take();
}

// ---- Life -------------------------------------------------------------------------------------

namespace {

constexpr Signature kMakeSignature{"bytearray(source=b'', encoding='utf-8', errors='strict')"};

Result<Object*> bytearray_make(Thread& thread, Type* type, const Arguments&) {
  return make_empty(thread.interpreter(), type);
}

Status fill_with(Thread& thread, ByteArray* array, Octets octets) {
  return replace_range(thread, array, 0, array->length, octets);
}

Status fill_from_object(Thread& thread, ByteArray* array, Object* source) {
  if (is_str(source)) {
    return raise(thread, TypeId::kTypeError, "string argument without an encoding");
  }
  if (has_index(source)) {
    const Result<std::intptr_t> count = to_index_value(thread, source);
    if (count.ok()) {
      if (count.value() < 0) return raise(thread, TypeId::kValueError, "negative count");
      TRY(resize(thread, array, static_cast<std::size_t>(count.value())));
      if (array->length > 0) std::memset(array->data, 0, array->length);
      return done;
    }
    if (!pending_matches(thread, TypeId::kTypeError)) return failure;
    clear_pending(thread);
  }
  const Slots& slots = *source->type->slots;
  const bool usable = slots.get_buffer != nullptr || slots.iterate != nullptr ||
                      slots.get_item != nullptr || slots.item_at != nullptr;
  if (!usable) {
    return raise(thread, TypeId::kTypeError, "cannot convert '{}' object to bytearray",
                 type_name(source->type));
  }
  Ref<> contents(TRY(octets_from(thread, array, source)));
  return fill_with(thread, array, octets_of(contents));
}

Status bytearray_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kMakeSignature, arguments));
  ByteArray* array = as_bytearray(self);
  TRY(resize(thread, array, 0));
  if (bound[1] != nullptr || bound[2] != nullptr) {
    Ref<Bytes> encoded(TRY(encode_source(thread, "bytearray", bound[0], bound[1], bound[2])));
    return fill_with(thread, array, octets_of(encoded));
  }
  if (bound[0] == nullptr) return done;
  return fill_from_object(thread, array, bound[0]);
}

void bytearray_deallocate(Interpreter& interpreter, Object* self) noexcept {
  drop_storage(interpreter, as_bytearray(self));
  free_instance(interpreter, self);
}

// ---- Text and comparison ----------------------------------------------------------------------

Result<Object*> bytearray_repr(Thread& thread, Object* self) {
  Ref<Str> front(TRY(format_str(thread, "{}(", self->type)));
  const Utf8 name(thread.interpreter(), front);
  if (!name.ok()) return failure;
  if (front->ascii)
    return repr_octets(thread.interpreter(), octets_of(self), name.view(), ")", true);
  Ref<Str> inner(TRY(repr_octets(thread.interpreter(), octets_of(self), "", ")", true)));
  return str_concatenate(thread.interpreter(), front, inner);
}

Result<Object*> bytearray_compare(Thread& thread, Object* left, Object* right,
                                  Comparison comparison) {
  for (Object* side : {left, right}) {
    if (side->type->slots->get_buffer == nullptr) return new_not_implemented(thread);
  }
  HeldBuffer first(thread), second(thread);
  if (!first.take(left).ok() || !second.take(right).ok()) {
    clear_pending(thread);
    return new_not_implemented(thread);
  }
  const int order = first.octets().text().compare(second.octets().text());
  return new_boolean(thread, satisfies(comparison, order));
}

// ---- Sequence ---------------------------------------------------------------------------------

Result<Object*> bytearray_item_at(Thread& thread, Object* self, std::intptr_t index) {
  const ByteArray* array = as_bytearray(self);
  if (static_cast<std::size_t>(index) < array->length) [[likely]] {
    return make_int_object(thread, array->data[index]);
  }
  return raise(thread, TypeId::kIndexError, "bytearray index out of range");
}

Result<std::intptr_t> index_of(Thread& thread, const ByteArray* array, Object* key) {
  if (!has_index(key)) {
    return refuse_type(thread, "bytearray indices must be integers or slices, not {}", key);
  }
  const std::intptr_t index = TRY(subscript_index(thread, key));
  return index < 0 ? index + static_cast<std::intptr_t>(array->length) : index;
}

Result<Object*> bytearray_get_item(Thread& thread, Object* self, Object* key) {
  if (is_exact(key, TypeId::kSlice)) {
    return slice_of_octets(thread, self, static_cast<Slice*>(key));
  }
  return bytearray_item_at(thread, self, TRY(index_of(thread, as_bytearray(self), key)));
}

// Every step-th octet goes; the rest closes up.
Status delete_stepped(Thread& thread, ByteArray* array, const SliceRange& range) {
  if (range.count == 0) return done;
  if (array->exports > 0) return resize(thread, array, array->length - 1);
  const std::size_t length = close_up(
      range, array->length, [array](auto to, auto from) { array->data[to] = array->data[from]; },
      [](auto) {});
  return resize(thread, array, length);
}

Status set_stepped(Thread& thread, ByteArray* array, const SliceRange& range, Octets octets) {
  if (octets.length != static_cast<std::size_t>(range.count)) {
    return raise(thread, TypeId::kValueError,
                 "attempt to assign bytes of size {} to extended slice of size {}", octets.length,
                 range.count);
  }
  for (std::intptr_t index = 0; index < range.count; ++index) {
    array->data[range.start + index * range.step] = octets.data[index];
  }
  return done;
}

// What is assigned to a slice: any buffer but our own, or an iterable of numbers; copied.
Result<Object*> assigned_octets(Thread& thread, ByteArray* array, Object* value) {
  if (has_index(value) || is_float(value) || is_str(value)) {
    return raise(thread, TypeId::kTypeError,
                 "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
  }
  const Slots& slots = *value->type->slots;
  const bool usable = slots.get_buffer != nullptr || slots.iterate != nullptr ||
                      slots.get_item != nullptr || slots.item_at != nullptr;
  if (!usable) {
    return raise(thread, TypeId::kTypeError, "cannot convert '{}' object to bytearray",
                 type_name(value->type));
  }
  return octets_from(thread, array, value);
}

Status set_slice(Thread& thread, ByteArray* array, const Slice* slice, Object* value) {
  const SliceNumbers numbers = TRY(slice_numbers(thread, slice));
  Ref<> contents;
  if (value != nullptr) contents.reset(TRY(assigned_octets(thread, array, value)));
  const Octets octets = value != nullptr ? octets_of(contents) : Octets{};
  const SliceRange range = adjust_slice(numbers, static_cast<std::intptr_t>(array->length));
  if (range.step == 1) {
    const std::intptr_t stop = std::max(range.start, range.stop);
    return replace_range(thread, array, static_cast<std::size_t>(range.start),
                         static_cast<std::size_t>(stop), octets);
  }
  if (octets.length == 0) return delete_stepped(thread, array, range);
  return set_stepped(thread, array, range, octets);
}

Status bytearray_set_item(Thread& thread, Object* self, Object* key, Object* value) {
  ByteArray* array = as_bytearray(self);
  if (is_exact(key, TypeId::kSlice)) {
    return set_slice(thread, array, static_cast<Slice*>(key), value);
  }
  const std::intptr_t index = TRY(index_of(thread, array, key));
  if (static_cast<std::size_t>(index) >= array->length) {
    return raise(thread, TypeId::kIndexError, "bytearray index out of range");
  }
  const auto place = static_cast<std::size_t>(index);
  if (value == nullptr) return replace_range(thread, array, place, place + 1, {});
  const std::uint8_t octet = TRY(to_octet(thread, value));
  // __index__ may have shortened the array.
  if (place >= array->length) {
    return raise(thread, TypeId::kIndexError, "bytearray index out of range");
  }
  array->data[place] = octet;
  return done;
}

Result<Object*> bytearray_iterate(Thread& thread, Object* self) {
  return make_octet_iterator(thread.interpreter(), self);
}

Result<Object*> bytearray_concatenate(Thread& thread, Object* left, Object* right) {
  return concatenate_octets(thread, left, right, type_name(left->type));
}

Status extend_with(Thread& thread, ByteArray* array, Octets octets) {
  const std::size_t before = array->length;
  if (octets.length == 0) return done;
  const bool own = octets.data == array->data;  // a.extend(a): the octets move along
  TRY(resize(thread, array, before + octets.length));
  std::memcpy(array->data + before, own ? array->data : octets.data, octets.length);
  return done;
}

Result<Object*> bytearray_inplace_concatenate(Thread& thread, Object* self, Object* other) {
  if (other->type->slots->get_buffer == nullptr) {
    return raise(thread, TypeId::kTypeError, "can't concat {} to {}", type_name(other->type),
                 type_name(self->type));
  }
  HeldBuffer held(thread);
  TRY(held.take(other));
  TRY(extend_with(thread, as_bytearray(self), held.octets()));
  return retain(self);
}

Result<Object*> bytearray_inplace_repeat(Thread& thread, Object* self, std::intptr_t times) {
  ByteArray* array = as_bytearray(self);
  const auto count = static_cast<std::size_t>(std::max<std::intptr_t>(times, 0));
  const std::size_t period = array->length;
  std::size_t length;
  if (__builtin_mul_overflow(period, count, &length) || length > kLengthMax) {
    return raise_memory_error(thread.interpreter());
  }
  TRY(resize(thread, array, length));
  for (std::size_t at = period; at < length; ++at) array->data[at] = array->data[at - period];
  return retain(self);
}

Result<Object*> bytearray_modulo(Thread& thread, Object* left, Object* right) {
  if (!is_bytearray(left)) return new_not_implemented(thread);
  return octets_percent(thread, left, right);
}

constexpr std::array<Binary, kBinaryOperators> operators() {
  std::array<Binary, kBinaryOperators> result = {};
  result[static_cast<std::size_t>(BinaryOperator::kModulo)] = bytearray_modulo;
  return result;
}

// ---- Buffer -----------------------------------------------------------------------------------

Status bytearray_get_buffer(Thread&, Object* self, Buffer& view, bool) {
  ByteArray* array = as_bytearray(self);
  view.data = array->data;
  view.length = array->length;
  view.read_only = false;
  ++array->exports;
  return done;
}

void bytearray_release_buffer(Interpreter&, Object* self, Buffer&) noexcept {
  --as_bytearray(self)->exports;
}

// ---- Methods ----------------------------------------------------------------------------------

Result<Object*> discard(Thread& thread, Object* owned) {
  release(owned);
  return new_none(thread);
}

Result<Object*> append(Thread& thread, Object* self, Object* const* arguments) {
  const std::uint8_t octet = TRY(to_octet(thread, arguments[0]));
  TRY(extend_with(thread, as_bytearray(self), {&octet, 1}));
  return new_none(thread);
}

Result<Object*> clear(Thread& thread, Object* self, Object* const*) {
  TRY(resize(thread, as_bytearray(self), 0));
  return new_none(thread);
}

Result<Object*> copy(Thread& thread, Object* self, Object* const*) {
  return make_whole(thread, self);
}

Result<Object*> extend(Thread& thread, Object* self, Object* const* arguments) {
  Object* source = arguments[0];
  if (source == self) {
    TRY(extend_with(thread, as_bytearray(self), octets_of(self)));
    return new_none(thread);
  }
  if (source->type->slots->get_buffer != nullptr) {
    return discard(thread, TRY(bytearray_inplace_concatenate(thread, self, source)));
  }
  Ref<> iterator;
  if (const Result<Object*> made = iterate(thread, source); made.ok()) {
    iterator.reset(made.value());
  } else if (pending_matches(thread, TypeId::kTypeError)) {
    clear_pending(thread);
    return raise(thread, TypeId::kTypeError, "can't extend bytearray with {}",
                 type_name(source->type));
  } else {
    return failure;
  }
  Ref<> contents(TRY(octets_from(thread, self, iterator)));
  TRY(extend_with(thread, as_bytearray(self), octets_of(contents)));
  return new_none(thread);
}

Result<Object*> insert(Thread& thread, Object* self, Object* const* arguments) {
  std::intptr_t index = TRY(read_size(thread, arguments[0]));
  const std::uint8_t octet = TRY(to_octet(thread, arguments[1]));
  ByteArray* array = as_bytearray(self);
  const auto length = static_cast<std::intptr_t>(array->length);
  if (index < 0) index = std::max<std::intptr_t>(index + length, 0);
  const auto place = static_cast<std::size_t>(std::min(index, length));
  TRY(replace_range(thread, array, place, place, {&octet, 1}));
  return new_none(thread);
}

Result<Object*> pop(Thread& thread, Object* self, Object* const* arguments) {
  std::intptr_t index = arguments[0] == nullptr ? -1 : TRY(read_size(thread, arguments[0]));
  ByteArray* array = as_bytearray(self);
  if (array->length == 0) return raise(thread, TypeId::kIndexError, "pop from empty bytearray");
  if (index < 0) index += static_cast<std::intptr_t>(array->length);
  if (static_cast<std::size_t>(index) >= array->length) {
    return raise(thread, TypeId::kIndexError, "pop index out of range");
  }
  const auto place = static_cast<std::size_t>(index);
  const std::uint8_t octet = array->data[place];
  TRY(replace_range(thread, array, place, place + 1, {}));
  return make_int_object(thread, octet);
}

Result<Object*> remove(Thread& thread, Object* self, Object* const* arguments) {
  const std::uint8_t octet = TRY(to_octet(thread, arguments[0]));
  ByteArray* array = as_bytearray(self);
  const void* found = array->length == 0 ? nullptr : std::memchr(array->data, octet, array->length);
  if (found == nullptr) {
    return raise(thread, TypeId::kValueError, "value not found in bytearray");
  }
  const auto place =
      static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - array->data);
  TRY(replace_range(thread, array, place, place + 1, {}));
  return new_none(thread);
}

Result<Object*> reverse(Thread& thread, Object* self, Object* const*) {
  ByteArray* array = as_bytearray(self);
  std::reverse(array->data, array->data + array->length);
  return new_none(thread);
}

Result<Object*> alloc(Thread& thread, Object* self, Object* const*) {
  return make_int_object(thread, static_cast<std::intptr_t>(as_bytearray(self)->capacity));
}

Result<Object*> size_of(Thread& thread, Object* self, Object* const*) {
  const std::size_t bytes = instance_bytes(self) + as_bytearray(self)->capacity;
  return make_int_object(thread, static_cast<std::intptr_t>(bytes));
}

// (type, (text, 'latin-1'), attributes) for the old protocols, (type, (bytes,), attributes) from 3
// on.
Result<Object*> reduce_for(Thread& thread, Object* self, int protocol) {
  Interpreter& interpreter = thread.interpreter();
  const Octets octets = octets_of(self);
  Ref<Tuple> arguments;
  if (octets.length == 0) {
    arguments.reset(TRY(make_tuple(interpreter, 0)));
  } else if (protocol < 3) {
    Ref<Str> text(TRY(make_str_from_latin1(interpreter, octets.data, octets.length)));
    Ref<Str> encoding(TRY(make_str(interpreter, "latin-1")));
    arguments.reset(TRY((pack_tuple<Object, Object>(interpreter, text.get(), encoding.get()))));
  } else {
    Ref<Bytes> bytes(TRY(make_bytes(interpreter, octets.data, octets.length)));
    arguments.reset(TRY(pack_tuple<Object>(interpreter, bytes.get())));
  }
  Ref<> state(TRY(call_method(thread, self, identifier(thread, Id::dunder_getstate))));
  return pack_tuple<Object, Object, Object>(interpreter, self->type, arguments.get(), state);
}

Result<Object*> reduce(Thread& thread, Object* self, Object* const*) {
  return reduce_for(thread, self, 2);
}

Result<Object*> reduce_ex(Thread& thread, Object* self, Object* const* arguments) {
  return reduce_for(thread, self, TRY(read_c_int(thread, arguments[0], 0)));
}

constexpr NativeMethod kMethods[] = {
    {"__alloc__()", alloc},
    {"__reduce__(self, /)", reduce},
    {"__reduce_ex__(self, proto=0, /)", reduce_ex},
    {"__sizeof__(self, /)", size_of},
    {"append(self, item, /)", append},
    {"clear(self, /)", clear},
    {"copy(self, /)", copy},
    {"extend(self, iterable_of_ints, /)", extend},
    {"insert(self, index, item, /)", insert},
    {"pop(self, index=-1, /)", pop},
    {"remove(self, value, /)", remove},
    {"reverse(self, /)", reverse},
    OURO_OCTET_METHODS,
};

}  // namespace

constinit const TypeDescriptor kByteArrayDescriptor = {
    .name = "bytearray",
    .flags = flag::kBaseType | flag::kPatternSelf,
    .object_size = sizeof(ByteArray),
    .slots = {.deallocate = bytearray_deallocate,
              .repr = bytearray_repr,
              .str = bytearray_repr,
              .hash = unhashable,
              .compare = bytearray_compare,
              .make = bytearray_make,
              .initialise = bytearray_initialise,
              .iterate = bytearray_iterate,
              .binary = operators(),
              .length = octets_length,
              .get_item = bytearray_get_item,
              .set_item = bytearray_set_item,
              .contains = octets_contains,
              .concatenate = bytearray_concatenate,
              .repeat = repeat_octets,
              .inplace_concatenate = bytearray_inplace_concatenate,
              .inplace_repeat = bytearray_inplace_repeat,
              .item_at = bytearray_item_at,
              .get_buffer = bytearray_get_buffer,
              .release_buffer = bytearray_release_buffer},
    .methods = kMethods,
    .doc = "A row of octets that can change.",
};

}  // namespace ouro
