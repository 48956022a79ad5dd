// Emitter, statements: all but try, with, match, def and class.
#include "runtime/code/emitter.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/source/arena_text.h"

namespace ouro {

using syntax::as;
using syntax::Node;
using syntax::NodeKind;
using syntax::NodeList;

Status Emitter::body(NodeList statements) {
  for (const Node* node : statements) TRY(statement(node));
  return done;
}

Status Emitter::statement(const Node* node) {
  RecursionGuard guard(compilation_.thread, " during compilation");
  if (!guard.ok()) return failure;
  const At at(*unit_, node->position);
  switch (node->kind) {
    case NodeKind::kFunctionDef:
    case NodeKind::kAsyncFunctionDef: return function_statement(as<syntax::FunctionDef>(node));
    case NodeKind::kClassDef: return class_statement(as<syntax::ClassDef>(node));
    case NodeKind::kIf: return if_statement(as<syntax::If>(node));
    case NodeKind::kFor: return for_statement(as<syntax::For>(node));
    case NodeKind::kAsyncFor: return async_for_statement(as<syntax::For>(node));
    case NodeKind::kWhile: return while_statement(as<syntax::While>(node));
    case NodeKind::kTry:
    case NodeKind::kTryStar: return try_statement(as<syntax::Try>(node));
    case NodeKind::kWith: return with_statement(as<syntax::With>(node), 0);
    case NodeKind::kAsyncWith: {
      const Scope& scope = *unit_->scope;
      if (scope.node->kind != NodeKind::kAsyncFunctionDef &&
          !compilation_.options.allow_top_level_await) {
        return compilation_.error(node->position, {"'async with' outside async function"});
      }
      return with_statement(as<syntax::With>(node), 0);
    }
    case NodeKind::kMatch: return match_statement(as<syntax::Match>(node));
    default: return simple_statement(node);
  }
}

Status Emitter::simple_statement(const Node* node) {
  switch (node->kind) {
    case NodeKind::kExpr: return expression_statement(as<syntax::Expr>(node));
    case NodeKind::kAssign: return assign(as<syntax::Assign>(node));
    case NodeKind::kAugAssign: return augmented(as<syntax::AugAssign>(node));
    case NodeKind::kAnnAssign: {
      const std::uint32_t mark = unit_->top();
      TRY(annotated(as<syntax::AnnAssign>(node)));
      unit_->set_top(mark);
      return done;
    }
    case NodeKind::kReturn: return return_statement(as<syntax::Return>(node));
    case NodeKind::kDelete: return delete_statement(as<syntax::Delete>(node));
    case NodeKind::kRaise: return raise_statement(as<syntax::Raise>(node));
    case NodeKind::kAssert: return assert_statement(as<syntax::Assert>(node));
    case NodeKind::kImport: return import_statement(as<syntax::Import>(node));
    case NodeKind::kImportFrom: return import_from_statement(as<syntax::ImportFrom>(node));
    case NodeKind::kBreak: return break_statement(*node);
    case NodeKind::kContinue: return continue_statement(*node);
    default: return done;  // pass, global, nonlocal
  }
}

Status Emitter::expression_statement(const syntax::Expr& node) {
  const std::uint32_t mark = unit_->top();
  if (!unit_->interactive) return discard(node.value);
  const Operand value = TRY(operand(node.value));
  TRY(unit_->emit(Operation::kPrintExpression, value));
  unit_->set_top(mark);
  return done;
}

Status Emitter::delete_statement(const syntax::Delete& node) {
  for (const Node* target : node.targets) TRY(remove(target));
  return done;
}

// ---- choices and loops ------------------------------------------------------------------------

// A chain of elif is one loop here, so that long ones need no stack.
Status Emitter::if_statement(const syntax::If& node) {
  const Label end = TRY(label());
  for (const syntax::If* choice = &node;;) {
    const Label other = TRY(label());
    TRY(jump_if(choice->test, false, other));
    TRY(body(choice->body));
    if (!choice->orelse.empty()) {
      const At nowhere(*unit_, {});
      TRY(unit_->jump(Operation::kJump, end));
    }
    unit_->bind(other);
    const auto* next =
        choice->orelse.size() == 1 ? syntax::if_is<syntax::If>(choice->orelse[0]) : nullptr;
    if (next == nullptr) {
      TRY(body(choice->orelse));
      break;
    }
    unit_->position = next->position;
    choice = next;
  }
  unit_->bind(end);
  return done;
}

Status Emitter::while_statement(const syntax::While& node) {
  const int known = TRY(known_truth(node.test));
  Block block{.kind = Block::Kind::kWhile, .break_to = TRY(label()), .continue_to = TRY(label())};
  const Label start = TRY(label());
  Unit::Flow entry = unit_->flow();
  TRY(push_block(block, node.position));
  if (known == 1) {
    unit_->bind_backward(block.continue_to);
    TRY(body(node.body));
    const At test(*unit_, node.test->position);  // a limit may trip here
    TRY(unit_->jump(Operation::kJump, block.continue_to));
  } else {
    TRY(unit_->jump(Operation::kJump, block.continue_to));
    if (known == 0) entry.reachable = false;
    unit_->bind_loop(start, entry);
    TRY(body(node.body));
    unit_->bind(block.continue_to);
    TRY(jump_if(node.test, true, start));
  }
  pop_block();
  TRY(body(node.orelse));
  unit_->bind(block.break_to);
  return done;
}

// The test stands at the bottom: one ForIter for each round, and nothing else.
Status Emitter::for_statement(const syntax::For& node) {
  const std::uint32_t mark = unit_->top();
  const Operand iterable = TRY(iteration_operand(node.iter));
  unit_->set_top(mark);
  const Operand iterator = TRY(unit_->push());
  TRY(unit_->emit(Operation::kGetIterator, iterator, iterable));
  const Block block{.kind = Block::Kind::kFor,
                    .break_to = TRY(label()),
                    .continue_to = TRY(label()),
                    .value = iterator};
  const Label start = TRY(label());
  const Unit::Flow entry = unit_->flow();
  TRY(push_block(block, node.position));
  TRY(unit_->jump(Operation::kJump, block.continue_to));
  unit_->bind_loop(start, entry);
  const Operand item = TRY(iteration_target(node.target));
  TRY(body(node.body));
  unit_->bind(block.continue_to);
  TRY(unit_->word_jump(Operation::kForIter, start, item, iterator));
  pop_block();
  unit_->set_top(mark);
  TRY(body(node.orelse));
  unit_->bind(block.break_to);
  return done;
}

// A list that is only iterated over may be a constant tuple.
Result<Operand> Emitter::iteration_operand(const Node* node) {
  if (const auto* list = syntax::if_is<syntax::List>(node)) {
    const Operand constants = TRY(constant_tuple_of(list->elts));
    if (constants != kNoOperand) return constants;
  }
  return operand(node);
}

// At the start of a loop's body: where ForIter puts the item. What is no plain local is stored from
// there.
Result<Operand> Emitter::iteration_target(const Node* target) {
  if (Symbol* symbol = local_symbol(target)) {
    const At at(*unit_, target->position);
    TRY(refuse_debug(symbol->name->text, "assign to"));
    const Operand place = unit_->place_of(symbol);
    unit_->note_bound(place);
    return place;
  }
  const std::uint32_t mark = unit_->top();
  const Operand item = TRY(unit_->push());
  TRY(store(target, item));
  unit_->set_top(mark);
  return item;
}

Status Emitter::async_for_statement(const syntax::For& node) {
  if (unit_->scope->node->kind != NodeKind::kAsyncFunctionDef &&
      !compilation_.options.allow_top_level_await) {
    return compilation_.error(node.position, {"'async for' outside async function"});
  }
  const std::uint32_t mark = unit_->top();
  const Operand iterable = TRY(operand(node.iter));
  unit_->set_top(mark);
  const Operand iterator = TRY(unit_->push());
  TRY(unit_->emit(Operation::kGetAsyncIterator, iterator, iterable));
  const Block block{.kind = Block::Kind::kAsyncFor,
                    .break_to = TRY(label()),
                    .continue_to = TRY(label()),
                    .value = iterator};
  TRY(push_block(block, node.position));
  unit_->bind_backward(block.continue_to);
  const std::uint32_t handler = TRY(async_step(node.target, iterator));
  TRY(body(node.body));
  {
    const At nowhere(*unit_, {});
    TRY(unit_->jump(Operation::kJump, block.continue_to));
  }
  pop_block();
  TRY(async_end(handler, iterator));
  unit_->set_top(mark);
  TRY(body(node.orelse));
  unit_->bind(block.break_to);
  return done;
}

// Awaits the next item and stores it; StopAsyncIteration goes to the handler.
Result<std::uint32_t> Emitter::async_step(const Node* target, Operand iterator) {
  const std::uint32_t mark = unit_->top();
  const std::uint32_t outer = unit_->handler();
  const std::uint32_t handler = TRY(unit_->new_handler());
  const Operand item = TRY(unit_->push());
  unit_->set_handler(handler);
  TRY(unit_->emit(Operation::kGetAsyncNext, item, iterator));
  TRY(unit_->emit(Operation::kYieldFrom, item, item));
  unit_->set_handler(outer);
  TRY(store(target, item));
  unit_->set_top(mark);
  return handler;
}

Status Emitter::async_end(std::uint32_t handler, Operand iterator) {
  const Operand exception = unit_->bind_handler(handler);
  return unit_->emit(Operation::kEndAsyncFor, exception, iterator);
}

// ---- jumps ------------------------------------------------------------------------------------

namespace {

constexpr std::string_view kNotInStar =
    "'break', 'continue' and 'return' cannot appear in an except* block";

bool is_loop(const Block& block) {
  return block.kind == Block::Kind::kWhile || block.kind == Block::Kind::kFor ||
         block.kind == Block::Kind::kAsyncFor;
}

}  // namespace

// The number of the innermost loop's block plus 1; 0: there is none.
Result<std::size_t> Emitter::find_loop(const Node& node) {
  for (std::size_t count = unit_->blocks.size(); count > 0; --count) {
    const Block& block = unit_->blocks[count - 1];
    if (is_loop(block)) return count;
    if (block.kind == Block::Kind::kStarHandler) {
      return compilation_.error(node.position, {kNotInStar});
    }
  }
  return std::size_t{0};
}

Status Emitter::leave_to(Label target, std::size_t down_to) {
  const std::uint32_t handler = unit_->handler();
  TRY(unwind(down_to, nullptr));
  TRY(unit_->jump(Operation::kJump, target));
  unit_->set_handler(handler);
  return done;
}

Status Emitter::break_statement(const Node& node) {
  const std::size_t loop = TRY(find_loop(node));
  if (loop == 0) return compilation_.error(node.position, {"'break' outside loop"});
  const Label target = unit_->blocks[loop - 1].break_to;
  return leave_to(target, loop - 1);
}

Status Emitter::continue_statement(const Node& node) {
  const std::size_t loop = TRY(find_loop(node));
  if (loop == 0) return compilation_.error(node.position, {"'continue' not properly in loop"});
  const Label target = unit_->blocks[loop - 1].continue_to;
  return leave_to(target, loop);
}

namespace {

// Does a way out lead through code with lines of its own? What follows it has none then.
bool runs_bodies(const Unit& unit) {
  for (const Block& block : unit.blocks) {
    if (block.kind == Block::Kind::kFinally || block.kind == Block::Kind::kWith) return true;
  }
  return false;
}

}  // namespace

Status Emitter::return_statement(const syntax::Return& node) {
  const Scope& scope = *unit_->scope;
  if (scope.kind != ScopeKind::kFunction) {
    return compilation_.error(node.position, {"'return' outside function"});
  }
  if (node.value != nullptr && scope.coroutine && scope.generator) {
    return compilation_.error(node.position, {"'return' with value in async generator"});
  }
  for (const Block& block : unit_->blocks) {
    if (block.kind == Block::Kind::kStarHandler) {
      return compilation_.error(node.position, {kNotInStar});
    }
  }
  const std::uint32_t mark = unit_->top();
  Operand value = node.value == nullptr ? TRY(none_operand()) : TRY(operand(node.value));
  // What runs on the way out might rebind a local.
  if (is_local(value) && !unit_->blocks.empty()) {
    const At at(*unit_, node.value->position);
    value = TRY(give(value, kNew));
  }
  const std::uint32_t handler = unit_->handler();
  TRY(unwind(0, &value));
  const At end(*unit_, runs_bodies(*unit_) ? syntax::Position{} : unit_->position);
  TRY(unit_->emit(Operation::kReturn, value));
  unit_->stop();
  unit_->set_handler(handler);
  unit_->set_top(mark);
  return done;
}

Status Emitter::raise_statement(const syntax::Raise& node) {
  const std::uint32_t mark = unit_->top();
  const Operand exception = node.exc == nullptr ? kNoOperand : TRY(held(node.exc, {node.cause}));
  const Operand cause = node.cause == nullptr ? kNoOperand : TRY(operand(node.cause));
  TRY(unit_->emit(Operation::kRaise, exception, cause));
  unit_->stop();
  unit_->set_top(mark);
  return done;
}

Status Emitter::assert_statement(const syntax::Assert& node) {
  const auto* tuple = syntax::if_is<syntax::Tuple>(node.test);
  if (tuple != nullptr && !tuple->elts.empty()) {
    TRY(compilation_.warn(node.position,
                          {"assertion is always true, perhaps remove parentheses?"}));
  }
  if (compilation_.options.optimize > 0) return done;
  const std::uint32_t mark = unit_->top();
  const Label end = TRY(label());
  TRY(jump_if(node.test, true, end));
  const Operand error = TRY(unit_->push());
  TRY(unit_->emit(Operation::kLoadAssertionError, error));
  if (node.msg != nullptr) {
    TRY(unit_->push());
    TRY(expression(node.msg, kNew));
    TRY(unit_->emit(Operation::kCall, error, error, 1));
  }
  TRY(unit_->emit(Operation::kRaise, error, kNoOperand));
  unit_->stop();
  unit_->set_top(mark);
  unit_->bind(end);
  return done;
}

// ---- imports ----------------------------------------------------------------------------------

Result<Operand> Emitter::import_module(std::string_view name, std::int64_t level,
                                       Result<Operand> from_list) {
  const std::uint32_t mark = unit_->top();
  const Operand base = TRY(give(TRY(number_operand(level)), kNew));
  TRY(give(TRY(from_list), kNew));
  unit_->set_top(mark);
  const Operand module = TRY(unit_->push());
  const std::uint16_t index = TRY(unit_->name_index(TRY(compilation_.name(name))));
  TRY(unit_->emit(Operation::kImportName, module, base, index));
  return module;
}

Status Emitter::import_statement(const syntax::Import& node) {
  const std::uint32_t mark = unit_->top();
  for (const syntax::Alias* alias : node.names) {
    const Operand module = TRY(import_module(alias->name, 0, none_operand()));
    if (alias->asname.data() != nullptr) {
      TRY(import_as(*alias, module));
    } else {
      TRY(store_name(alias->name.substr(0, alias->name.find('.')), module));
    }
    unit_->set_top(mark);
  }
  return done;
}

// import a.b.c as d: __import__ gives a, so b and c are taken from it.
Status Emitter::import_as(const syntax::Alias& alias, Operand module) {
  std::string_view rest = alias.name;
  Operand current = module;
  for (std::size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
    rest.remove_prefix(dot + 1);
    const std::string_view part = rest.substr(0, rest.find('.'));
    const std::uint16_t name = TRY(unit_->name_index(TRY(compilation_.name(part))));
    const Operand inner = TRY(unit_->push());
    TRY(unit_->emit(Operation::kImportFrom, inner, current, name));
    TRY(drop(current));
    TRY(unit_->move(current, inner));
    unit_->set_top(register_of(current) + 1u);
  }
  return store_name(alias.asname, current);
}

Status Emitter::check_future(const syntax::ImportFrom& node) {
  if (node.module != "__future__" || node.level != 0 ||
      node.position.line <= compilation_.last_future_line) {
    return done;
  }
  return compilation_.error(node.position,
                            {"from __future__ imports must occur at the beginning of the file"});
}

Status Emitter::import_from_statement(const syntax::ImportFrom& node) {
  TRY(check_future(node));
  const std::uint32_t mark = unit_->top();
  const std::string_view from = node.module.data() == nullptr ? "" : node.module;
  const Operand module = TRY(import_module(from, node.level, imported_names(node.names)));
  if (node.names[0]->name == "*") {
    TRY(unit_->emit(Operation::kImportStar, module));
    unit_->set_top(mark);
    return done;
  }
  for (const syntax::Alias* alias : node.names) {
    const std::uint16_t name = TRY(unit_->name_index(TRY(compilation_.name(alias->name))));
    const Operand value = TRY(unit_->push());
    TRY(unit_->emit(Operation::kImportFrom, value, module, name));
    TRY(store_name(alias->asname.data() != nullptr ? alias->asname : alias->name, value));
    unit_->set_top(register_of(module) + 1u);
  }
  TRY(drop(module));
  unit_->set_top(mark);
  return done;
}

Result<Operand> Emitter::imported_names(std::span<syntax::Alias* const> aliases) {
  Interpreter& interpreter = compilation_.thread.interpreter();
  Ref<Tuple> names(TRY(make_tuple(interpreter, aliases.size())));
  for (std::size_t index = 0; index < aliases.size(); ++index) {
    names->items()[index] = TRY(intern(interpreter, aliases[index]->name));
  }
  return constant(TRY(compilation_.keep(static_cast<Object*>(names.take()))));
}

}  // namespace ouro
