// The free lists: one row per kind of body that is made and ended often.
#pragma once

#include <array>

#include "runtime/object/dict.h"
#include "runtime/object/float.h"
#include "runtime/object/function.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/state/free_list.h"

namespace ouro {

struct IntBodies {
  static constexpr BodyKind kKind{"int_free_list", "bodies of ints of one limb", 100, sizeof(Int),
                                  BlockKind::kObject};
};
struct FloatBodies {
  static constexpr BodyKind kKind{"float_free_list", "bodies of floats", 100, sizeof(Float),
                                  BlockKind::kObject};
};
struct ListBodies {
  static constexpr BodyKind kKind{"list_free_list", "bodies of lists", 80, sizeof(List)};
};
struct DictBodies {
  static constexpr BodyKind kKind{"dict_free_list", "bodies of dicts", 80, sizeof(Dict)};
};
struct MethodBodies {
  static constexpr BodyKind kKind{"method_free_list", "bodies of bound methods", 20,
                                  sizeof(Method)};
};
// The index and the entries of the smallest table.
struct DictTables {
  static constexpr BodyKind kKind{"dict_table_free_list", "tables of small dicts", 80,
                                  kSmallestDictTable, BlockKind::kRaw};
};

struct SliceBodies {
  static constexpr BodyKind kKind{"slice_free_list", "bodies of slices", 8};
  static constexpr std::array kTypes{TypeId::kSlice};
};
struct RangeBodies {
  static constexpr BodyKind kKind{"range_free_list", "bodies of ranges", 8};
  static constexpr std::array kTypes{TypeId::kRange};
};
struct RangeIteratorBodies {
  static constexpr BodyKind kKind{"range_iterator_free_list", "bodies of iterators over ranges", 8};
  static constexpr std::array kTypes{TypeId::kRangeIterator};
};
struct ListIteratorBodies {
  static constexpr BodyKind kKind{"list_iterator_free_list", "bodies of iterators over lists", 16};
  static constexpr std::array kTypes{TypeId::kListIterator};
};
struct TupleIteratorBodies {
  static constexpr BodyKind kKind{"tuple_iterator_free_list", "bodies of iterators over tuples",
                                  16};
  static constexpr std::array kTypes{TypeId::kTupleIterator};
};
struct BuiltinFunctionBodies {
  static constexpr BodyKind kKind{"builtin_function_free_list", "bodies of bound native functions",
                                  16};
  static constexpr std::array kTypes{TypeId::kBuiltinFunction};
};
struct ContextBodies {
  static constexpr BodyKind kKind{"context_free_list", "bodies of contexts", 64};
  static constexpr std::array kTypes{TypeId::kContext};
};
struct FrameBodies {
  static constexpr BodyKind kKind{"frame_free_list", "bodies of frame objects", 32};
  static constexpr std::array kTypes{TypeId::kFrame};
};
struct GeneratorBodies {
  static constexpr BodyKind kKind{"generator_free_list", "bodies of generators and coroutines", 32};
  static constexpr std::array kTypes{TypeId::kGenerator, TypeId::kCoroutine};
};
struct AsyncGeneratorBodies {
  static constexpr BodyKind kKind{"async_generator_free_list", "bodies of asynchronous generators",
                                  16};
  static constexpr std::array kTypes{TypeId::kAsyncGenerator};
};
struct AsyncValueBodies {
  static constexpr BodyKind kKind{"async_value_free_list",
                                  "bodies of what asynchronous generators yield", 16};
  static constexpr std::array kTypes{TypeId::kAsyncGeneratorWrappedValue};
};
struct AsyncStepBodies {
  static constexpr BodyKind kKind{"async_step_free_list",
                                  "bodies of what asend() and athrow() give out", 16};
  static constexpr std::array kTypes{TypeId::kAsyncGeneratorSend, TypeId::kAsyncGeneratorThrow};
};

using IntFreeList = FreeList<IntBodies>;
using FloatFreeList = FreeList<FloatBodies>;
using ListFreeList = FreeList<ListBodies>;
using DictFreeList = FreeList<DictBodies>;
using MethodFreeList = FreeList<MethodBodies>;
using DictTableFreeList = FreeList<DictTables>;
using SliceFreeList = InstanceFreeList<SliceBodies>;
using RangeFreeList = InstanceFreeList<RangeBodies>;
using RangeIteratorFreeList = InstanceFreeList<RangeIteratorBodies>;
using ListIteratorFreeList = InstanceFreeList<ListIteratorBodies>;
using TupleIteratorFreeList = InstanceFreeList<TupleIteratorBodies>;
using BuiltinFunctionFreeList = InstanceFreeList<BuiltinFunctionBodies>;
using ContextFreeList = InstanceFreeList<ContextBodies>;
using FrameFreeList = InstanceFreeList<FrameBodies>;
using GeneratorFreeList = InstanceFreeList<GeneratorBodies>;
using AsyncGeneratorFreeList = InstanceFreeList<AsyncGeneratorBodies>;
using AsyncValueFreeList = InstanceFreeList<AsyncValueBodies>;
using AsyncStepFreeList = InstanceFreeList<AsyncStepBodies>;

}  // namespace ouro
