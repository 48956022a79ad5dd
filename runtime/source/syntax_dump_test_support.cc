// Syntax dump: one small printer per node, driven by the fields of Python's ast classes.
#include "runtime/source/syntax_dump_test_support.h"

#include <gmp.h>

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "runtime/component/memory.h"
#include "runtime/object/unicode.h"
#include "runtime/source/arena_text.h"

namespace ouro::syntax {
namespace {

constexpr const char* kOperators[] = {"Add",    "Sub",    "Mult",    "MatMult", "Div",
                                      "Mod",    "Pow",    "LShift",  "RShift",  "BitOr",
                                      "BitXor", "BitAnd", "FloorDiv"};
constexpr const char* kUnaryOperators[] = {"Invert", "Not", "UAdd", "USub"};
constexpr const char* kCompareOperators[] = {"Eq",  "NotEq", "Lt",    "LtE", "Gt",
                                             "GtE", "Is",    "IsNot", "In",  "NotIn"};
constexpr const char* kContexts[] = {"Load", "Store", "Del"};

// ---- Python's repr() of constants ----

void append_hex(std::string& out, const char* prefix, std::uint32_t value, int digits) {
  char text[16];
  std::snprintf(text, sizeof text, "%s%0*x", prefix, digits, value);
  out += text;
}

char quote_for(std::string_view text) {
  const bool single = text.find('\'') != text.npos;
  return single && text.find('"') == text.npos ? '"' : '\'';
}

void append_escaped(std::string& out, std::uint32_t code, char quote, std::string_view bytes) {
  switch (code) {
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    case '\\': out += "\\\\"; return;
    default: break;
  }
  if (code == static_cast<unsigned char>(quote)) {
    out += '\\';
    out += quote;
  } else if (code < ' ' || code == 0x7F) {
    append_hex(out, "\\x", code, 2);
  } else if (code < 0x7F || (!bytes.empty() && unicode::is_printable(code))) {
    out += bytes.empty() ? std::string(1, static_cast<char>(code)) : std::string(bytes);
  } else if (code <= 0xFF) {
    append_hex(out, "\\x", code, 2);
  } else if (code <= 0xFFFF) {
    append_hex(out, "\\u", code, 4);
  } else {
    append_hex(out, "\\U", code, 8);
  }
}

std::string string_repr(std::string_view text) {
  const char quote = quote_for(text);
  std::string out(1, quote);
  for (std::size_t size = 0; !text.empty(); text.remove_prefix(size)) {
    const std::uint32_t code = decode_character(text, size);
    append_escaped(out, code, quote, text.substr(0, size));
  }
  return out + quote;
}

std::string bytes_repr(std::string_view text) {
  const char quote = quote_for(text);
  std::string out = std::string("b") + quote;
  for (char byte : text) append_escaped(out, static_cast<unsigned char>(byte), quote, {});
  return out + quote;
}

std::string integer_repr(std::string_view text) {
  mpz_t value;
  std::string digits(text);
  if (digits.size() > 1 && std::strchr("oO", digits[1]) != nullptr) digits.erase(1, 1);
  const bool octal = digits.size() != text.size();
  const bool decimal = !octal && (digits.size() < 2 || std::isdigit(digits[1]) != 0);
  mpz_init_set_str(value, digits.c_str(), decimal ? 10 : octal ? 8 : 0);
  char* repr = mpz_get_str(nullptr, 10, value);
  std::string result = repr;
  void (*release)(void*, std::size_t);
  mp_get_memory_functions(nullptr, nullptr, &release);
  release(repr, result.size() + 1);
  mpz_clear(value);
  return result;
}

// Python writes an exponent from 1e16 on and below 1e-4, and a point or an exponent always.
std::string float_repr(std::string_view text, bool imaginary) {
  const double value = std::strtod(std::string(text).c_str(), nullptr);
  if (std::isinf(value)) return "inf";
  char buffer[400];
  const double size = std::fabs(value);
  const bool scientific = size != 0 && (size >= 1e16 || size < 1e-4);
  const auto format = scientific ? std::chars_format::scientific : std::chars_format::fixed;
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, format).ptr;
  std::string result(buffer, end);
  const bool plain = result.find_first_of(".e") == result.npos;
  return plain && !imaginary ? result + ".0" : result;
}

std::string constant_repr(const Constant& node) {
  switch (node.type) {
    case ConstantKind::kNone: return "None";
    case ConstantKind::kTrue: return "True";
    case ConstantKind::kFalse: return "False";
    case ConstantKind::kEllipsis: return "Ellipsis";
    case ConstantKind::kInteger: return integer_repr(node.text);
    case ConstantKind::kFloat: return float_repr(node.text, false);
    case ConstantKind::kImaginary: return float_repr(node.text, true) + "j";
    case ConstantKind::kString: return string_repr(node.text);
    case ConstantKind::kBytes: return bytes_repr(node.text);
    case ConstantKind::kObject: return "object";
  }
  return "?";
}

const char* singleton_repr(ConstantKind kind) {
  return kind == ConstantKind::kNone ? "None" : kind == ConstantKind::kTrue ? "True" : "False";
}

// ---- the printer ----

class Dumper {
 public:
  explicit Dumper(bool attributes) : attributes_(attributes) {}

  std::string take() { return std::move(out_); }
  void node(const Node* node);

 private:
  void begin(const char* name) {
    out_ += name;
    out_ += '(';
    first_ = true;
  }
  void end(const Node* node = nullptr) {
    if (attributes_ && node != nullptr) positions(node->position);
    out_ += ')';
    first_ = false;
  }
  void positions(const Position& at) {
    number("lineno", at.line);
    number("col_offset", at.column);
    number("end_lineno", at.end_line);
    number("end_col_offset", at.end_column);
  }
  void key(const char* name) {
    if (!first_) out_ += ", ";
    first_ = false;
    out_ += name;
    out_ += '=';
  }
  void raw(const char* name, std::string_view text) {
    key(name);
    out_ += text;
  }
  void number(const char* name, long value) { raw(name, std::to_string(value)); }
  void identifier(const char* name, std::string_view text) { raw(name, string_repr(text)); }
  void optional(const char* name, std::string_view text) {
    if (text.data() != nullptr) identifier(name, text);
  }
  void child(const char* name, const Node* value) {
    if (value == nullptr) return;
    key(name);
    node(value);
    first_ = false;
  }
  template <typename T>
  void list(const char* name, std::span<T* const> values) {
    key(name);
    out_ += '[';
    bool first = true;
    for (const T* value : values) {
      if (!first) out_ += ", ";
      first = false;
      if (value == nullptr) {
        out_ += "None";
      } else {
        node(value);
      }
    }
    out_ += ']';
    first_ = false;
  }
  void identifiers(const char* name, IdentifierList values) {
    key(name);
    out_ += '[';
    for (std::size_t index = 0; index < values.size(); ++index) {
      if (index != 0) out_ += ", ";
      out_ += string_repr(values[index]);
    }
    out_ += ']';
  }
  void call(const char* name, const char* type) { raw(name, std::string(type) + "()"); }
  void context(Context ctx) { call("ctx", kContexts[static_cast<int>(ctx)]); }
  void comparison(const Compare& node);
  bool statement(const Node* node);
  bool keyword_statement(const Node* node);
  bool definition(const Node* node);
  bool compound(const Node* node);
  bool expression(const Node* node);
  bool reference(const Node* node);
  bool operation(const Node* node);
  bool display(const Node* node);
  bool pattern(const Node* node);
  bool small(const Node* node);
  bool placed(const Node* node);

  bool attributes_;
  bool first_ = true;
  std::string out_;
};

void Dumper::node(const Node* node) {
  using Printer = bool (Dumper::*)(const Node*);
  constexpr Printer kPrinters[] = {
      &Dumper::reference,         &Dumper::expression, &Dumper::operation, &Dumper::display,
      &Dumper::statement,         &Dumper::small,      &Dumper::placed,    &Dumper::compound,
      &Dumper::keyword_statement, &Dumper::definition, &Dumper::pattern};
  for (Printer printer : kPrinters) {
    if ((this->*printer)(node)) return;
  }
  out_ += "?";
}

void Dumper::comparison(const Compare& node) {
  begin("Compare");
  child("left", node.left);
  key("ops");
  out_ += '[';
  for (std::size_t index = 0; index < node.ops.size(); ++index) {
    if (index != 0) out_ += ", ";
    out_ += kCompareOperators[static_cast<int>(node.ops[index])];
    out_ += "()";
  }
  out_ += ']';
  list("comparators", node.comparators);
  end(&node);
}

bool Dumper::operation(const Node* base) {
  switch (base->kind) {
    case NodeKind::kBoolOp: {
      const auto& node = as<BoolOp>(base);
      begin("BoolOp");
      call("op", node.op == BoolOperator::kAnd ? "And" : "Or");
      list("values", node.values);
      break;
    }
    case NodeKind::kNamedExpr: {
      const auto& node = as<NamedExpr>(base);
      begin("NamedExpr");
      child("target", node.target);
      child("value", node.value);
      break;
    }
    case NodeKind::kBinOp: {
      const auto& node = as<BinOp>(base);
      begin("BinOp");
      child("left", node.left);
      call("op", kOperators[static_cast<int>(node.op)]);
      child("right", node.right);
      break;
    }
    case NodeKind::kUnaryOp: {
      const auto& node = as<UnaryOp>(base);
      begin("UnaryOp");
      call("op", kUnaryOperators[static_cast<int>(node.op)]);
      child("operand", node.operand);
      break;
    }
    case NodeKind::kLambda: {
      const auto& node = as<Lambda>(base);
      begin("Lambda");
      child("args", node.args);
      child("body", node.body);
      break;
    }
    case NodeKind::kIfExp: {
      const auto& node = as<IfExp>(base);
      begin("IfExp");
      child("test", node.test);
      child("body", node.body);
      child("orelse", node.orelse);
      break;
    }
    case NodeKind::kCompare: comparison(as<Compare>(base)); return true;
    default: return false;
  }
  end(base);
  return true;
}

bool Dumper::display(const Node* base) {
  switch (base->kind) {
    case NodeKind::kDict:
      begin("Dict");
      list("keys", as<Dict>(base).keys);
      list("values", as<Dict>(base).values);
      break;
    case NodeKind::kSet:
      begin("Set");
      list("elts", as<Set>(base).elts);
      break;
    case NodeKind::kListComp:
    case NodeKind::kSetComp:
    case NodeKind::kGeneratorExp:
      begin(base->kind == NodeKind::kListComp  ? "ListComp"
            : base->kind == NodeKind::kSetComp ? "SetComp"
                                               : "GeneratorExp");
      child("elt", as<ElementComp>(base).elt);
      list("generators", as<ElementComp>(base).generators);
      break;
    case NodeKind::kDictComp:
      begin("DictComp");
      child("key", as<DictComp>(base).key);
      child("value", as<DictComp>(base).value);
      list("generators", as<DictComp>(base).generators);
      break;
    case NodeKind::kList:
      begin("List");
      list("elts", as<List>(base).elts);
      context(as<List>(base).ctx);
      break;
    case NodeKind::kTuple:
      begin("Tuple");
      list("elts", as<Tuple>(base).elts);
      context(as<Tuple>(base).ctx);
      break;
    case NodeKind::kJoinedStr:
      begin("JoinedStr");
      list("values", as<JoinedStr>(base).values);
      break;
    default: return false;
  }
  end(base);
  return true;
}

bool Dumper::expression(const Node* base) {
  switch (base->kind) {
    case NodeKind::kAwait:
      begin("Await");
      child("value", as<Await>(base).value);
      break;
    case NodeKind::kYield:
      begin("Yield");
      child("value", as<Yield>(base).value);
      break;
    case NodeKind::kYieldFrom:
      begin("YieldFrom");
      child("value", as<YieldFrom>(base).value);
      break;
    case NodeKind::kCall:
      begin("Call");
      child("func", as<Call>(base).func);
      list("args", as<Call>(base).args);
      list("keywords", as<Call>(base).keywords);
      break;
    case NodeKind::kFormattedValue:
      begin("FormattedValue");
      child("value", as<FormattedValue>(base).value);
      number("conversion", as<FormattedValue>(base).conversion);
      child("format_spec", as<FormattedValue>(base).format_spec);
      break;
    case NodeKind::kConstant:
      begin("Constant");
      raw("value", constant_repr(as<Constant>(base)));
      if (as<Constant>(base).has_u_prefix) raw("kind", "'u'");
      break;
    default: return false;
  }
  end(base);
  return true;
}

bool Dumper::reference(const Node* base) {
  switch (base->kind) {
    case NodeKind::kAttribute:
      begin("Attribute");
      child("value", as<Attribute>(base).value);
      identifier("attr", as<Attribute>(base).attr);
      context(as<Attribute>(base).ctx);
      break;
    case NodeKind::kSubscript:
      begin("Subscript");
      child("value", as<Subscript>(base).value);
      child("slice", as<Subscript>(base).slice);
      context(as<Subscript>(base).ctx);
      break;
    case NodeKind::kStarred:
      begin("Starred");
      child("value", as<Starred>(base).value);
      context(as<Starred>(base).ctx);
      break;
    case NodeKind::kName:
      begin("Name");
      identifier("id", as<Name>(base).id);
      context(as<Name>(base).ctx);
      break;
    case NodeKind::kSlice:
      begin("Slice");
      child("lower", as<Slice>(base).lower);
      child("upper", as<Slice>(base).upper);
      child("step", as<Slice>(base).step);
      break;
    default: return false;
  }
  end(base);
  return true;
}

bool Dumper::statement(const Node* base) {
  switch (base->kind) {
    case NodeKind::kReturn:
      begin("Return");
      child("value", as<Return>(base).value);
      break;
    case NodeKind::kDelete:
      begin("Delete");
      list("targets", as<Delete>(base).targets);
      break;
    case NodeKind::kAssign:
      begin("Assign");
      list("targets", as<Assign>(base).targets);
      child("value", as<Assign>(base).value);
      break;
    case NodeKind::kAugAssign:
      begin("AugAssign");
      child("target", as<AugAssign>(base).target);
      call("op", kOperators[static_cast<int>(as<AugAssign>(base).op)]);
      child("value", as<AugAssign>(base).value);
      break;
    case NodeKind::kAnnAssign:
      begin("AnnAssign");
      child("target", as<AnnAssign>(base).target);
      child("annotation", as<AnnAssign>(base).annotation);
      child("value", as<AnnAssign>(base).value);
      number("simple", as<AnnAssign>(base).simple ? 1 : 0);
      break;
    default: return false;
  }
  end(base);
  return true;
}

bool Dumper::keyword_statement(const Node* base) {
  switch (base->kind) {
    case NodeKind::kRaise:
      begin("Raise");
      child("exc", as<Raise>(base).exc);
      child("cause", as<Raise>(base).cause);
      break;
    case NodeKind::kAssert:
      begin("Assert");
      child("test", as<Assert>(base).test);
      child("msg", as<Assert>(base).msg);
      break;
    case NodeKind::kImport:
      begin("Import");
      list("names", as<Import>(base).names);
      break;
    case NodeKind::kImportFrom:
      begin("ImportFrom");
      optional("module", as<ImportFrom>(base).module);
      list("names", as<ImportFrom>(base).names);
      number("level", as<ImportFrom>(base).level);
      break;
    case NodeKind::kGlobal:
      begin("Global");
      identifiers("names", as<Global>(base).names);
      break;
    case NodeKind::kNonlocal:
      begin("Nonlocal");
      identifiers("names", as<Nonlocal>(base).names);
      break;
    case NodeKind::kExpr:
      begin("Expr");
      child("value", as<Expr>(base).value);
      break;
    case NodeKind::kPass: begin("Pass"); break;
    case NodeKind::kBreak: begin("Break"); break;
    case NodeKind::kContinue: begin("Continue"); break;
    default: return false;
  }
  end(base);
  return true;
}

bool Dumper::definition(const Node* base) {
  switch (base->kind) {
    case NodeKind::kFunctionDef:
    case NodeKind::kAsyncFunctionDef: {
      const auto& node = as<FunctionDef>(base);
      begin(base->kind == NodeKind::kFunctionDef ? "FunctionDef" : "AsyncFunctionDef");
      identifier("name", node.name);
      child("args", node.args);
      list("body", node.body);
      list("decorator_list", node.decorator_list);
      child("returns", node.returns);
      break;
    }
    case NodeKind::kClassDef: {
      const auto& node = as<ClassDef>(base);
      begin("ClassDef");
      identifier("name", node.name);
      list("bases", node.bases);
      list("keywords", node.keywords);
      list("body", node.body);
      list("decorator_list", node.decorator_list);
      break;
    }
    default: return false;
  }
  end(base);
  return true;
}

bool Dumper::compound(const Node* base) {
  switch (base->kind) {
    case NodeKind::kFor:
    case NodeKind::kAsyncFor: {
      const auto& node = as<For>(base);
      begin(base->kind == NodeKind::kFor ? "For" : "AsyncFor");
      child("target", node.target);
      child("iter", node.iter);
      list("body", node.body);
      list("orelse", node.orelse);
      break;
    }
    case NodeKind::kWhile:
      begin("While");
      child("test", as<While>(base).test);
      list("body", as<While>(base).body);
      list("orelse", as<While>(base).orelse);
      break;
    case NodeKind::kIf:
      begin("If");
      child("test", as<If>(base).test);
      list("body", as<If>(base).body);
      list("orelse", as<If>(base).orelse);
      break;
    case NodeKind::kWith:
    case NodeKind::kAsyncWith:
      begin(base->kind == NodeKind::kWith ? "With" : "AsyncWith");
      list("items", as<With>(base).items);
      list("body", as<With>(base).body);
      break;
    case NodeKind::kMatch:
      begin("Match");
      child("subject", as<Match>(base).subject);
      list("cases", as<Match>(base).cases);
      break;
    case NodeKind::kTry:
    case NodeKind::kTryStar: {
      const auto& node = as<Try>(base);
      begin(base->kind == NodeKind::kTry ? "Try" : "TryStar");
      list("body", node.body);
      list("handlers", node.handlers);
      list("orelse", node.orelse);
      list("finalbody", node.finalbody);
      break;
    }
    default: return false;
  }
  end(base);
  return true;
}

bool Dumper::small(const Node* base) {
  switch (base->kind) {
    case NodeKind::kModule:
      begin("Module");
      list("body", as<Module>(base).body);
      raw("type_ignores", "[]");
      end();
      return true;
    case NodeKind::kInteractive:
      begin("Interactive");
      list("body", as<Interactive>(base).body);
      end();
      return true;
    case NodeKind::kExpression:
      begin("Expression");
      child("body", as<Expression>(base).body);
      end();
      return true;
    case NodeKind::kComprehension:
      begin("comprehension");
      child("target", as<Comprehension>(base).target);
      child("iter", as<Comprehension>(base).iter);
      list("ifs", as<Comprehension>(base).ifs);
      number("is_async", as<Comprehension>(base).is_async ? 1 : 0);
      end();
      return true;
    case NodeKind::kArguments: {
      const auto& node = as<Arguments>(base);
      begin("arguments");
      list("posonlyargs", node.posonlyargs);
      list("args", node.args);
      child("vararg", node.vararg);
      list("kwonlyargs", node.kwonlyargs);
      list("kw_defaults", node.kw_defaults);
      child("kwarg", node.kwarg);
      list("defaults", node.defaults);
      end();
      return true;
    }
    case NodeKind::kWithItem:
      begin("withitem");
      child("context_expr", as<WithItem>(base).context_expr);
      child("optional_vars", as<WithItem>(base).optional_vars);
      end();
      return true;
    case NodeKind::kMatchCase:
      begin("match_case");
      child("pattern", as<MatchCase>(base).pattern);
      child("guard", as<MatchCase>(base).guard);
      list("body", as<MatchCase>(base).body);
      end();
      return true;
    default: return false;
  }
  end(base);
  return true;
}

bool Dumper::placed(const Node* base) {
  switch (base->kind) {
    case NodeKind::kExceptHandler:
      begin("ExceptHandler");
      child("type", as<ExceptHandler>(base).type);
      optional("name", as<ExceptHandler>(base).name);
      list("body", as<ExceptHandler>(base).body);
      break;
    case NodeKind::kArg:
      begin("arg");
      identifier("arg", as<Arg>(base).arg);
      child("annotation", as<Arg>(base).annotation);
      break;
    case NodeKind::kKeyword:
      begin("keyword");
      optional("arg", as<Keyword>(base).arg);
      child("value", as<Keyword>(base).value);
      break;
    case NodeKind::kAlias:
      begin("alias");
      identifier("name", as<Alias>(base).name);
      optional("asname", as<Alias>(base).asname);
      break;
    default: return false;
  }
  end(base);
  return true;
}

bool Dumper::pattern(const Node* base) {
  switch (base->kind) {
    case NodeKind::kMatchValue:
      begin("MatchValue");
      child("value", as<MatchValue>(base).value);
      break;
    case NodeKind::kMatchSingleton:
      begin("MatchSingleton");
      raw("value", singleton_repr(as<MatchSingleton>(base).value));
      break;
    case NodeKind::kMatchSequence:
      begin("MatchSequence");
      list("patterns", as<MatchSequence>(base).patterns);
      break;
    case NodeKind::kMatchMapping:
      begin("MatchMapping");
      list("keys", as<MatchMapping>(base).keys);
      list("patterns", as<MatchMapping>(base).patterns);
      optional("rest", as<MatchMapping>(base).rest);
      break;
    case NodeKind::kMatchClass:
      begin("MatchClass");
      child("cls", as<MatchClass>(base).cls);
      list("patterns", as<MatchClass>(base).patterns);
      identifiers("kwd_attrs", as<MatchClass>(base).kwd_attrs);
      list("kwd_patterns", as<MatchClass>(base).kwd_patterns);
      break;
    case NodeKind::kMatchStar:
      begin("MatchStar");
      optional("name", as<MatchStar>(base).name);
      break;
    case NodeKind::kMatchAs:
      begin("MatchAs");
      child("pattern", as<MatchAs>(base).pattern);
      optional("name", as<MatchAs>(base).name);
      break;
    case NodeKind::kMatchOr:
      begin("MatchOr");
      list("patterns", as<MatchOr>(base).patterns);
      break;
    default: return false;
  }
  end(base);
  return true;
}

}  // namespace

namespace {

const char* name_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::kSyntaxError: return "SyntaxError";
    case FailureKind::kIndentationError: return "IndentationError";
    case FailureKind::kTabError: return "TabError";
    case FailureKind::kOutOfMemory: return "MemoryError";
    case FailureKind::kRecursionError: return "RecursionError";
    case FailureKind::kValueError: return "ValueError";
  }
  return "?";
}

}  // namespace

std::string describe(const SyntaxFailure& failure) {
  const auto place = [](std::int32_t line, std::int32_t column) {
    return std::to_string(line) + ":" + std::to_string(column);
  };
  return std::string(name_of(failure.kind)) + " " + place(failure.line, failure.column) + "-" +
         place(failure.end_line, failure.end_column) + " " + std::string(failure.message);
}

std::string parse_to_text(const std::string& source, ParseMode mode) {
  Memory memory;
  memory.configure(HeapMode::kPool, nullptr);
  std::string result;
  {
    Arena arena(memory);
    ParseOptions options;
    options.mode = mode;
    options.ignore_cookie = true;
    const ParseResult parsed = parse(arena, source, options);
    result = parsed.ok() ? dump(parsed.tree) : describe(parsed.failure);
  }
  memory.give_back();
  return result;
}

std::string dump(const Node* tree, bool attributes) {
  Dumper dumper(attributes);
  dumper.node(tree);
  return dumper.take();
}

}  // namespace ouro::syntax
