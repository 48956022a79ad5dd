// itertools: iterators that go through their sources once - count, cycle, islice, groupby and the
// like.
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/itertools.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/native_call.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

using Item = Result<Found<Object>>;
constexpr Found<Object> kEnd{};

ToolIterator* tool_of(Object* object) { return static_cast<ToolIterator*>(object); }

Object* unless_none(Thread& thread, Object* object) {
  return object == none(thread) ? nullptr : object;
}

// The next item of the tool's source; the source stays alive meanwhile.
Item next_of_source(Thread& thread, ToolIterator* tool) {
  if (tool->source == nullptr) return kEnd;
  Ref<> source(retain(tool->source));
  return next(thread, source);
}

// Most tools are made from a function and an iterable.
Result<Object*> make_from_function(Thread& thread, Type* type, const Signature& signature,
                                   const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, signature, arguments));
  Ref<ToolIterator> tool(TRY(make_tool(thread, type)));
  tool->function = retain(bound[0]);
  tool->source = TRY(iterate(thread, bound[1]));
  return tool.take();
}

// ---- count, repeat, cycle ----

constexpr Signature kCountSignature("count(start=0, step=1)");
Result<Object*> make_count(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kCountSignature, arguments));
  Ref<ToolIterator> tool(TRY(make_tool(thread, type)));
  for (std::size_t index = 0; index < 2; ++index) {
    Object* value = bound[index];
    if (value != nullptr && value->type->slots->to_index == nullptr &&
        value->type->slots->to_float == nullptr && !is_exact(value, TypeId::kComplex)) {
      return raise(thread, TypeId::kTypeError, "a number is required");
    }
  }
  tool->source = bound[0] != nullptr ? retain(bound[0]) : TRY(make_int(thread.interpreter(), 0));
  tool->extra = bound[1] != nullptr ? retain(bound[1]) : TRY(make_int(thread.interpreter(), 1));
  return tool.take();
}
Item next_count(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  Object* following = TRY(binary(thread, BinaryOperator::kAdd, tool->source, tool->extra));
  return Found<Object>{std::exchange(tool->source, following)};
}
Result<Object*> count_repr(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  const bool by_one = is_exact(tool->extra, TypeId::kInt) &&
                      static_cast<Int*>(tool->extra)->compact() &&
                      static_cast<Int*>(tool->extra)->value == 1;
  if (by_one) return format_str(thread, "count({})", repr_of(tool->source));
  return format_str(thread, "count({}, {})", repr_of(tool->source), repr_of(tool->extra));
}

constexpr Signature kRepeatSignature("repeat(object, times=None)");
Result<Object*> make_repeat(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kRepeatSignature, arguments));
  Ref<ToolIterator> tool(TRY(make_tool(thread, type)));
  tool->source = retain(bound[0]);
  tool->end =
      bound[1] == nullptr ? -1 : std::max<std::int64_t>(0, TRY(to_index_value(thread, bound[1])));
  return tool.take();
}
Item next_repeat(Thread&, Object* self) {
  ToolIterator* tool = tool_of(self);
  if (tool->end == 0) return kEnd;
  if (tool->end > 0) --tool->end;
  return Found<Object>{retain(tool->source)};
}
Result<Object*> repeat_repr(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  if (tool->end < 0) return format_str(thread, "repeat({})", repr_of(tool->source));
  return format_str(thread, "repeat({}, {})", repr_of(tool->source), tool->end);
}
Result<Object*> repeat_length_hint(Thread& thread, Object* self, Object* const*) {
  if (tool_of(self)->end < 0) return raise(thread, TypeId::kTypeError, "len() of unsized object");
  return make_int(thread.interpreter(), tool_of(self)->end);
}

constexpr Signature kCycleSignature("cycle(iterable, /)");
Result<Object*> make_cycle(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kCycleSignature, arguments));
  Ref<ToolIterator> tool(TRY(make_tool(thread, type)));
  tool->source = TRY(iterate(thread, bound[0]));
  tool->extra = TRY(make_list(thread.interpreter()));
  return tool.take();
}
Item next_cycle(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  if (!tool->finished) {
    Ref<> item(TRY(next_of_source(thread, tool)).value);
    if (item) {
      TRY(list_append(thread.interpreter(), static_cast<List*>(tool->extra), item));
      return Found<Object>{item.take()};
    }
    tool->finished = true;
  }
  auto* seen = static_cast<List*>(tool->extra);
  if (seen->size == 0) return kEnd;
  Object* item = seen->items[tool->position];
  tool->position = (tool->position + 1) % static_cast<std::int64_t>(seen->size);
  return Found<Object>{retain(item)};
}

// ---- by predicate ----

constexpr Signature kTakeWhile("takewhile(predicate, iterable, /)");
Result<Object*> make_take_while(Thread& thread, Type* type, const Arguments& arguments) {
  return make_from_function(thread, type, kTakeWhile, arguments);
}
Item next_take_while(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  if (tool->finished) return kEnd;
  Ref<> item(TRY(next_of_source(thread, tool)).value);
  if (!item) return kEnd;
  Ref<> answer(TRY(call(thread, tool->function, item)));
  if (TRY(is_true(thread, answer))) return Found<Object>{item.take()};
  tool->finished = true;
  return kEnd;
}

constexpr Signature kDropWhile("dropwhile(predicate, iterable, /)");
Result<Object*> make_drop_while(Thread& thread, Type* type, const Arguments& arguments) {
  return make_from_function(thread, type, kDropWhile, arguments);
}
Item next_drop_while(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  while (true) {
    Ref<> item(TRY(next_of_source(thread, tool)).value);
    if (!item || tool->started) return Found<Object>{item.take()};
    Ref<> answer(TRY(call(thread, tool->function, item)));
    if (TRY(is_true(thread, answer))) continue;
    tool->started = true;
    return Found<Object>{item.take()};
  }
}

constexpr Signature kFilterFalse("filterfalse(function, iterable, /)");
Result<Object*> make_filter_false(Thread& thread, Type* type, const Arguments& arguments) {
  return make_from_function(thread, type, kFilterFalse, arguments);
}
Item next_filter_false(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  const bool by_truth =
      tool->function == none(thread) || tool->function == type_of(thread, TypeId::kBool);
  while (true) {
    Ref<> item(TRY(next_of_source(thread, tool)).value);
    if (!item) return kEnd;
    Ref<> answer(by_truth ? retain(item.get()) : TRY(call(thread, tool->function, item)));
    if (!TRY(is_true(thread, answer))) return Found<Object>{item.take()};
  }
}

constexpr Signature kStarMap("starmap(function, iterable, /)");
Result<Object*> make_star_map(Thread& thread, Type* type, const Arguments& arguments) {
  return make_from_function(thread, type, kStarMap, arguments);
}
Item next_star_map(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  Ref<> item(TRY(next_of_source(thread, tool)).value);
  if (!item) return kEnd;
  Ref<Tuple> values(TRY(to_tuple(thread, item)));
  return Found<Object>{TRY(call_with(thread, tool->function, values, nullptr))};
}

constexpr Signature kCompress("compress(data, selectors)");
Result<Object*> make_compress(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kCompress, arguments));
  Ref<ToolIterator> tool(TRY(make_tool(thread, type)));
  tool->source = TRY(iterate(thread, bound[0]));
  tool->extra = TRY(iterate(thread, bound[1]));
  return tool.take();
}
Item next_compress(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  while (true) {
    Ref<> item(TRY(next_of_source(thread, tool)).value);
    if (!item) return kEnd;
    Ref<> selector(TRY(next(thread, tool->extra)).value);
    if (!selector) return kEnd;
    if (TRY(is_true(thread, selector))) return Found<Object>{item.take()};
  }
}

// ---- chain, islice, accumulate, pairwise ----

Result<Object*> chain_over(Thread& thread, Type* type, Object* iterables) {
  Ref<ToolIterator> tool(TRY(make_tool(thread, type)));
  tool->source = TRY(iterate(thread, iterables));
  return tool.take();
}
constexpr Signature kChain("chain(*iterables)");
Result<Object*> make_chain(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kChain, arguments));
  return chain_over(thread, type, bound[kChain.variadic_slot()]);
}
Result<Object*> chain_from_iterable(Thread& thread, Object* self, Object* const* arguments) {
  return chain_over(thread, static_cast<Type*>(self), arguments[0]);
}
Item next_chain(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  while (tool->source != nullptr) {
    if (tool->extra == nullptr) {
      Ref<> iterable(TRY(next_of_source(thread, tool)).value);
      if (!iterable) return clear_reference(tool->source), kEnd;
      replace_reference(tool->extra, TRY(iterate(thread, iterable)));
    }
    Ref<> current(retain(tool->extra));
    Found<Object> item = TRY(next(thread, current));
    if (item) return item;
    clear_reference(tool->extra);
  }
  return kEnd;
}

Result<std::int64_t> slice_bound(Thread& thread, Object* value, std::int64_t fallback,
                                 const char* message) {
  if (value == nullptr || value == none(thread)) return fallback;
  auto bound = to_index_value(thread, value);
  if (!bound.ok()) {
    if (!pending_matches(thread, TypeId::kTypeError) &&
        !pending_matches(thread, TypeId::kOverflowError))
      return failure;
    clear_pending(thread);
  }
  if (!bound.ok() || bound.value() < 0) return raise(thread, TypeId::kValueError, message);
  return bound.value();
}
constexpr Signature kSlice("islice(iterable, a, b=None, c=None, /)");
Result<Object*> make_slice(Thread& thread, Type* type, const Arguments& arguments) {
  if (arguments.keywords() != 0)
    return raise(thread, TypeId::kTypeError, "islice() takes no keyword arguments");
  if (arguments.positional < 2) {
    return raise(thread, TypeId::kTypeError, "islice expected at least 2 arguments, got {}",
                 arguments.positional);
  }
  BoundArguments bound;
  TRY(bound.bind(thread, kSlice, arguments));
  constexpr const char* kStop =
      "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
  constexpr const char* kBoth =
      "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
  constexpr const char* kStep = "Step for islice() must be a positive integer or None.";
  Ref<ToolIterator> tool(TRY(make_tool(thread, type)));
  const bool only_stop = arguments.positional == 2;
  tool->end =
      TRY(slice_bound(thread, only_stop ? bound[1] : bound[2], -1, only_stop ? kStop : kBoth));
  const std::int64_t start = only_stop ? 0 : TRY(slice_bound(thread, bound[1], 0, kBoth));
  tool->step = TRY(slice_bound(thread, bound[3], 1, kStep));
  if (tool->step < 1) return raise(thread, TypeId::kValueError, kStep);
  TRY(reserve_numbers(thread, tool, 1));
  tool->numbers[0] = start;  // the place of the next item that is given out
  tool->source = TRY(iterate(thread, bound[0]));
  return tool.take();
}
Item next_slice(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  const std::int64_t wanted = tool->numbers[0];
  const bool past_end = tool->end >= 0 && wanted >= tool->end;
  const std::int64_t skip_to = past_end ? tool->end : wanted;
  for (; tool->position < skip_to; ++tool->position) {
    Ref<> skipped(TRY(next_of_source(thread, tool)).value);
    if (!skipped) return clear_reference(tool->source), kEnd;
  }
  if (past_end) return clear_reference(tool->source), kEnd;
  Found<Object> item = TRY(next_of_source(thread, tool));
  if (!item) return clear_reference(tool->source), kEnd;
  ++tool->position;
  tool->numbers[0] = wanted > INT64_MAX - tool->step ? INT64_MAX : wanted + tool->step;
  return item;
}

constexpr Signature kAccumulate("accumulate(iterable, func=None, *, initial=None)");
Result<Object*> make_accumulate(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kAccumulate, arguments));
  Ref<ToolIterator> tool(TRY(make_tool(thread, type)));
  tool->source = TRY(iterate(thread, bound[0]));
  if (bound[1] != nullptr) tool->function = retain_if(unless_none(thread, bound[1]));
  if (bound[2] != nullptr) tool->extra = retain_if(unless_none(thread, bound[2]));
  return tool.take();
}
Item next_accumulate(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  if (!tool->started) {
    tool->started = true;
    if (tool->extra != nullptr) return Found<Object>{retain(tool->extra)};
  }
  Ref<> item(TRY(next_of_source(thread, tool)).value);
  if (!item) return kEnd;
  if (tool->extra != nullptr) {
    Ref<> total(retain(tool->extra));
    item.reset(tool->function == nullptr ? TRY(binary(thread, BinaryOperator::kAdd, total, item))
                                         : TRY(call(thread, tool->function, total, item)));
  }
  replace_reference(tool->extra, retain(item.get()));
  return Found<Object>{item.take()};
}

constexpr Signature kPairwise("pairwise(iterable, /)");
Result<Object*> make_pairwise(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kPairwise, arguments));
  Ref<ToolIterator> tool(TRY(make_tool(thread, type)));
  tool->source = TRY(iterate(thread, bound[0]));
  return tool.take();
}
Item next_pairwise(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  Ref<> first(retain_if(tool->extra));
  if (!first) first.reset(TRY(next_of_source(thread, tool)).value);
  if (!first) return clear_reference(tool->source), kEnd;
  Ref<> second(TRY(next_of_source(thread, tool)).value);
  if (!second) return clear_reference(tool->source), clear_reference(tool->extra), kEnd;
  replace_reference(tool->extra, retain(second.get()));
  return Found<Object>{TRY(pack_tuple(thread.interpreter(), first.get(), second.get()))};
}

// ---- groupby: the group iterator reads through its parent ----
// Parent: function = key function, extra = key of the group, pool = (item at hand, its key) or
// null. Group: source = parent, extra = its key; it is the parent's current group while position
// agrees.

constexpr Signature kGroupBy("groupby(iterable, key=None)");
Result<Object*> make_group_by(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kGroupBy, arguments));
  Ref<ToolIterator> tool(TRY(make_tool(thread, type)));
  tool->source = TRY(iterate(thread, bound[0]));
  if (bound[1] != nullptr) tool->function = retain_if(unless_none(thread, bound[1]));
  return tool.take();
}

// The next item and its key into the parent's hand; false: the end.
Result<bool> advance(Thread& thread, ToolIterator* parent) {
  Ref<> item(TRY(next_of_source(thread, parent)).value);
  if (!item) return clear_reference(parent->pool), false;
  Ref<> key(parent->function == nullptr ? retain(item.get())
                                        : TRY(call(thread, parent->function, item)));
  replace_reference(parent->pool, TRY(pack_tuple(thread.interpreter(), item.get(), key.get())));
  return true;
}

Result<bool> same_group(Thread& thread, ToolIterator* parent, Object* key) {
  if (parent->pool == nullptr || key == nullptr) return false;
  Ref<> held(retain((*parent->pool)[1]));
  Ref<> wanted(retain(key));
  return equal(thread, wanted, held);
}

Item next_in_group(Thread& thread, Object* self) {
  ToolIterator* group = tool_of(self);
  auto* parent = tool_of(group->source);
  if (parent->position != group->position) return kEnd;
  if (parent->pool == nullptr && !TRY(advance(thread, parent))) return kEnd;
  if (!TRY(same_group(thread, parent, group->extra))) return kEnd;
  if (parent->pool == nullptr) return kEnd;  // the comparison has taken it
  Object* item = retain((*parent->pool)[0]);
  clear_reference(parent->pool);
  return Found<Object>{item};
}

Result<Object*> refuse_group(Thread& thread, Type*, const Arguments&) {
  return raise(thread, TypeId::kTypeError, "cannot create 'itertools._grouper' instances");
}
constexpr TypeDescriptor kGroup = tool_descriptor("_grouper", refuse_group, next_in_group);

Item next_group(Thread& thread, Object* self) {
  ToolIterator* parent = tool_of(self);
  ++parent->position;
  while (parent->pool == nullptr || TRY(same_group(thread, parent, parent->extra)) ||
         parent->pool == nullptr) {  // the comparison may take it
    if (!TRY(advance(thread, parent))) return kEnd;
    if (parent->extra == nullptr) break;
  }
  if (parent->pool == nullptr) return kEnd;
  replace_reference(parent->extra, retain((*parent->pool)[1]));
  Type* type = type_state<ItertoolsState>(self->type).group;
  Ref<ToolIterator> group(TRY(make_tool(thread, type)));
  group->source = retain(self);
  group->extra = retain(parent->extra);
  group->position = parent->position;
  return Found<Object>{
      TRY(pack_tuple(thread.interpreter(), parent->extra, static_cast<Object*>(group.get())))};
}

constexpr NativeMethod kRepeatMethods[] = {{"__length_hint__(self, /)", repeat_length_hint}};
constexpr NativeMethod kChainMethods[] = {
    {"from_iterable(type, iterable, /)", chain_from_iterable, Binding::kClass}};

constexpr TypeDescriptor with_repr(TypeDescriptor descriptor,
                                   Result<Object*> (*repr)(Thread&, Object*)) {
  descriptor.slots.repr = repr;
  return descriptor;
}

constexpr TypeDescriptor kCountType =
    with_repr(tool_descriptor("count", make_count, next_count), count_repr);
constexpr TypeDescriptor kRepeatType =
    with_repr(tool_descriptor("repeat", make_repeat, next_repeat, kRepeatMethods), repeat_repr);
constexpr TypeDescriptor kCycleType = tool_descriptor("cycle", make_cycle, next_cycle);
constexpr TypeDescriptor kTakeWhileType =
    tool_descriptor("takewhile", make_take_while, next_take_while);
constexpr TypeDescriptor kDropWhileType =
    tool_descriptor("dropwhile", make_drop_while, next_drop_while);
constexpr TypeDescriptor kFilterFalseType =
    tool_descriptor("filterfalse", make_filter_false, next_filter_false);
constexpr TypeDescriptor kStarMapType = tool_descriptor("starmap", make_star_map, next_star_map);
constexpr TypeDescriptor kCompressType = tool_descriptor("compress", make_compress, next_compress);
constexpr TypeDescriptor kChainType =
    tool_descriptor("chain", make_chain, next_chain, kChainMethods);
constexpr TypeDescriptor kSliceType = tool_descriptor("islice", make_slice, next_slice);
constexpr TypeDescriptor kAccumulateType =
    tool_descriptor("accumulate", make_accumulate, next_accumulate);
constexpr TypeDescriptor kPairwiseType = tool_descriptor("pairwise", make_pairwise, next_pairwise);
constexpr TypeDescriptor kGroupByType = tool_descriptor("groupby", make_group_by, next_group);

constexpr const TypeDescriptor* kTypes[] = {
    &kCountType,       &kRepeatType,   &kCycleType,    &kTakeWhileType, &kDropWhileType,
    &kFilterFalseType, &kStarMapType,  &kCompressType, &kChainType,     &kSliceType,
    &kAccumulateType,  &kPairwiseType, &kGroupByType,  &kGroup};

}  // namespace

const std::span<const TypeDescriptor* const> kSelectingTools = kTypes;

}  // namespace ouro
