// Unparse: an expression as text again, byte for byte as Python writes postponed annotations.
#include "runtime/code/emitter.h"
#include "runtime/code/fold.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/protocol.h"
#include "runtime/object/text_builder.h"

namespace ouro {
namespace {

using syntax::as;
using syntax::Node;
using syntax::NodeKind;
using syntax::NodeList;

// How tightly an expression binds; one that binds less than its place asks for gets parentheses.
enum Level : int {
  kTuple,
  kTest,
  kOr,
  kAnd,
  kNot,
  kComparison,
  kExpr,
  kXor,
  kBitAnd,
  kShift,
  kArithmetic,
  kTerm,
  kFactor,
  kPower,
  kAwait,
  kAtom,
};

struct OperatorText {
  std::string_view text;
  Level level;
};
// In the order of syntax::Operator.
constexpr OperatorText kOperators[] = {
    {" + ", kArithmetic}, {" - ", kArithmetic}, {" * ", kTerm},   {" @ ", kTerm},   {" / ", kTerm},
    {" % ", kTerm},       {" ** ", kPower},     {" << ", kShift}, {" >> ", kShift}, {" | ", kExpr},
    {" ^ ", kXor},        {" & ", kBitAnd},     {" // ", kTerm},
};
// In the order of syntax::CompareOperator.
constexpr std::string_view kComparisons[] = {" == ", " != ", " < ",      " <= ", " > ",
                                             " >= ", " is ", " is not ", " in ", " not in "};
// In the order of syntax::UnaryOperator.
constexpr OperatorText kUnary[] = {{"~", kFactor}, {"not ", kNot}, {"+", kFactor}, {"-", kFactor}};

constexpr int above(int level) { return level + 1; }

class Unparser {
 public:
  Unparser(Compilation& compilation, TextBuilder& text) : compilation_(compilation), text_(text) {}

  Status expression(const Node*, int level);

 private:
  using Comprehensions = std::span<syntax::Comprehension* const>;

  Status write(std::string_view text) { return text_.append_utf8(text); }
  Status write_if(bool condition, std::string_view text) { return condition ? write(text) : done; }
  Status rare(const Node*, int level);
  Status boolean(const syntax::BoolOp&, int level);
  Status binary(const syntax::BinOp&, int level);
  Status unary(const syntax::UnaryOp&, int level);
  Status compare(const syntax::Compare&, int level);
  Status choice(const syntax::IfExp&, int level);
  Status lambda(const syntax::Lambda&, int level);
  Status parameters(const syntax::Arguments&);
  Status parameter(const syntax::Arg*, std::string_view prefix, const Node* default_value);
  Status dict(const syntax::Dict&);
  Status sequence(NodeList, std::string_view open, std::string_view close);
  Status tuple(const syntax::Tuple&, int level);
  Status comprehension(const Node* element, const Node* value, Comprehensions,
                       std::string_view open, std::string_view close);
  Status call(const syntax::Call&);
  Status attribute(const syntax::Attribute&);
  Status slice(const syntax::Slice&);
  Status constant(const syntax::Constant&);
  Status joined(const Node*);
  Status joined_part(const Node*);
  Status formatted(const syntax::FormattedValue&);
  Status braces_doubled(std::string_view);
  Status generator(const Node*);

  Compilation& compilation_;
  TextBuilder& text_;
  bool first_parameter_ = true;
};

Status Unparser::expression(const Node* node, int level) {
  RecursionGuard guard(compilation_.thread, " during compilation");
  if (!guard.ok()) return failure;
  switch (node->kind) {
    case NodeKind::kName: return write(as<syntax::Name>(node).id);
    case NodeKind::kConstant: return constant(as<syntax::Constant>(node));
    case NodeKind::kAttribute: return attribute(as<syntax::Attribute>(node));
    case NodeKind::kSubscript:
      TRY(expression(as<syntax::Subscript>(node).value, kAtom));
      TRY(write("["));
      TRY(expression(as<syntax::Subscript>(node).slice, kTuple));
      return write("]");
    case NodeKind::kTuple: return tuple(as<syntax::Tuple>(node), level);
    case NodeKind::kList: return sequence(as<syntax::List>(node).elts, "[", "]");
    case NodeKind::kSet: return sequence(as<syntax::Set>(node).elts, "{", "}");
    case NodeKind::kDict: return dict(as<syntax::Dict>(node));
    case NodeKind::kCall: return call(as<syntax::Call>(node));
    case NodeKind::kBoolOp: return boolean(as<syntax::BoolOp>(node), level);
    case NodeKind::kBinOp: return binary(as<syntax::BinOp>(node), level);
    case NodeKind::kUnaryOp: return unary(as<syntax::UnaryOp>(node), level);
    case NodeKind::kCompare: return compare(as<syntax::Compare>(node), level);
    case NodeKind::kIfExp: return choice(as<syntax::IfExp>(node), level);
    case NodeKind::kLambda: return lambda(as<syntax::Lambda>(node), level);
    default: return rare(node, level);
  }
}

Status Unparser::rare(const Node* node, int level) {
  switch (node->kind) {
    case NodeKind::kListComp:
    case NodeKind::kSetComp:
    case NodeKind::kGeneratorExp: return generator(node);
    case NodeKind::kDictComp: {
      const auto& comp = as<syntax::DictComp>(node);
      return comprehension(comp.key, comp.value, comp.generators, "{", "}");
    }
    case NodeKind::kStarred:
      TRY(write("*"));
      return expression(as<syntax::Starred>(node).value, kExpr);
    case NodeKind::kSlice: return slice(as<syntax::Slice>(node));
    case NodeKind::kJoinedStr:
    case NodeKind::kFormattedValue: return joined(node);
    case NodeKind::kNamedExpr:
      TRY(write_if(level > kTuple, "("));
      TRY(expression(as<syntax::NamedExpr>(node).target, kAtom));
      TRY(write(" := "));
      TRY(expression(as<syntax::NamedExpr>(node).value, kAtom));
      return write_if(level > kTuple, ")");
    case NodeKind::kAwait:
      TRY(write_if(level > kAwait, "("));
      TRY(write("await "));
      TRY(expression(as<syntax::Await>(node).value, kAtom));
      return write_if(level > kAwait, ")");
    case NodeKind::kYield: {
      const Node* value = as<syntax::Yield>(node).value;
      if (value == nullptr) return write("(yield)");
      TRY(write("(yield "));
      TRY(expression(value, kTest));
      return write(")");
    }
    default:
      TRY(write("(yield from "));
      TRY(expression(as<syntax::YieldFrom>(node).value, kTest));
      return write(")");
  }
}

// ---- operators --------------------------------------------------------------------------------

Status Unparser::boolean(const syntax::BoolOp& node, int level) {
  const bool is_and = node.op == syntax::BoolOperator::kAnd;
  const int own = is_and ? kAnd : kOr;
  TRY(write_if(level > own, "("));
  for (std::size_t index = 0; index < node.values.size(); ++index) {
    TRY(write_if(index > 0, is_and ? " and " : " or "));
    TRY(expression(node.values[index], above(own)));
  }
  return write_if(level > own, ")");
}

Status Unparser::binary(const syntax::BinOp& node, int level) {
  const OperatorText& op = kOperators[static_cast<std::size_t>(node.op)];
  const bool from_right = node.op == syntax::Operator::kPow;
  TRY(write_if(level > op.level, "("));
  TRY(expression(node.left, from_right ? above(op.level) : op.level));
  TRY(write(op.text));
  TRY(expression(node.right, from_right ? static_cast<int>(op.level) : above(op.level)));
  return write_if(level > op.level, ")");
}

Status Unparser::unary(const syntax::UnaryOp& node, int level) {
  const OperatorText& op = kUnary[static_cast<std::size_t>(node.op)];
  TRY(write_if(level > op.level, "("));
  TRY(write(op.text));
  TRY(expression(node.operand, op.level));
  return write_if(level > op.level, ")");
}

Status Unparser::compare(const syntax::Compare& node, int level) {
  TRY(write_if(level > kComparison, "("));
  TRY(expression(node.left, above(kComparison)));
  for (std::size_t index = 0; index < node.ops.size(); ++index) {
    TRY(write(kComparisons[static_cast<std::size_t>(node.ops[index])]));
    TRY(expression(node.comparators[index], above(kComparison)));
  }
  return write_if(level > kComparison, ")");
}

Status Unparser::choice(const syntax::IfExp& node, int level) {
  TRY(write_if(level > kTest, "("));
  TRY(expression(node.body, above(kTest)));
  TRY(write(" if "));
  TRY(expression(node.test, above(kTest)));
  TRY(write(" else "));
  TRY(expression(node.orelse, kTest));
  return write_if(level > kTest, ")");
}

// ---- lambda -----------------------------------------------------------------------------------

Status Unparser::lambda(const syntax::Lambda& node, int level) {
  const syntax::Arguments& arguments = *node.args;
  // Python writes "lambda*a: a", so this does.
  const bool positional = !arguments.posonlyargs.empty() || !arguments.args.empty();
  TRY(write_if(level > kTest, "("));
  TRY(write(positional ? "lambda " : "lambda"));
  TRY(parameters(arguments));
  TRY(write(": "));
  TRY(expression(node.body, kTest));
  return write_if(level > kTest, ")");
}

Status Unparser::parameter(const syntax::Arg* argument, std::string_view prefix,
                           const Node* default_value) {
  TRY(write_if(!first_parameter_, ", "));
  first_parameter_ = false;
  TRY(write(prefix));
  if (argument != nullptr) TRY(write(argument->arg));
  if (default_value == nullptr) return done;
  TRY(write("="));
  return expression(default_value, kTest);
}

Status Unparser::parameters(const syntax::Arguments& arguments) {
  first_parameter_ = true;
  const std::size_t positional = arguments.posonlyargs.size() + arguments.args.size();
  const std::size_t first_default = positional - arguments.defaults.size();
  for (std::size_t index = 0; index < positional; ++index) {
    const bool only = index < arguments.posonlyargs.size();
    const syntax::Arg* argument =
        only ? arguments.posonlyargs[index] : arguments.args[index - arguments.posonlyargs.size()];
    const Node* value = index < first_default ? nullptr : arguments.defaults[index - first_default];
    TRY(parameter(argument, "", value));
    if (only && index + 1 == arguments.posonlyargs.size()) TRY(write(", /"));
  }
  if (arguments.vararg != nullptr || !arguments.kwonlyargs.empty()) {
    TRY(parameter(arguments.vararg, "*", nullptr));
  }
  for (std::size_t index = 0; index < arguments.kwonlyargs.size(); ++index) {
    TRY(parameter(arguments.kwonlyargs[index], "", arguments.kw_defaults[index]));
  }
  return arguments.kwarg == nullptr ? done : parameter(arguments.kwarg, "**", nullptr);
}

// ---- displays ---------------------------------------------------------------------------------

Status Unparser::sequence(NodeList nodes, std::string_view open, std::string_view close) {
  TRY(write(open));
  for (std::size_t index = 0; index < nodes.size(); ++index) {
    TRY(write_if(index > 0, ", "));
    TRY(expression(nodes[index], kTest));
  }
  return write(close);
}

Status Unparser::tuple(const syntax::Tuple& node, int level) {
  if (node.elts.empty()) return write("()");
  const bool parenthesised = level > kTuple;
  TRY(sequence(node.elts, parenthesised ? "(" : "", node.elts.size() == 1 ? "," : ""));
  return write_if(parenthesised, ")");
}

Status Unparser::dict(const syntax::Dict& node) {
  TRY(write("{"));
  for (std::size_t index = 0; index < node.values.size(); ++index) {
    TRY(write_if(index > 0, ", "));
    const Node* key = node.keys[index];
    if (key == nullptr) {
      TRY(write("**"));
      TRY(expression(node.values[index], kExpr));
      continue;
    }
    TRY(expression(key, kTest));
    TRY(write(": "));
    TRY(expression(node.values[index], kTest));
  }
  return write("}");
}

Status Unparser::generator(const Node* node) {
  const auto& comp = as<syntax::ElementComp>(node);
  std::string_view brackets = "()";
  if (node->kind == NodeKind::kListComp) brackets = "[]";
  if (node->kind == NodeKind::kSetComp) brackets = "{}";
  return comprehension(comp.elt, nullptr, comp.generators, brackets.substr(0, 1),
                       brackets.substr(1));
}

Status Unparser::comprehension(const Node* element, const Node* value, Comprehensions generators,
                               std::string_view open, std::string_view close) {
  TRY(write(open));
  TRY(expression(element, kTest));
  if (value != nullptr) {
    TRY(write(": "));
    TRY(expression(value, kTest));
  }
  for (const syntax::Comprehension* part : generators) {
    TRY(write(part->is_async ? " async for " : " for "));
    TRY(expression(part->target, kTuple));
    TRY(write(" in "));
    TRY(expression(part->iter, above(kTest)));
    for (const Node* condition : part->ifs) {
      TRY(write(" if "));
      TRY(expression(condition, above(kTest)));
    }
  }
  return write(close);
}

// ---- calls, attributes, items -----------------------------------------------------------------

Status Unparser::call(const syntax::Call& node) {
  TRY(expression(node.func, kAtom));
  const bool only_generator = node.args.size() == 1 && node.keywords.empty() &&
                              node.args[0]->kind == NodeKind::kGeneratorExp;
  if (only_generator) return expression(node.args[0], kTest);
  TRY(sequence(node.args, "(", ""));
  bool first = node.args.empty();
  for (const syntax::Keyword* keyword : node.keywords) {
    TRY(write_if(!first, ", "));
    first = false;
    const bool named = keyword->arg.data() != nullptr;
    TRY(write(named ? keyword->arg : "**"));
    TRY(write_if(named, "="));
    TRY(expression(keyword->value, named ? kTest : kExpr));
  }
  return write(")");
}

Status Unparser::attribute(const syntax::Attribute& node) {
  TRY(expression(node.value, kAtom));
  const auto* number = syntax::if_is<syntax::Constant>(node.value);
  const bool integer = number != nullptr && number->type == syntax::ConstantKind::kInteger;
  TRY(write(integer ? " ." : "."));
  return write(node.attr);
}

Status Unparser::slice(const syntax::Slice& node) {
  if (node.lower != nullptr) TRY(expression(node.lower, kTest));
  TRY(write(":"));
  if (node.upper != nullptr) TRY(expression(node.upper, kTest));
  if (node.step == nullptr) return done;
  TRY(write(":"));
  return expression(node.step, kTest);
}

Status Unparser::constant(const syntax::Constant& node) {
  if (node.type == syntax::ConstantKind::kEllipsis) return write("...");
  if (node.has_u_prefix) TRY(write("u"));
  Object* object = TRY(compilation_.keep(make_constant(compilation_.thread, node)));
  Ref<Str> shown(TRY(repr(compilation_.thread, object)));
  // There is no literal for infinity; this one overflows to it.
  if (str_equal(shown, "inf")) return write("1e309");
  if (str_equal(shown, "infj")) return write("1e309j");
  return text_.append(shown);
}

// ---- f-strings --------------------------------------------------------------------------------

Status Unparser::joined(const Node* node) {
  TextBuilder body(compilation_.thread.interpreter());
  Unparser inner(compilation_, body);
  TRY(inner.joined_part(node));
  Object* text = TRY(compilation_.keep(body.finish()));
  TRY(write("f"));
  return text_.append_repr(compilation_.thread, text);
}

Status Unparser::braces_doubled(std::string_view text) {
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t brace = text.find_first_of("{}", start);
    const std::size_t end = brace == std::string_view::npos ? text.size() : brace + 1;
    TRY(write(text.substr(start, end - start)));
    if (brace != std::string_view::npos) TRY(write(text.substr(brace, 1)));
    start = end;
  }
  return done;
}

Status Unparser::joined_part(const Node* node) {
  if (const auto* constant_part = syntax::if_is<syntax::Constant>(node)) {
    return braces_doubled(constant_part->text);
  }
  if (const auto* value = syntax::if_is<syntax::FormattedValue>(node)) return formatted(*value);
  for (const Node* part : as<syntax::JoinedStr>(node).values) TRY(joined_part(part));
  return done;
}

Status Unparser::formatted(const syntax::FormattedValue& node) {
  TextBuilder value(compilation_.thread.interpreter());
  Unparser inner(compilation_, value);
  TRY(inner.expression(node.value, above(kTest)));
  Ref<Str> shown(TRY(value.finish()));
  // "{{" would be a literal brace.
  TRY(write(shown->length > 0 && shown->at(0) == U'{' ? "{ " : "{"));
  TRY(text_.append(shown));
  if (node.conversion > 0) {
    const char conversion[] = {'!', static_cast<char>(node.conversion)};
    TRY(write({conversion, 2}));
  }
  if (node.format_spec != nullptr) {
    TRY(write(":"));
    TRY(joined_part(node.format_spec));
  }
  return write("}");
}

}  // namespace

Result<Object*> unparse(Compilation& compilation, const Node* node) {
  TextBuilder text(compilation.thread.interpreter());
  TRY(Unparser(compilation, text).expression(node, kTest));
  Ref<Str> shown(TRY(text.finish()));
  return intern(compilation.thread.interpreter(), shown);
}

}  // namespace ouro
