// Emitter, displays: tuples, lists, sets and dicts written out.
#include "runtime/code/emitter.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/set.h"

namespace ouro {

using syntax::as;
using syntax::Node;
using syntax::NodeKind;
using syntax::NodeList;

namespace {

// Longer displays grow item by item, so that they need no more registers than short ones.
constexpr std::size_t kRunMax = 30;
constexpr std::size_t kDictRunMax = 15;

bool has_starred(NodeList nodes) {
  for (const Node* node : nodes) {
    if (node->kind == NodeKind::kStarred) return true;
  }
  return false;
}

}  // namespace

// The values in consecutive temporaries, then the instruction that packs them.
Result<Operand> Emitter::run_of(NodeList nodes, Operation build, Operand target) {
  const std::uint32_t mark = unit_->top();
  for (const Node* node : nodes) TRY(expression(node, kNew));
  unit_->set_top(mark);
  const Operand place = TRY(destination(target));
  TRY(unit_->emit(build, place, static_cast<Operand>(kTemporaryBit | mark),
                  static_cast<Operand>(nodes.size())));
  return place;
}

Status Emitter::collect(NodeList nodes, Operand collection, Operation add, Operation extend) {
  const std::uint32_t mark = unit_->top();
  for (const Node* node : nodes) {
    const auto* starred = syntax::if_is<syntax::Starred>(node);
    const Operand value = TRY(operand(starred == nullptr ? node : starred->value));
    unit_->set_top(mark);
    TRY(unit_->emit(starred == nullptr ? add : extend, collection, value));
  }
  return done;
}

// A growing list or set in a temporary of its own.
Result<Operand> Emitter::collected(NodeList nodes, Operation start, Operation add, Operation extend,
                                   Operand target) {
  std::size_t first_run = 0;
  while (first_run < nodes.size() && first_run < kRunMax &&
         nodes[first_run]->kind != NodeKind::kStarred) {
    ++first_run;
  }
  const Operand collection = TRY(run_of(nodes.first(first_run), start, kNew));
  TRY(collect(nodes.subspan(first_run), collection, add, extend));
  return give(collection, target);
}

bool Emitter::are_constants(NodeList nodes) const {
  for (const Node* node : nodes) {
    if (!folder_.is_constant(node)) return false;
  }
  return true;
}

// kNoOperand when not all are constants.
Result<Operand> Emitter::constant_tuple_of(NodeList nodes) {
  if (!are_constants(nodes)) return kNoOperand;
  Interpreter& interpreter = compilation_.thread.interpreter();
  Ref<Tuple> tuple(TRY(make_tuple(interpreter, nodes.size())));
  for (std::size_t index = 0; index < nodes.size(); ++index) {
    tuple->items()[index] = retain(TRY(folder_.value_of(nodes[index])).value);
  }
  return constant(TRY(compilation_.keep(static_cast<Object*>(tuple.take()))));
}

Result<Operand> Emitter::constant_set_of(NodeList nodes) {
  if (!are_constants(nodes)) return kNoOperand;
  Ref<Set> set(TRY(make_frozen_set(compilation_.thread, nullptr)));
  if (!nodes.empty() && set->count != 1) return kNoOperand;  // the shared empty one
  for (const Node* node : nodes) {
    TRY(set_add(compilation_.thread, set, TRY(folder_.value_of(node)).value));
  }
  return constant(TRY(compilation_.keep(static_cast<Object*>(set.take()))));
}

Result<Operand> Emitter::list_display(NodeList nodes, Operand target) {
  if (nodes.size() >= 3) {
    const Operand constants = TRY(constant_tuple_of(nodes));
    if (constants != kNoOperand) {
      if (is_temporary(constants)) unit_->set_top(register_of(constants));
      const Operand place = TRY(destination(target));
      TRY(unit_->emit(Operation::kListFromTuple, place, constants));
      return place;
    }
  }
  if (nodes.size() <= kRunMax && !has_starred(nodes)) {
    return run_of(nodes, Operation::kBuildList, target);
  }
  return collected(nodes, Operation::kBuildList, Operation::kListAppend, Operation::kListExtend,
                   target);
}

// Three and more constants are kept as a frozenset, and copied: that decides the order of the
// items.
Result<Operand> Emitter::set_of_constants(NodeList nodes, Operand target) {
  const Operand set = TRY(run_of({}, Operation::kBuildSet, kNew));
  const std::uint32_t mark = unit_->top();
  const Operand constants = TRY(constant_set_of(nodes));
  unit_->set_top(mark);
  TRY(unit_->emit(Operation::kSetUpdate, set, constants));
  return give(set, target);
}

Result<Operand> Emitter::set_display(NodeList nodes, Operand target) {
  if (nodes.size() >= 3 && are_constants(nodes)) return set_of_constants(nodes, target);
  if (nodes.size() <= kRunMax && !has_starred(nodes)) {
    return run_of(nodes, Operation::kBuildSet, target);
  }
  return collected(nodes, Operation::kBuildSet, Operation::kSetAdd, Operation::kSetUpdate, target);
}

Result<Operand> Emitter::tuple_display(const syntax::Tuple& node, Operand target) {
  const NodeList nodes = node.elts;
  if (has_starred(nodes) || nodes.size() > kRunMax) {
    const Operand list = TRY(collected(nodes, Operation::kBuildList, Operation::kListAppend,
                                       Operation::kListExtend, kNew));
    unit_->set_top(register_of(list));
    const Operand place = TRY(destination(target));
    TRY(unit_->emit(Operation::kListToTuple, place, list));
    return place;
  }
  if (nodes.size() != 2) return run_of(nodes, Operation::kBuildTuple, target);
  const std::uint32_t mark = unit_->top();
  const Operand first = TRY(held(nodes[0], {nodes[1]}));
  const Operand second = TRY(operand(nodes[1]));
  unit_->set_top(mark);
  const Operand place = TRY(destination(target));
  TRY(unit_->emit(Operation::kPackPair, place, first, second));
  return place;
}

// ---- dicts ------------------------------------------------------------------------------------

Result<Operand> Emitter::small_dict(const syntax::Dict& node, Operand target) {
  const std::uint32_t mark = unit_->top();
  const std::size_t count = node.keys.size();
  const Operand names = count >= 2 ? TRY(constant_tuple_of(node.keys)) : kNoOperand;
  const bool with_keys = names != kNoOperand && is_constant(names);
  unit_->set_top(mark);
  for (std::size_t index = 0; index < count; ++index) {
    if (!with_keys) TRY(expression(node.keys[index], kNew));
    TRY(expression(node.values[index], kNew));
  }
  unit_->set_top(mark);
  const Operand place = TRY(destination(target));
  const auto first = static_cast<Operand>(kTemporaryBit | mark);
  if (!with_keys) {
    TRY(unit_->emit(Operation::kBuildDict, place, first, static_cast<Operand>(count)));
  } else {
    TRY(unit_->emit(Operation::kBuildDictWithKeys, place, first, static_cast<Operand>(count),
                    constant_of(names)));
  }
  return place;
}

Result<Operand> Emitter::dict_display(const syntax::Dict& node, Operand target) {
  bool plain = node.keys.size() <= kDictRunMax;
  for (const Node* key : node.keys) plain = plain && key != nullptr;
  if (plain) return small_dict(node, target);
  const Operand dict = TRY(unit_->push());
  const std::uint32_t mark = unit_->top();
  TRY(unit_->emit(Operation::kBuildDict, dict, dict, 0));
  for (std::size_t index = 0; index < node.keys.size(); ++index) {
    const Node* key = node.keys[index];
    const Node* value = node.values[index];
    if (key == nullptr) {
      TRY(unit_->emit(Operation::kDictUpdate, dict, TRY(operand(value))));
    } else {
      const Operand held_key = TRY(held(key, {value}));
      TRY(unit_->emit(Operation::kDictAdd, dict, held_key, TRY(operand(value))));
    }
    unit_->set_top(mark);
  }
  return give(dict, target);
}

}  // namespace ouro
