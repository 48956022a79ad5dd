// The free lists: one row per kind of body that is made and ended often.
#pragma once

#include <string_view>
#include <utility>

#include "runtime/object/complex.h"
#include "runtime/object/dict.h"
#include "runtime/object/float.h"
#include "runtime/object/function.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/tuple.h"
#include "runtime/state/free_list.h"

namespace ouro {

struct SliceBody;

struct IntBodies {
  static constexpr std::string_view kName = "int_free_list";
  static constexpr std::size_t kBytes = sizeof(Int), kKeptMax = 100;
  static constexpr BlockKind kBlockKind = BlockKind::kObject;
};
struct FloatBodies {
  static constexpr std::string_view kName = "float_free_list";
  static constexpr std::size_t kBytes = sizeof(Float), kKeptMax = 100;
  static constexpr BlockKind kBlockKind = BlockKind::kObject;
};
struct ListBodies {
  static constexpr std::string_view kName = "list_free_list";
  static constexpr std::size_t kBytes = sizeof(List), kKeptMax = 80;
  static constexpr BlockKind kBlockKind = BlockKind::kCollectable;
};
struct DictBodies {
  static constexpr std::string_view kName = "dict_free_list";
  static constexpr std::size_t kBytes = sizeof(Dict), kKeptMax = 80;
  static constexpr BlockKind kBlockKind = BlockKind::kCollectable;
};
struct MethodBodies {
  static constexpr std::string_view kName = "method_free_list";
  static constexpr std::size_t kBytes = sizeof(Method), kKeptMax = 20;
  static constexpr BlockKind kBlockKind = BlockKind::kCollectable;
};
using IntFreeList = FreeList<IntBodies>;
using FloatFreeList = FreeList<FloatBodies>;
using ListFreeList = FreeList<ListBodies>;
using DictFreeList = FreeList<DictBodies>;
using MethodFreeList = FreeList<MethodBodies>;

}  // namespace ouro
