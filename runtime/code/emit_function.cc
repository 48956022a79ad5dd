// Emitter, functions and classes: def, lambda, class, decorators, defaults, annotations.
#include "runtime/code/emitter.h"
#include "runtime/interpreter/interpreter.h"

namespace ouro {

using syntax::as;
using syntax::Node;
using syntax::NodeKind;
using syntax::NodeList;

namespace {

std::int32_t first_line_of(const Node& node, NodeList decorators) {
  return static_cast<std::int32_t>(decorators.empty() ? node.position.line
                                                      : decorators[0]->position.line);
}

void count_parameters(Unit& unit, const syntax::Arguments& arguments) {
  unit.positional_only_count = static_cast<std::uint32_t>(arguments.posonlyargs.size());
  unit.argument_count =
      unit.positional_only_count + static_cast<std::uint32_t>(arguments.args.size());
  unit.keyword_only_count = static_cast<std::uint32_t>(arguments.kwonlyargs.size());
}

}  // namespace

// ---- what a function is made from -------------------------------------------------------------

Status Emitter::check_parameters(const syntax::Arguments& arguments) {
  const auto check = [this](const syntax::Arg* argument) -> Status {
    return argument == nullptr ? done : refuse_debug(argument->arg, "assign to");
  };
  for (const auto list : {arguments.posonlyargs, arguments.args, arguments.kwonlyargs}) {
    for (const syntax::Arg* argument : list) TRY(check(argument));
  }
  TRY(check(arguments.vararg));
  return check(arguments.kwarg);
}

// Defaults and keyword defaults in new temporaries, in the order MakeFunction takes them.
Status Emitter::function_parts(const syntax::Arguments& arguments, FunctionParts& parts) {
  parts.first = static_cast<Operand>(kTemporaryBit | unit_->top());
  TRY(check_parameters(arguments));
  if (!arguments.defaults.empty()) {
    parts.bits |= kMakeDefaults;
    const Operand constants = TRY(constant_tuple_of(arguments.defaults));
    if (constants != kNoOperand) {
      TRY(give(constants, kNew));
    } else {
      TRY(run_of(arguments.defaults, Operation::kBuildTuple, kNew));
    }
  }
  return keyword_defaults(arguments, parts);
}

Status Emitter::keyword_defaults(const syntax::Arguments& arguments, FunctionParts& parts) {
  const std::uint32_t mark = unit_->top();
  std::size_t count = 0;
  for (std::size_t index = 0; index < arguments.kwonlyargs.size(); ++index) {
    if (arguments.kw_defaults[index] == nullptr) continue;
    const Name* name =
        TRY(compilation_.mangled(unit_->scope->class_name, arguments.kwonlyargs[index]->arg));
    TRY(give(TRY(text_operand(name->text)), kNew));
    TRY(expression(arguments.kw_defaults[index], kNew));
    ++count;
  }
  if (count == 0) return done;
  parts.bits |= kMakeKeywordDefaults;
  unit_->set_top(mark);
  const Operand dict = TRY(unit_->push());
  return unit_->emit(Operation::kBuildDict, dict, dict, static_cast<Operand>(count));
}

Status Emitter::one_annotation(std::string_view name, const Node* annotation, std::size_t& count) {
  if (annotation == nullptr) return done;
  const Name* mangled = TRY(compilation_.mangled(unit_->scope->class_name, name));
  const At at(*unit_, annotation->position);
  TRY(give(TRY(text_operand(mangled->text)), kNew));
  TRY(annotation_value(annotation, kNew));
  count += 2;
  return done;
}

Status Emitter::annotation_parts(const syntax::Arguments& arguments, const Node* returns,
                                 FunctionParts& parts) {
  const std::uint32_t mark = unit_->top();
  std::size_t count = 0;
  for (const auto list : {arguments.posonlyargs, arguments.args}) {
    for (const syntax::Arg* argument : list) {
      TRY(one_annotation(argument->arg, argument->annotation, count));
    }
  }
  if (const syntax::Arg* argument = arguments.vararg) {
    TRY(one_annotation(argument->arg, argument->annotation, count));
  }
  for (const syntax::Arg* argument : arguments.kwonlyargs) {
    TRY(one_annotation(argument->arg, argument->annotation, count));
  }
  if (const syntax::Arg* argument = arguments.kwarg) {
    TRY(one_annotation(argument->arg, argument->annotation, count));
  }
  TRY(one_annotation("return", returns, count));
  if (count == 0) return done;
  parts.bits |= kMakeAnnotations;
  unit_->set_top(mark);
  const Operand tuple = TRY(unit_->push());
  return unit_->emit(Operation::kBuildTuple, tuple, tuple, static_cast<Operand>(count));
}

// The code of `inner` is finished; its parts stand from `mark` up, and go with this instruction.
Result<Operand> Emitter::make_function(Unit& inner, FunctionParts parts, std::uint32_t mark,
                                       Operand target) {
  Object* code = TRY(finish(inner));
  if (TRY(closure_of(inner)) != kNoOperand) parts.bits |= kMakeClosure;
  const Operand code_operand = TRY(constant(code));
  unit_->set_top(mark);
  const Operand place = TRY(destination(target));
  TRY(unit_->emit(Operation::kMakeFunction, place, code_operand, parts.first, parts.bits));
  return place;
}

// ---- def and lambda ---------------------------------------------------------------------------

// The first constant is the docstring or None; a function finds its __doc__ there.
Status Emitter::first_constant(const syntax::Constant* docstring) {
  Object* first = none(compilation_.thread);
  if (docstring != nullptr) first = TRY(folder_.value_of(docstring)).value;
  TRY(unit_->constant_index(first));
  return done;
}

Status Emitter::function_code(const syntax::FunctionDef& node, Unit& inner) {
  TRY(begin(inner, inner.scope, node.name, first_line_of(node, node.decorator_list)));
  count_parameters(inner, *node.args);
  const syntax::Constant* docstring = docstring_of(node.body);
  TRY(first_constant(docstring));
  return body(docstring == nullptr ? node.body : node.body.subspan(1));
}

Status Emitter::function_statement(const syntax::FunctionDef& node) {
  const std::uint32_t mark = unit_->top();
  TRY(push_decorators(node.decorator_list));
  const std::uint32_t parts_mark = unit_->top();
  FunctionParts parts;
  TRY(function_parts(*node.args, parts));
  TRY(annotation_parts(*node.args, node.returns, parts));
  Unit inner(compilation_, symbols_.scope_of(&node), unit_);
  TRY(function_code(node, inner));
  if (node.decorator_list.empty()) {
    syntax::Name name{};
    name.id = node.name;
    name.kind = NodeKind::kName;
    Symbol* local = local_symbol_of(*inner.parent, &name);
    if (local != nullptr) {
      const Operand place = inner.parent->place_of(local);
      TRY(make_function(inner, parts, parts_mark, place));
      unit_->set_top(mark);
      return done;
    }
  }
  TRY(make_function(inner, parts, parts_mark, kNew));
  const Operand decorated = TRY(apply_decorators(node.decorator_list, mark));
  TRY(store_name(node.name, decorated));
  unit_->set_top(mark);
  return done;
}

Result<Operand> Emitter::lambda_expression(const syntax::Lambda& node, Operand target) {
  const std::uint32_t mark = unit_->top();
  FunctionParts parts;
  TRY(function_parts(*node.args, parts));
  Unit inner(compilation_, symbols_.scope_of(&node), unit_);
  TRY(begin(inner, inner.scope, "<lambda>", static_cast<std::int32_t>(node.position.line)));
  count_parameters(inner, *node.args);
  TRY(first_constant(nullptr));
  const Operand value = TRY(operand(node.body));
  {
    const At at(inner, node.body->position);
    TRY(inner.emit(Operation::kReturn, value));
    inner.stop();
  }
  return make_function(inner, parts, mark, target);
}

// Each decorator takes two registers, as the start of a call whose argument is the next one.
Status Emitter::push_decorators(NodeList decorators) {
  for (const Node* decorator : decorators) {
    TRY(expression(decorator, kNew));
    TRY(unit_->push());
  }
  return done;
}

Result<Operand> Emitter::apply_decorators(NodeList decorators, std::uint32_t mark) {
  for (std::size_t index = decorators.size(); index-- > 0;) {
    const At at(*unit_, decorators[index]->position);
    const auto base = static_cast<Operand>(kTemporaryBit | (mark + 2 * index));
    TRY(unit_->emit(Operation::kCall, base, base, 1));
  }
  unit_->set_top(mark + 1);
  return static_cast<Operand>(kTemporaryBit | mark);
}

// ---- class ------------------------------------------------------------------------------------

Status Emitter::class_body(const syntax::ClassDef& node) {
  {
    const At at(*unit_, {static_cast<std::uint32_t>(unit_->first_line), 0,
                         static_cast<std::uint32_t>(unit_->first_line), 0});
    TRY(store_name("__module__", TRY(load_name("__name__", kNew))));
    unit_->set_top(unit_->locals().count);
    TRY(store_name("__qualname__", TRY(text_operand(unit_->qualified_name->text))));
  }
  TRY(namespace_body(node.body));
  if (unit_->scope->class_cell == nullptr) return done;
  const Operand cell = unit_->scope->class_cell->place;
  TRY(store_name("__classcell__", cell));
  TRY(unit_->emit(Operation::kReturn, cell));
  unit_->stop();
  return done;
}

Status Emitter::class_statement(const syntax::ClassDef& node) {
  const std::uint32_t mark = unit_->top();
  TRY(push_decorators(node.decorator_list));
  const Operand base = TRY(unit_->push());
  TRY(unit_->push());
  TRY(unit_->emit(Operation::kLoadBuildClass, base));
  const std::uint32_t function = unit_->top();
  Unit inner(compilation_, symbols_.scope_of(&node), unit_);
  TRY(begin(inner, inner.scope, node.name, first_line_of(node, node.decorator_list)));
  TRY(class_body(node));
  FunctionParts parts{static_cast<Operand>(kTemporaryBit | function), 0};
  TRY(make_function(inner, parts, function, kNew));
  TRY(give(TRY(text_operand(node.name)), kNew));
  TRY(check_keywords(node.keywords));
  TRY(call_build_class(node, base));
  TRY(store_name(node.name, TRY(apply_decorators(node.decorator_list, mark))));
  unit_->set_top(mark);
  return done;
}

// r[base] .. r[base+3]: __build_class__, null, the function of the body, the name.
Status Emitter::call_build_class(const syntax::ClassDef& node, Operand base) {
  if (!needs_spread(node.bases, node.keywords)) {
    TRY(call_with(base, 2, node.bases, node.keywords, base));
    return done;
  }
  const auto list = static_cast<Operand>(base + 2);
  TRY(unit_->emit(Operation::kBuildList, list, list, 2));
  unit_->set_top(register_of(list) + 1u);
  TRY(spread_call(base, list, node.bases, node.keywords, base));
  return done;
}

}  // namespace ouro
