// enumerate, reversed, zip, map and filter: iterators around other iterators.
#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/protocol.h"
#include "runtime/object/special.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

// An instance of the type, which may be a subclass.
template <typename T>
Result<T*> make_instance(Thread& thread, Type* type) {
  return static_cast<T*>(TRY(allocate_instance(thread.interpreter(), type)));
}

// The tuple handed out last serves again when nobody else has kept it; its items stay until they
// are replaced. Null when it is in use.
Tuple* reusable(Tuple* tuple) { return tuple->count == 1 ? retain(tuple) : nullptr; }

void replace_item(Tuple* tuple, std::size_t index, Object* owned) {
  replace_reference(tuple->items()[index], owned);
}

Result<Tuple*> nothings(Interpreter& interpreter, std::size_t size) {
  Tuple* tuple = TRY(make_tuple(interpreter, size));
  for (std::size_t index = 0; index < size; ++index) tuple->items()[index] = interpreter.new_none();
  return tuple;
}

// An iterator for each of the values.
Result<Tuple*> iterators_of(Thread& thread, Object* const* values, std::size_t count) {
  Ref<Tuple> iterators(TRY(make_tuple(thread.interpreter(), count)));
  for (std::size_t index = 0; index < count; ++index) {
    iterators->items()[index] = TRY(iterate(thread, values[index]));
  }
  return iterators.take();
}

}  // namespace

// ---- enumerate --------------------------------------------------------------------------------

namespace {

struct Enumerate : Object {
  Int* index;  // of the next item
  Object* iterator;
  Tuple* pair;
};

Enumerate* as_enumerate(Object* object) { return static_cast<Enumerate*>(object); }

struct EnumerateArguments {
  Object* iterable = nullptr;
  Object* start = nullptr;
};

Failure invalid_keyword(Thread& thread, Object* name, std::string_view function) {
  return raise(thread, TypeId::kTypeError, "'{}' is an invalid keyword argument for {}()", name,
               function);
}

Failure missing_iterable(Thread& thread, bool exact) {
  return raise(thread, TypeId::kTypeError, "enumerate() missing required argument 'iterable'{}",
               exact ? "" : " (pos 1)");
}

Status bind_enumerate(Thread& thread, bool exact, const Arguments& arguments,
                      EnumerateArguments& bound) {
  const std::size_t given = arguments.positional + arguments.keywords();
  if (given > 2) {
    return raise(thread, TypeId::kTypeError, "enumerate() takes at most 2 arguments ({} given)",
                 given);
  }
  if (arguments.positional > 0) bound.iterable = arguments.values[0];
  if (arguments.positional > 1) bound.start = arguments.values[1];
  Object* last_name = nullptr;
  for (std::size_t index = 0; index < arguments.keywords(); ++index) {
    auto* name = static_cast<Str*>((*arguments.names)[index]);
    Object*& place = str_equal(name, "start") ? bound.start : bound.iterable;
    const bool known =
        place == nullptr && (str_equal(name, "start") || str_equal(name, "iterable"));
    if (!known && !exact && bound.iterable == nullptr) return missing_iterable(thread, exact);
    if (!known) return invalid_keyword(thread, name, "enumerate");
    place = arguments.values[arguments.positional + index];
    last_name = name;
  }
  if (bound.iterable != nullptr) return done;
  if (exact && last_name != nullptr) return invalid_keyword(thread, last_name, "enumerate");
  return missing_iterable(thread, exact);
}

Result<Object*> enumerate_make(Thread& thread, Type* type, const Arguments& arguments) {
  Interpreter& interpreter = thread.interpreter();
  EnumerateArguments bound;
  TRY(bind_enumerate(thread, type->id == TypeId::kEnumerate, arguments, bound));
  Ref<Enumerate> result(TRY(make_instance<Enumerate>(thread, type)));
  result->index = bound.start == nullptr ? TRY(make_int(interpreter, 0))
                                         : static_cast<Int*>(TRY(to_index(thread, bound.start)));
  result->iterator = TRY(iterate(thread, bound.iterable));
  result->pair = TRY(nothings(interpreter, 2));
  return result.take();
}

using EnumerateReferences =
    OwnedReferences<Enumerate, &Enumerate::index, &Enumerate::iterator, &Enumerate::pair>;

Result<Int*> index_after(Thread& thread, Int* index) {
  Interpreter& interpreter = thread.interpreter();
  if (index->compact() && index->value < INT64_MAX) return make_int(interpreter, index->value + 1);
  Ref<Int> one(TRY(make_int(interpreter, 1)));
  return static_cast<Int*>(TRY(int_binary(thread, BinaryOperator::kAdd, index, one)));
}

Result<Found<Object>> enumerate_next(Thread& thread, Object* self) {
  Enumerate* enumerate = as_enumerate(self);
  Ref<> item(TRY(next(thread, enumerate->iterator)).value);
  if (!item) return Found<Object>{};
  Ref<Int> following(TRY(index_after(thread, enumerate->index)));
  Ref<Tuple> pair(reusable(enumerate->pair));
  if (!pair) pair.reset(TRY(make_tuple(thread.interpreter(), 2)));
  Object* index = std::exchange(enumerate->index, following.take());
  replace_item(pair, 0, index);
  replace_item(pair, 1, item.take());
  return Found<Object>{pair.take()};
}

Result<Object*> enumerate_reduce(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  const Enumerate* enumerate = as_enumerate(self);
  Ref<Tuple> arguments(
      TRY((pack_tuple<Object, Object>(interpreter, enumerate->iterator, enumerate->index))));
  return pack_tuple<Object, Object>(interpreter, self->type, arguments.get());
}

constexpr NativeMethod kEnumerateMethods[] = {
    {"__reduce__(self, /)", enumerate_reduce},
    kClassGetItem,
};

}  // namespace

const TypeDescriptor kEnumerateDescriptor = {
    .name = "enumerate",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(Enumerate),
    .slots = {.deallocate = EnumerateReferences::deallocate,
              .traverse = EnumerateReferences::traverse,
              .make = enumerate_make,
              .iterate = return_self,
              .next = enumerate_next},
    .methods = kEnumerateMethods,
    .doc = "Pairs of a running number and an item.",
};

// ---- reversed ---------------------------------------------------------------------------------

namespace {

struct Reversed : Object {
  Object* sequence;  // null: exhausted
  std::intptr_t index;
};

Reversed* as_reversed(Object* object) { return static_cast<Reversed*>(object); }

// By numbers: what a mapping does not promise, although it has __getitem__.
bool is_sequence(const Object* object) {
  const Slots& slots = *object->type->slots;
  if (is_dict(object)) return false;
  const bool of_class = (object->type->flags & flag::kClass) != 0;
  return slots.item_at != nullptr || (of_class && slots.get_item != nullptr);
}

Failure not_reversible(Thread& thread, const Object* object) {
  return raise(thread, TypeId::kTypeError, "'{}' object is not reversible",
               type_name(object->type));
}

Result<Object*> reversed_make(Thread& thread, Type* type, const Arguments& arguments) {
  TRY(refuse_keywords(thread, type, TypeId::kReversed, arguments));
  TRY(check_positional(thread, "reversed", arguments, 1, 1));
  Object* sequence = arguments.values[0];
  Special own;
  if (TRY(find_special(thread, sequence, Id::dunder_reversed, own))) {
    if (own.callable == none(thread)) return not_reversible(thread, sequence);
    return call_found(thread, own, {});
  }
  if (!is_sequence(sequence)) return not_reversible(thread, sequence);
  const std::intptr_t size = TRY(length(thread, sequence));
  auto* reversed = TRY(make_instance<Reversed>(thread, type));
  reversed->sequence = retain(sequence);
  reversed->index = size - 1;
  return reversed;
}

using ReversedReferences = OwnedReferences<Reversed, &Reversed::sequence>;

Result<Object*> item_by_number(Thread& thread, Object* sequence, std::intptr_t number) {
  if (auto* item_at = sequence->type->slots->item_at) return item_at(thread, sequence, number);
  Ref<> index(TRY(make_int_object(thread, number)));
  return get_item(thread, sequence, index);
}

Result<Found<Object>> reversed_next(Thread& thread, Object* self) {
  Reversed* reversed = as_reversed(self);
  if (reversed->sequence == nullptr) return Found<Object>{};
  if (reversed->index >= 0) {
    Ref<> sequence(retain(reversed->sequence));
    const Result<Object*> item = item_by_number(thread, sequence, reversed->index);
    if (item.ok()) {
      --reversed->index;
      return Found<Object>{item.value()};
    }
    const bool over = pending_matches(thread, TypeId::kIndexError) ||
                      pending_matches(thread, TypeId::kStopIteration);
    if (!over) return failure;
    clear_pending(thread);
  }
  reversed->index = -1;
  clear_reference(reversed->sequence);
  return Found<Object>{};
}

Result<Object*> reversed_hint(Thread& thread, Object* self, Object* const*) {
  const Reversed* reversed = as_reversed(self);
  if (reversed->sequence == nullptr) return make_int_object(thread, 0);
  Ref<> sequence(retain(reversed->sequence));
  const std::intptr_t size = TRY(length(thread, sequence));
  const std::intptr_t left = reversed->index + 1;
  return make_int_object(thread, size < left ? 0 : left);
}

Result<Object*> reversed_reduce(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  const Reversed* reversed = as_reversed(self);
  Ref<> sequence(reversed->sequence == nullptr ? TRY(make_tuple(interpreter, 0))
                                               : retain(reversed->sequence));
  Ref<Tuple> arguments(TRY(pack_tuple(interpreter, sequence.get())));
  if (reversed->sequence == nullptr) {
    return pack_tuple<Object, Object>(interpreter, self->type, arguments.get());
  }
  Ref<> index(TRY(make_int_object(thread, reversed->index)));
  return pack_tuple<Object, Object, Object>(interpreter, self->type, arguments.get(), index.get());
}

Result<Object*> reversed_set_state(Thread& thread, Object* self, Object* const* arguments) {
  if (!is_int(arguments[0])) return raise(thread, TypeId::kTypeError, "an integer is required");
  const std::intptr_t index = TRY(index_argument(thread, arguments[0]));
  Reversed* reversed = as_reversed(self);
  if (reversed->sequence == nullptr) return new_none(thread);
  Ref<> sequence(retain(reversed->sequence));
  const std::intptr_t size = TRY(length(thread, sequence));
  reversed->index = std::max<std::intptr_t>(std::min(index, size - 1), -1);
  return new_none(thread);
}

constexpr NativeMethod kReversedMethods[] = {
    {"__length_hint__(self, /)", reversed_hint},
    {"__reduce__(self, /)", reversed_reduce},
    {"__setstate__(self, state, /)", reversed_set_state},
};

}  // namespace

const TypeDescriptor kReversedDescriptor = {
    .name = "reversed",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(Reversed),
    .slots = {.deallocate = ReversedReferences::deallocate,
              .traverse = ReversedReferences::traverse,
              .make = reversed_make,
              .iterate = return_self,
              .next = reversed_next},
    .methods = kReversedMethods,
    .doc = "The items of a sequence from the last to the first.",
};

// ---- zip --------------------------------------------------------------------------------------

namespace {

struct Zip : Object {
  Tuple* iterators;
  Tuple* row;
  bool strict;
};

Zip* as_zip(Object* object) { return static_cast<Zip*>(object); }

Result<bool> strict_argument(Thread& thread, const Arguments& arguments) {
  const std::size_t keywords = arguments.keywords();
  if (keywords == 0) return false;
  if (keywords > 1) {
    return raise(thread, TypeId::kTypeError, "zip() takes at most 1 keyword argument ({} given)",
                 keywords);
  }
  Object* name = (*arguments.names)[0];
  if (!str_equal(static_cast<Str*>(name), "strict")) return invalid_keyword(thread, name, "zip");
  return is_true(thread, arguments.values[arguments.positional]);
}

Result<Object*> zip_make(Thread& thread, Type* type, const Arguments& arguments) {
  const bool strict = TRY(strict_argument(thread, arguments));
  Ref<Tuple> iterators(TRY(iterators_of(thread, arguments.values, arguments.positional)));
  Ref<Tuple> row(TRY(nothings(thread.interpreter(), arguments.positional)));
  auto* zip = TRY(make_instance<Zip>(thread, type));
  zip->iterators = iterators.take();
  zip->row = row.take();
  zip->strict = strict;
  return zip;
}

using ZipReferences = OwnedReferences<Zip, &Zip::iterators, &Zip::row>;

Failure differ(Thread& thread, std::size_t index, const char* how) {
  return raise(thread, TypeId::kValueError, "zip() argument {} is {} than argument{}{}", index + 1,
               how, index == 1 ? " " : "s 1-", index);
}

// The iterator at `index` is exhausted: in a strict zip all must be.
Result<Found<Object>> end_of_zip(Thread& thread, const Zip* zip, std::size_t index) {
  if (!zip->strict) return Found<Object>{};
  if (index > 0) return differ(thread, index, "shorter");
  for (index = 1; index < zip->iterators->size; ++index) {
    Ref<> item(TRY(next(thread, (*zip->iterators)[index])).value);
    if (item) return differ(thread, index, "longer");
  }
  return Found<Object>{};
}

Result<Found<Object>> zip_next(Thread& thread, Object* self) {
  Zip* zip = as_zip(self);
  const std::size_t size = zip->iterators->size;
  if (size == 0) return Found<Object>{};
  Ref<Tuple> row(reusable(zip->row));
  if (!row) row.reset(TRY(make_tuple(thread.interpreter(), size)));
  for (std::size_t index = 0; index < size; ++index) {
    Object* item = TRY(next(thread, (*zip->iterators)[index])).value;
    if (item == nullptr) return end_of_zip(thread, zip, index);
    replace_item(row, index, item);
  }
  return Found<Object>{row.take()};
}

Result<Object*> zip_reduce(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  const Zip* zip = as_zip(self);
  if (!zip->strict) return pack_tuple<Object, Object>(interpreter, self->type, zip->iterators);
  return pack_tuple<Object, Object, Object>(interpreter, self->type, zip->iterators,
                                            interpreter.boolean(true));
}

Result<Object*> zip_set_state(Thread& thread, Object* self, Object* const* arguments) {
  as_zip(self)->strict = TRY(is_true(thread, arguments[0]));
  return new_none(thread);
}

constexpr NativeMethod kZipMethods[] = {
    {"__reduce__(self, /)", zip_reduce},
    {"__setstate__(self, state, /)", zip_set_state},
};

}  // namespace

const TypeDescriptor kZipDescriptor = {
    .name = "zip",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(Zip),
    .slots = {.deallocate = ZipReferences::deallocate,
              .traverse = ZipReferences::traverse,
              .make = zip_make,
              .iterate = return_self,
              .next = zip_next},
    .methods = kZipMethods,
    .doc = "Tuples of the items that several iterables have at the same place.",
};

// ---- map --------------------------------------------------------------------------------------

namespace {

struct Map : Object {
  Object* function;
  Tuple* iterators;
};

Map* as_map(Object* object) { return static_cast<Map*>(object); }

Result<Object*> map_make(Thread& thread, Type* type, const Arguments& arguments) {
  TRY(refuse_keywords(thread, type, TypeId::kMap, arguments));
  if (arguments.positional < 2) {
    return raise(thread, TypeId::kTypeError, "map() must have at least two arguments.");
  }
  Ref<Tuple> iterators(TRY(iterators_of(thread, arguments.values + 1, arguments.positional - 1)));
  auto* map = TRY(make_instance<Map>(thread, type));
  map->function = retain(arguments.values[0]);
  map->iterators = iterators.take();
  return map;
}

using MapReferences = OwnedReferences<Map, &Map::function, &Map::iterators>;

Result<Found<Object>> map_one(Thread& thread, const Map* map) {
  Ref<> item(TRY(next(thread, (*map->iterators)[0])).value);
  if (!item) return Found<Object>{};
  return Found<Object>{TRY(call(thread, map->function, item))};
}

Result<Found<Object>> map_next(Thread& thread, Object* self) {
  const Map* map = as_map(self);
  const std::size_t size = map->iterators->size;
  if (size == 1) return map_one(thread, map);
  Ref<Tuple> items(TRY(make_tuple(thread.interpreter(), size)));
  for (std::size_t index = 0; index < size; ++index) {
    items->items()[index] = TRY(next(thread, (*map->iterators)[index])).value;
    if ((*items)[index] == nullptr) return Found<Object>{};
  }
  return Found<Object>{TRY(call(thread, map->function, Arguments{items->items(), size}))};
}

Result<Object*> map_reduce(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  const Map* map = as_map(self);
  const std::size_t size = map->iterators->size;
  Ref<Tuple> arguments(TRY(make_tuple(interpreter, size + 1)));
  arguments->items()[0] = retain(map->function);
  for (std::size_t index = 0; index < size; ++index) {
    arguments->items()[index + 1] = retain((*map->iterators)[index]);
  }
  return pack_tuple<Object, Object>(interpreter, self->type, arguments.get());
}

constexpr NativeMethod kMapMethods[] = {{"__reduce__(self, /)", map_reduce}};

}  // namespace

const TypeDescriptor kMapDescriptor = {
    .name = "map",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(Map),
    .slots = {.deallocate = MapReferences::deallocate,
              .traverse = MapReferences::traverse,
              .make = map_make,
              .iterate = return_self,
              .next = map_next},
    .methods = kMapMethods,
    .doc = "The results of a function for the items of one or more iterables.",
};

// ---- filter -----------------------------------------------------------------------------------

namespace {

struct Filter : Object {
  Object* function;
  Object* iterator;
};

Filter* as_filter(Object* object) { return static_cast<Filter*>(object); }

Result<Object*> filter_make(Thread& thread, Type* type, const Arguments& arguments) {
  TRY(refuse_keywords(thread, type, TypeId::kFilter, arguments));
  TRY(check_positional(thread, "filter", arguments, 2, 2));
  Ref<> iterator(TRY(iterate(thread, arguments.values[1])));
  auto* filter = TRY(make_instance<Filter>(thread, type));
  filter->function = retain(arguments.values[0]);
  filter->iterator = iterator.take();
  return filter;
}

using FilterReferences = OwnedReferences<Filter, &Filter::function, &Filter::iterator>;

// None and bool ask the item itself.
Result<bool> accepts(Thread& thread, Object* function, Object* item) {
  const bool plain = function == none(thread) || function == type_of(thread, TypeId::kBool);
  if (plain) return is_true(thread, item);
  Ref<> answer(TRY(call(thread, function, item)));
  return is_true(thread, answer);
}

Result<Found<Object>> filter_next(Thread& thread, Object* self) {
  const Filter* filter = as_filter(self);
  while (true) {
    Ref<> item(TRY(next(thread, filter->iterator)).value);
    if (!item) return Found<Object>{};
    if (TRY(accepts(thread, filter->function, item))) return Found<Object>{item.take()};
  }
}

Result<Object*> filter_reduce(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  const Filter* filter = as_filter(self);
  Ref<Tuple> arguments(TRY(pack_tuple(interpreter, filter->function, filter->iterator)));
  return pack_tuple<Object, Object>(interpreter, self->type, arguments.get());
}

constexpr NativeMethod kFilterMethods[] = {{"__reduce__(self, /)", filter_reduce}};

}  // namespace

const TypeDescriptor kFilterDescriptor = {
    .name = "filter",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(Filter),
    .slots = {.deallocate = FilterReferences::deallocate,
              .traverse = FilterReferences::traverse,
              .make = filter_make,
              .iterate = return_self,
              .next = filter_next},
    .methods = kFilterMethods,
    .doc = "The items of an iterable that a function accepts.",
};

}  // namespace ouro
