// Emitter, conditions: tests that jump, without making a bool first.
#include "runtime/code/emitter.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/protocol.h"

namespace ouro {

using syntax::as;
using syntax::CompareOperator;
using syntax::Node;
using syntax::NodeKind;

Result<int> Emitter::known_truth(const Node* node) {
  if (!folder_.is_constant(node)) return -1;
  Object* object = TRY(folder_.value_of(node)).value;
  return TRY(is_true(compilation_.thread, object)) ? 1 : 0;
}

Status Emitter::jump_if(const Node* node, bool sense, Label target) {
  RecursionGuard guard(compilation_.thread, " during compilation");
  if (!guard.ok()) return failure;
  const int known = TRY(known_truth(node));
  if (known >= 0)
    return known == static_cast<int>(sense) ? unit_->jump(Operation::kJump, target) : done;
  if (const auto* unary = syntax::if_is<syntax::UnaryOp>(node)) {
    if (unary->op == syntax::UnaryOperator::kNot) return jump_if(unary->operand, !sense, target);
  }
  if (const auto* boolean = syntax::if_is<syntax::BoolOp>(node)) {
    return jump_if_boolean(*boolean, sense, target);
  }
  if (const auto* compare = syntax::if_is<syntax::Compare>(node)) {
    return jump_if_compare(*compare, sense, target);
  }
  if (const auto* choice = syntax::if_is<syntax::IfExp>(node)) {
    return jump_if_choice(*choice, sense, target);
  }
  const std::uint32_t mark = unit_->top();
  const Operand value = TRY(operand(node));
  unit_->set_top(mark);
  return unit_->jump(sense ? Operation::kJumpIfTrue : Operation::kJumpIfFalse, target, value);
}

Status Emitter::jump_if_boolean(const syntax::BoolOp& node, bool sense, Label target) {
  // `or` is decided by the first true value, `and` by the first false one.
  const bool decides = node.op == syntax::BoolOperator::kOr;
  const Label end = TRY(label());
  const Label decided = decides == sense ? target : end;
  for (std::size_t index = 0; index + 1 < node.values.size(); ++index) {
    TRY(jump_if(node.values[index], decides, decided));
  }
  TRY(jump_if(node.values.back(), sense, target));
  unit_->bind(end);
  return done;
}

Status Emitter::jump_if_choice(const syntax::IfExp& node, bool sense, Label target) {
  const Label other = TRY(label());
  const Label end = TRY(label());
  TRY(jump_if(node.test, false, other));
  TRY(jump_if(node.body, sense, target));
  TRY(unit_->jump(Operation::kJump, end));
  unit_->bind(other);
  TRY(jump_if(node.orelse, sense, target));
  unit_->bind(end);
  return done;
}

Status Emitter::compare_jump(CompareOperator op, Operand left, Operand right, bool sense,
                             Label target) {
  struct Row {
    Operation operation;
    std::uint16_t comparison;
    bool negated;
  };
  const auto plain = [](Comparison comparison) {
    return Row{Operation::kCompareJump, static_cast<std::uint16_t>(comparison), false};
  };
  // In the order of syntax::CompareOperator.
  const Row rows[] = {plain(Comparison::kEqual),      plain(Comparison::kNotEqual),
                      plain(Comparison::kLess),       plain(Comparison::kLessEqual),
                      plain(Comparison::kGreater),    plain(Comparison::kGreaterEqual),
                      {Operation::kIsJump, 0, false}, {Operation::kIsJump, 0, true},
                      {Operation::kInJump, 0, false}, {Operation::kInJump, 0, true}};
  const Row& row = rows[static_cast<std::size_t>(op)];
  const auto mode = static_cast<Operand>(row.comparison | (sense != row.negated ? kJumpIfTrue : 0));
  return unit_->word_jump(row.operation, target, mode, left, right);
}

namespace {

bool is_none(const Node* node) {
  const auto* constant = syntax::if_is<syntax::Constant>(node);
  return constant != nullptr && constant->type == syntax::ConstantKind::kNone;
}

}  // namespace

// The position stays that of the comparison for what follows, as in Python: an assertion that fails
// points to it.
Status Emitter::jump_if_compare(const syntax::Compare& node, bool sense, Label target) {
  unit_->position = node.position;
  TRY(warn_about_compare(node));
  if (node.ops.size() > 1) return jump_if_chain(node, sense, target);
  const CompareOperator op = node.ops[0];
  const std::uint32_t mark = unit_->top();
  if (is_none(node.comparators[0]) &&
      (op == CompareOperator::kIs || op == CompareOperator::kIsNot)) {
    const Operand value = TRY(operand(node.left));
    unit_->set_top(mark);
    const bool if_none = sense == (op == CompareOperator::kIs);
    return unit_->jump(if_none ? Operation::kJumpIfNone : Operation::kJumpIfNotNone, target, value);
  }
  const Operand left = TRY(held(node.left, {node.comparators[0]}));
  const Operand right = TRY(compare_right(node, 0));
  unit_->set_top(mark);
  return compare_jump(op, left, right, sense, target);
}

// a < b < c: false at the first comparison that fails; then a middle value in a temporary must go.
Status Emitter::jump_if_chain(const syntax::Compare& node, bool sense, Label target) {
  const std::uint32_t mark = unit_->top();
  const Label end = TRY(label());
  const Label cleanup = TRY(label());
  const Label not_true = sense ? end : target;
  bool needs_cleanup = false;
  Operand left = TRY(held(node.left, {node.comparators[0]}));
  for (std::size_t index = 0; index + 1 < node.ops.size(); ++index) {
    const Operand middle = TRY(compare_middle(node, index));
    const bool temporary = is_temporary(middle);
    TRY(compare_jump(node.ops[index], left, TRY(again(middle)), false,
                     temporary ? cleanup : not_true));
    needs_cleanup = needs_cleanup || temporary;
    left = TRY(lower(middle, mark));
  }
  const Operand right = TRY(compare_right(node, node.ops.size() - 1));
  unit_->set_top(mark);
  TRY(compare_jump(node.ops.back(), left, right, sense, target));
  if (needs_cleanup) {
    TRY(unit_->jump(Operation::kJump, end));
    unit_->bind(cleanup);
    TRY(drop_middle(mark));
    TRY(unit_->jump(Operation::kJump, not_true));
  }
  unit_->bind(end);
  return done;
}

}  // namespace ouro
