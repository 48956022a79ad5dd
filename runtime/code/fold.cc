// Folder: constant expressions, computed with the runtime's own arithmetic.
#include "runtime/code/fold.h"

#include <bit>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/protocol.h"

namespace ouro {

using syntax::as;
using syntax::Context;
using syntax::Node;
using syntax::NodeKind;
using syntax::Operator;

namespace {

// What a folded value may grow to: larger ones cost more in the code than at run time.
constexpr std::size_t kIntBitsMax = 128;
constexpr std::size_t kCollectionMax = 256;
constexpr std::size_t kTextMax = 4096;
constexpr std::size_t kItemsMax = 1024;

std::size_t bit_length(const Int* number) {
  if (!number->compact()) {
    const std::size_t count = number->limb_count();
    return 64 * count - static_cast<std::size_t>(std::countl_zero(number->limbs()[count - 1]));
  }
  const auto value = static_cast<std::uint64_t>(number->value);
  return static_cast<std::size_t>(std::bit_width(number->value < 0 ? 0 - value : value));
}

// -1 for what is negative or too large to be a sensible count.
std::int64_t small_count(const Int* number) {
  return number->compact() && number->value >= 0 ? number->value : -1;
}

bool items_within(const Object* object, std::size_t& budget) {
  if (!is_exact(object, TypeId::kTuple)) return true;
  const auto* tuple = static_cast<const Tuple*>(object);
  if (tuple->size > budget) return false;
  budget -= tuple->size;
  for (std::size_t index = 0; index < tuple->size; ++index) {
    if (!items_within((*tuple)[index], budget)) return false;
  }
  return true;
}

bool may_repeat(const Int* count, const Object* sequence) {
  const std::int64_t times = small_count(count);
  if (is_exact(sequence, TypeId::kTuple)) {
    const std::size_t size = static_cast<const Tuple*>(sequence)->size;
    if (size == 0) return true;
    std::size_t budget = times <= 0 ? kItemsMax : kItemsMax / static_cast<std::size_t>(times);
    return times >= 0 && static_cast<std::size_t>(times) <= kCollectionMax / size &&
           items_within(sequence, budget);
  }
  const std::size_t length = is_str(sequence) ? static_cast<const Str*>(sequence)->length
                                              : static_cast<const Bytes*>(sequence)->length;
  return length == 0 || (times >= 0 && static_cast<std::size_t>(times) <= kTextMax / length);
}

bool is_sequence(const Object* object) {
  return is_str(object) || is_bytes(object) || is_tuple(object);
}

bool may_multiply(Object* left, Object* right) {
  if (is_int(left) && is_int(right)) {
    return bit_length(static_cast<Int*>(left)) + bit_length(static_cast<Int*>(right)) <=
           kIntBitsMax;
  }
  if (is_int(left) && is_sequence(right)) return may_repeat(static_cast<Int*>(left), right);
  if (is_int(right) && is_sequence(left)) return may_repeat(static_cast<Int*>(right), left);
  return true;
}

bool may_power(Object* left, Object* right) {
  if (!is_int(left) || !is_int(right)) return true;
  const std::int64_t exponent = small_count(static_cast<Int*>(right));
  if (exponent <= 0) return static_cast<Int*>(right)->compact();
  return bit_length(static_cast<Int*>(left)) <= kIntBitsMax / static_cast<std::size_t>(exponent);
}

bool may_shift_left(Object* left, Object* right) {
  if (!is_int(left) || !is_int(right)) return true;
  const std::int64_t places = small_count(static_cast<Int*>(right));
  if (places < 0) return false;
  return places <= static_cast<std::int64_t>(kIntBitsMax) &&
         bit_length(static_cast<Int*>(left)) <= kIntBitsMax - static_cast<std::size_t>(places);
}

struct OperatorRow {
  BinaryOperator operation;
  bool (*allowed)(Object* left, Object* right);
};
bool always(Object*, Object*) { return true; }
// `%` formats text: that may run user code through a subclass later, and grows.
bool not_text(Object* left, Object*) { return !is_str(left) && !is_bytes(left); }

// In the order of syntax::Operator.
constexpr OperatorRow kOperators[] = {
    {BinaryOperator::kAdd, always},
    {BinaryOperator::kSubtract, always},
    {BinaryOperator::kMultiply, may_multiply},
    {BinaryOperator::kMatrixMultiply, nullptr},
    {BinaryOperator::kTrueDivide, always},
    {BinaryOperator::kModulo, not_text},
    {BinaryOperator::kPower, may_power},
    {BinaryOperator::kLeftShift, may_shift_left},
    {BinaryOperator::kRightShift, always},
    {BinaryOperator::kOr, always},
    {BinaryOperator::kXor, always},
    {BinaryOperator::kAnd, always},
    {BinaryOperator::kFloorDivide, always},
};

}  // namespace

bool Folder::is_constant(const Node* node) const {
  return node != nullptr &&
         (node->kind == NodeKind::kConstant || values_.find(node) != nullptr ||
          (node->kind == NodeKind::kName && as<syntax::Name>(node).id == "__debug__"));
}

Result<Found<Object>> Folder::value_of(const Node* node) {
  if (!is_constant(node)) return Found<Object>{};
  if (Object* known = values_.find(node)) return Found<Object>{known};
  Object* made = nullptr;
  if (node->kind == NodeKind::kName) {
    const bool debug = compilation_.options.optimize == 0;
    made = TRY(compilation_.keep(compilation_.thread.interpreter().new_boolean(debug)));
  } else {
    made = TRY(compilation_.keep(make_constant(compilation_.thread, as<syntax::Constant>(node))));
  }
  TRY(compilation_.checked(values_.add(compilation_.arena, node, made)));
  return Found<Object>{made};
}

Status Folder::fold(const Node* node) {
  switch (node->kind) {
    case NodeKind::kUnaryOp: return fold_unary(as<syntax::UnaryOp>(node));
    case NodeKind::kBinOp: return fold_binary(as<syntax::BinOp>(node));
    case NodeKind::kSubscript: return fold_subscript(as<syntax::Subscript>(node));
    case NodeKind::kTuple: return fold_tuple(as<syntax::Tuple>(node));
    default: return done;
  }
}

// What failed will fail again at run time, where the program can see it.
Status Folder::note(const Node* node, Result<Object*> value) {
  if (!value.ok()) {
    clear_pending(compilation_.thread);
    return done;
  }
  Object* kept = TRY(compilation_.keep(value));
  return compilation_.checked(values_.add(compilation_.arena, node, kept));
}

Status Folder::fold_unary(const syntax::UnaryOp& node) {
  if (!is_constant(node.operand)) return done;
  Object* operand = TRY(value_of(node.operand)).value;
  Thread& thread = compilation_.thread;
  switch (node.op) {
    case syntax::UnaryOperator::kNot: {
      const Result<bool> truth = is_true(thread, operand);
      if (!truth.ok()) return note(&node, failure);
      return note(&node, new_boolean(thread, !truth.value()));
    }
    case syntax::UnaryOperator::kInvert:
      return note(&node, unary(thread, UnaryOperator::kInvert, operand));
    case syntax::UnaryOperator::kUAdd:
      return note(&node, unary(thread, UnaryOperator::kPositive, operand));
    case syntax::UnaryOperator::kUSub:
      return note(&node, unary(thread, UnaryOperator::kNegative, operand));
  }
  return done;
}

Status Folder::fold_binary(const syntax::BinOp& node) {
  if (!is_constant(node.left) || !is_constant(node.right)) return done;
  Object* left = TRY(value_of(node.left)).value;
  Object* right = TRY(value_of(node.right)).value;
  const OperatorRow& row = kOperators[static_cast<std::size_t>(node.op)];
  if (row.allowed == nullptr || !row.allowed(left, right)) return done;
  return note(&node, binary(compilation_.thread, row.operation, left, right));
}

Status Folder::fold_subscript(const syntax::Subscript& node) {
  if (node.ctx != Context::kLoad || !is_constant(node.value) || !is_constant(node.slice)) {
    return done;
  }
  Object* value = TRY(value_of(node.value)).value;
  Object* key = TRY(value_of(node.slice)).value;
  return note(&node, get_item(compilation_.thread, value, key));
}

Status Folder::fold_tuple(const syntax::Tuple& node) {
  if (node.ctx != Context::kLoad) return done;
  for (const Node* element : node.elts) {
    if (!is_constant(element)) return done;
  }
  Interpreter& interpreter = compilation_.thread.interpreter();
  Ref<Tuple> tuple(TRY(make_tuple(interpreter, node.elts.size())));
  for (std::size_t index = 0; index < node.elts.size(); ++index) {
    tuple->items()[index] = retain(TRY(value_of(node.elts[index])).value);
  }
  return note(&node, static_cast<Object*>(tuple.take()));
}

}  // namespace ouro
