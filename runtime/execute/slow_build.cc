// Slow operations that make, fill and unpack containers, strings and functions.
#include <algorithm>
#include <cstdint>

#include "runtime/execute/slow.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/set.h"
#include "runtime/object/slice.h"
#include "runtime/object/str.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro {

// ---- operators and subscripts that are rare enough ----

Status slow_BinaryMatrixMultiply(const Operands& at) {
  Object* left = TRY(at.read(at.b()));
  Object* right = TRY(at.read(at.c()));
  Object* result = TRY(binary(at.thread, BinaryOperator::kMatrixMultiply, left, right));
  at.consume(at.b());
  at.consume(at.c());
  at.put(at.a(), result);
  return done;
}

Status slow_InplaceMatrixMultiply(const Operands& at) {
  Object* left = TRY(at.read(at.b()));
  Object* right = TRY(at.read(at.c()));
  Object* result = TRY(binary_inplace(at.thread, BinaryOperator::kMatrixMultiply, left, right));
  at.consume(at.b());
  at.consume(at.c());
  at.put(at.a(), result);
  return done;
}

Status slow_DeleteAttribute(const Operands& at) {
  Object* object = TRY(at.read(at.a()));
  TRY(set_attribute(at.thread, object, at.name(at.c()), nullptr));
  at.consume(at.a());
  return done;
}

Status slow_DeleteItem(const Operands& at) {
  Object* container = TRY(at.read(at.a()));
  Object* key = TRY(at.read(at.b()));
  TRY(delete_item(at.thread, container, key));
  at.consume(at.b());
  at.consume(at.a());
  return done;
}

namespace {

// A bound that is a plain int or absent.
bool read_bound(Thread& thread, const Object* bound, std::intptr_t absent, std::intptr_t& value) {
  if (bound == none(thread)) return value = absent, true;
  if (!is_exact(bound, TypeId::kInt) || !static_cast<const Int*>(bound)->compact()) return false;
  value = static_cast<const Int*>(bound)->value;
  return true;
}

// The commonest slices without a slice object; null inside: not one of them.
Result<Found<Object>> plain_slice(Thread& thread, Object* container, Object* start, Object* stop) {
  SliceNumbers numbers{0, 0, 1};
  if (!read_bound(thread, start, 0, numbers.start) ||
      !read_bound(thread, stop, INTPTR_MAX, numbers.stop)) {
    return Found<Object>{};
  }
  Interpreter& interpreter = thread.interpreter();
  switch (container->type->id) {
    case TypeId::kList: {
      const auto* list = static_cast<List*>(container);
      const SliceRange range = adjust_slice(numbers, static_cast<std::intptr_t>(list->size));
      return Found<Object>{TRY(make_list_from(interpreter, list->items + range.start,
                                              static_cast<std::size_t>(range.count)))};
    }
    case TypeId::kTuple: {
      auto* tuple = static_cast<Tuple*>(container);
      const SliceRange range = adjust_slice(numbers, static_cast<std::intptr_t>(tuple->size));
      if (range.count == static_cast<std::intptr_t>(tuple->size))
        return Found<Object>{retain(container)};
      return Found<Object>{TRY(make_tuple_from(interpreter, tuple->items() + range.start,
                                               static_cast<std::size_t>(range.count)))};
    }
    case TypeId::kStr: {
      auto* text = static_cast<Str*>(container);
      const SliceRange range = adjust_slice(numbers, static_cast<std::intptr_t>(text->length));
      return Found<Object>{TRY(str_slice(interpreter, text, static_cast<std::size_t>(range.start),
                                         static_cast<std::size_t>(range.start + range.count)))};
    }
    default: return Found<Object>{};
  }
}

Result<Object*> slice_of(Thread& thread, Object* container, Object* start, Object* stop) {
  const Found<Object> plain = TRY(plain_slice(thread, container, start, stop));
  if (plain) return plain.value;
  Ref<> slice(TRY(make_slice(thread.interpreter(), start, stop, none(thread))));
  return get_item(thread, container, slice);
}

}  // namespace

Status slow_GetSlice(const Operands& at) {
  Object* container = TRY(at.read(at.b()));
  Object** bounds = at.run(at.c());
  Object* result = TRY(slice_of(at.thread, container, bounds[0], bounds[1]));
  at.consume_run(at.c(), 2);
  at.consume(at.b());
  at.put(at.a(), result);
  return done;
}

Status slow_BuildSlice(const Operands& at) {
  Object** parts = at.run(at.b());
  Object* step = at.c() == 3 ? parts[2] : none(at.thread);
  Object* slice = TRY(make_slice(at.thread.interpreter(), parts[0], parts[1], step));
  at.consume_run(at.b(), at.c());
  at.put(at.a(), slice);
  return done;
}

// ---- unpacking ----

namespace {

Failure refuse_unpacking(Thread& thread, Object* sequence) {
  return raise(thread, TypeId::kTypeError, "cannot unpack non-iterable {} object", sequence->type);
}

Result<Object*> iterator_to_unpack(Thread& thread, Object* sequence) {
  const Result<Object*> iterator = iterate(thread, sequence);
  if (iterator.ok() || !pending_matches(thread, TypeId::kTypeError)) return iterator;
  if (sequence->type->slots->iterate != nullptr || sequence->type->slots->get_item != nullptr) {
    return failure;
  }
  clear_pending(thread);
  return refuse_unpacking(thread, sequence);
}

// Fills `items` with exactly `count` items; `least` is what the message asks for.
Status take_items(Thread& thread, Object* iterator, Tuple* items, std::size_t count,
                  std::size_t least, bool starred) {
  for (std::size_t index = 0; index < count; ++index) {
    const Found<Object> item = TRY(next(thread, iterator));
    if (!item) {
      return raise(thread, TypeId::kValueError,
                   "not enough values to unpack (expected {}{}, got {})",
                   starred ? "at least " : "", least, index);
    }
    items->items()[index] = item.value;
  }
  return done;
}

// The old values go after all new ones are in place.
void move_items(Tuple* items, Object** places, std::size_t count) {
  for (std::size_t index = 0; index < count; ++index) {
    Object* old = std::exchange(places[index], std::exchange(items->items()[index], nullptr));
    release_if(old);
  }
}

}  // namespace

Status unpack(Thread& thread, Object* sequence, Object** places, std::size_t count) {
  Ref<> iterator(TRY(iterator_to_unpack(thread, sequence)));
  Ref<Tuple> items(TRY(make_tuple(thread.interpreter(), count)));
  TRY(take_items(thread, iterator, items, count, count, false));
  Ref<> extra(TRY(next(thread, iterator)).value);
  if (extra) {
    return raise(thread, TypeId::kValueError, "too many values to unpack (expected {})", count);
  }
  if (count != 0) move_items(items, places, count);
  return done;
}

Status slow_UnpackStarred(const Operands& at) {
  Thread& thread = at.thread;
  Interpreter& interpreter = thread.interpreter();
  const std::size_t before = at.c();
  const std::size_t after = at.data();
  Ref<> sequence(retain(TRY(at.read(at.b()))));
  Ref<> iterator(TRY(iterator_to_unpack(thread, sequence)));
  Ref<Tuple> items(TRY(make_tuple(interpreter, before + 1 + after)));
  TRY(take_items(thread, iterator, items, before, before + after, true));
  Ref<List> rest(TRY(to_list(thread, iterator)));
  if (rest->size < after) {
    return raise(thread, TypeId::kValueError,
                 "not enough values to unpack (expected at least {}, got {})", before + after,
                 before + rest->size);
  }
  rest->size -= after;
  for (std::size_t index = 0; index < after; ++index) {
    items->items()[before + 1 + index] = rest->items[rest->size + index];
  }
  items->items()[before] = rest.take();
  at.consume(at.b());
  move_items(items, at.run(at.a()), before + 1 + after);
  return done;
}

// ---- containers ----

Status slow_BuildSet(const Operands& at) {
  Ref<Set> set(TRY(make_set(at.thread, nullptr)));
  Object** items = at.run(at.b());
  for (std::size_t index = 0; index < at.c(); ++index) TRY(set_add(at.thread, set, items[index]));
  at.consume_run(at.b(), at.c());
  at.put(at.a(), set.take());
  return done;
}

Status slow_BuildDict(const Operands& at) {
  Ref<Dict> dict(TRY(make_dict(at.thread.interpreter(), at.c())));
  Object** items = at.run(at.b());
  for (std::size_t index = 0; index < at.c(); ++index) {
    TRY(dict_set(at.thread, dict, items[2 * index], items[2 * index + 1]));
  }
  at.consume_run(at.b(), 2 * std::size_t{at.c()});
  at.put(at.a(), dict.take());
  return done;
}

Status slow_BuildDictWithKeys(const Operands& at) {
  const auto* keys = static_cast<Tuple*>(at.frame.constants[at.data()]);
  Ref<Dict> dict(TRY(make_dict(at.thread.interpreter(), at.c())));
  Object** items = at.run(at.b());
  for (std::size_t index = 0; index < at.c(); ++index) {
    Object* key = (*keys)[index];
    if (is_exact(key, TypeId::kStr)) {
      const std::intptr_t hash = str_hash(at.thread.interpreter(), static_cast<Str*>(key));
      TRY(dict_set(at.thread, dict, key, hash, items[index]));
    } else {
      TRY(dict_set(at.thread, dict, key, items[index]));
    }
  }
  at.consume_run(at.b(), at.c());
  at.put(at.a(), dict.take());
  return done;
}

Status slow_ListFromTuple(const Operands& at) {
  auto* tuple = static_cast<Tuple*>(TRY(at.read(at.b())));
  List* list = TRY(make_list_from(at.thread.interpreter(), tuple->items(), tuple->size));
  at.consume(at.b());
  at.put(at.a(), list);
  return done;
}

Status slow_ListExtend(const Operands& at) {
  Object* iterable = TRY(at.read(at.b()));
  const Status extended = list_extend(at.thread, static_cast<List*>(at.place(at.a())), iterable);
  if (!extended.ok()) {
    const Slots& slots = *iterable->type->slots;
    if (!pending_matches(at.thread, TypeId::kTypeError) || slots.iterate != nullptr ||
        slots.get_item != nullptr) {
      return failure;
    }
    clear_pending(at.thread);
    return raise(at.thread, TypeId::kTypeError, "Value after * must be an iterable, not {}",
                 iterable->type);
  }
  at.consume(at.b());
  return done;
}

Status slow_ListToTuple(const Operands& at) {
  auto* list = static_cast<List*>(at.place(at.b()));
  Tuple* tuple = TRY(make_tuple_from(at.thread.interpreter(), list->items, list->size));
  clear_reference(at.place(at.b()));
  at.put(at.a(), tuple);
  return done;
}

Status slow_SetAdd(const Operands& at) {
  Object* item = TRY(at.read(at.b()));
  TRY(set_add(at.thread, static_cast<Set*>(at.place(at.a())), item));
  at.consume(at.b());
  return done;
}

Status slow_SetUpdate(const Operands& at) {
  Object* iterable = TRY(at.read(at.b()));
  TRY(set_update(at.thread, static_cast<Set*>(at.place(at.a())), iterable));
  at.consume(at.b());
  return done;
}

Status slow_DictAdd(const Operands& at) {
  Object* key = TRY(at.read(at.b()));
  Object* value = TRY(at.read(at.c()));
  TRY(dict_set(at.thread, static_cast<Dict*>(at.place(at.a())), key, value));
  at.consume(at.b());
  at.consume(at.c());
  return done;
}

Result<Str*> name_of_callable(Thread& thread, Object* callable) {
  Ref<> qualified(
      TRY(get_attribute_if(thread, callable, identifier(thread, Id::dunder_qualname))).value);
  if (!qualified) return str(thread, callable);
  Ref<> module(
      TRY(get_attribute_if(thread, callable, identifier(thread, Id::dunder_module))).value);
  const bool plain = !module || !is_str(module) ||
                     str_equal(static_cast<Str*>(module.get()), std::string_view("builtins"));
  if (plain) return format_str(thread, "{}()", qualified);
  return format_str(thread, "{}.{}()", module, qualified);
}

namespace {

bool lacks_attribute(Thread& thread) { return pending_matches(thread, TypeId::kAttributeError); }

Failure refuse_mapping(const Operands& at, Object* callable, Object* mapping) {
  const Result<Str*> name = name_of_callable(at.thread, callable);
  if (!name.ok()) return failure;
  Ref<Str> owned(name.value());
  return raise(at.thread, TypeId::kTypeError, "{} argument after ** must be a mapping, not {}",
               owned, mapping->type);
}

// A KeyError of the merge is a keyword given twice.
Failure explain_merge(const Operands& at, Object* callable) {
  Ref<Exception> error(take_pending(at.thread));
  const Tuple* args = error->args;
  if (args == nullptr || args->size != 1 || !is_str((*args)[0])) {
    restore_pending(at.thread, error.take());
    return failure;
  }
  const Result<Str*> name = name_of_callable(at.thread, callable);
  if (!name.ok()) return failure;
  Ref<Str> owned(name.value());
  return raise(at.thread, TypeId::kTypeError, "{} got multiple values for keyword argument '{}'",
               owned, (*args)[0]);
}

}  // namespace

Status slow_DictUpdate(const Operands& at) {
  Object* mapping = TRY(at.read(at.b()));
  const Status merged = dict_merge(at.thread, static_cast<Dict*>(at.place(at.a())), mapping);
  if (!merged.ok()) {
    if (!lacks_attribute(at.thread)) return failure;
    clear_pending(at.thread);
    return raise(at.thread, TypeId::kTypeError, "'{}' object is not a mapping", mapping->type);
  }
  at.consume(at.b());
  return done;
}

Status slow_DictMerge(const Operands& at) {
  Object* mapping = TRY(at.read(at.b()));
  Object* callable = at.place(at.c());
  const Status merged = dict_merge(at.thread, static_cast<Dict*>(at.place(at.a())), mapping,
                                   Merge::kRefuseDuplicates);
  if (!merged.ok()) {
    if (pending_matches(at.thread, TypeId::kKeyError)) return explain_merge(at, callable);
    if (!lacks_attribute(at.thread)) return failure;
    clear_pending(at.thread);
    return refuse_mapping(at, callable, mapping);
  }
  at.consume(at.b());
  return done;
}

// ---- text ----

namespace {

// The length of the parts when all of them are ASCII; 0: some are not.
std::size_t ascii_length(Object* const* parts, std::size_t count) {
  std::size_t length = 0;
  for (std::size_t index = 0; index < count; ++index) {
    const auto* part = static_cast<const Str*>(parts[index]);
    if (!part->ascii) return 0;
    length += part->length;
  }
  return length;
}

}  // namespace

Status slow_BuildString(const Operands& at) {
  Object** parts = at.run(at.b());
  if (const std::size_t length = ascii_length(parts, at.c())) {
    Str* text = TRY(make_str_for(at.thread.interpreter(), length, 0x7f));
    auto* out = static_cast<char*>(text->data());
    for (std::size_t index = 0; index < at.c(); ++index) {
      const std::string_view part = static_cast<const Str*>(parts[index])->ascii_view();
      out = std::copy(part.begin(), part.end(), out);
    }
    at.consume_run(at.b(), at.c());
    at.put(at.a(), text);
    return done;
  }
  TextBuilder builder(at.thread.interpreter());
  for (std::size_t index = 0; index < at.c(); ++index) {
    TRY(builder.append(static_cast<const Str*>(parts[index])));
  }
  Str* text = TRY(builder.finish());
  at.consume_run(at.b(), at.c());
  at.put(at.a(), text);
  return done;
}

namespace {

Result<Object*> convert(Thread& thread, Object* value, std::uint32_t conversion) {
  switch (conversion) {
    case 's': return str(thread, value);
    case 'r': return repr(thread, value);
    case 'a': return ascii(thread, value);
    default: return retain(value);
  }
}

}  // namespace

Status slow_FormatValue(const Operands& at) {
  if (at.c() == kNoOperand && at.data() == 0) {
    Object* plain = TRY(at.read(at.b()));
    if (is_exact(plain, TypeId::kInt)) {
      Str* digits = TRY(int_to_decimal(at.thread, static_cast<Int*>(plain)));
      at.consume(at.b());
      at.put(at.a(), digits);
      return done;
    }
  }
  Ref<> value(TRY(convert(at.thread, TRY(at.read(at.b())), at.data())));
  Object* specification = at.c() == kNoOperand ? nullptr : TRY(at.read(at.c()));
  Ref<> text;
  const TypeId id = value->type->id;
  if (specification == nullptr && id == TypeId::kStr) {
    text.reset(value.take());
  } else if (specification == nullptr && (id == TypeId::kInt || id == TypeId::kFloat)) {
    text.reset(TRY(str(at.thread, value)));
  } else {
    text.reset(TRY(format(at.thread, value, static_cast<Str*>(specification))));
  }
  if (specification != nullptr) at.consume(at.c());
  at.consume(at.b());
  at.put(at.a(), text.take());
  return done;
}

// ---- functions ----

Status slow_MakeFunction(const Operands& at) {
  auto* code = static_cast<Code*>(TRY(at.read(at.b())));
  Ref<Function> function(TRY(make_function(at.thread, code, at.frame.function->globals)));
  Object** part = at.run(at.c());
  const std::uint32_t bits = at.data();
  const auto take = [&] { return std::exchange(*part++, nullptr); };
  if ((bits & kMakeDefaults) != 0)
    replace_reference(function->defaults, static_cast<Tuple*>(take()));
  if ((bits & kMakeKeywordDefaults) != 0) {
    replace_reference(function->keyword_defaults, static_cast<Dict*>(take()));
  }
  if ((bits & kMakeAnnotations) != 0) replace_reference(function->annotations, take());
  if ((bits & kMakeClosure) != 0) replace_reference(function->closure, static_cast<Tuple*>(take()));
  at.consume(at.b());
  at.put(at.a(), function.take());
  return done;
}

}  // namespace ouro
