// Emitter, assignment: targets of all kinds, augmented and annotated assignment, del.
#include "runtime/code/emitter.h"
#include "runtime/interpreter/interpreter.h"

namespace ouro {

using syntax::as;
using syntax::Node;
using syntax::NodeKind;
using syntax::NodeList;

namespace {

// The elements of a tuple or list node; null: it is neither.
const NodeList* elements_of(const Node* node) {
  if (const auto* tuple = syntax::if_is<syntax::Tuple>(node)) return &tuple->elts;
  if (const auto* list = syntax::if_is<syntax::List>(node)) return &list->elts;
  return nullptr;
}

bool has_starred(NodeList nodes) {
  for (const Node* node : nodes) {
    if (node->kind == NodeKind::kStarred) return true;
  }
  return false;
}

// Python 3.11 shows an attribute that spans lines at the line of its name.
syntax::Position name_line(const syntax::Attribute& node) {
  syntax::Position shown = node.position;
  if (shown.line == shown.end_line) return shown;
  const auto width = static_cast<std::uint32_t>(node.attr.size());
  shown.line = shown.end_line;
  shown.column = shown.end_column >= width ? shown.end_column - width : 0;
  return shown;
}

}  // namespace

// A second reference to a value that is used twice.
Result<Operand> Emitter::again(Operand value) {
  if (!is_temporary(value)) return value;
  const Operand copy = TRY(unit_->push());
  TRY(unit_->emit(Operation::kCopy, copy, value));
  return copy;
}

// ---- plain assignment -------------------------------------------------------------------------

Status Emitter::assign(const syntax::Assign& node) {
  const std::uint32_t mark = unit_->top();
  if (node.targets.size() == 1) {
    TRY(assign_one(node.targets[0], node.value));
    unit_->set_top(mark);
    return done;
  }
  Operand value = TRY(operand(node.value));
  if (is_local(value)) value = TRY(give(value, kNew));
  for (const Node* target : node.targets.first(node.targets.size() - 1)) {
    const std::uint32_t inner = unit_->top();
    TRY(store(target, TRY(again(value))));
    unit_->set_top(inner);
  }
  TRY(store(node.targets.back(), value));
  unit_->set_top(mark);
  return done;
}

Status Emitter::assign_one(const Node* target, const Node* value) {
  if (Symbol* symbol = local_symbol(target)) {
    const At at(*unit_, target->position);
    TRY(refuse_debug(symbol->name->text, "assign to"));
    TRY(expression(value, unit_->place_of(symbol)));
    return done;
  }
  if (is_pairwise(target, value)) return assign_pairwise(*elements_of(target), *elements_of(value));
  return store(target, TRY(held(value, {target})));
}

// a, b = x, y needs no tuple.
bool Emitter::is_pairwise(const Node* target, const Node* value) {
  constexpr std::size_t kMost = 16;
  const NodeList* targets = elements_of(target);
  const NodeList* values = elements_of(value);
  return targets != nullptr && values != nullptr && targets->size() == values->size() &&
         !targets->empty() && targets->size() <= kMost && !has_starred(*targets) &&
         !has_starred(*values);
}

namespace {

bool contains(std::span<Symbol* const> symbols, const Symbol* symbol) {
  for (const Symbol* other : symbols) {
    if (other == symbol) return true;
  }
  return false;
}

}  // namespace

// To plain locals the last value goes at once and the others follow in reverse, as in Python 3.11.
Status Emitter::assign_pairwise(NodeList targets, NodeList values) {
  Symbol* symbols[16];
  std::size_t count = 0;
  for (const Node* target : targets) {
    Symbol* symbol = local_symbol(target);
    if (symbol == nullptr || contains({symbols, count}, symbol)) break;
    symbols[count++] = symbol;
  }
  const bool all_local = count == targets.size() && count <= 3;
  Operand given[16];
  const std::size_t early = all_local ? count - 1 : targets.size();
  for (std::size_t index = 0; index < early; ++index) {
    given[index] = folder_.is_constant(values[index]) ? TRY(operand(values[index]))
                                                      : TRY(expression(values[index], kNew));
  }
  if (!all_local) {
    for (std::size_t index = 0; index < early; ++index) TRY(store(targets[index], given[index]));
    return done;
  }
  for (Symbol* symbol : std::span(symbols, count)) unit_->place_of(symbol);
  TRY(expression(values[early], unit_->place_of(symbols[early])));
  for (std::size_t index = early; index-- > 0;) TRY(store(targets[index], given[index]));
  return done;
}

Status Emitter::store(const Node* target, Operand value) {
  RecursionGuard guard(compilation_.thread, " during compilation");
  if (!guard.ok()) return failure;
  const At at(*unit_, target->position);
  switch (target->kind) {
    case NodeKind::kName: return store_name(as<syntax::Name>(target).id, value);
    case NodeKind::kAttribute: return store_attribute(as<syntax::Attribute>(target), value);
    case NodeKind::kSubscript: return store_subscript(as<syntax::Subscript>(target), value);
    case NodeKind::kTuple: return unpack(as<syntax::Tuple>(target).elts, value);
    case NodeKind::kList: return unpack(as<syntax::List>(target).elts, value);
    case NodeKind::kStarred:
      return compilation_.error(target->position,
                                {"starred assignment target must be in a list or tuple"});
    default: OURO_CHECK(!"an assignment target of an unknown kind");
  }
  return failure;
}

Status Emitter::store_attribute(const syntax::Attribute& node, Operand value) {
  const std::uint32_t mark = unit_->top();
  const Operand object = TRY(operand(node.value));
  TRY(refuse_debug(node.attr, "assign to"));
  unit_->position = name_line(node);
  TRY(unit_->emit(Operation::kSetAttribute, object, value, TRY(attribute_name(node.attr))));
  unit_->set_top(mark);
  return done;
}

Status Emitter::store_subscript(const syntax::Subscript& node, Operand value) {
  const std::uint32_t mark = unit_->top();
  const Operand container = TRY(held(node.value, {node.slice}));
  const Operand key = TRY(operand(node.slice));
  TRY(unit_->emit(Operation::kSetItem, container, key, value));
  unit_->set_top(mark);
  return done;
}

// ---- unpacking --------------------------------------------------------------------------------

Status Emitter::unpack(NodeList targets, Operand value) {
  std::size_t star = targets.size();
  for (std::size_t index = 0; index < targets.size(); ++index) {
    if (targets[index]->kind != NodeKind::kStarred) continue;
    if (star < targets.size()) {
      return compilation_.error(unit_->position, {"multiple starred expressions in assignment"});
    }
    star = index;
  }
  if (star < targets.size()) return unpack_starred(targets, star, value);
  const Operand locals = TRY(local_run(targets));
  const auto count = static_cast<Operand>(targets.size());
  if (locals != kNoOperand) {
    TRY(unit_->emit(Operation::kUnpackSequence, locals, value, count));
    for (Operand index = 0; index < count; ++index) {
      unit_->note_bound(static_cast<Operand>(locals + index));
    }
    return done;
  }
  const auto first = static_cast<Operand>(kTemporaryBit | unit_->top());
  for (std::size_t index = 0; index < targets.size(); ++index) TRY(unit_->push());
  TRY(unit_->emit(Operation::kUnpackSequence, first, value, count));
  return store_run(targets, first);
}

Status Emitter::unpack_starred(NodeList targets, std::size_t star, Operand value) {
  if (star >= 256 || targets.size() - star - 1 >= 0x800000) {
    return compilation_.error(unit_->position,
                              {"too many expressions in star-unpacking assignment"});
  }
  const auto first = static_cast<Operand>(kTemporaryBit | unit_->top());
  for (std::size_t index = 0; index < targets.size(); ++index) TRY(unit_->push());
  TRY(unit_->emit(Operation::kUnpackStarred, first, value, static_cast<Operand>(star),
                  targets.size() - star - 1));
  return store_run(targets, first);
}

Status Emitter::store_run(NodeList targets, Operand first) {
  const std::uint32_t mark = unit_->top();
  for (std::size_t index = 0; index < targets.size(); ++index) {
    const Node* target = targets[index];
    if (const auto* starred = syntax::if_is<syntax::Starred>(target)) target = starred->value;
    TRY(store(target, static_cast<Operand>(first + index)));
    unit_->set_top(mark);
  }
  return done;
}

// The first register when the targets are plain locals side by side in this order; else kNoOperand.
Result<Operand> Emitter::local_run(NodeList targets) {
  for (const Node* target : targets) {
    if (local_symbol(target) == nullptr) return kNoOperand;
  }
  Operand first = kNoOperand;
  for (std::size_t index = 0; index < targets.size(); ++index) {
    const Operand place = unit_->place_of(local_symbol(targets[index]));
    if (index == 0) first = place;
    if (place != first + index) return kNoOperand;
  }
  return first;
}

// ---- augmented assignment ---------------------------------------------------------------------

namespace {

// Both families stand in the same order, see OURO_BINARY_ROWS.
Operation inplace(syntax::Operator op) {
  constexpr unsigned kDistance =
      static_cast<unsigned>(Operation::kInplaceAdd) - static_cast<unsigned>(Operation::kBinaryAdd);
  static_assert(static_cast<unsigned>(Operation::kInplaceXor) ==
                static_cast<unsigned>(Operation::kBinaryXor) + kDistance);
  return static_cast<Operation>(static_cast<unsigned>(binary_operation(op)) + kDistance);
}

}  // namespace

Status Emitter::augmented(const syntax::AugAssign& node) {
  const std::uint32_t mark = unit_->top();
  switch (node.target->kind) {
    case NodeKind::kName: TRY(augment_name(node, as<syntax::Name>(node.target))); break;
    case NodeKind::kAttribute:
      TRY(augment_attribute(node, as<syntax::Attribute>(node.target)));
      break;
    default: TRY(augment_subscript(node, as<syntax::Subscript>(node.target)));
  }
  unit_->set_top(mark);
  return done;
}

Status Emitter::augment_name(const syntax::AugAssign& node, const syntax::Name& target) {
  const std::uint32_t mark = unit_->top();
  {
    const At at(*unit_, target.position);
    TRY(refuse_debug(target.id, "assign to"));
  }
  const Operand old = TRY(held(&target, {node.value}));
  const Operand right = TRY(operand(node.value));
  unit_->set_top(mark);
  if (Symbol* symbol = local_symbol(&target)) {
    return unit_->emit(inplace(node.op), unit_->place_of(symbol), old, right);
  }
  const Operand sum = TRY(unit_->push());
  TRY(unit_->emit(inplace(node.op), sum, old, right));
  const At at(*unit_, target.position);
  return store_name(target.id, sum);
}

Status Emitter::augment_attribute(const syntax::AugAssign& node, const syntax::Attribute& target) {
  const Operand object = TRY(held(target.value, {node.value}));
  const std::uint32_t mark = unit_->top();
  const std::uint16_t name = TRY(attribute_name(target.attr));
  const Operand copy = TRY(again(object));
  unit_->set_top(mark);
  const Operand old = TRY(unit_->push());
  {
    const At at(*unit_, name_line(target));
    TRY(unit_->emit(Operation::kGetAttribute, old, copy, name));
  }
  const Operand right = TRY(operand(node.value));
  TRY(unit_->emit(inplace(node.op), old, old, right));
  const At at(*unit_, name_line(target));
  return unit_->emit(Operation::kSetAttribute, object, old, name);
}

Status Emitter::augment_subscript(const syntax::AugAssign& node, const syntax::Subscript& target) {
  const Operand container = TRY(held(target.value, {target.slice, node.value}));
  const Operand key = TRY(held(target.slice, {node.value}));
  const std::uint32_t mark = unit_->top();
  const Operand container_again = TRY(again(container));
  const Operand key_again = TRY(again(key));
  unit_->set_top(mark);
  const Operand old = TRY(unit_->push());
  {
    const At at(*unit_, target.position);
    TRY(unit_->emit(Operation::kGetItem, old, container_again, key_again));
  }
  const Operand right = TRY(operand(node.value));
  TRY(unit_->emit(inplace(node.op), old, old, right));
  const At at(*unit_, target.position);
  return unit_->emit(Operation::kSetItem, container, key, old);
}

// ---- annotated assignment ---------------------------------------------------------------------

Status Emitter::discard(const Node* node) {
  if (folder_.is_constant(node)) return done;
  const std::uint32_t mark = unit_->top();
  const Operand value = TRY(operand(node));
  unit_->set_top(mark);
  if (is_temporary(value)) return drop(value);
  if (unit_->certainly_bound(value)) return done;
  const At at(*unit_, node->position);  // an unbound local is an error here too
  const Operand copy = TRY(give(value, kNew));
  unit_->set_top(mark);
  return drop(copy);
}

Result<Operand> Emitter::annotation_value(const Node* annotation, Operand target) {
  if ((compilation_.future & code_flag::kFutureAnnotations) == 0) {
    if (const auto* starred = syntax::if_is<syntax::Starred>(annotation)) {  // *args: *Ts
      const std::uint32_t mark = unit_->top();
      const Operand value = TRY(operand(starred->value));
      unit_->set_top(mark);
      const Operand place = TRY(destination(target));
      TRY(unit_->emit(Operation::kUnpackSequence, place, value, 1));
      return place;
    }
    return expression(annotation, target);
  }
  Object* text = TRY(compilation_.keep(unparse(compilation_, annotation)));
  return give(TRY(constant(text)), target);
}

Status Emitter::annotated(const syntax::AnnAssign& node) {
  if (node.value != nullptr) TRY(assign_one(node.target, node.value));
  const bool function = unit_->scope->kind == ScopeKind::kFunction;
  if (const auto* name = syntax::if_is<syntax::Name>(node.target)) {
    TRY(refuse_debug(name->id, "assign to"));
    if (node.simple && !function) return annotate_name(node, *name);
  } else if (node.value == nullptr) {
    TRY(evaluate_annotation_parts(node));
  }
  const bool text_only = (compilation_.future & code_flag::kFutureAnnotations) != 0;
  return node.simple || function || text_only ? done : discard(node.annotation);
}

Status Emitter::annotate_name(const syntax::AnnAssign& node, const syntax::Name& name) {
  const std::uint32_t mark = unit_->top();
  const Operand value = TRY(annotation_value(node.annotation, kAnywhere));
  const Operand annotations = TRY(load_name("__annotations__", kNew));
  const Name* mangled = TRY(compilation_.mangled(unit_->scope->class_name, name.id));
  TRY(unit_->emit(Operation::kSetItem, annotations, TRY(text_operand(mangled->text)), value));
  unit_->set_top(mark);
  return done;
}

// `a.b: int` and `a[i]: int` evaluate a (and i), no more.
Status Emitter::evaluate_annotation_parts(const syntax::AnnAssign& node) {
  if (const auto* attribute = syntax::if_is<syntax::Attribute>(node.target)) {
    TRY(refuse_debug(attribute->attr, "assign to"));
    return discard(attribute->value);
  }
  const auto& subscript = as<syntax::Subscript>(node.target);
  TRY(discard(subscript.value));
  return discard(subscript.slice);
}

// ---- del --------------------------------------------------------------------------------------

Status Emitter::remove(const Node* target) {
  RecursionGuard guard(compilation_.thread, " during compilation");
  if (!guard.ok()) return failure;
  const At at(*unit_, target->position);
  const std::uint32_t mark = unit_->top();
  if (const NodeList* elements = elements_of(target)) {
    for (const Node* element : *elements) TRY(remove(element));
    return done;
  }
  if (const auto* name = syntax::if_is<syntax::Name>(target)) return delete_name(name->id);
  if (const auto* attribute = syntax::if_is<syntax::Attribute>(target)) {
    const Operand object = TRY(operand(attribute->value));
    TRY(refuse_debug(attribute->attr, "delete"));
    TRY(unit_->emit(Operation::kDeleteAttribute, object, 0, TRY(attribute_name(attribute->attr))));
  } else {
    const auto& subscript = as<syntax::Subscript>(target);
    const Operand container = TRY(held(subscript.value, {subscript.slice}));
    TRY(unit_->emit(Operation::kDeleteItem, container, TRY(operand(subscript.slice))));
  }
  unit_->set_top(mark);
  return done;
}

}  // namespace ouro
