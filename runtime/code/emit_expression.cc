// Emitter, expressions: everything with a value but displays, calls, functions and comprehensions.
#include "runtime/code/emitter.h"
#include "runtime/interpreter/interpreter.h"

namespace ouro {

using syntax::as;
using syntax::CompareOperator;
using syntax::Node;
using syntax::NodeKind;

namespace {

// In the order of syntax::Operator.
constexpr Operation kBinary[] = {
    Operation::kBinaryAdd,         Operation::kBinarySubtract,
    Operation::kBinaryMultiply,    Operation::kBinaryMatrixMultiply,
    Operation::kBinaryTrueDivide,  Operation::kBinaryModulo,
    Operation::kBinaryPower,       Operation::kBinaryLeftShift,
    Operation::kBinaryRightShift,  Operation::kBinaryOr,
    Operation::kBinaryXor,         Operation::kBinaryAnd,
    Operation::kBinaryFloorDivide,
};

// In the order of syntax::CompareOperator.
constexpr Operation kCompare[] = {
    Operation::kCompareEqual,
    Operation::kCompareNotEqual,
    Operation::kCompareLess,
    Operation::kCompareLessEqual,
    Operation::kCompareGreater,
    Operation::kCompareGreaterEqual,
    Operation::kIs,
    Operation::kIsNot,
    Operation::kIn,
    Operation::kNotIn,
};

// In the order of syntax::UnaryOperator.
constexpr Operation kUnary[] = {Operation::kInvert, Operation::kNot, Operation::kPositive,
                                Operation::kNegative};

bool is_membership(CompareOperator op) {
  return op == CompareOperator::kIn || op == CompareOperator::kNotIn;
}

}  // namespace

Operation binary_operation(syntax::Operator op) { return kBinary[static_cast<std::size_t>(op)]; }

Result<Operand> Emitter::expression(const Node* node, Operand target) {
  RecursionGuard guard(compilation_.thread, " during compilation");
  if (!guard.ok()) return failure;
  const At at(*unit_, node->position);
  if (folder_.is_constant(node)) return constant_expression(node, target);
  return dispatch(node, target);
}

Result<Operand> Emitter::dispatch(const Node* node, Operand target) {
  switch (node->kind) {
    case NodeKind::kName: return name_expression(as<syntax::Name>(node), target);
    case NodeKind::kAttribute: return attribute_expression(as<syntax::Attribute>(node), target);
    case NodeKind::kCall: return call_expression(as<syntax::Call>(node), target);
    case NodeKind::kBinOp: return binary_expression(as<syntax::BinOp>(node), target);
    case NodeKind::kSubscript: return subscript_expression(as<syntax::Subscript>(node), target);
    case NodeKind::kCompare: return compare_expression(as<syntax::Compare>(node), target);
    case NodeKind::kBoolOp: return boolean_expression(as<syntax::BoolOp>(node), target);
    case NodeKind::kUnaryOp: return unary_expression(as<syntax::UnaryOp>(node), target);
    case NodeKind::kTuple: return tuple_display(as<syntax::Tuple>(node), target);
    case NodeKind::kList: return list_display(as<syntax::List>(node).elts, target);
    case NodeKind::kSet: return set_display(as<syntax::Set>(node).elts, target);
    case NodeKind::kDict: return dict_display(as<syntax::Dict>(node), target);
    case NodeKind::kIfExp: return choice_expression(as<syntax::IfExp>(node), target);
    case NodeKind::kNamedExpr: return walrus_expression(as<syntax::NamedExpr>(node), target);
    default: return rare_expression(node, target);
  }
}

Result<Operand> Emitter::rare_expression(const Node* node, Operand target) {
  switch (node->kind) {
    case NodeKind::kLambda: return lambda_expression(as<syntax::Lambda>(node), target);
    case NodeKind::kListComp:
    case NodeKind::kSetComp:
    case NodeKind::kGeneratorExp: return element_comprehension(node, target);
    case NodeKind::kDictComp: {
      const auto& comp = as<syntax::DictComp>(node);
      return comprehension(node, comp.generators, comp.key, comp.value, target);
    }
    case NodeKind::kSlice: return slice_expression(as<syntax::Slice>(node), target);
    case NodeKind::kJoinedStr: return joined_expression(as<syntax::JoinedStr>(node), target);
    case NodeKind::kFormattedValue:
      return format_expression(as<syntax::FormattedValue>(node), target);
    case NodeKind::kYield: return yield_expression(as<syntax::Yield>(node), target);
    case NodeKind::kYieldFrom: return yield_from_expression(as<syntax::YieldFrom>(node), target);
    case NodeKind::kAwait: return await_expression(as<syntax::Await>(node), target);
    case NodeKind::kStarred:
      return compilation_.error(node->position, {"can't use starred expression here"});
    default: OURO_CHECK(!"an expression of an unknown kind");
  }
  return failure;
}

Result<Operand> Emitter::constant_expression(const Node* node, Operand target) {
  Object* object = TRY(folder_.value_of(node)).value;
  return give(TRY(constant(object)), target);
}

Result<Operand> Emitter::name_expression(const syntax::Name& node, Operand target) {
  return load_name(node.id, target);
}

Result<Operand> Emitter::binary_expression(const syntax::BinOp& node, Operand target) {
  if (is_percent_format(node)) return percent_expression(node, target);
  const std::uint32_t mark = unit_->top();
  const Operand left = TRY(held(node.left, {node.right}));
  const Operand right = TRY(operand(node.right));
  unit_->set_top(mark);
  const Operand place = TRY(destination(target));
  TRY(unit_->emit(binary_operation(node.op), place, left, right));
  return place;
}

namespace {

// `not a in b` is `a not in b`, and so on: the operators that have a negation.
const syntax::Compare* negatable(const syntax::UnaryOp& node) {
  if (node.op != syntax::UnaryOperator::kNot) return nullptr;
  const auto* compare = syntax::if_is<syntax::Compare>(node.operand);
  if (compare == nullptr || compare->ops.size() != 1) return nullptr;
  return compare->ops[0] >= CompareOperator::kIs ? compare : nullptr;
}

constexpr CompareOperator negation(CompareOperator op) {
  switch (op) {
    case CompareOperator::kIs: return CompareOperator::kIsNot;
    case CompareOperator::kIsNot: return CompareOperator::kIs;
    case CompareOperator::kIn: return CompareOperator::kNotIn;
    default: return CompareOperator::kIn;
  }
}

}  // namespace

Result<Operand> Emitter::unary_expression(const syntax::UnaryOp& node, Operand target) {
  if (const syntax::Compare* compare = negatable(node)) {
    syntax::Compare negated = *compare;
    const CompareOperator op = negation(compare->ops[0]);
    negated.ops = {&op, 1};
    const At at(*unit_, compare->position);
    return compare_expression(negated, target);
  }
  const std::uint32_t mark = unit_->top();
  const Operand value = TRY(operand(node.operand));
  unit_->set_top(mark);
  const Operand place = TRY(destination(target));
  TRY(unit_->emit(kUnary[static_cast<std::size_t>(node.op)], place, value));
  return place;
}

// The values go through one temporary; a local target must keep its old value until the end.
Result<Operand> Emitter::boolean_expression(const syntax::BoolOp& node, Operand target) {
  const Operation stop = node.op == syntax::BoolOperator::kAnd ? Operation::kJumpIfFalseOrDrop
                                                               : Operation::kJumpIfTrueOrDrop;
  const std::uint32_t mark = unit_->top();
  const Label end = TRY(label());
  Operand place = 0;
  for (std::size_t index = 0; index < node.values.size(); ++index) {
    unit_->set_top(mark);
    place = TRY(expression(node.values[index], kNew));
    if (index + 1 == node.values.size()) break;
    const At at(*unit_, node.values[index]->position);
    TRY(unit_->jump(stop, end, place));
  }
  unit_->bind(end);
  return give(place, target);
}

// ---- comparison -------------------------------------------------------------------------------

// A list or set of constants that is only searched is a constant itself.
Result<Operand> Emitter::compare_right(const syntax::Compare& node, std::size_t index) {
  const Node* right = node.comparators[index];
  if (!is_membership(node.ops[index])) return operand(right);
  if (const auto* list = syntax::if_is<syntax::List>(right)) {
    const Operand found = TRY(constant_tuple_of(list->elts));
    if (found != kNoOperand) return found;
  }
  if (const auto* set = syntax::if_is<syntax::Set>(right)) {
    const Operand found = TRY(constant_set_of(set->elts));
    if (found != kNoOperand) return found;
  }
  return operand(right);
}

Result<Operand> Emitter::single_compare(const syntax::Compare& node, Operand target) {
  const std::uint32_t mark = unit_->top();
  const Operand left = TRY(held(node.left, {node.comparators[0]}));
  const Operand right = TRY(compare_right(node, 0));
  unit_->set_top(mark);
  const Operand place = TRY(destination(target));
  TRY(unit_->emit(kCompare[static_cast<std::size_t>(node.ops[0])], place, left, right));
  return place;
}

// a < b < c: the result stands in one temporary, the middle value (if it needs one) in the next.
Result<Operand> Emitter::compare_expression(const syntax::Compare& node, Operand target) {
  TRY(warn_about_compare(node));
  if (node.ops.size() == 1) return single_compare(node, target);
  const Operand result = TRY(unit_->push());
  const std::uint32_t mark = unit_->top();
  const Label end = TRY(label());
  const Label cleanup = TRY(label());
  bool needs_cleanup = false;
  Operand left = TRY(held(node.left, {node.comparators[0]}));
  for (std::size_t index = 0; index + 1 < node.ops.size(); ++index) {
    const Operand middle = TRY(compare_middle(node, index));
    const Operation operation = kCompare[static_cast<std::size_t>(node.ops[index])];
    const bool temporary = is_temporary(middle);
    TRY(unit_->emit(operation, result, left, TRY(again(middle))));
    TRY(unit_->jump(Operation::kJumpIfFalseOrDrop, temporary ? cleanup : end, result));
    needs_cleanup = needs_cleanup || temporary;
    left = TRY(lower(middle, mark));
  }
  const Operand right = TRY(compare_right(node, node.ops.size() - 1));
  TRY(unit_->emit(kCompare[static_cast<std::size_t>(node.ops.back())], result, left, right));
  if (needs_cleanup) {
    TRY(unit_->jump(Operation::kJump, end));
    unit_->bind(cleanup);
    TRY(drop_middle(mark));
  }
  unit_->bind(end);
  unit_->set_top(mark);
  return give(result, target);
}

// A middle value of a chain, which is used twice.
Result<Operand> Emitter::compare_middle(const syntax::Compare& node, std::size_t index) {
  const Operand value = TRY(compare_right(node, index));
  if (!is_local(value) || may_borrow(value, {node.comparators[index + 1]})) return value;
  return give(value, kNew);
}

// Moves the middle value down to be the left one of the next comparison, always at the same place.
Result<Operand> Emitter::lower(Operand middle, std::uint32_t mark) {
  unit_->set_top(mark);
  if (!is_temporary(middle)) return middle;
  const Operand left = TRY(unit_->push());
  TRY(unit_->move(left, middle));
  return left;
}

// Where a chain ends early the middle value stands in the first or second temporary, or in none.
Status Emitter::drop_middle(std::uint32_t mark) {
  if (unit_->peak() > mark) TRY(drop(static_cast<Operand>(kTemporaryBit | mark)));
  return unit_->peak() > mark + 1 ? drop(static_cast<Operand>(kTemporaryBit | (mark + 1))) : done;
}

// ---- attributes and items ---------------------------------------------------------------------

Result<Operand> Emitter::attribute_expression(const syntax::Attribute& node, Operand target) {
  const std::uint32_t mark = unit_->top();
  const Operand object = TRY(operand(node.value));
  unit_->set_top(mark);
  const Operand place = TRY(destination(target));
  TRY(unit_->emit(Operation::kGetAttribute, place, object, TRY(attribute_name(node.attr))));
  return place;
}

Result<Operand> Emitter::subscript_expression(const syntax::Subscript& node, Operand target) {
  TRY(warn_about_subscript(node));
  const auto* slice = syntax::if_is<syntax::Slice>(node.slice);
  if (slice != nullptr && slice->step == nullptr) return slice_load(node, *slice, target);
  const std::uint32_t mark = unit_->top();
  const Operand container = TRY(held(node.value, {node.slice}));
  const Operand key = TRY(operand(node.slice));
  unit_->set_top(mark);
  const Operand place = TRY(destination(target));
  TRY(unit_->emit(Operation::kGetItem, place, container, key));
  return place;
}

// In a new temporary; None when absent.
Result<Operand> Emitter::optional_expression(const Node* node) {
  return node == nullptr ? give(TRY(none_operand()), kNew) : expression(node, kNew);
}

Result<Operand> Emitter::slice_load(const syntax::Subscript& node, const syntax::Slice& slice,
                                    Operand target) {
  const std::uint32_t mark = unit_->top();
  const Operand container = TRY(held(node.value, {slice.lower, slice.upper}));
  const Operand first = TRY(optional_expression(slice.lower));
  TRY(optional_expression(slice.upper));
  unit_->set_top(mark);
  const Operand place = TRY(destination(target));
  TRY(unit_->emit(Operation::kGetSlice, place, container, first));
  return place;
}

Result<Operand> Emitter::slice_expression(const syntax::Slice& node, Operand target) {
  const std::uint32_t mark = unit_->top();
  const std::size_t count = node.step == nullptr ? 2 : 3;
  const Operand first = TRY(optional_expression(node.lower));
  TRY(optional_expression(node.upper));
  if (node.step != nullptr) TRY(expression(node.step, kNew));
  unit_->set_top(mark);
  const Operand place = TRY(destination(target));
  TRY(unit_->emit(Operation::kBuildSlice, place, first, static_cast<Operand>(count)));
  return place;
}

// ---- assignment expressions and choices -------------------------------------------------------

Result<Operand> Emitter::walrus_expression(const syntax::NamedExpr& node, Operand target) {
  const auto& name = as<syntax::Name>(node.target);
  if (Symbol* symbol = local_symbol(&name)) {
    TRY(refuse_debug(name.id, "assign to"));
    const Operand place = unit_->place_of(symbol);
    const std::uint32_t mark = unit_->top();
    TRY(expression(node.value, place));
    unit_->set_top(mark);
    return give(place, target);
  }
  const Operand value = TRY(expression(node.value, kNew));
  const At at(*unit_, name.position);
  TRY(store_name(name.id, TRY(again(value))));
  unit_->set_top(register_of(value) + 1u);
  return give(value, target);
}

Result<Operand> Emitter::choice_expression(const syntax::IfExp& node, Operand target) {
  if (target == kAnywhere) target = kNew;
  const Label other = TRY(label());
  const Label end = TRY(label());
  const std::uint32_t mark = unit_->top();
  TRY(jump_if(node.test, false, other));
  const Operand place = TRY(expression(node.body, target));
  TRY(unit_->jump(Operation::kJump, end));
  unit_->bind(other);
  unit_->set_top(mark);
  TRY(expression(node.orelse, target));
  unit_->bind(end);
  return place;
}

// ---- f-strings --------------------------------------------------------------------------------

Result<Operand> Emitter::format_expression(const syntax::FormattedValue& node, Operand target) {
  const std::uint32_t mark = unit_->top();
  const Operand value = TRY(held(node.value, {node.format_spec}));
  const Operand specification =
      node.format_spec == nullptr ? kNoOperand : TRY(operand(node.format_spec));
  unit_->set_top(mark);
  const Operand place = TRY(destination(target));
  const std::uint64_t conversion =
      node.conversion < 0 ? 0 : static_cast<std::uint64_t>(node.conversion);
  TRY(unit_->emit(Operation::kFormatValue, place, value, specification, conversion));
  return place;
}

Result<Operand> Emitter::joined_expression(const syntax::JoinedStr& node, Operand target) {
  constexpr std::size_t kPartsAtOnce = 64;
  if (node.values.empty()) return give(TRY(text_operand("")), target);
  if (node.values.size() == 1) return expression(node.values[0], target);
  const std::uint32_t mark = unit_->top();
  const auto first = static_cast<Operand>(kTemporaryBit | mark);
  std::size_t count = 0;
  for (const Node* value : node.values) {
    if (count == kPartsAtOnce) {  // what there is so far becomes the first part
      TRY(unit_->emit(Operation::kBuildString, first, first, static_cast<Operand>(count)));
      unit_->set_top(mark + 1);
      count = 1;
    }
    TRY(expression(value, kNew));
    ++count;
  }
  unit_->set_top(mark);
  const Operand place = TRY(destination(target));
  TRY(unit_->emit(Operation::kBuildString, place, first, static_cast<Operand>(count)));
  return place;
}

// ---- generators and coroutines ----------------------------------------------------------------

Status Emitter::check_in_function(const Node& node, std::string_view what) {
  if (unit_->scope->kind == ScopeKind::kFunction) return done;
  return compilation_.error(node.position, {"'", what, "' outside function"});
}

Result<Operand> Emitter::yield_value(Operand value, Operand target) {
  const Scope& scope = *unit_->scope;
  const bool async = scope.generator && scope.coroutine;
  const Operand place = TRY(destination(target));
  TRY(unit_->emit(async ? Operation::kYieldAsync : Operation::kYield, place, value));
  return place;
}

Result<Operand> Emitter::yield_expression(const syntax::Yield& node, Operand target) {
  TRY(check_in_function(node, "yield"));
  const std::uint32_t mark = unit_->top();
  const Operand value = node.value == nullptr ? TRY(none_operand()) : TRY(operand(node.value));
  unit_->set_top(mark);
  return yield_value(value, target);
}

Result<Operand> Emitter::yield_from_expression(const syntax::YieldFrom& node, Operand target) {
  TRY(check_in_function(node, "yield"));
  if (unit_->scope->node->kind == NodeKind::kAsyncFunctionDef) {
    return compilation_.error(node.position, {"'yield from' inside async function"});
  }
  const std::uint32_t mark = unit_->top();
  const Operand value = TRY(operand(node.value));
  unit_->set_top(mark);
  const Operand iterator = TRY(unit_->push());
  TRY(unit_->emit(Operation::kGetYieldFromIterator, iterator, value));
  unit_->set_top(mark);
  const Operand place = TRY(destination(target));
  TRY(unit_->emit(Operation::kYieldFrom, place, iterator));
  return place;
}

// `value` is a temporary on top, or no temporary at all.
Result<Operand> Emitter::await_value(Operand value, std::uint16_t context, Operand target) {
  if (is_temporary(value)) unit_->set_top(register_of(value));
  const std::uint32_t mark = unit_->top();
  const Operand awaitable = TRY(unit_->push());
  TRY(unit_->emit(Operation::kGetAwaitable, awaitable, value, context));
  unit_->set_top(mark);
  const Operand place = TRY(destination(target));
  TRY(unit_->emit(Operation::kYieldFrom, place, awaitable));
  return place;
}

Result<Operand> Emitter::await_expression(const syntax::Await& node, Operand target) {
  if (!compilation_.options.allow_top_level_await) {
    TRY(check_in_function(node, "await"));
    const Scope& scope = *unit_->scope;
    if (scope.node->kind != NodeKind::kAsyncFunctionDef &&
        scope.comprehension == Comprehension::kNone) {
      return compilation_.error(node.position, {"'await' outside async function"});
    }
  }
  return await_value(TRY(operand(node.value)), 0, target);
}

}  // namespace ouro
