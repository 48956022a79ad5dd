// AstState: the classes of one interpreter's _ast module, by kind.
#pragma once

#include <array>
#include <cstdint>

#include "runtime/module/ast_nodes.h"
#include "runtime/object/type.h"

namespace ouro {

inline constexpr std::size_t kAstWordGroups = 5;  // from kContext to kCompareOperator
inline constexpr std::size_t kAstWordsMax = 13;

// An instance of AST or of a class below.
struct AstObject : Object {
  Dict* dict;
  WeakReference* weak_references;
};

struct AstState {
  Type* base;
  std::array<Type*, kAstClassGroups> groups;
  std::array<Type*, kAstNodes> nodes;
  // The one instance of each class without fields that the parser's trees use.
  std::array<std::array<Object*, kAstWordsMax>, kAstWordGroups> words;

  template <typename Action>
  void for_each(Action action) {
    action(base);
    for (Type*& type : groups) action(type);
    for (Type*& type : nodes) action(type);
    for (auto& row : words) {
      for (Object*& word : row) action(word);
    }
  }
  Object* word(AstGroup group, std::uint8_t value) const {
    return words[static_cast<std::size_t>(group) - static_cast<std::size_t>(AstGroup::kContext)]
                [value];
  }
};

}  // namespace ouro
