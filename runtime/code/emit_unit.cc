// Emitter, units: the frame around each block of code - names, cells, docstrings, the final return.
#include "runtime/code/emitter.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/source/arena_text.h"

namespace ouro {

using syntax::as;
using syntax::Node;
using syntax::NodeKind;
using syntax::NodeList;

Status Emitter::begin(Unit& unit, Scope* scope, std::string_view name, std::int32_t first_line) {
  unit.name = name;
  unit.first_line = first_line;
  TRY(set_qualified_name(unit));
  unit_ = &unit;
  TRY(unit.lay_out_locals());
  static_cast<void>(scope);
  return prologue();
}

// "f.<locals>.g", "C.method"; a name declared global is qualified by nothing.
Status Emitter::set_qualified_name(Unit& unit) {
  const Unit* parent = unit.parent;
  if (parent == nullptr || parent->scope->kind == ScopeKind::kModule) {
    unit.qualified_name = TRY(compilation_.name(unit.name));
    return done;
  }
  const NodeKind kind = unit.scope->node->kind;
  const bool named = kind == NodeKind::kFunctionDef || kind == NodeKind::kAsyncFunctionDef ||
                     kind == NodeKind::kClassDef;
  if (named) {
    const Name* mangled = TRY(compilation_.mangled(parent->scope->class_name, unit.name));
    const Symbol* symbol = parent->scope->find(mangled);
    if (symbol != nullptr && symbol->storage == Storage::kGlobalExplicit) {
      unit.qualified_name = TRY(compilation_.name(unit.name));
      return done;
    }
  }
  const bool function = parent->scope->kind == ScopeKind::kFunction &&
                        parent->scope->comprehension == Comprehension::kNone;
  const std::string_view between = function ? ".<locals>." : ".";
  const std::string_view text =
      syntax::concatenate(compilation_.arena, {parent->qualified_name->text, between, unit.name});
  if (text.data() == nullptr) return compilation_.out_of_memory();
  unit.qualified_name = TRY(compilation_.name(text));
  return done;
}

// Free variables come from the function, cells are made, and a generator stops right at its start.
Status Emitter::prologue() {
  const Unit::Locals locals = unit_->locals();
  for (std::uint32_t place = 0; place < locals.first_free; ++place) {
    const Symbol* symbol = unit_->symbol_at(place);
    if (symbol != nullptr && symbol->storage == Storage::kCell) {
      TRY(unit_->emit(Operation::kMakeCell, static_cast<Operand>(place)));
    }
  }
  if (locals.free_count > 0) {
    TRY(unit_->emit(Operation::kCopyFree, static_cast<Operand>(locals.first_free),
                    static_cast<Operand>(locals.free_count)));
  }
  constexpr std::uint32_t kSuspended =
      code_flag::kGenerator | code_flag::kCoroutine | code_flag::kAsyncGenerator;
  if ((flags_of(*unit_) & kSuspended) == 0) return done;
  return unit_->emit(Operation::kStartGenerator);
}

std::uint32_t Emitter::flags_of(const Unit& unit) const {
  const Scope& scope = *unit.scope;
  std::uint32_t flags = compilation_.future & code_flag::kFutureMask;
  if (scope.kind == ScopeKind::kFunction) {
    flags |= code_flag::kNewLocals | code_flag::kOptimized;
    if (scope.nested) flags |= code_flag::kNested;
    if (scope.generator) {
      flags |= scope.coroutine ? code_flag::kAsyncGenerator : code_flag::kGenerator;
    } else if (scope.coroutine) {
      flags |= code_flag::kCoroutine;
    }
    if (scope.variadic) flags |= code_flag::kVarArguments;
    if (scope.keyword_variadic) flags |= code_flag::kVarKeywords;
  }
  const bool top_level_await = compilation_.options.allow_top_level_await &&
                               scope.kind == ScopeKind::kModule && scope.coroutine &&
                               !scope.generator;
  return top_level_await ? flags | code_flag::kCoroutine : flags;
}

Result<Object*> Emitter::finish(Unit& unit) {
  unit.position = {};
  if (unit.reachable()) {
    TRY(unit.emit(Operation::kReturn, TRY(none_operand())));
    unit.stop();
  }
  Object* code = TRY(compilation_.keep(unit.assemble(flags_of(unit))));
  unit_ = unit.parent;
  return code;
}

// ---- bodies -----------------------------------------------------------------------------------

namespace {

bool annotates(const Node* node);

bool any_annotates(NodeList statements) {
  for (const Node* node : statements) {
    if (annotates(node)) return true;
  }
  return false;
}

bool try_annotates(const syntax::Try& node) {
  for (const syntax::ExceptHandler* handler : node.handlers) {
    if (any_annotates(handler->body)) return true;
  }
  return any_annotates(node.body) || any_annotates(node.orelse) || any_annotates(node.finalbody);
}

bool match_annotates(const syntax::Match& node) {
  for (const syntax::MatchCase* choice : node.cases) {
    if (any_annotates(choice->body)) return true;
  }
  return false;
}

// Does this statement hold an annotation that belongs to the module or class around it?
bool annotates(const Node* node) {
  switch (node->kind) {
    case NodeKind::kAnnAssign: return true;
    case NodeKind::kFor:
    case NodeKind::kAsyncFor:
      return any_annotates(as<syntax::For>(node).body) ||
             any_annotates(as<syntax::For>(node).orelse);
    case NodeKind::kWhile:
      return any_annotates(as<syntax::While>(node).body) ||
             any_annotates(as<syntax::While>(node).orelse);
    case NodeKind::kIf:
      return any_annotates(as<syntax::If>(node).body) || any_annotates(as<syntax::If>(node).orelse);
    case NodeKind::kWith:
    case NodeKind::kAsyncWith: return any_annotates(as<syntax::With>(node).body);
    case NodeKind::kTry:
    case NodeKind::kTryStar: return try_annotates(as<syntax::Try>(node));
    case NodeKind::kMatch: return match_annotates(as<syntax::Match>(node));
    default: return false;
  }
}

}  // namespace

const syntax::Constant* Emitter::docstring_of(NodeList statements) const {
  if (statements.empty() || compilation_.options.optimize >= 2) return nullptr;
  const auto* first = syntax::if_is<syntax::Expr>(statements[0]);
  if (first == nullptr) return nullptr;
  const auto* constant = syntax::if_is<syntax::Constant>(first->value);
  const bool text = constant != nullptr && constant->type == syntax::ConstantKind::kString;
  return text ? constant : nullptr;
}

// The body of a module or class: annotations and the docstring go into its namespace first.
Status Emitter::namespace_body(NodeList statements) {
  if (any_annotates(statements)) TRY(unit_->emit(Operation::kSetupAnnotations));
  if (const syntax::Constant* text = docstring_of(statements)) {
    const At at(*unit_, text->position);
    TRY(store_name("__doc__", TRY(operand(text))));
    statements = statements.subspan(1);
  }
  return body(statements);
}

Status Emitter::emit_body_of(const Node* tree) {
  if (tree->kind == NodeKind::kModule) return namespace_body(as<syntax::Module>(tree).body);
  if (tree->kind == NodeKind::kInteractive) {
    const NodeList statements = as<syntax::Interactive>(tree).body;
    unit_->interactive = true;
    if (any_annotates(statements)) TRY(unit_->emit(Operation::kSetupAnnotations));
    return body(statements);
  }
  const Node* value = as<syntax::Expression>(tree).body;
  const Operand result = TRY(operand(value));
  const At at(*unit_, value->position);
  TRY(unit_->emit(Operation::kReturn, result));
  unit_->stop();
  return done;
}

Result<Code*> Emitter::emit_module(const Node* tree) {
  Unit unit(compilation_, symbols_.module(), nullptr);
  TRY(begin(unit, symbols_.module(), "<module>", 1));
  TRY(emit_body_of(tree));
  return static_cast<Code*>(retain(TRY(finish(unit))));
}

// The cells that a nested block needs, as a tuple in a new temporary; kNoOperand: it needs none.
Result<Operand> Emitter::closure_of(const Unit& inner) {
  const Unit::Locals locals = inner.locals();
  if (locals.free_count == 0) return kNoOperand;
  const std::uint32_t mark = unit_->top();
  for (std::uint32_t index = 0; index < locals.free_count; ++index) {
    const Symbol* free = inner.symbol_at(locals.first_free + index);
    const bool class_cell = unit_->scope->class_cell != nullptr && free->name->text == "__class__";
    const Symbol* cell = class_cell ? unit_->scope->class_cell : unit_->scope->find(free->name);
    OURO_CHECK(cell != nullptr && cell->place != kNoRegister);
    TRY(give(cell->place, kNew));
  }
  unit_->set_top(mark);
  const Operand closure = TRY(unit_->push());
  TRY(unit_->emit(Operation::kBuildTuple, closure, closure,
                  static_cast<Operand>(locals.free_count)));
  return closure;
}

}  // namespace ouro
