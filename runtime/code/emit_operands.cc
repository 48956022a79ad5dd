// Emitter, operands: where a value is, and how names are loaded and stored.
#include "runtime/code/emitter.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/int.h"

namespace ouro {

using syntax::as;
using syntax::Node;
using syntax::NodeKind;

// ---- places -----------------------------------------------------------------------------------

Result<Operand> Emitter::destination(Operand target) {
  if (target == kAnywhere || target == kNew) return unit_->push();
  return target;
}

Result<Label> Emitter::label() { return Label{TRY(unit_->new_label_id())}; }

Result<Operand> Emitter::constant(Object* object) {
  const std::uint32_t index = TRY(unit_->constant_index(object));
  if (index < kOperandConstants) return static_cast<Operand>(kConstantBit | index);
  const Operand loaded = TRY(unit_->push());
  TRY(unit_->emit(Operation::kLoadConstantWide, loaded, static_cast<Operand>(index & 0xffff),
                  static_cast<Operand>(index >> 16)));
  return loaded;
}

Result<Operand> Emitter::none_operand() { return constant(none(compilation_.thread)); }

Result<Operand> Emitter::text_operand(std::string_view text) {
  return constant(TRY(compilation_.keep(intern(compilation_.thread.interpreter(), text))));
}

Result<Operand> Emitter::number_operand(std::int64_t number) {
  return constant(TRY(compilation_.keep(make_int(compilation_.thread.interpreter(), number))));
}

Result<Operand> Emitter::give(Operand value, Operand target) {
  if (target == kAnywhere || target == value) return value;
  if (target == kNew && is_temporary(value)) return value;
  if (is_temporary(value)) unit_->set_top(register_of(value));
  const Operand place = TRY(destination(target));
  TRY(unit_->move(place, value));
  return place;
}

// Cannot run user code or fail in a visible order: a constant, or a plain local.
bool Emitter::is_trivial(const Node* node) {
  return node == nullptr || folder_.is_constant(node) || local_symbol(node) != nullptr;
}

bool Emitter::may_borrow(Operand local, std::initializer_list<const Node*> rest) {
  bool trivial = true;
  for (const Node* node : rest) trivial = trivial && is_trivial(node);
  if (trivial) return true;
  const Symbol* symbol = unit_->symbol_at(local);
  return (symbol->uses & use::kWalrus) == 0 && unit_->certainly_bound(local);
}

// The operand of an expression that is used only after `rest` has been evaluated.
Result<Operand> Emitter::held(const Node* node, std::initializer_list<const Node*> rest) {
  const Operand value = TRY(operand(node));
  if (!is_local(value) || may_borrow(value, rest)) return value;
  const At at(*unit_, node->position);
  return give(value, kNew);
}

// ---- names ------------------------------------------------------------------------------------

Symbol* Emitter::local_symbol_of(const Unit& unit, const Node* node) {
  const auto* name = syntax::if_is<syntax::Name>(node);
  if (name == nullptr || unit.scope->kind != ScopeKind::kFunction) return nullptr;
  const Result<const Name*> mangled = compilation_.mangled(unit.scope->class_name, name->id);
  if (!mangled.ok()) return nullptr;
  Symbol* symbol = unit.scope->find(mangled.value());
  return symbol != nullptr && symbol->storage == Storage::kLocal ? symbol : nullptr;
}

Result<Emitter::Access> Emitter::access(std::string_view text) {
  const Scope& scope = *unit_->scope;
  const Name* name = TRY(compilation_.mangled(scope.class_name, text));
  Symbol* symbol = scope.find(name);
  const bool function = scope.kind == ScopeKind::kFunction;
  const Storage storage = symbol == nullptr ? Storage::kUnknown : symbol->storage;
  if (storage == Storage::kLocal && function) {
    return Access{AccessKind::kLocal, unit_->place_of(symbol), 0};
  }
  if (storage == Storage::kCell) return Access{AccessKind::kCell, symbol->place, 0};
  if (storage == Storage::kFree) {
    if (scope.kind != ScopeKind::kClass) return Access{AccessKind::kCell, symbol->place, 0};
    return Access{AccessKind::kClassFree, symbol->place, TRY(unit_->name_index(name))};
  }
  const bool global =
      storage == Storage::kGlobalExplicit || (function && storage == Storage::kGlobalImplicit);
  return Access{global ? AccessKind::kGlobal : AccessKind::kName, TRY(unit_->name_index(name)), 0};
}

Result<Operand> Emitter::load_name(std::string_view text, Operand target) {
  const Access found = TRY(access(text));
  if (found.kind == AccessKind::kLocal) return give(found.place, target);
  const Operand place = TRY(destination(target));
  switch (found.kind) {
    case AccessKind::kCell: TRY(unit_->emit(Operation::kLoadCell, place, found.place)); break;
    case AccessKind::kClassFree:
      TRY(unit_->emit(Operation::kLoadClassFree, place, found.place, found.name));
      break;
    case AccessKind::kGlobal:
      TRY(unit_->emit(Operation::kLoadGlobal, place, 0, found.place));
      break;
    default: TRY(unit_->emit(Operation::kLoadName, place, 0, found.place));
  }
  return place;
}

Status Emitter::refuse_debug(std::string_view text, const char* what) {
  if (text != "__debug__") return done;
  return compilation_.error(unit_->position, {"cannot ", what, " __debug__"});
}

Status Emitter::store_name(std::string_view text, Operand value) {
  TRY(refuse_debug(text, "assign to"));
  const Access found = TRY(access(text));
  switch (found.kind) {
    case AccessKind::kLocal: return unit_->move(found.place, value);
    case AccessKind::kCell:
    case AccessKind::kClassFree: return unit_->emit(Operation::kStoreCell, found.place, value);
    case AccessKind::kGlobal: return unit_->emit(Operation::kStoreGlobal, value, 0, found.place);
    default: return unit_->emit(Operation::kStoreName, value, 0, found.place);
  }
}

Status Emitter::delete_name(std::string_view text) {
  TRY(refuse_debug(text, "delete"));
  const Access found = TRY(access(text));
  switch (found.kind) {
    case AccessKind::kLocal: return unit_->emit(Operation::kDeleteLocal, found.place);
    case AccessKind::kCell:
    case AccessKind::kClassFree: return unit_->emit(Operation::kDeleteCell, found.place);
    case AccessKind::kGlobal: return unit_->emit(Operation::kDeleteGlobal, 0, 0, found.place);
    default: return unit_->emit(Operation::kDeleteName, 0, 0, found.place);
  }
}

Result<std::uint16_t> Emitter::attribute_name(std::string_view text) {
  return unit_->name_index(TRY(compilation_.mangled(unit_->scope->class_name, text)));
}

}  // namespace ouro
