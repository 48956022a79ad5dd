// itertools: iterators over choices from pools - product, permutations, combinations - and
// zip_longest.
#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/itertools.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/native_call.h"
#include "runtime/object/protocol.h"

namespace ouro {
namespace {

using Item = Result<Found<Object>>;
constexpr Found<Object> kEnd{};

ToolIterator* tool_of(Object* object) { return static_cast<ToolIterator*>(object); }

// A tuple of pool items, numbers[0, count) saying which.
Item choose(Thread& thread, ToolIterator* tool, std::size_t count) {
  Ref<Tuple> result(TRY(make_tuple(thread.interpreter(), count)));
  for (std::size_t index = 0; index < count; ++index) {
    result->items()[index] = retain((*tool->pool)[static_cast<std::size_t>(tool->numbers[index])]);
  }
  return Found<Object>{result.take()};
}

// Combinations and permutations: pool, and r in `end`. More numbers than the pool has: nothing to
// give.
Result<ToolIterator*> make_choice(Thread& thread, Type* type, const BoundArguments& bound,
                                  bool may_omit) {
  Ref<ToolIterator> tool(TRY(make_tool(thread, type)));
  tool->pool = TRY(to_tuple(thread, bound[0]));
  const bool omitted = may_omit && (bound[1] == nullptr || bound[1] == none(thread));
  if (!omitted && may_omit && !is_int(bound[1])) {
    return raise(thread, TypeId::kTypeError, "Expected int as r");
  }
  tool->end =
      omitted ? static_cast<std::int64_t>(tool->pool->size) : TRY(to_index_value(thread, bound[1]));
  if (tool->end < 0) return raise(thread, TypeId::kValueError, "r must be non-negative");
  return tool.take();
}

constexpr Signature kCombinations("combinations(iterable, r)");
Result<Object*> make_combinations(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kCombinations, arguments));
  Ref<ToolIterator> tool(TRY(make_choice(thread, type, bound, false)));
  tool->finished = static_cast<std::size_t>(tool->end) > tool->pool->size;
  if (tool->finished) return tool.take();
  TRY(reserve_numbers(thread, tool, static_cast<std::size_t>(tool->end)));
  for (std::int64_t index = 0; index < tool->end; ++index) tool->numbers[index] = index;
  return tool.take();
}

// `limit(index)` is the largest number at a place; after a step all later ones restart from `base`.
template <typename Limit, typename Restart>
bool step_choice(ToolIterator* tool, Limit limit, Restart restart) {
  std::int64_t index = tool->end - 1;
  while (index >= 0 && tool->numbers[index] == limit(index)) --index;
  if (index < 0) return false;
  ++tool->numbers[index];
  for (std::int64_t later = index + 1; later < tool->end; ++later) {
    tool->numbers[later] = restart(tool->numbers[later - 1]);
  }
  return true;
}

Item next_combination(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  if (tool->finished) return kEnd;
  if (tool->started) {
    const auto size = static_cast<std::int64_t>(tool->pool->size);
    tool->finished = !step_choice(
        tool, [&](std::int64_t index) { return index + size - tool->end; },
        [](std::intptr_t before) { return before + 1; });
    if (tool->finished) return kEnd;
  }
  tool->started = true;
  return choose(thread, tool, static_cast<std::size_t>(tool->end));
}

constexpr Signature kWithReplacement("combinations_with_replacement(iterable, r)");
Result<Object*> make_with_replacement(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kWithReplacement, arguments));
  Ref<ToolIterator> tool(TRY(make_choice(thread, type, bound, false)));
  tool->finished = tool->pool->size == 0 && tool->end > 0;
  if (!tool->finished) TRY(reserve_numbers(thread, tool, static_cast<std::size_t>(tool->end)));
  return tool.take();
}
Item next_with_replacement(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  if (tool->finished) return kEnd;
  if (tool->started) {
    const auto last = static_cast<std::int64_t>(tool->pool->size) - 1;
    tool->finished = !step_choice(
        tool, [last](std::int64_t) { return last; }, [](std::intptr_t before) { return before; });
    if (tool->finished) return kEnd;
  }
  tool->started = true;
  return choose(thread, tool, static_cast<std::size_t>(tool->end));
}

// numbers: the permutation of all pool places, then the cycle counters of the r first ones.
constexpr Signature kPermutations("permutations(iterable, r=None)");
Result<Object*> make_permutations(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kPermutations, arguments));
  Ref<ToolIterator> tool(TRY(make_choice(thread, type, bound, true)));
  const auto size = static_cast<std::int64_t>(tool->pool->size);
  tool->finished = tool->end > size;
  if (tool->finished) return tool.take();
  TRY(reserve_numbers(thread, tool, static_cast<std::size_t>(size + tool->end)));
  for (std::int64_t index = 0; index < size; ++index) tool->numbers[index] = index;
  for (std::int64_t index = 0; index < tool->end; ++index)
    tool->numbers[size + index] = size - index;
  return tool.take();
}

bool step_permutation(ToolIterator* tool) {
  const auto size = static_cast<std::int64_t>(tool->pool->size);
  std::intptr_t* places = tool->numbers;
  std::intptr_t* cycles = places + size;
  for (std::int64_t index = tool->end - 1; index >= 0; --index) {
    if (--cycles[index] > 0) {
      std::swap(places[index], places[size - cycles[index]]);
      return true;
    }
    std::rotate(places + index, places + index + 1, places + size);
    cycles[index] = size - index;
  }
  return false;
}

Item next_permutation(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  if (!tool->finished && tool->started) tool->finished = !step_permutation(tool);
  if (tool->finished) return kEnd;
  tool->started = true;
  return choose(thread, tool, static_cast<std::size_t>(tool->end));
}

// pool: a tuple of tuples; numbers: the place in each.
constexpr Signature kProduct("product(*iterables, repeat=1)");
Result<Object*> make_product(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kProduct, arguments));
  const std::intptr_t repeat = bound[0] == nullptr ? 1 : TRY(to_index_value(thread, bound[0]));
  if (repeat < 0) return raise(thread, TypeId::kValueError, "repeat argument cannot be negative");
  auto* sources = static_cast<Tuple*>(bound[kProduct.variadic_slot()]);
  const std::size_t count = repeat == 0 ? 0 : sources->size * static_cast<std::size_t>(repeat);
  Ref<ToolIterator> tool(TRY(make_tool(thread, type)));
  tool->pool = TRY(make_tuple(thread.interpreter(), count));
  for (std::size_t index = 0; index < count; ++index) {
    Object* pool = index < sources->size
                       ? TRY(to_tuple(thread, (*sources)[index]))
                       : retain(static_cast<Tuple*>((*tool->pool)[index - sources->size]));
    tool->pool->items()[index] = pool;
    tool->finished = tool->finished || static_cast<Tuple*>(pool)->size == 0;
  }
  TRY(reserve_numbers(thread, tool, count));
  return tool.take();
}

std::size_t pool_size(const ToolIterator* tool, std::size_t index) {
  return static_cast<const Tuple*>((*tool->pool)[index])->size;
}

bool step_product(ToolIterator* tool) {
  for (std::size_t index = tool->pool->size; index-- > 0;) {
    if (static_cast<std::size_t>(++tool->numbers[index]) < pool_size(tool, index)) return true;
    tool->numbers[index] = 0;
  }
  return false;
}

Item next_product(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  if (!tool->finished && tool->started) tool->finished = !step_product(tool);
  if (tool->finished) return kEnd;
  tool->started = true;
  Ref<Tuple> result(TRY(make_tuple(thread.interpreter(), tool->pool->size)));
  for (std::size_t index = 0; index < tool->pool->size; ++index) {
    const auto* pool = static_cast<const Tuple*>((*tool->pool)[index]);
    result->items()[index] = retain((*pool)[static_cast<std::size_t>(tool->numbers[index])]);
  }
  return Found<Object>{result.take()};
}

// pool: the iterators, null once exhausted; position: how many are not; extra: the fill value.
constexpr Signature kZipLongest("zip_longest(*iterables, fillvalue=None)");
Result<Object*> make_zip_longest(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kZipLongest, arguments));
  auto* sources = static_cast<Tuple*>(bound[kZipLongest.variadic_slot()]);
  Ref<ToolIterator> tool(TRY(make_tool(thread, type)));
  tool->extra = retain(bound[0] == nullptr ? none(thread) : bound[0]);
  tool->pool = TRY(make_tuple(thread.interpreter(), sources->size));
  for (std::size_t index = 0; index < sources->size; ++index) {
    tool->pool->items()[index] = TRY(iterate(thread, (*sources)[index]));
  }
  tool->position = static_cast<std::int64_t>(sources->size);
  return tool.take();
}

Item next_zip_longest(Thread& thread, Object* self) {
  ToolIterator* tool = tool_of(self);
  if (tool->position == 0) return kEnd;
  Ref<Tuple> result(TRY(make_tuple(thread.interpreter(), tool->pool->size)));
  for (std::size_t index = 0; index < tool->pool->size; ++index) {
    Object*& place = tool->pool->items()[index];
    Ref<> item;
    if (place != nullptr) {
      Ref<> source(retain(place));
      item.reset(TRY(next(thread, source)).value);
      if (!item) {
        if (place != nullptr) clear_reference(place);
        if (--tool->position == 0) return kEnd;
      }
    }
    result->items()[index] = item ? item.take() : retain(tool->extra);
  }
  return Found<Object>{result.take()};
}

constexpr TypeDescriptor kCombinationsType =
    tool_descriptor("combinations", make_combinations, next_combination);
constexpr TypeDescriptor kWithReplacementType =
    tool_descriptor("combinations_with_replacement", make_with_replacement, next_with_replacement);
constexpr TypeDescriptor kPermutationsType =
    tool_descriptor("permutations", make_permutations, next_permutation);
constexpr TypeDescriptor kProductType = tool_descriptor("product", make_product, next_product);
constexpr TypeDescriptor kZipLongestType =
    tool_descriptor("zip_longest", make_zip_longest, next_zip_longest);

constexpr const TypeDescriptor* kTypes[] = {&kCombinationsType, &kWithReplacementType,
                                            &kPermutationsType, &kProductType, &kZipLongestType};

}  // namespace

const std::span<const TypeDescriptor* const> kCombiningTools = kTypes;

}  // namespace ouro
