// Emitter, calls, and the warnings about expressions that will hardly do what was meant.
#include "runtime/code/emitter.h"
#include "runtime/interpreter/interpreter.h"

namespace ouro {

using syntax::as;
using syntax::CompareOperator;
using syntax::Node;
using syntax::NodeKind;
using syntax::NodeList;
using Keywords = std::span<syntax::Keyword* const>;

bool Emitter::needs_spread(NodeList args, Keywords keywords) {
  for (const Node* arg : args) {
    if (arg->kind == NodeKind::kStarred) return true;
  }
  for (const syntax::Keyword* keyword : keywords) {
    if (keyword->arg.data() == nullptr) return true;
  }
  return false;
}

namespace {

// Where Python 3.11 shows a method call or attribute that spans lines: at the line of the name.
syntax::Position method_position(const syntax::Position& whole, const syntax::Attribute& method) {
  syntax::Position shown = whole;
  if (whole.line == method.position.end_line) return shown;
  shown.line = method.position.end_line;
  const auto width = static_cast<std::uint32_t>(method.attr.size());
  const std::uint32_t end = method.position.end_column;
  shown.column = end >= width ? end - width : 0;
  if (shown.end_line < shown.line) shown.end_line = shown.line;
  return shown;
}

}  // namespace

Result<Operand> Emitter::call_expression(const syntax::Call& node, Operand target) {
  TRY(warn_about_call(node));
  TRY(check_keywords(node.keywords));
  if (!needs_spread(node.args, node.keywords)) return plain_call(node, target);
  const Operand base = TRY(expression(node.func, kNew));
  TRY(unit_->push());
  return spread_call(base, kNoOperand, node.args, node.keywords, target);
}

Status Emitter::check_keywords(Keywords keywords) {
  for (std::size_t index = 0; index < keywords.size(); ++index) {
    const syntax::Keyword* keyword = keywords[index];
    if (keyword->arg.data() == nullptr) continue;
    TRY(refuse_debug(keyword->arg, "assign to"));
  }
  return done;
}

Result<Operand> Emitter::plain_call(const syntax::Call& node, Operand target) {
  const auto* method = syntax::if_is<syntax::Attribute>(node.func);
  if (method == nullptr) {
    const Operand base = TRY(expression(node.func, kNew));
    TRY(unit_->push());
    return call_with(base, 0, node.args, node.keywords, target);
  }
  const Operand base = TRY(load_method(*method));
  const At at(*unit_, method_position(node.position, *method));
  return call_with(base, 0, node.args, node.keywords, target);
}

// The function and its self in two new temporaries.
Result<Operand> Emitter::load_method(const syntax::Attribute& node) {
  const At at(*unit_, node.position);
  const std::uint32_t mark = unit_->top();
  const Operand object = TRY(operand(node.value));
  unit_->set_top(mark);
  const Operand base = TRY(unit_->push());
  TRY(unit_->push());
  unit_->position = method_position(node.position, node);
  TRY(unit_->emit(Operation::kLoadMethod, base, object, TRY(attribute_name(node.attr))));
  return base;
}

// r[base] and r[base+1] stand; `count` arguments too.
Result<Operand> Emitter::call_with(Operand base, std::size_t count, NodeList args,
                                   Keywords keywords, Operand target) {
  for (const Node* arg : args) TRY(expression(arg, kNew));
  for (const syntax::Keyword* keyword : keywords) TRY(expression(keyword->value, kNew));
  const auto given = static_cast<Operand>(count + args.size() + keywords.size());
  std::uint64_t names = 0;
  if (!keywords.empty()) names = constant_of(TRY(keyword_names(keywords)));
  unit_->set_top(register_of(base));
  const Operand place = TRY(destination(target));
  if (keywords.empty()) {
    TRY(unit_->emit(Operation::kCall, place, base, given));
  } else {
    TRY(unit_->emit(Operation::kCallKeywords, place, base, given, names));
  }
  return place;
}

Result<Operand> Emitter::keyword_names(Keywords keywords) {
  Interpreter& interpreter = compilation_.thread.interpreter();
  Ref<Tuple> names(TRY(make_tuple(interpreter, keywords.size())));
  for (std::size_t index = 0; index < keywords.size(); ++index) {
    // As written: python3.11 does not mangle these.
    names->items()[index] = TRY(intern(interpreter, keywords[index]->arg));
  }
  Object* kept = TRY(compilation_.keep(static_cast<Object*>(names.take())));
  const std::uint32_t index = TRY(unit_->constant_index(kept));
  if (index < kOperandConstants) return static_cast<Operand>(kConstantBit | index);
  return compilation_.error(unit_->position, {"too many constants before a call with keywords"});
}

// ---- calls with * and ** ----------------------------------------------------------------------

// `first`: an argument that stands already in r[base+2] (a class's body and name), or kNoOperand.
Result<Operand> Emitter::spread_call(Operand base, Operand first, NodeList args, Keywords keywords,
                                     Operand target) {
  TRY(spread_positional(first, args));
  if (!keywords.empty()) TRY(spread_keywords(base, keywords));
  unit_->set_top(register_of(base));
  const Operand place = TRY(destination(target));
  TRY(unit_->emit(Operation::kCallSpread, place, base, keywords.empty() ? 0 : 1));
  return place;
}

// One iterable in r[base+2]: `f(*a)` hands a over as it is.
Status Emitter::spread_positional(Operand first, NodeList args) {
  if (first == kNoOperand && args.size() == 1 && args[0]->kind == NodeKind::kStarred) {
    TRY(expression(as<syntax::Starred>(args[0]).value, kNew));
    return done;
  }
  std::size_t starred = 0;
  while (starred < args.size() && args[starred]->kind != NodeKind::kStarred) ++starred;
  if (first == kNoOperand && starred == args.size()) {
    syntax::Tuple plain{};
    plain.elts = args;
    if (const Operand constants = TRY(constant_tuple_of(args)); constants != kNoOperand) {
      TRY(give(constants, kNew));
      return done;
    }
    TRY(tuple_display(plain, kNew));
    return done;
  }
  Operand list = first;
  if (first == kNoOperand) {
    list = TRY(run_of(args.first(starred), Operation::kBuildList, kNew));
    args = args.subspan(starred);
  }
  TRY(collect(args, list, Operation::kListAppend, Operation::kListExtend));
  return unit_->emit(Operation::kListToTuple, list, list);
}

// One dict in r[base+3]; named ones between two ** are merged as a dict of their own.
Status Emitter::spread_keywords(Operand base, Keywords keywords) {
  const Operand dictionary = TRY(unit_->push());
  TRY(unit_->emit(Operation::kBuildDict, dictionary, dictionary, 0));
  const std::uint32_t mark = unit_->top();
  std::size_t start = 0;
  for (std::size_t index = 0; index <= keywords.size(); ++index) {
    const bool end = index == keywords.size();
    if (!end && keywords[index]->arg.data() != nullptr) continue;
    if (index > start) {
      TRY(keyword_run(dictionary, base, keywords.subspan(start, index - start)));
    }
    start = index + 1;
    if (end) break;
    TRY(unit_->emit(Operation::kDictMerge, dictionary, TRY(operand(keywords[index]->value)), base));
    unit_->set_top(mark);
  }
  return done;
}

Status Emitter::keyword_run(Operand dictionary, Operand base, Keywords run) {
  const std::uint32_t mark = unit_->top();
  const Operand names = TRY(keyword_names(run));
  for (const syntax::Keyword* keyword : run) TRY(expression(keyword->value, kNew));
  const auto first = static_cast<Operand>(kTemporaryBit | mark);
  TRY(unit_->emit(Operation::kBuildDictWithKeys, first, first, static_cast<Operand>(run.size()),
                  constant_of(names)));
  TRY(unit_->emit(Operation::kDictMerge, dictionary, first, base));
  unit_->set_top(mark);
  return done;
}

// ---- warnings ---------------------------------------------------------------------------------

namespace {

// The type name of a value that is certainly of that type; empty: not known.
std::string_view certain_type(const Node* node) {
  switch (node->kind) {
    case NodeKind::kTuple: return "tuple";
    case NodeKind::kList:
    case NodeKind::kListComp: return "list";
    case NodeKind::kDict:
    case NodeKind::kDictComp: return "dict";
    case NodeKind::kSet:
    case NodeKind::kSetComp: return "set";
    case NodeKind::kGeneratorExp: return "generator";
    case NodeKind::kLambda: return "function";
    case NodeKind::kJoinedStr:
    case NodeKind::kFormattedValue: return "str";
    default: return {};
  }
}

std::string_view constant_type(const Node* node) {
  static constexpr std::string_view kNames[] = {"NoneType", "bool",    "bool", "ellipsis", "int",
                                                "float",    "complex", "str",  "bytes"};
  const auto* constant = syntax::if_is<syntax::Constant>(node);
  return constant == nullptr ? std::string_view{}
                             : kNames[static_cast<std::size_t>(constant->type)];
}

bool is_callable_display(const Node* node) { return node->kind == NodeKind::kLambda; }

bool is_subscriptable(const Node* node) {
  const std::string_view type = certain_type(node);
  const std::string_view constant = constant_type(node);
  if (!constant.empty()) return constant == "str" || constant == "bytes";
  return type.empty() || (type != "set" && type != "generator" && type != "function");
}

bool is_index_container(const Node* node) {
  const std::string_view type = certain_type(node);
  const std::string_view constant = constant_type(node);
  return type == "tuple" || type == "list" || type == "str" || constant == "str" ||
         constant == "bytes";
}

bool is_literal(const Node* node) {
  const std::string_view constant = constant_type(node);
  return !constant.empty() && constant != "NoneType" && constant != "bool" &&
         constant != "ellipsis";
}

std::string_view shown_type(const Node* node) {
  const std::string_view certain = certain_type(node);
  return certain.empty() ? constant_type(node) : certain;
}

}  // namespace

Status Emitter::warn_about_call(const syntax::Call& node) {
  const std::string_view type = shown_type(node.func);
  if (type.empty() || is_callable_display(node.func)) return done;
  return compilation_.warn(node.position, {"'", type,
                                           "' object is not callable; perhaps you "
                                           "missed a comma?"});
}

Status Emitter::warn_about_subscript(const syntax::Subscript& node) {
  if (!is_subscriptable(node.value)) {
    return compilation_.warn(node.position, {"'", shown_type(node.value),
                                             "' object is not subscriptable; perhaps you missed "
                                             "a comma?"});
  }
  const std::string_view key = shown_type(node.slice);
  if (key.empty() || key == "int" || key == "bool" || !is_index_container(node.value)) return done;
  return compilation_.warn(
      node.position, {shown_type(node.value), " indices must be integers or slices, not ", key,
                      "; perhaps you missed a comma?"});
}

Status Emitter::warn_about_compare(const syntax::Compare& node) {
  const Node* left = node.left;
  for (std::size_t index = 0; index < node.ops.size(); ++index) {
    const Node* right = node.comparators[index];
    const CompareOperator op = node.ops[index];
    const bool identity = op == CompareOperator::kIs || op == CompareOperator::kIsNot;
    if (identity && (is_literal(left) || is_literal(right))) {
      return compilation_.warn(
          node.position, {op == CompareOperator::kIs ? "\"is\" with a literal. Did you mean \"==\"?"
                                                     : "\"is not\" with a literal. Did you mean "
                                                       "\"!=\"?"});
    }
    left = right;
  }
  return done;
}

}  // namespace ouro
