// AstNodes: the classes of the ast module as one table, which tree and objects are converted by.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace ouro {

namespace syntax {
enum class NodeKind : std::uint8_t;
}
inline constexpr std::size_t kAstNodes = 73;  // kinds of nodes in a tree

// A class that others derive from, or (from kComprehension on) one that stands alone.
enum class AstGroup : std::uint8_t {
  kMod,
  kStatement,
  kExpression,
  kExceptHandler,
  kPattern,
  kTypeIgnore,
  kContext,
  kBoolOperator,
  kOperator,
  kUnaryOperator,
  kCompareOperator,
  kComprehension,
  kArguments,
  kArg,
  kKeyword,
  kAlias,
  kWithItem,
  kMatchCase,
  kIdentifier,  // from here on no classes, only what fields hold
  kText,
  kInteger,
  kConstant,
};
inline constexpr std::size_t kAstClassGroups = static_cast<std::size_t>(AstGroup::kIdentifier);
inline constexpr std::size_t kAstGroups = static_cast<std::size_t>(AstGroup::kConstant) + 1;

enum class AstCount : std::uint8_t { kOne, kOptional, kMany };

// How the tree holds a field.
enum class AstField : std::uint8_t {
  kNode,
  kNodes,
  kName,
  kNames,
  kWord,   // an enumerator of one byte, of the field's group
  kWords,  // a span of them
  kFlag,
  kLevel,
  kConversion,
  kConstant,
  kConstantPrefix,
  kSingleton,
  kAbsent,  // only objects have it
};

struct AstFieldRow {
  std::string_view name;
  AstGroup group;
  AstCount count;
  AstField field;
  std::uint16_t offset;
};

struct AstNodeRow {
  syntax::NodeKind kind;
  std::string_view name;
  AstGroup group;
  std::span<const AstFieldRow> fields;
};

struct AstGroupRow {
  std::string_view name;
  bool has_position;                        // lineno and so on
  bool has_base;                            // several classes derive from it
  std::span<const std::string_view> words;  // classes without fields: Load, Add ...
};

const AstGroupRow& ast_group(AstGroup group);
const AstNodeRow& ast_node(syntax::NodeKind kind);
// Classes that no tree has: FunctionType and TypeIgnore.
std::span<const AstNodeRow> ast_classes_without_nodes();

}  // namespace ouro
