// Node names: the nouns of the messages.
#include "runtime/source/node_name.h"

namespace ouro::syntax {
namespace {

std::string_view name_of_constant(const Constant& constant) {
  switch (constant.type) {
    case ConstantKind::kNone: return "None";
    case ConstantKind::kTrue: return "True";
    case ConstantKind::kFalse: return "False";
    case ConstantKind::kEllipsis: return "ellipsis";
    default: return "literal";
  }
}

const Node* find_in(NodeList elements, TargetRules rules) {
  for (const Node* element : elements) {
    if (const Node* wrong = find_wrong_target(element, rules)) return wrong;
  }
  return nullptr;
}

const Node* find_in_comparison(const Compare& node, TargetRules rules) {
  if (rules != TargetRules::kLoop) return &node;
  if (node.ops[0] != CompareOperator::kIn) return nullptr;
  return find_wrong_target(node.left, rules);
}

}  // namespace

std::string_view name_of_node(const Node* node) noexcept {
  switch (node->kind) {
    case NodeKind::kAttribute: return "attribute";
    case NodeKind::kSubscript: return "subscript";
    case NodeKind::kStarred: return "starred";
    case NodeKind::kName: return "name";
    case NodeKind::kList: return "list";
    case NodeKind::kTuple: return "tuple";
    case NodeKind::kLambda: return "lambda";
    case NodeKind::kCall: return "function call";
    case NodeKind::kBoolOp:
    case NodeKind::kBinOp:
    case NodeKind::kUnaryOp: return "expression";
    case NodeKind::kGeneratorExp: return "generator expression";
    case NodeKind::kYield:
    case NodeKind::kYieldFrom: return "yield expression";
    case NodeKind::kAwait: return "await expression";
    case NodeKind::kListComp: return "list comprehension";
    case NodeKind::kSetComp: return "set comprehension";
    case NodeKind::kDictComp: return "dict comprehension";
    case NodeKind::kDict: return "dict literal";
    case NodeKind::kSet: return "set display";
    case NodeKind::kJoinedStr:
    case NodeKind::kFormattedValue: return "f-string expression";
    case NodeKind::kConstant: return name_of_constant(as<Constant>(node));
    case NodeKind::kCompare: return "comparison";
    case NodeKind::kIfExp: return "conditional expression";
    case NodeKind::kNamedExpr: return "named expression";
    default: return "expression";
  }
}

const Node* find_wrong_target(const Node* node, TargetRules rules) noexcept {
  switch (node->kind) {
    case NodeKind::kList: return find_in(as<List>(node).elts, rules);
    case NodeKind::kTuple: return find_in(as<Tuple>(node).elts, rules);
    case NodeKind::kStarred:
      return rules == TargetRules::kDelete ? node
                                           : find_wrong_target(as<Starred>(node).value, rules);
    case NodeKind::kCompare: return find_in_comparison(as<Compare>(node), rules);
    case NodeKind::kName:
    case NodeKind::kSubscript:
    case NodeKind::kAttribute: return nullptr;
    default: return node;
  }
}

}  // namespace ouro::syntax
