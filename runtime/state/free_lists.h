// The free lists: one row per kind of body that is made and ended often.
#pragma once

#include <array>
#include <string_view>

#include "runtime/object/dict.h"
#include "runtime/object/float.h"
#include "runtime/object/function.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/tuple.h"
#include "runtime/state/free_list.h"

namespace ouro {

struct IntBodies {
  static constexpr std::string_view kName = "int_free_list";
  static constexpr std::string_view kPurpose = "bodies of ints of one limb";
  static constexpr std::size_t kBytes = sizeof(Int), kKeptMax = 100;
  static constexpr BlockKind kBlockKind = BlockKind::kObject;
};
struct FloatBodies {
  static constexpr std::string_view kName = "float_free_list";
  static constexpr std::string_view kPurpose = "bodies of floats";
  static constexpr std::size_t kBytes = sizeof(Float), kKeptMax = 100;
  static constexpr BlockKind kBlockKind = BlockKind::kObject;
};
struct ListBodies {
  static constexpr std::string_view kName = "list_free_list";
  static constexpr std::string_view kPurpose = "bodies of lists";
  static constexpr std::size_t kBytes = sizeof(List), kKeptMax = 80;
  static constexpr BlockKind kBlockKind = BlockKind::kCollectable;
};
struct DictBodies {
  static constexpr std::string_view kName = "dict_free_list";
  static constexpr std::string_view kPurpose = "bodies of dicts";
  static constexpr std::size_t kBytes = sizeof(Dict), kKeptMax = 80;
  static constexpr BlockKind kBlockKind = BlockKind::kCollectable;
};
struct MethodBodies {
  static constexpr std::string_view kName = "method_free_list";
  static constexpr std::string_view kPurpose = "bodies of bound methods";
  static constexpr std::size_t kBytes = sizeof(Method), kKeptMax = 20;
  static constexpr BlockKind kBlockKind = BlockKind::kCollectable;
};
// The index and the entries of the smallest table.
struct DictTables {
  static constexpr std::string_view kName = "dict_table_free_list";
  static constexpr std::string_view kPurpose = "tables of small dicts";
  static constexpr std::size_t kBytes = kSmallestDictTable, kKeptMax = 80;
  static constexpr BlockKind kBlockKind = BlockKind::kRaw;
};
struct SliceBodies {
  static constexpr std::string_view kName = "slice_free_list";
  static constexpr std::string_view kPurpose = "bodies of slices";
  static constexpr std::uint16_t kKeptMax = 8;
  static constexpr std::array kTypes{TypeId::kSlice};
};
struct RangeBodies {
  static constexpr std::string_view kName = "range_free_list";
  static constexpr std::string_view kPurpose = "bodies of ranges";
  static constexpr std::uint16_t kKeptMax = 8;
  static constexpr std::array kTypes{TypeId::kRange};
};
struct RangeIteratorBodies {
  static constexpr std::string_view kName = "range_iterator_free_list";
  static constexpr std::string_view kPurpose = "bodies of iterators over ranges";
  static constexpr std::uint16_t kKeptMax = 8;
  static constexpr std::array kTypes{TypeId::kRangeIterator};
};
struct ListIteratorBodies {
  static constexpr std::string_view kName = "list_iterator_free_list";
  static constexpr std::string_view kPurpose = "bodies of iterators over lists";
  static constexpr std::uint16_t kKeptMax = 16;
  static constexpr std::array kTypes{TypeId::kListIterator};
};
struct TupleIteratorBodies {
  static constexpr std::string_view kName = "tuple_iterator_free_list";
  static constexpr std::string_view kPurpose = "bodies of iterators over tuples";
  static constexpr std::uint16_t kKeptMax = 16;
  static constexpr std::array kTypes{TypeId::kTupleIterator};
};
struct BuiltinFunctionBodies {
  static constexpr std::string_view kName = "builtin_function_free_list";
  static constexpr std::string_view kPurpose = "bodies of bound native functions";
  static constexpr std::uint16_t kKeptMax = 16;
  static constexpr std::array kTypes{TypeId::kBuiltinFunction};
};
struct ContextBodies {
  static constexpr std::string_view kName = "context_free_list";
  static constexpr std::string_view kPurpose = "bodies of contexts";
  static constexpr std::uint16_t kKeptMax = 64;
  static constexpr std::array kTypes{TypeId::kContext};
};
struct FrameBodies {
  static constexpr std::string_view kName = "frame_free_list";
  static constexpr std::string_view kPurpose = "bodies of frame objects";
  static constexpr std::uint16_t kKeptMax = 32;
  static constexpr std::array kTypes{TypeId::kFrame};
};
struct GeneratorBodies {
  static constexpr std::string_view kName = "generator_free_list";
  static constexpr std::string_view kPurpose = "bodies of generators and coroutines";
  static constexpr std::uint16_t kKeptMax = 32;
  static constexpr std::array kTypes{TypeId::kGenerator, TypeId::kCoroutine};
};
struct AsyncGeneratorBodies {
  static constexpr std::string_view kName = "async_generator_free_list";
  static constexpr std::string_view kPurpose = "bodies of asynchronous generators";
  static constexpr std::uint16_t kKeptMax = 16;
  static constexpr std::array kTypes{TypeId::kAsyncGenerator};
};
struct AsyncValueBodies {
  static constexpr std::string_view kName = "async_value_free_list";
  static constexpr std::string_view kPurpose = "bodies of what asynchronous generators yield";
  static constexpr std::uint16_t kKeptMax = 16;
  static constexpr std::array kTypes{TypeId::kAsyncGeneratorWrappedValue};
};
struct AsyncStepBodies {
  static constexpr std::string_view kName = "async_step_free_list";
  static constexpr std::string_view kPurpose = "bodies of what asend() and athrow() give out";
  static constexpr std::uint16_t kKeptMax = 16;
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
