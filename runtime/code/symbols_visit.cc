// SymbolVisitor: the first walk, which notes how each scope uses each name.
#include "runtime/code/symbols_visit.h"

#include "runtime/code/fold.h"
#include "runtime/interpreter/interpreter.h"

namespace ouro {

using syntax::as;
using syntax::Context;
using syntax::Node;
using syntax::NodeKind;
using syntax::NodeList;
using syntax::Position;

// ---- scopes and names -------------------------------------------------------------------------

Status SymbolVisitor::enter(ScopeKind kind, std::string_view name, const Node* node) {
  Scope* scope = compilation_.arena.make<Scope>();
  if (scope == nullptr) return compilation_.out_of_memory();
  scope->kind = kind;
  scope->name = name;
  scope->node = node;
  scope->parent = scope_;
  scope->class_name = class_name_;
  if (scope_ != nullptr) {
    scope->nested = scope_->nested || scope_->kind == ScopeKind::kFunction;
    scope->iterates_expression = scope_->iterates_expression;
    TRY(compilation_.checked(scope_->children.add(compilation_.arena, scope)));
  }
  TRY(compilation_.checked(table_.scopes_.add(compilation_.arena, node, scope)));
  scope_ = scope;
  return done;
}

void SymbolVisitor::leave() { scope_ = scope_->parent; }

Status SymbolVisitor::add_to(Scope* scope, const Name* name, std::uint32_t uses,
                             const Position& position) {
  Symbol* symbol = scope->find(name);
  if (symbol == nullptr) {
    symbol = compilation_.arena.make<Symbol>(name);
    if (symbol == nullptr) return compilation_.out_of_memory();
    TRY(compilation_.checked(scope->symbols.add(compilation_.arena, symbol)));
    TRY(compilation_.checked(scope->table.add(compilation_.arena, name, symbol)));
  }
  symbol->uses |= uses;
  if (scope->iterates_target) TRY(check_iterated(symbol, position));
  if ((uses & use::kParameter) != 0) {
    TRY(compilation_.checked(scope->parameters.add(compilation_.arena, symbol)));
  } else if ((uses & use::kGlobal) != 0 && scope != table_.module_) {
    TRY(add_to(table_.module_, name, use::kGlobal, position));
  }
  return done;
}

Status SymbolVisitor::check_iterated(Symbol* symbol, const Position& position) {
  if ((symbol->uses & (use::kGlobal | use::kNonlocal)) != 0) {
    return compilation_.error(
        position, {"comprehension inner loop cannot rebind assignment expression target '",
                   symbol->name->text, "'"});
  }
  symbol->uses |= use::kIterated;
  return done;
}

Status SymbolVisitor::add(std::string_view text, std::uint32_t uses, const Position& position) {
  const Name* name = TRY(compilation_.mangled(class_name_, text));
  if ((uses & use::kParameter) != 0 && (uses_of(scope_, name) & use::kParameter) != 0) {
    return compilation_.error(position, {"duplicate argument '", text, "' in function definition"});
  }
  return add_to(scope_, name, uses, position);
}

std::uint32_t SymbolVisitor::uses_of(const Scope* scope, const Name* name) const {
  const Symbol* symbol = scope->find(name);
  return symbol == nullptr ? 0 : symbol->uses;
}

Status SymbolVisitor::note_directive(const Name* name, const Position& position) {
  return compilation_.checked(
      table_.directives_.add(compilation_.arena, SymbolTable::Directive{scope_, name, position}));
}

// ---- statements -------------------------------------------------------------------------------

Status SymbolVisitor::visit_body(NodeList statements) {
  for (const Node* statement : statements) TRY(visit_statement(statement));
  return done;
}

Status SymbolVisitor::visit_statement(const Node* node) {
  RecursionGuard guard(compilation_.thread, " during compilation");
  if (!guard.ok()) return failure;
  switch (node->kind) {
    case NodeKind::kFunctionDef:
    case NodeKind::kAsyncFunctionDef: return visit_function(as<syntax::FunctionDef>(node));
    case NodeKind::kClassDef: return visit_class(as<syntax::ClassDef>(node));
    case NodeKind::kReturn: return visit_return(as<syntax::Return>(node));
    case NodeKind::kDelete: return visit_all(as<syntax::Delete>(node).targets);
    case NodeKind::kAssign:
      TRY(visit_all(as<syntax::Assign>(node).targets));
      return visit(as<syntax::Assign>(node).value);
    case NodeKind::kAugAssign:
      TRY(visit(as<syntax::AugAssign>(node).target));
      return visit(as<syntax::AugAssign>(node).value);
    case NodeKind::kAnnAssign: return visit_annotated(as<syntax::AnnAssign>(node));
    case NodeKind::kGlobal: return visit_directive(*node, as<syntax::Global>(node).names, kGlobal);
    case NodeKind::kNonlocal:
      return visit_directive(*node, as<syntax::Nonlocal>(node).names, kNonlocal);
    case NodeKind::kExpr: return visit(as<syntax::Expr>(node).value);
    case NodeKind::kRaise:
      TRY(visit(as<syntax::Raise>(node).exc));
      return visit(as<syntax::Raise>(node).cause);
    case NodeKind::kAssert:
      TRY(visit(as<syntax::Assert>(node).test));
      return visit(as<syntax::Assert>(node).msg);
    case NodeKind::kImport: return visit_aliases(as<syntax::Import>(node).names);
    case NodeKind::kImportFrom: return visit_aliases(as<syntax::ImportFrom>(node).names);
    default: return visit_block_statement(node);
  }
}

Status SymbolVisitor::visit_block_statement(const Node* node) {
  switch (node->kind) {
    case NodeKind::kFor:
    case NodeKind::kAsyncFor: {
      const auto& loop = as<syntax::For>(node);
      TRY(visit(loop.target));
      TRY(visit(loop.iter));
      TRY(visit_body(loop.body));
      return visit_body(loop.orelse);
    }
    case NodeKind::kWhile: {
      const auto& loop = as<syntax::While>(node);
      TRY(visit(loop.test));
      TRY(visit_body(loop.body));
      return visit_body(loop.orelse);
    }
    case NodeKind::kIf: {
      const auto& choice = as<syntax::If>(node);
      TRY(visit(choice.test));
      TRY(visit_body(choice.body));
      return visit_body(choice.orelse);
    }
    case NodeKind::kWith:
    case NodeKind::kAsyncWith: return visit_with(as<syntax::With>(node));
    case NodeKind::kTry:
    case NodeKind::kTryStar: return visit_try(as<syntax::Try>(node));
    case NodeKind::kMatch: return visit_match(as<syntax::Match>(node));
    default: return done;  // pass, break, continue
  }
}

Status SymbolVisitor::visit_return(const syntax::Return& node) {
  if (node.value == nullptr) return done;
  TRY(visit(node.value));
  scope_->returns_value = true;
  return done;
}

Status SymbolVisitor::visit_with(const syntax::With& node) {
  for (const syntax::WithItem* item : node.items) {
    TRY(visit(item->context_expr));
    TRY(visit(item->optional_vars));
  }
  return visit_body(node.body);
}

Status SymbolVisitor::visit_try(const syntax::Try& node) {
  TRY(visit_body(node.body));
  TRY(visit_body(node.orelse));
  for (const syntax::ExceptHandler* handler : node.handlers) {
    TRY(visit(handler->type));
    if (handler->name.data() != nullptr) {
      TRY(add(handler->name, use::kLocal | use::kDeleted, handler->position));
    }
    TRY(visit_body(handler->body));
  }
  return visit_body(node.finalbody);
}

Status SymbolVisitor::visit_match(const syntax::Match& node) {
  TRY(visit(node.subject));
  for (const syntax::MatchCase* choice : node.cases) {
    TRY(visit_pattern(choice->pattern));
    TRY(visit(choice->guard));
    TRY(visit_body(choice->body));
  }
  return done;
}

Status SymbolVisitor::visit_function(const syntax::FunctionDef& node) {
  TRY(add(node.name, use::kLocal, node.position));
  TRY(visit_defaults(*node.args));
  TRY(visit_annotations(*node.args, node.returns));
  TRY(visit_all(node.decorator_list));
  TRY(enter(ScopeKind::kFunction, node.name, &node));
  if (node.kind == NodeKind::kAsyncFunctionDef) scope_->coroutine = true;
  TRY(visit_parameters(*node.args));
  TRY(visit_body(node.body));
  leave();
  return done;
}

Status SymbolVisitor::visit_class(const syntax::ClassDef& node) {
  TRY(add(node.name, use::kLocal, node.position));
  TRY(visit_all(node.bases));
  TRY(visit_keywords(node.keywords));
  TRY(visit_all(node.decorator_list));
  const std::string_view outer = class_name_;
  TRY(enter(ScopeKind::kClass, node.name, &node));
  class_name_ = node.name;
  scope_->class_name = node.name;
  TRY(visit_body(node.body));
  class_name_ = outer;
  leave();
  return done;
}

Status SymbolVisitor::visit_annotated(const syntax::AnnAssign& node) {
  if (const auto* target = syntax::if_is<syntax::Name>(node.target)) {
    TRY(visit_annotated_name(node, *target));
  } else {
    TRY(visit(node.target));
  }
  TRY(visit_annotation(node.annotation));
  return visit(node.value);
}

Status SymbolVisitor::visit_annotated_name(const syntax::AnnAssign& node,
                                           const syntax::Name& target) {
  const Name* name = TRY(compilation_.mangled(class_name_, target.id));
  const std::uint32_t uses = uses_of(scope_, name);
  if ((uses & (use::kGlobal | use::kNonlocal)) != 0 && scope_ != table_.module_ && node.simple) {
    return compilation_.error(node.position, {"annotated name '", target.id, "' can't be ",
                                              (uses & use::kGlobal) != 0 ? "global" : "nonlocal"});
  }
  if (node.simple) {
    return add_to(scope_, name, use::kAnnotation | use::kLocal, target.position);
  }
  return node.value == nullptr ? done : add_to(scope_, name, use::kLocal, target.position);
}

Status SymbolVisitor::visit_directive(const Node& node, syntax::IdentifierList names,
                                      const DirectiveKind& kind) {
  for (std::string_view text : names) {
    const Name* name = TRY(compilation_.mangled(class_name_, text));
    TRY(check_directive(node, text, uses_of(scope_, name), kind));
    TRY(add_to(scope_, name, kind.use, node.position));
    TRY(note_directive(name, node.position));
  }
  return done;
}

Status SymbolVisitor::check_directive(const Node& node, std::string_view text, std::uint32_t uses,
                                      const DirectiveKind& kind) {
  if ((uses & use::kParameter) != 0) {
    return compilation_.error(node.position, {"name '", text, "' is parameter and ", kind.name});
  }
  if ((uses & use::kRead) != 0) {
    return compilation_.error(node.position,
                              {"name '", text, "' is used prior to ", kind.name, " declaration"});
  }
  if ((uses & use::kAnnotation) != 0) {
    return compilation_.error(node.position, {"annotated name '", text, "' can't be ", kind.name});
  }
  if ((uses & use::kLocal) != 0) {
    return compilation_.error(
        node.position, {"name '", text, "' is assigned to before ", kind.name, " declaration"});
  }
  return done;
}

Status SymbolVisitor::visit_aliases(std::span<syntax::Alias* const> aliases) {
  for (const syntax::Alias* alias : aliases) {
    const std::string_view name = alias->asname.data() != nullptr ? alias->asname : alias->name;
    if (name == "*") {
      if (scope_->kind != ScopeKind::kModule) {
        return compilation_.error(alias->position, {"import * only allowed at module level"});
      }
      continue;
    }
    TRY(add(name.substr(0, name.find('.')), use::kImport, alias->position));
  }
  return done;
}

// ---- functions --------------------------------------------------------------------------------

Status SymbolVisitor::visit_defaults(const syntax::Arguments& arguments) {
  TRY(visit_all(arguments.defaults));
  return visit_all(arguments.kw_defaults);
}

Status SymbolVisitor::visit_parameters(const syntax::Arguments& arguments) {
  for (const auto list : {arguments.posonlyargs, arguments.args, arguments.kwonlyargs}) {
    for (const syntax::Arg* argument : list) {
      TRY(add(argument->arg, use::kParameter, argument->position));
    }
  }
  if (arguments.vararg != nullptr) {
    TRY(add(arguments.vararg->arg, use::kParameter, arguments.vararg->position));
    scope_->variadic = true;
  }
  if (arguments.kwarg != nullptr) {
    TRY(add(arguments.kwarg->arg, use::kParameter, arguments.kwarg->position));
    scope_->keyword_variadic = true;
  }
  return done;
}

Status SymbolVisitor::visit_annotations(const syntax::Arguments& arguments, const Node* returns) {
  for (const auto list : {arguments.posonlyargs, arguments.args}) {
    for (const syntax::Arg* argument : list) TRY(visit_annotation(argument->annotation));
  }
  if (arguments.vararg != nullptr) TRY(visit_annotation(arguments.vararg->annotation));
  if (arguments.kwarg != nullptr) TRY(visit_annotation(arguments.kwarg->annotation));
  for (const syntax::Arg* argument : arguments.kwonlyargs) {
    TRY(visit_annotation(argument->annotation));
  }
  return visit_annotation(returns);
}

// Under `from __future__ import annotations` an annotation is a text: a scope of its own, never
// run.
Status SymbolVisitor::visit_annotation(const Node* annotation) {
  if (annotation == nullptr) return done;
  const bool text_only = (compilation_.future & code_flag::kFutureAnnotations) != 0;
  if (text_only) TRY(enter(ScopeKind::kAnnotation, "_annotation", annotation));
  TRY(visit(annotation));
  if (text_only) leave();
  return done;
}

// ---- expressions ------------------------------------------------------------------------------

Status SymbolVisitor::visit_all(NodeList nodes) {
  for (const Node* node : nodes) TRY(visit(node));
  return done;
}

Status SymbolVisitor::visit(const Node* node) {
  if (node == nullptr || node->kind == NodeKind::kConstant) return done;
  RecursionGuard guard(compilation_.thread, " during compilation");
  if (!guard.ok()) return failure;
  switch (node->kind) {
    case NodeKind::kName: return visit_name(as<syntax::Name>(node));
    case NodeKind::kAttribute: return visit(as<syntax::Attribute>(node).value);
    case NodeKind::kCall: return visit_call(as<syntax::Call>(node));
    case NodeKind::kBinOp:
      TRY(visit(as<syntax::BinOp>(node).left));
      TRY(visit(as<syntax::BinOp>(node).right));
      return folder_.fold(node);
    case NodeKind::kUnaryOp:
      TRY(visit(as<syntax::UnaryOp>(node).operand));
      return folder_.fold(node);
    case NodeKind::kSubscript:
      TRY(visit(as<syntax::Subscript>(node).value));
      TRY(visit(as<syntax::Subscript>(node).slice));
      return folder_.fold(node);
    case NodeKind::kTuple: TRY(visit_all(as<syntax::Tuple>(node).elts)); return folder_.fold(node);
    case NodeKind::kCompare:
      TRY(visit(as<syntax::Compare>(node).left));
      return visit_all(as<syntax::Compare>(node).comparators);
    case NodeKind::kBoolOp: return visit_all(as<syntax::BoolOp>(node).values);
    case NodeKind::kList: return visit_all(as<syntax::List>(node).elts);
    case NodeKind::kSet: return visit_all(as<syntax::Set>(node).elts);
    case NodeKind::kStarred: return visit(as<syntax::Starred>(node).value);
    case NodeKind::kNamedExpr: return visit_walrus(as<syntax::NamedExpr>(node));
    case NodeKind::kLambda: return visit_lambda(as<syntax::Lambda>(node));
    default: return visit_rare(node);
  }
}

Status SymbolVisitor::visit_rare(const Node* node) {
  switch (node->kind) {
    case NodeKind::kIfExp:
      TRY(visit(as<syntax::IfExp>(node).test));
      TRY(visit(as<syntax::IfExp>(node).body));
      return visit(as<syntax::IfExp>(node).orelse);
    case NodeKind::kDict:
      TRY(visit_all(as<syntax::Dict>(node).keys));
      return visit_all(as<syntax::Dict>(node).values);
    case NodeKind::kListComp: return visit_element_comprehension(node, Comprehension::kList);
    case NodeKind::kSetComp: return visit_element_comprehension(node, Comprehension::kSet);
    case NodeKind::kGeneratorExp:
      return visit_element_comprehension(node, Comprehension::kGenerator);
    case NodeKind::kDictComp: {
      const auto& comp = as<syntax::DictComp>(node);
      return visit_comprehension(node, Comprehension::kDict, comp.generators, comp.key, comp.value);
    }
    case NodeKind::kYield: return visit_yield(node, as<syntax::Yield>(node).value);
    case NodeKind::kYieldFrom: return visit_yield(node, as<syntax::YieldFrom>(node).value);
    case NodeKind::kAwait:
      TRY(refuse_in_annotation(node, "await expression"));
      TRY(visit(as<syntax::Await>(node).value));
      scope_->coroutine = true;
      return done;
    case NodeKind::kFormattedValue:
      TRY(visit(as<syntax::FormattedValue>(node).value));
      return visit(as<syntax::FormattedValue>(node).format_spec);
    case NodeKind::kJoinedStr: return visit_all(as<syntax::JoinedStr>(node).values);
    case NodeKind::kSlice:
      TRY(visit(as<syntax::Slice>(node).lower));
      TRY(visit(as<syntax::Slice>(node).upper));
      return visit(as<syntax::Slice>(node).step);
    default: OURO_CHECK(!"an expression of an unknown kind");
  }
  return done;
}

Status SymbolVisitor::visit_name(const syntax::Name& node) {
  static constexpr std::uint32_t kUses[] = {use::kRead, use::kLocal, use::kLocal | use::kDeleted};
  TRY(add(node.id, kUses[static_cast<std::size_t>(node.ctx)], node.position));
  if (node.ctx == Context::kLoad && node.id == "super" && scope_->kind == ScopeKind::kFunction) {
    TRY(add("__class__", use::kRead, node.position));
  }
  return done;
}

Status SymbolVisitor::visit_call(const syntax::Call& node) {
  TRY(visit(node.func));
  TRY(visit_all(node.args));
  return visit_keywords(node.keywords);
}

Status SymbolVisitor::visit_keywords(std::span<syntax::Keyword* const> keywords) {
  for (const syntax::Keyword* keyword : keywords) TRY(visit(keyword->value));
  return done;
}

Status SymbolVisitor::visit_lambda(const syntax::Lambda& node) {
  TRY(visit_defaults(*node.args));
  TRY(enter(ScopeKind::kFunction, "lambda", &node));
  TRY(visit_parameters(*node.args));
  TRY(visit(node.body));
  leave();
  return done;
}

Status SymbolVisitor::refuse_in_annotation(const Node* node, std::string_view what) {
  if (scope_->kind != ScopeKind::kAnnotation) return done;
  return compilation_.error(node->position, {"'", what, "' can not be used within an annotation"});
}

Status SymbolVisitor::visit_yield(const Node* node, const Node* value) {
  TRY(refuse_in_annotation(node, "yield expression"));
  TRY(visit(value));
  scope_->generator = true;
  static constexpr std::string_view kNames[] = {"", "list comprehension", "set comprehension",
                                                "dict comprehension", "generator expression"};
  if (scope_->comprehension == Comprehension::kNone) return done;
  return compilation_.error(
      node->position, {"'yield' inside ", kNames[static_cast<std::size_t>(scope_->comprehension)]});
}

// ---- assignment expressions -------------------------------------------------------------------

Status SymbolVisitor::visit_walrus(const syntax::NamedExpr& node) {
  TRY(refuse_in_annotation(&node, "named expression"));
  if (scope_->iterates_expression > 0) {
    return compilation_.error(
        node.position,
        {"assignment expression cannot be used in a comprehension iterable expression"});
  }
  const auto& target = as<syntax::Name>(node.target);
  if (scope_->comprehension != Comprehension::kNone) TRY(extend_walrus(target));
  TRY(visit(node.value));
  TRY(visit(node.target));
  return add(target.id, use::kWalrus, target.position);
}

// In a comprehension the target belongs to the nearest scope around that is none.
Status SymbolVisitor::extend_walrus(const syntax::Name& target) {
  const Name* name = TRY(compilation_.mangled(class_name_, target.id));
  for (Scope* scope = scope_; scope != nullptr; scope = scope->parent) {
    if (scope->comprehension != Comprehension::kNone) {
      if ((uses_of(scope, name) & use::kIterated) == 0) continue;
      return compilation_.error(
          target.position,
          {"assignment expression cannot rebind comprehension iteration variable '", target.id,
           "'"});
    }
    return extend_walrus_to(scope, name, target);
  }
  return done;
}

Status SymbolVisitor::extend_walrus_to(Scope* scope, const Name* name, const syntax::Name& target) {
  const Position& position = target.position;
  if (scope->kind == ScopeKind::kClass) {
    return compilation_.error(
        position, {"assignment expression within a comprehension cannot be used in a class body"});
  }
  const bool global =
      scope->kind == ScopeKind::kModule || (uses_of(scope, name) & use::kGlobal) != 0;
  TRY(add_to(scope_, name, global ? use::kGlobal : use::kNonlocal, position));
  TRY(note_directive(name, position));
  const bool module = scope->kind == ScopeKind::kModule;
  return add_to(scope, name, (module ? use::kGlobal : use::kLocal) | use::kWalrus, position);
}

// ---- comprehensions ---------------------------------------------------------------------------

Status SymbolVisitor::visit_element_comprehension(const Node* node, Comprehension kind) {
  const auto& comp = as<syntax::ElementComp>(node);
  return visit_comprehension(node, kind, comp.generators, comp.elt, nullptr);
}

Status SymbolVisitor::visit_comprehension(const Node* node, Comprehension kind,
                                          std::span<syntax::Comprehension* const> generators,
                                          const Node* element, const Node* value) {
  static constexpr std::string_view kNames[] = {"", "listcomp", "setcomp", "dictcomp", "genexpr"};
  const syntax::Comprehension& outermost = *generators[0];
  ++scope_->iterates_expression;
  TRY(visit(outermost.iter));
  --scope_->iterates_expression;
  TRY(enter(ScopeKind::kFunction, kNames[static_cast<std::size_t>(kind)], node));
  scope_->coroutine = outermost.is_async;
  scope_->comprehension = kind;
  TRY(add(".0", use::kParameter, node->position));
  TRY(visit_iteration_target(outermost.target));
  TRY(visit_all(outermost.ifs));
  for (const syntax::Comprehension* generator : generators.subspan(1)) {
    TRY(visit_inner_generator(*generator));
  }
  TRY(visit(value));
  TRY(visit(element));
  scope_->generator = kind == Comprehension::kGenerator;
  const bool makes_coroutine = scope_->coroutine && kind != Comprehension::kGenerator;
  leave();
  if (makes_coroutine) scope_->coroutine = true;
  return done;
}

Status SymbolVisitor::visit_iteration_target(const Node* target) {
  scope_->iterates_target = true;
  TRY(visit(target));
  scope_->iterates_target = false;
  return done;
}

Status SymbolVisitor::visit_inner_generator(const syntax::Comprehension& generator) {
  TRY(visit_iteration_target(generator.target));
  ++scope_->iterates_expression;
  TRY(visit(generator.iter));
  --scope_->iterates_expression;
  TRY(visit_all(generator.ifs));
  if (generator.is_async) scope_->coroutine = true;
  return done;
}

// ---- patterns ---------------------------------------------------------------------------------

Status SymbolVisitor::visit_patterns(NodeList patterns) {
  for (const Node* pattern : patterns) TRY(visit_pattern(pattern));
  return done;
}

Status SymbolVisitor::capture(std::string_view name, const Node* pattern) {
  return name.data() == nullptr ? done : add(name, use::kLocal, pattern->position);
}

Status SymbolVisitor::visit_pattern(const Node* node) {
  if (node == nullptr) return done;
  RecursionGuard guard(compilation_.thread, " during compilation");
  if (!guard.ok()) return failure;
  switch (node->kind) {
    case NodeKind::kMatchValue: return visit(as<syntax::MatchValue>(node).value);
    case NodeKind::kMatchSequence: return visit_patterns(as<syntax::MatchSequence>(node).patterns);
    case NodeKind::kMatchStar: return capture(as<syntax::MatchStar>(node).name, node);
    case NodeKind::kMatchMapping: {
      const auto& mapping = as<syntax::MatchMapping>(node);
      TRY(visit_all(mapping.keys));
      TRY(visit_patterns(mapping.patterns));
      return capture(mapping.rest, node);
    }
    case NodeKind::kMatchClass: {
      const auto& pattern = as<syntax::MatchClass>(node);
      TRY(visit(pattern.cls));
      TRY(visit_patterns(pattern.patterns));
      return visit_patterns(pattern.kwd_patterns);
    }
    case NodeKind::kMatchAs:
      TRY(visit_pattern(as<syntax::MatchAs>(node).pattern));
      return capture(as<syntax::MatchAs>(node).name, node);
    case NodeKind::kMatchOr: return visit_patterns(as<syntax::MatchOr>(node).patterns);
    default: return done;  // MatchSingleton
  }
}

// ---- the whole --------------------------------------------------------------------------------

Status SymbolVisitor::visit_module(const Node* tree) {
  TRY(enter(ScopeKind::kModule, "top", tree));
  table_.module_ = scope_;
  switch (tree->kind) {
    case NodeKind::kModule: return visit_body(as<syntax::Module>(tree).body);
    case NodeKind::kInteractive: return visit_body(as<syntax::Interactive>(tree).body);
    default: return visit(as<syntax::Expression>(tree).body);
  }
}

}  // namespace ouro
