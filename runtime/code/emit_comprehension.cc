// Emitter, comprehensions: each is a function of one argument, the outermost iterator.
#include "runtime/code/emitter.h"
#include "runtime/interpreter/interpreter.h"

namespace ouro {

using syntax::as;
using syntax::Node;
using syntax::NodeKind;
using syntax::NodeList;
using Generators = std::span<syntax::Comprehension* const>;

namespace {

struct Shape {
  std::string_view name;
  Operation build;
};

// In the order of ouro::Comprehension.
constexpr Shape kShapes[] = {
    {"", Operation::kMove},
    {"<listcomp>", Operation::kBuildList},
    {"<setcomp>", Operation::kBuildSet},
    {"<dictcomp>", Operation::kBuildDict},
    {"<genexpr>", Operation::kMove},
};

const Shape& shape_of(const Scope& scope) {
  return kShapes[static_cast<std::size_t>(scope.comprehension)];
}

constexpr Operand kOutermostIterator = 0;  // the parameter .0

}  // namespace

Result<Operand> Emitter::element_comprehension(const Node* node, Operand target) {
  const auto& comp = as<syntax::ElementComp>(node);
  return comprehension(node, comp.generators, comp.elt, nullptr, target);
}

Status Emitter::check_async_comprehension(const Node* node, const Scope& inner) {
  if (!inner.coroutine || inner.comprehension == Comprehension::kGenerator) return done;
  const Scope& outer = *unit_->scope;
  const bool allowed = outer.node->kind == NodeKind::kAsyncFunctionDef ||
                       outer.comprehension != Comprehension::kNone ||
                       compilation_.options.allow_top_level_await;
  if (allowed) return done;
  return compilation_.error(node->position,
                            {"asynchronous comprehension outside of an asynchronous function"});
}

Result<Operand> Emitter::comprehension(const Node* node, Generators generators, const Node* element,
                                       const Node* value, Operand target) {
  Scope* scope = symbols_.scope_of(node);
  const bool awaited = scope->coroutine && scope->comprehension != Comprehension::kGenerator;
  TRY(check_async_comprehension(node, *scope));
  const std::uint32_t mark = unit_->top();
  Unit inner(compilation_, scope, unit_);
  TRY(begin(inner, scope, shape_of(*scope).name, static_cast<std::int32_t>(node->position.line)));
  inner.position = node->position;
  inner.argument_count = 1;
  TRY(comprehension_body({generators, element, value, kNoOperand}));
  const FunctionParts parts{static_cast<Operand>(kTemporaryBit | mark), 0};
  const Operand base = TRY(make_function(inner, parts, mark, kNew));
  TRY(unit_->push());
  const syntax::Comprehension& outermost = *generators[0];
  const std::uint32_t argument = unit_->top();
  const Operand iterable =
      TRY(outermost.is_async ? operand(outermost.iter) : iteration_operand(outermost.iter));
  unit_->set_top(argument);
  const Operand iterator = TRY(unit_->push());
  TRY(unit_->emit(outermost.is_async ? Operation::kGetAsyncIterator : Operation::kGetIterator,
                  iterator, iterable));
  unit_->set_top(mark);
  const Operand place = TRY(destination(awaited ? kNew : target));
  TRY(unit_->emit(Operation::kCall, place, base, 1));
  return awaited ? await_value(place, 0, target) : place;
}

Status Emitter::comprehension_body(ComprehensionParts parts) {
  const Shape& shape = shape_of(*unit_->scope);
  if (shape.build == Operation::kMove) return generator_loop(parts, 0);
  parts.result = TRY(unit_->push());
  TRY(unit_->emit(shape.build, parts.result, parts.result, 0));
  TRY(generator_loop(parts, 0));
  TRY(unit_->emit(Operation::kReturn, parts.result));
  unit_->stop();
  return done;
}

Status Emitter::generator_loop(const ComprehensionParts& parts, std::size_t index) {
  RecursionGuard guard(compilation_.thread, " during compilation");
  if (!guard.ok()) return failure;
  const syntax::Comprehension& generator = *parts.generators[index];
  const std::uint32_t mark = unit_->top();
  if (generator.is_async) {
    TRY(async_loop(parts, index));
  } else if (const Node* only = index == 0 ? nullptr : single_item(generator.iter)) {
    // `for x in [value]` is an assignment.
    const Label next = TRY(label());
    TRY(assign_one(generator.target, only));
    unit_->set_top(mark);
    TRY(loop_content(parts, index, next));
    unit_->bind(next);
  } else {
    TRY(plain_loop(parts, index));
  }
  unit_->set_top(mark);
  return done;
}

const Node* Emitter::single_item(const Node* iterable) {
  NodeList elements;
  if (const auto* list = syntax::if_is<syntax::List>(iterable)) elements = list->elts;
  if (const auto* tuple = syntax::if_is<syntax::Tuple>(iterable)) elements = tuple->elts;
  const bool single = elements.size() == 1 && elements[0]->kind != NodeKind::kStarred;
  return single ? elements[0] : nullptr;
}

// The outermost iterator is there already; an inner one is made here, in a new temporary.
Result<Operand> Emitter::loop_iterator(const ComprehensionParts& parts, std::size_t index) {
  if (index == 0) return kOutermostIterator;
  const syntax::Comprehension& generator = *parts.generators[index];
  const std::uint32_t mark = unit_->top();
  const Operand iterable =
      TRY(generator.is_async ? operand(generator.iter) : iteration_operand(generator.iter));
  unit_->set_top(mark);
  const Operand iterator = TRY(unit_->push());
  TRY(unit_->emit(generator.is_async ? Operation::kGetAsyncIterator : Operation::kGetIterator,
                  iterator, iterable));
  return iterator;
}

Status Emitter::plain_loop(const ComprehensionParts& parts, std::size_t index) {
  const Operand iterator = TRY(loop_iterator(parts, index));
  const Label start = TRY(label());
  const Label next = TRY(label());
  const Unit::Flow entry = unit_->flow();
  TRY(unit_->jump(Operation::kJump, next));
  unit_->bind_loop(start, entry);
  const Operand item = TRY(iteration_target(parts.generators[index]->target));
  const syntax::Position position = unit_->position;
  TRY(loop_content(parts, index, next));
  unit_->bind(next);
  const At at(*unit_, position);
  return unit_->word_jump(Operation::kForIter, start, item, iterator);
}

Status Emitter::async_loop(const ComprehensionParts& parts, std::size_t index) {
  const Operand iterator = TRY(loop_iterator(parts, index));
  const Label next = TRY(label());
  unit_->bind_backward(next);
  const std::uint32_t handler = TRY(async_step(parts.generators[index]->target, iterator));
  TRY(loop_content(parts, index, next));
  TRY(unit_->jump(Operation::kJump, next));
  return async_end(handler, iterator);
}

Status Emitter::loop_content(const ComprehensionParts& parts, std::size_t index, Label next) {
  for (const Node* condition : parts.generators[index]->ifs) {
    TRY(jump_if(condition, false, next));
  }
  if (index + 1 < parts.generators.size()) return generator_loop(parts, index + 1);
  return add_element(parts);
}

Status Emitter::add_element(const ComprehensionParts& parts) {
  const std::uint32_t mark = unit_->top();
  switch (unit_->scope->comprehension) {
    case Comprehension::kDict: {
      const Operand key = TRY(held(parts.element, {parts.value}));
      const Operand value = TRY(operand(parts.value));
      TRY(unit_->emit(Operation::kDictAdd, parts.result, key, value));
      break;
    }
    case Comprehension::kGenerator: {
      const Operand value = TRY(operand(parts.element));
      unit_->set_top(mark);
      TRY(drop(TRY(yield_value(value, kNew))));
      break;
    }
    default: {
      const bool list = unit_->scope->comprehension == Comprehension::kList;
      const Operand value = TRY(operand(parts.element));
      TRY(unit_->emit(list ? Operation::kListAppend : Operation::kSetAdd, parts.result, value));
    }
  }
  unit_->set_top(mark);
  return done;
}

}  // namespace ouro
