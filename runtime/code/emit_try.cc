// Emitter, try and with: handlers, cleanup, and the ways out of blocks.
//
// Where an exception is caught the registers from the block's level up are empty again; the
// exception comes to stand in the first, what was handled before in the second. A second handler
// covers the handler's own code: it puts the handled exception back before the new one travels on.
#include "runtime/code/emitter.h"
#include "runtime/interpreter/interpreter.h"

namespace ouro {

using syntax::as;
using syntax::Node;
using syntax::NodeKind;
using syntax::NodeList;

// ---- blocks -----------------------------------------------------------------------------------

Status Emitter::push_block(const Block& block, const Position& position) {
  constexpr std::size_t kNestedMax = 20;
  if (unit_->blocks.size() >= kNestedMax) {
    return compilation_.error(unit_->position, {"too many statically nested blocks"});
  }
  Block entered = block;
  entered.outer_handler = unit_->handler();
  entered.position = position;
  return compilation_.checked(unit_->blocks.add(compilation_.arena, entered));
}

// Emits what must happen on the way out of the blocks from the innermost down to number `down_to`.
// `value` is the return value on its way, or null. The handler is then that of the place outside;
// the caller emits the jump under it and puts the present one back.
Status Emitter::unwind(std::size_t down_to, Operand* value) {
  if (unit_->blocks.size() <= down_to) return done;
  const Block block = unit_->blocks.back();
  unit_->blocks.take_last();
  unit_->set_handler(block.outer_handler);
  TRY(leave_block(block, value));
  TRY(unwind(down_to, value));
  return compilation_.checked(unit_->blocks.add(compilation_.arena, block));
}

Status Emitter::leave_block(const Block& block, Operand* value) {
  const std::uint32_t mark = unit_->top();
  switch (block.kind) {
    case Block::Kind::kWhile:
    case Block::Kind::kTry: return done;
    case Block::Kind::kFor:
    case Block::Kind::kAsyncFor:
    case Block::Kind::kValue: return drop(block.value);
    case Block::Kind::kFinallyHandler:
    case Block::Kind::kHandler:
      TRY(unit_->emit(Operation::kPopHandled, block.saved));
      TRY(drop(block.value));
      return block.name.data() == nullptr ? done : forget_name(block.name);
    case Block::Kind::kWith:
    case Block::Kind::kAsyncWith: return exit_early(block);
    case Block::Kind::kFinally: break;
    case Block::Kind::kStarHandler: return done;  // refused before
  }
  const bool carries = value != nullptr && is_temporary(*value);
  if (carries) {
    TRY(push_block({.kind = Block::Kind::kValue, .value = *value}, block.position));
  }
  TRY(body(block.finalbody));
  if (carries) pop_block();
  unit_->set_top(mark);
  return done;
}

// name = None; del name: the exception and its traceback must not stay alive through the name.
Status Emitter::forget_name(std::string_view name) {
  TRY(store_name(name, TRY(none_operand())));
  return delete_name(name);
}

// ---- try / finally ----------------------------------------------------------------------------

Status Emitter::try_statement(const syntax::Try& node) {
  if (!node.finalbody.empty()) return try_finally(node);
  return node.kind == NodeKind::kTryStar ? try_star(node) : try_except(node);
}

Status Emitter::try_finally(const syntax::Try& node) {
  const std::uint32_t outer = unit_->handler();
  const std::uint32_t mark = unit_->top();
  const Label end = TRY(label());
  const std::uint32_t handler = TRY(unit_->new_handler());
  TRY(push_block({.kind = Block::Kind::kFinally, .finalbody = node.finalbody}, node.position));
  unit_->set_handler(handler);
  if (node.handlers.empty()) {
    TRY(body(node.body));
  } else {
    TRY(node.kind == NodeKind::kTryStar ? try_star(node) : try_except(node));
  }
  unit_->set_handler(outer);
  pop_block();
  TRY(body(node.finalbody));
  {
    const At nowhere(*unit_, {});
    TRY(unit_->jump(Operation::kJump, end));
  }
  TRY(finally_handler(node, handler));
  unit_->set_top(mark);
  unit_->bind(end);
  return done;
}

Status Emitter::finally_handler(const syntax::Try& node, std::uint32_t handler) {
  const At nowhere(*unit_, {});
  const std::uint32_t outer = unit_->handler();
  const Operand exception = unit_->bind_handler(handler);
  const Operand saved = TRY(unit_->push());
  TRY(unit_->emit(Operation::kPushHandled, saved, exception));
  const std::uint32_t cleanup = TRY(unit_->new_handler());
  const Block block{.kind = Block::Kind::kFinallyHandler, .value = exception, .saved = saved};
  TRY(push_block(block, node.position));
  unit_->set_handler(cleanup);
  TRY(body(node.finalbody));
  TRY(reraise(exception));
  unit_->set_handler(outer);
  pop_block();
  return cleanup_handler(cleanup, saved);
}

Status Emitter::reraise(Operand exception) {
  TRY(unit_->emit(Operation::kReraise, exception));
  unit_->stop();
  return done;
}

// The end of a handler's own handler: back to what was handled before, and on.
Status Emitter::cleanup_handler(std::uint32_t handler, Operand saved) {
  const At nowhere(*unit_, {});
  const Operand exception = unit_->bind_handler(handler);
  TRY(unit_->emit(Operation::kPopHandled, saved));
  return reraise(exception);
}

// ---- try / except -----------------------------------------------------------------------------

Status Emitter::try_except(const syntax::Try& node) {
  const std::uint32_t outer = unit_->handler();
  const std::uint32_t mark = unit_->top();
  const Label end = TRY(label());
  const std::uint32_t handler = TRY(unit_->new_handler());
  TRY(push_block({.kind = Block::Kind::kTry}, node.position));
  unit_->set_handler(handler);
  TRY(body(node.body));
  unit_->set_handler(outer);
  pop_block();
  TRY(body(node.orelse));
  {
    const At nowhere(*unit_, {});
    TRY(unit_->jump(Operation::kJump, end));
  }
  const Operand exception = unit_->bind_handler(handler);
  const Operand saved = TRY(unit_->push());
  TRY(push_handled(saved, exception));
  const std::uint32_t cleanup = TRY(unit_->new_handler());
  unit_->set_handler(cleanup);
  TRY(except_handlers(node, {exception, saved, outer, end}));
  unit_->set_handler(outer);
  TRY(cleanup_handler(cleanup, saved));
  unit_->set_top(mark);
  unit_->bind(end);
  return done;
}

Status Emitter::push_handled(Operand saved, Operand exception) {
  const At nowhere(*unit_, {});
  return unit_->emit(Operation::kPushHandled, saved, exception);
}

Status Emitter::except_handlers(const syntax::Try& node, const Caught& caught) {
  const std::uint32_t mark = unit_->top();
  for (const syntax::ExceptHandler* handler : node.handlers) {
    const At at(*unit_, handler->position);
    const Label next = TRY(label());
    if (handler->type == nullptr && handler != node.handlers.back()) {
      return compilation_.error(handler->position, {"default 'except:' must be last"});
    }
    if (handler->type != nullptr) {
      const Operand type = TRY(operand(handler->type));
      unit_->set_top(mark);
      TRY(unit_->word_jump(Operation::kMatchException, next, caught.exception, type));
    }
    TRY(handler->name.data() == nullptr ? except_body(*handler, caught)
                                        : named_except_body(*handler, caught));
    unit_->bind(next);
  }
  const At nowhere(*unit_, {});
  return reraise(caught.exception);
}

// The body of a handler, in a block that is left to the handler around the whole statement.
Status Emitter::caught_body(const syntax::ExceptHandler& node, const Caught& caught,
                            std::uint32_t handler) {
  unit_->set_handler(caught.outer);
  TRY(push_block({.kind = Block::Kind::kHandler,
                  .value = caught.exception,
                  .saved = caught.saved,
                  .name = node.name},
                 node.position));
  unit_->set_handler(handler);
  TRY(body(node.body));
  pop_block();
  unit_->set_handler(caught.outer);
  const At nowhere(*unit_, {});
  TRY(unit_->emit(Operation::kPopHandled, caught.saved));
  TRY(drop(caught.exception));
  if (node.name.data() != nullptr) TRY(forget_name(node.name));
  return unit_->jump(Operation::kJump, caught.end);
}

Status Emitter::except_body(const syntax::ExceptHandler& node, const Caught& caught) {
  const std::uint32_t inner = unit_->handler();
  TRY(caught_body(node, caught, inner));
  unit_->set_handler(inner);
  return done;
}

// `except E as name`: the name is gone at the end of the body, however that is left.
Status Emitter::named_except_body(const syntax::ExceptHandler& node, const Caught& caught) {
  const std::uint32_t inner = unit_->handler();
  const std::uint32_t mark = unit_->top();
  TRY(store_copy(node.name, caught.exception));
  const std::uint32_t cleanup = TRY(unit_->new_handler());
  TRY(caught_body(node, caught, cleanup));
  unit_->set_handler(inner);
  const At nowhere(*unit_, {});
  const Operand raised = unit_->bind_handler(cleanup);
  TRY(forget_name(node.name));
  TRY(reraise(raised));
  unit_->set_top(mark);
  return done;
}

Status Emitter::store_copy(std::string_view name, Operand value) {
  const Access found = TRY(access(name));
  if (found.kind == AccessKind::kLocal) {
    TRY(refuse_debug(name, "assign to"));
    return unit_->emit(Operation::kCopy, found.place, value);
  }
  const std::uint32_t mark = unit_->top();
  TRY(store_name(name, TRY(again(value))));
  unit_->set_top(mark);
  return done;
}

// ---- try / except* ----------------------------------------------------------------------------

// Registers: exception, saved, the list of what is left to raise, the rest not matched so far.
Status Emitter::try_star(const syntax::Try& node) {
  const std::uint32_t outer = unit_->handler();
  const std::uint32_t mark = unit_->top();
  const Label end = TRY(label());
  const std::uint32_t handler = TRY(unit_->new_handler());
  TRY(push_block({.kind = Block::Kind::kTry}, node.position));
  unit_->set_handler(handler);
  TRY(body(node.body));
  unit_->set_handler(outer);
  pop_block();
  TRY(body(node.orelse));
  TRY(unit_->jump(Operation::kJump, end));
  const Operand exception = unit_->bind_handler(handler);
  const Operand saved = TRY(unit_->push());
  TRY(push_handled(saved, exception));
  const std::uint32_t cleanup = TRY(unit_->new_handler());
  unit_->set_handler(cleanup);
  TRY(star_handlers(node, exception, saved, end));
  unit_->set_handler(outer);
  TRY(cleanup_handler(cleanup, saved));
  unit_->set_top(mark);
  unit_->bind(end);
  return done;
}

Status Emitter::star_handlers(const syntax::Try& node, Operand exception, Operand saved,
                              Label end) {
  const Operand list = TRY(unit_->push());
  const Operand rest = TRY(unit_->push());
  {
    const At nowhere(*unit_, {});
    TRY(unit_->emit(Operation::kBuildList, list, list, 0));
    TRY(unit_->emit(Operation::kCopy, rest, exception));
  }
  for (const syntax::ExceptHandler* handler : node.handlers) {
    const At at(*unit_, handler->position);
    TRY(star_handler(*handler, list, rest));
  }
  const At nowhere(*unit_, {});
  TRY(unit_->emit(Operation::kListAppend, list, rest));
  unit_->set_top(register_of(rest));
  const Operand remaining = TRY(unit_->push());
  TRY(unit_->emit(Operation::kPrepareReraiseStar, remaining, exception, list));
  const Label handled = TRY(label());
  TRY(unit_->jump(Operation::kJumpIfNone, handled, TRY(again(remaining))));
  TRY(reraise(remaining));
  unit_->bind(handled);
  TRY(drop(remaining));
  TRY(unit_->emit(Operation::kPopHandled, saved));
  TRY(drop(exception));
  return unit_->jump(Operation::kJump, end);
}

Status Emitter::star_handler(const syntax::ExceptHandler& node, Operand list, Operand rest) {
  const std::uint32_t mark = unit_->top();
  const Label next = TRY(label());
  const Label no_match = TRY(label());
  const Operand type = TRY(operand(node.type));
  unit_->set_top(mark);
  const Operand matched = TRY(unit_->push());
  TRY(unit_->emit(Operation::kMatchGroup, matched, type, rest));
  TRY(unit_->jump(Operation::kJumpIfNone, no_match, TRY(again(matched))));
  unit_->set_top(mark + 1);
  TRY(unit_->emit(Operation::kSetHandled, matched));
  TRY(star_body(node, matched, list, next));
  unit_->bind(no_match);
  TRY(drop(matched));
  unit_->bind(next);
  unit_->set_top(mark);
  return done;
}

Status Emitter::star_body(const syntax::ExceptHandler& node, Operand matched, Operand list,
                          Label next) {
  const bool named = node.name.data() != nullptr;
  const std::uint32_t inner = unit_->handler();
  const std::uint32_t mark = unit_->top();
  if (named) TRY(store_copy(node.name, matched));
  const std::uint32_t raised_handler = TRY(unit_->new_handler());
  TRY(push_block({.kind = Block::Kind::kStarHandler, .name = node.name}, node.position));
  unit_->set_handler(raised_handler);
  TRY(body(node.body));
  pop_block();
  unit_->set_handler(inner);
  const At nowhere(*unit_, {});
  if (named) TRY(forget_name(node.name));
  TRY(drop(matched));
  TRY(unit_->jump(Operation::kJump, next));
  const Operand raised = unit_->bind_handler(raised_handler);
  if (named) TRY(forget_name(node.name));
  TRY(unit_->emit(Operation::kListAppend, list, raised));
  TRY(drop(matched));
  TRY(unit_->jump(Operation::kJump, next));
  unit_->set_top(mark);
  return done;
}

// ---- with -------------------------------------------------------------------------------------

// Registers: the exit pair; then those of the enter call, the body, or the exception.
Status Emitter::with_statement(const syntax::With& node, std::size_t number) {
  const syntax::WithItem& item = *node.items[number];
  const bool async = node.kind == NodeKind::kAsyncWith;
  const std::uint32_t outer = unit_->handler();
  const std::uint32_t mark = unit_->top();
  const Operand exit_pair = static_cast<Operand>(kTemporaryBit | mark);
  const Label end = TRY(label());
  TRY(with_enter(async, item));
  const std::uint32_t handler = TRY(new_handler_at(mark + 2));
  const Block block{.kind = async ? Block::Kind::kAsyncWith : Block::Kind::kWith,
                    .value = exit_pair};
  TRY(push_block(block, node.position));
  unit_->set_handler(handler);
  TRY(with_store(item, mark + 2));
  if (number + 1 < node.items.size()) {
    TRY(with_statement(node, number + 1));
  } else {
    TRY(body(node.body));
  }
  unit_->set_handler(outer);
  pop_block();
  TRY(exit_normally(block, node.position));
  TRY(unit_->jump(Operation::kJump, end));
  TRY(with_handler(node.position, async, handler, exit_pair));
  unit_->set_top(mark);
  unit_->bind(end);
  return done;
}

Result<std::uint32_t> Emitter::new_handler_at(std::uint32_t level) {
  const std::uint32_t top = unit_->top();
  unit_->set_top(level);
  const std::uint32_t handler = TRY(unit_->new_handler());
  unit_->set_top(top);
  return handler;
}

// Leaves the exit pair at the present top and what __enter__ gave in the register behind it (or in
// the local that is the target).
Status Emitter::with_enter(bool async, const syntax::WithItem& item) {
  const std::uint32_t mark = unit_->top();
  const Operand manager = TRY(operand(item.context_expr));
  unit_->set_top(mark);
  const Operand exit_pair = TRY(unit_->push());
  TRY(unit_->push());
  const Operand enter = TRY(unit_->push());
  TRY(unit_->push());
  TRY(unit_->emit(async ? Operation::kLoadAsyncWith : Operation::kLoadWith, exit_pair, manager,
                  enter));
  Symbol* local = async ? nullptr : local_symbol(item.optional_vars);
  const Operand entered = local == nullptr ? enter : unit_->place_of(local);
  TRY(unit_->emit(Operation::kCall, entered, enter, 0));
  unit_->set_top(mark + 3);
  if (async) TRY(await_value(enter, 1, kNew));
  return done;
}

Status Emitter::with_store(const syntax::WithItem& item, std::uint32_t place) {
  const auto entered = static_cast<Operand>(kTemporaryBit | place);
  if (item.optional_vars == nullptr) {
    TRY(drop(entered));
  } else if (Symbol* local = local_symbol(item.optional_vars)) {
    const At at(*unit_, item.optional_vars->position);
    TRY(refuse_debug(local->name->text, "assign to"));
    if (unit_->blocks.back().kind == Block::Kind::kAsyncWith) {
      TRY(unit_->move(unit_->place_of(local), entered));
    }
  } else {
    TRY(store(item.optional_vars, entered));
  }
  unit_->set_top(place);
  return done;
}

// __exit__(None, None, None); the registers above the pair are free.
Status Emitter::exit_normally(const Block& block, const Position& position) {
  const At at(*unit_, position);
  const std::uint32_t base = register_of(block.value);
  unit_->set_top(base + 5);
  TRY(reserve_registers(base + 5));
  TRY(unit_->emit(Operation::kFillNone, static_cast<Operand>(block.value + 2), 3));
  TRY(unit_->emit(Operation::kCall, block.value, block.value, 3));
  unit_->set_top(base + 1);
  if (block.kind == Block::Kind::kAsyncWith) TRY(await_value(block.value, 2, kNew));
  return drop(block.value);
}

// So that the window has room for registers that were not pushed one by one.
Status Emitter::reserve_registers(std::uint32_t top) {
  const std::uint32_t mark = unit_->top();
  unit_->set_top(top - 1);
  TRY(unit_->push());
  unit_->set_top(mark);
  return done;
}

// The same on the way out of a block, where a return value may stand above the pair.
Status Emitter::exit_early(const Block& block) {
  const At at(*unit_, block.position);
  const std::uint32_t mark = unit_->top();
  const Operand result = TRY(unit_->push());
  TRY(unit_->emit(Operation::kCallExit, result, block.value, kNoOperand));
  if (block.kind == Block::Kind::kAsyncWith) TRY(await_value(result, 2, kNew));
  TRY(drop(result));
  unit_->set_top(mark);
  TRY(drop(block.value));
  return drop(static_cast<Operand>(block.value + 1));
}

Status Emitter::with_handler(const Position& position, bool async, std::uint32_t handler,
                             Operand exit_pair) {
  const At at(*unit_, position);
  const std::uint32_t outer = unit_->handler();
  const Label suppressed = TRY(label());
  const Operand exception = unit_->bind_handler(handler);
  const Operand saved = TRY(unit_->push());
  TRY(unit_->emit(Operation::kPushHandled, saved, exception));
  const std::uint32_t cleanup = TRY(unit_->new_handler());
  unit_->set_handler(cleanup);
  const Operand result = TRY(unit_->push());
  TRY(unit_->emit(Operation::kCallExit, result, exit_pair, exception));
  if (async) TRY(await_value(result, 2, kNew));
  TRY(unit_->jump(Operation::kJumpIfTrue, suppressed, result));
  TRY(reraise(exception));
  unit_->set_handler(outer);
  TRY(cleanup_handler(cleanup, saved));
  unit_->bind(suppressed);
  TRY(unit_->emit(Operation::kPopHandled, saved));
  TRY(drop(exception));
  TRY(drop(exit_pair));
  return drop(static_cast<Operand>(exit_pair + 1));
}

}  // namespace ouro
