// Type parameters: found by __typing_subst__ and __parameters__, replaced by asking the variables.
#include "runtime/object/alias_parameters.h"

#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

Status add_once(Thread& thread, List* list, Object* parameter) {
  Object** end = list->items + list->size;
  if (std::find(list->items, end, parameter) != end) return done;
  return list_append(thread.interpreter(), list, parameter);
}

Status add_parameters_of(Thread& thread, List* list, Object* argument) {
  // Classes have attributes of these names for their instances.
  if (is_type(argument)) return done;
  Ref<> substitute(TRY(get_attribute_if(thread, argument, "__typing_subst__")).value);
  if (substitute) return add_once(thread, list, argument);
  Ref<> nested(TRY(get_attribute_if(thread, argument, "__parameters__")).value);
  if (!nested || !is_tuple(nested)) return done;
  const auto* tuple = static_cast<Tuple*>(nested.get());
  for (std::size_t index = 0; index < tuple->size; ++index)
    TRY(add_once(thread, list, (*tuple)[index]));
  return done;
}

std::size_t place_of(const Tuple* parameters, const Object* parameter) {
  Object* const* items = parameters->items();
  return static_cast<std::size_t>(std::find(items, items + parameters->size, parameter) - items);
}

// Nested aliases are subscripted with what their own parameters are replaced by.
Result<Object*> substitute_nested(Thread& thread, Object* argument, const Tuple* nested,
                                  const Tuple* parameters, const Tuple* items) {
  if (nested->size == 0) return retain(argument);
  Ref<List> chosen(TRY(make_list(thread.interpreter())));
  for (std::size_t index = 0; index < nested->size; ++index) {
    Object* parameter = (*nested)[index];
    const std::size_t place = place_of(parameters, parameter);
    Object* item = place < items->size ? (*items)[place] : parameter;
    // A variadic type variable, which can be iterated over, stands for a tuple of items.
    const bool variadic = parameter->type->slots->iterate != nullptr && is_tuple(item);
    TRY(variadic ? list_extend(thread, chosen, item)
                 : list_append(thread.interpreter(), chosen, item));
  }
  return get_item(thread, argument, Ref<Tuple>(TRY(to_tuple(thread, chosen))));
}

Result<Object*> substitute_one(Thread& thread, Object* argument, const Tuple* parameters,
                               const Tuple* items) {
  if (is_type(argument)) return retain(argument);
  Ref<> substitute(TRY(get_attribute_if(thread, argument, "__typing_subst__")).value);
  if (substitute) {
    const std::size_t place = place_of(parameters, argument);
    // Who learnt to be a parameter only after the alias was made is not among them.
    if (place >= items->size) return retain(argument);
    return call(thread, substitute, (*items)[place]);
  }
  Ref<> nested(TRY(get_attribute_if(thread, argument, "__parameters__")).value);
  if (!nested || !is_tuple(nested)) return retain(argument);
  Ref<Tuple> held(retain(static_cast<Tuple*>(nested.get())));
  return substitute_nested(thread, argument, held, parameters, items);
}

// Does this argument spread what it is replaced by (a variadic type variable, *tuple[...])?
Result<bool> is_unpacked(Thread& thread, Object* argument) {
  if (is_type(argument)) return false;
  Ref<> mark(TRY(get_attribute_if(thread, argument, "__typing_is_unpacked_typevartuple__")).value);
  if (!mark) return false;
  return is_true(thread, mark);
}

// The items of *tuple[...], unless there may be any number of them; null inside: no such thing.
Result<Found<Object>> unpacked_items(Thread& thread, Object* item) {
  if (is_type(item)) return Found<Object>{};
  Ref<> items(TRY(get_attribute_if(thread, item, "__typing_unpacked_tuple_args__")).value);
  if (!items || !is_tuple(items)) return Found<Object>{};
  const auto* tuple = static_cast<Tuple*>(items.get());
  const bool open_ended =
      tuple->size > 0 && (*tuple)[tuple->size - 1] == thread.interpreter().ellipsis();
  return open_ended ? Found<Object>{} : Found<Object>{items.take()};
}

Result<Tuple*> items_as_tuple(Thread& thread, Object* items) {
  if (is_tuple(items)) return retain(static_cast<Tuple*>(items));
  return pack_tuple(thread.interpreter(), items);
}

// What was given between the brackets, with *tuple[int, str] as the two that it holds.
Result<Tuple*> unpack_given(Thread& thread, Object* given) {
  Ref<Tuple> items(TRY(items_as_tuple(thread, given)));
  Ref<List> flat(TRY(make_list(thread.interpreter())));
  for (std::size_t index = 0; index < items->size; ++index) {
    Ref<> unpacked(TRY(unpacked_items(thread, (*items)[index])).value);
    TRY(unpacked ? list_extend(thread, flat, unpacked)
                 : list_append(thread.interpreter(), flat, (*items)[index]));
  }
  return to_tuple(thread, flat);
}

// Parameters that want a say in how the items are grouped get it first.
Result<Tuple*> prepare_items(Thread& thread, Object* self, const Tuple* parameters, Object* given) {
  Ref<> items(TRY(unpack_given(thread, given)));
  for (std::size_t index = 0; index < parameters->size; ++index) {
    Ref<> prepare(
        TRY(get_attribute_if(thread, (*parameters)[index], "__typing_prepare_subst__")).value);
    if (!prepare || prepare == none(thread)) continue;
    Ref<Tuple> tuple(TRY(items_as_tuple(thread, items)));
    items.reset(TRY(call(thread, prepare, self, tuple.get())));
  }
  return items_as_tuple(thread, items);
}

}  // namespace

Result<Tuple*> collect_parameters(Thread& thread, Tuple* arguments) {
  Ref<List> found(TRY(make_list(thread.interpreter())));
  for (std::size_t index = 0; index < arguments->size; ++index) {
    TRY(add_parameters_of(thread, found, (*arguments)[index]));
  }
  return to_tuple(thread, found);
}

Result<Tuple*> substitute(Thread& thread, Object* self, Tuple* arguments, Tuple* parameters,
                          Object* given) {
  if (parameters->size == 0) {
    return raise(thread, TypeId::kTypeError, "{} is not a generic class", repr_of(self));
  }
  Ref<Tuple> items(TRY(prepare_items(thread, self, parameters, given)));
  if (items->size != parameters->size) {
    return raise(thread, TypeId::kTypeError, "Too {} arguments for {}; actual {}, expected {}",
                 items->size > parameters->size ? "many" : "few", repr_of(self), items->size,
                 parameters->size);
  }
  Ref<List> replaced(TRY(make_list(thread.interpreter())));
  for (std::size_t index = 0; index < arguments->size; ++index) {
    Object* argument = (*arguments)[index];
    const bool unpacked = TRY(is_unpacked(thread, argument));
    Ref<> value(TRY(substitute_one(thread, argument, parameters, items)));
    if (unpacked && is_tuple(value)) {
      TRY(list_extend(thread, replaced, value));
    } else {
      TRY(list_append(thread.interpreter(), replaced, value));
    }
  }
  return to_tuple(thread, replaced);
}

}  // namespace ouro
