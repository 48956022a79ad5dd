// SymbolTable: the second walk, which decides where each name is stored.
#include "runtime/code/symbols.h"

#include "runtime/code/symbols_visit.h"
#include "runtime/interpreter/interpreter.h"

namespace ouro {

Status SymbolTable::build(const syntax::Node* tree) {
  SymbolVisitor visitor(compilation_, folder_, *this);
  TRY(visitor.visit_module(tree));
  return analyse(module_);
}

// Parents first: a name found in the parent has its final meaning already.
Status SymbolTable::analyse(Scope* scope) {
  RecursionGuard guard(compilation_.thread, " during compilation");
  if (!guard.ok()) return failure;
  // By index: passing names through may add symbols (which are decided already) to outer scopes
  // only.
  for (std::size_t index = 0; index < scope->symbols.size(); ++index) {
    TRY(decide(scope, scope->symbols[index]));
  }
  for (Scope* child : scope->children) TRY(analyse(child));
  return done;
}

Status SymbolTable::decide(Scope* scope, Symbol* symbol) {
  if ((symbol->uses & use::kGlobal) != 0) {
    if ((symbol->uses & use::kNonlocal) != 0) {
      return error_at_directive(scope, symbol->name,
                                {"name '", symbol->name->text, "' is nonlocal and global"});
    }
    symbol->storage = Storage::kGlobalExplicit;
    return done;
  }
  if ((symbol->uses & use::kNonlocal) != 0) return decide_nonlocal(scope, symbol);
  if ((symbol->uses & use::kBound) != 0) {
    symbol->storage = Storage::kLocal;
    return done;
  }
  const bool free = TRY(bind_outside(scope, symbol->name));
  symbol->storage = free ? Storage::kFree : Storage::kGlobalImplicit;
  return done;
}

Status SymbolTable::decide_nonlocal(Scope* scope, Symbol* symbol) {
  if (scope->kind == ScopeKind::kModule) {
    return error_at_directive(scope, symbol->name,
                              {"nonlocal declaration not allowed at module level"});
  }
  if (!TRY(bind_outside(scope, symbol->name))) {
    return error_at_directive(scope, symbol->name,
                              {"no binding for nonlocal '", symbol->name->text, "' found"});
  }
  symbol->storage = Storage::kFree;
  return done;
}

// Is the name bound in a function around (or is it __class__ of a class around)? Then makes it a
// cell there and a free variable of all scopes between.
Result<bool> SymbolTable::bind_outside(Scope* scope, const Name* name) {
  for (Scope* outer = scope->parent; outer != nullptr; outer = outer->parent) {
    if (outer->kind == ScopeKind::kClass && name->text == "__class__") {
      outer->needs_class_cell = true;
      TRY(pass_through(scope->parent, outer, name));
      return true;
    }
    if (outer->kind != ScopeKind::kFunction) continue;
    Symbol* symbol = outer->find(name);
    if (symbol == nullptr) continue;
    if (symbol->storage == Storage::kLocal) symbol->storage = Storage::kCell;
    if (symbol->storage != Storage::kCell && symbol->storage != Storage::kFree) return false;
    TRY(pass_through(scope->parent, outer, name));
    return true;
  }
  return false;
}

Status SymbolTable::pass_through(Scope* from, Scope* binder, const Name* name) {
  for (Scope* scope = from; scope != binder; scope = scope->parent) {
    if (Symbol* symbol = scope->find(name)) {  // in a class: functions would have bound it
      if (symbol->storage != Storage::kFree) symbol->uses |= use::kFreeInClass;
      continue;
    }
    Symbol* symbol = compilation_.arena.make<Symbol>(name);
    if (symbol == nullptr) return compilation_.out_of_memory();
    symbol->storage = Storage::kFree;
    TRY(compilation_.checked(scope->symbols.add(compilation_.arena, symbol)));
    TRY(compilation_.checked(scope->table.add(compilation_.arena, name, symbol)));
  }
  return done;
}

Failure SymbolTable::error_at_directive(const Scope* scope, const Name* name,
                                        std::initializer_list<std::string_view> message) {
  for (const Directive& directive : directives_) {
    if (directive.scope == scope && directive.name == name) {
      return compilation_.error(directive.position, message);
    }
  }
  return compilation_.error(scope->node->position, message);
}

}  // namespace ouro
