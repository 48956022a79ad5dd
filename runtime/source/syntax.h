// Syntax: the tree of a program as plain data in an Arena, shaped and named like Python's `ast`.
//
// Every node begins with Node {kind, position}. A `Node*` member is one child; null means absent.
// A NodeList is a span of children; an element is null only where the member's comment says so.
// Identifiers and constant texts are views into the arena too.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/component/check.h"

namespace ouro {
struct Object;
}

namespace ouro::syntax {

// Lines from 1; columns are UTF-8 byte offsets from 0, the end is exclusive: ast.col_offset and co.
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t end_line = 0;
  std::uint32_t end_column = 0;
};

enum class NodeKind : std::uint8_t {
  // mod
  kModule,
  kInteractive,
  kExpression,
  // stmt
  kFunctionDef,
  kAsyncFunctionDef,
  kClassDef,
  kReturn,
  kDelete,
  kAssign,
  kAugAssign,
  kAnnAssign,
  kFor,
  kAsyncFor,
  kWhile,
  kIf,
  kWith,
  kAsyncWith,
  kMatch,
  kRaise,
  kTry,
  kTryStar,
  kAssert,
  kImport,
  kImportFrom,
  kGlobal,
  kNonlocal,
  kExpr,
  kPass,
  kBreak,
  kContinue,
  // expr
  kBoolOp,
  kNamedExpr,
  kBinOp,
  kUnaryOp,
  kLambda,
  kIfExp,
  kDict,
  kSet,
  kListComp,
  kSetComp,
  kDictComp,
  kGeneratorExp,
  kAwait,
  kYield,
  kYieldFrom,
  kCompare,
  kCall,
  kFormattedValue,
  kJoinedStr,
  kConstant,
  kAttribute,
  kSubscript,
  kStarred,
  kName,
  kList,
  kTuple,
  kSlice,
  // the small ones
  kComprehension,
  kExceptHandler,
  kArguments,
  kArg,
  kKeyword,
  kAlias,
  kWithItem,
  kMatchCase,
  // pattern
  kMatchValue,
  kMatchSingleton,
  kMatchSequence,
  kMatchMapping,
  kMatchClass,
  kMatchStar,
  kMatchAs,
  kMatchOr,
};
inline constexpr std::size_t kNodeKinds = static_cast<std::size_t>(NodeKind::kMatchOr) + 1;

struct Node {
  NodeKind kind{};
  Position position{};  // all zero for mod, arguments, comprehension, withitem and match_case
};

using NodeList = std::span<Node* const>;
using IdentifierList = std::span<const std::string_view>;

enum class Context : std::uint8_t { kLoad, kStore, kDel };

enum class BoolOperator : std::uint8_t { kAnd, kOr };

enum class Operator : std::uint8_t {
  kAdd,
  kSub,
  kMult,
  kMatMult,
  kDiv,
  kMod,
  kPow,
  kLShift,
  kRShift,
  kBitOr,
  kBitXor,
  kBitAnd,
  kFloorDiv,
};

enum class UnaryOperator : std::uint8_t { kInvert, kNot, kUAdd, kUSub };

enum class CompareOperator : std::uint8_t {
  kEq,
  kNotEq,
  kLt,
  kLtE,
  kGt,
  kGtE,
  kIs,
  kIsNot,
  kIn,
  kNotIn,
};

enum class ConstantKind : std::uint8_t {
  kNone,
  kTrue,
  kFalse,
  kEllipsis,
  kInteger,    // text: as written, without underscores: 0, 12, 0xff, 0o17, 0b101 (case kept)
  kFloat,      // text: as written, without underscores: 1., .5e3
  kImaginary,  // text: a decimal float or integer, without underscores and without the j
  kString,     // text: the decoded value, UTF-8 (lone surrogates as three WTF-8 bytes)
  kBytes,      // text: the decoded bytes
  kObject,     // object: any other value, in trees that did not come from text
};

// ---- mod -------------------------------------------------------------------------------------

struct Module : Node {  // mode exec
  static constexpr NodeKind kKind = NodeKind::kModule;
  NodeList body{};
};

struct Interactive : Node {  // mode single
  static constexpr NodeKind kKind = NodeKind::kInteractive;
  NodeList body{};
};

struct Expression : Node {  // mode eval
  static constexpr NodeKind kKind = NodeKind::kExpression;
  Node* body = nullptr;
};

// ---- the small ones --------------------------------------------------------------------------

struct Arg : Node {
  static constexpr NodeKind kKind = NodeKind::kArg;
  std::string_view arg{};
  Node* annotation = nullptr;
};

struct Arguments : Node {
  static constexpr NodeKind kKind = NodeKind::kArguments;
  std::span<Arg* const> posonlyargs{};
  std::span<Arg* const> args{};
  Arg* vararg = nullptr;
  std::span<Arg* const> kwonlyargs{};
  NodeList kw_defaults{};  // as long as kwonlyargs; null: no default
  Arg* kwarg = nullptr;
  NodeList defaults{};  // of the last positional ones
};

struct Keyword : Node {
  static constexpr NodeKind kKind = NodeKind::kKeyword;
  std::string_view arg{};  // data() == nullptr: **value
  Node* value = nullptr;
};

struct Alias : Node {
  static constexpr NodeKind kKind = NodeKind::kAlias;
  std::string_view name{};    // dotted, or "*"
  std::string_view asname{};  // data() == nullptr: none
};

struct WithItem : Node {
  static constexpr NodeKind kKind = NodeKind::kWithItem;
  Node* context_expr = nullptr;
  Node* optional_vars = nullptr;
};

struct Comprehension : Node {
  static constexpr NodeKind kKind = NodeKind::kComprehension;
  Node* target = nullptr;
  Node* iter = nullptr;
  NodeList ifs{};
  bool is_async = false;
};

struct ExceptHandler : Node {
  static constexpr NodeKind kKind = NodeKind::kExceptHandler;
  Node* type = nullptr;
  std::string_view name{};  // data() == nullptr: none
  NodeList body{};
};

struct MatchCase : Node {
  static constexpr NodeKind kKind = NodeKind::kMatchCase;
  Node* pattern = nullptr;
  Node* guard = nullptr;
  NodeList body{};
};

// ---- stmt ------------------------------------------------------------------------------------

// FunctionDef and AsyncFunctionDef. The position begins at `def`/`async`, not at the decorators.
struct FunctionDef : Node {
  static constexpr NodeKind kKind = NodeKind::kFunctionDef;  // or kAsyncFunctionDef
  static constexpr NodeKind kOtherKind = NodeKind::kAsyncFunctionDef;
  std::string_view name{};
  Arguments* args = nullptr;
  NodeList body{};
  NodeList decorator_list{};
  Node* returns = nullptr;
};

struct ClassDef : Node {
  static constexpr NodeKind kKind = NodeKind::kClassDef;
  std::string_view name{};
  NodeList bases{};
  std::span<Keyword* const> keywords{};
  NodeList body{};
  NodeList decorator_list{};
};

struct Return : Node {
  static constexpr NodeKind kKind = NodeKind::kReturn;
  Node* value = nullptr;
};

struct Delete : Node {
  static constexpr NodeKind kKind = NodeKind::kDelete;
  NodeList targets{};
};

struct Assign : Node {
  static constexpr NodeKind kKind = NodeKind::kAssign;
  NodeList targets{};
  Node* value = nullptr;
};

struct AugAssign : Node {
  static constexpr NodeKind kKind = NodeKind::kAugAssign;
  Node* target = nullptr;
  Operator op{};
  Node* value = nullptr;
};

struct AnnAssign : Node {
  static constexpr NodeKind kKind = NodeKind::kAnnAssign;
  Node* target = nullptr;
  Node* annotation = nullptr;
  Node* value = nullptr;
  bool simple = false;  // the target is a bare name, not in parentheses
};

struct For : Node {  // For and AsyncFor
  static constexpr NodeKind kKind = NodeKind::kFor;
  static constexpr NodeKind kOtherKind = NodeKind::kAsyncFor;
  Node* target = nullptr;
  Node* iter = nullptr;
  NodeList body{};
  NodeList orelse{};
};

struct While : Node {
  static constexpr NodeKind kKind = NodeKind::kWhile;
  Node* test = nullptr;
  NodeList body{};
  NodeList orelse{};
};

struct If : Node {
  static constexpr NodeKind kKind = NodeKind::kIf;
  Node* test = nullptr;
  NodeList body{};
  NodeList orelse{};  // elif: one If whose position begins at `elif`
};

struct With : Node {  // With and AsyncWith
  static constexpr NodeKind kKind = NodeKind::kWith;
  static constexpr NodeKind kOtherKind = NodeKind::kAsyncWith;
  std::span<WithItem* const> items{};
  NodeList body{};
};

struct Match : Node {
  static constexpr NodeKind kKind = NodeKind::kMatch;
  Node* subject = nullptr;
  std::span<MatchCase* const> cases{};
};

struct Raise : Node {
  static constexpr NodeKind kKind = NodeKind::kRaise;
  Node* exc = nullptr;
  Node* cause = nullptr;
};

struct Try : Node {  // Try and TryStar
  static constexpr NodeKind kKind = NodeKind::kTry;
  static constexpr NodeKind kOtherKind = NodeKind::kTryStar;
  NodeList body{};
  std::span<ExceptHandler* const> handlers{};
  NodeList orelse{};
  NodeList finalbody{};
};

struct Assert : Node {
  static constexpr NodeKind kKind = NodeKind::kAssert;
  Node* test = nullptr;
  Node* msg = nullptr;
};

struct Import : Node {
  static constexpr NodeKind kKind = NodeKind::kImport;
  std::span<Alias* const> names{};
};

struct ImportFrom : Node {
  static constexpr NodeKind kKind = NodeKind::kImportFrom;
  std::string_view module{};  // data() == nullptr: none (from . import x)
  std::span<Alias* const> names{};
  std::uint32_t level = 0;
};

struct Global : Node {
  static constexpr NodeKind kKind = NodeKind::kGlobal;
  IdentifierList names{};
};

struct Nonlocal : Node {
  static constexpr NodeKind kKind = NodeKind::kNonlocal;
  IdentifierList names{};
};

struct Expr : Node {
  static constexpr NodeKind kKind = NodeKind::kExpr;
  Node* value = nullptr;
};

struct Pass : Node {
  static constexpr NodeKind kKind = NodeKind::kPass;
};

struct Break : Node {
  static constexpr NodeKind kKind = NodeKind::kBreak;
};

struct Continue : Node {
  static constexpr NodeKind kKind = NodeKind::kContinue;
};

// ---- expr ------------------------------------------------------------------------------------

struct BoolOp : Node {
  static constexpr NodeKind kKind = NodeKind::kBoolOp;
  BoolOperator op{};
  NodeList values{};
};

struct NamedExpr : Node {
  static constexpr NodeKind kKind = NodeKind::kNamedExpr;
  Node* target = nullptr;
  Node* value = nullptr;
};

struct BinOp : Node {
  static constexpr NodeKind kKind = NodeKind::kBinOp;
  Node* left = nullptr;
  Operator op{};
  Node* right = nullptr;
};

struct UnaryOp : Node {
  static constexpr NodeKind kKind = NodeKind::kUnaryOp;
  UnaryOperator op{};
  Node* operand = nullptr;
};

struct Lambda : Node {
  static constexpr NodeKind kKind = NodeKind::kLambda;
  Arguments* args = nullptr;
  Node* body = nullptr;
};

struct IfExp : Node {
  static constexpr NodeKind kKind = NodeKind::kIfExp;
  Node* test = nullptr;
  Node* body = nullptr;
  Node* orelse = nullptr;
};

struct Dict : Node {
  static constexpr NodeKind kKind = NodeKind::kDict;
  NodeList keys{};  // as long as values; null: **value
  NodeList values{};
};

struct Set : Node {
  static constexpr NodeKind kKind = NodeKind::kSet;
  NodeList elts{};
};

// ListComp, SetComp and GeneratorExp.
struct ElementComp : Node {
  static constexpr NodeKind kKind = NodeKind::kListComp;
  Node* elt = nullptr;
  std::span<Comprehension* const> generators{};
};

struct DictComp : Node {
  static constexpr NodeKind kKind = NodeKind::kDictComp;
  Node* key = nullptr;
  Node* value = nullptr;
  std::span<Comprehension* const> generators{};
};

struct Await : Node {
  static constexpr NodeKind kKind = NodeKind::kAwait;
  Node* value = nullptr;
};

struct Yield : Node {
  static constexpr NodeKind kKind = NodeKind::kYield;
  Node* value = nullptr;
};

struct YieldFrom : Node {
  static constexpr NodeKind kKind = NodeKind::kYieldFrom;
  Node* value = nullptr;
};

struct Compare : Node {
  static constexpr NodeKind kKind = NodeKind::kCompare;
  Node* left = nullptr;
  std::span<const CompareOperator> ops{};
  NodeList comparators{};
};

struct Call : Node {
  static constexpr NodeKind kKind = NodeKind::kCall;
  Node* func = nullptr;
  NodeList args{};
  std::span<Keyword* const> keywords{};
};

struct FormattedValue : Node {
  static constexpr NodeKind kKind = NodeKind::kFormattedValue;
  Node* value = nullptr;
  std::int32_t conversion = -1;  // -1, 's', 'r' or 'a'
  Node* format_spec = nullptr;   // a JoinedStr
};

struct JoinedStr : Node {
  static constexpr NodeKind kKind = NodeKind::kJoinedStr;
  NodeList values{};
};

struct Constant : Node {
  static constexpr NodeKind kKind = NodeKind::kConstant;
  ConstantKind type{};
  bool has_u_prefix = false;  // ast.Constant.kind == 'u'
  std::string_view text{};    // see ConstantKind
  Object* object = nullptr;   // the same; held by who made the tree
};

struct Attribute : Node {
  static constexpr NodeKind kKind = NodeKind::kAttribute;
  Node* value = nullptr;
  std::string_view attr{};
  Context ctx{};
};

struct Subscript : Node {
  static constexpr NodeKind kKind = NodeKind::kSubscript;
  Node* value = nullptr;
  Node* slice = nullptr;
  Context ctx{};
};

struct Starred : Node {
  static constexpr NodeKind kKind = NodeKind::kStarred;
  Node* value = nullptr;
  Context ctx{};
};

struct Name : Node {
  static constexpr NodeKind kKind = NodeKind::kName;
  std::string_view id{};
  Context ctx{};
};

struct List : Node {
  static constexpr NodeKind kKind = NodeKind::kList;
  NodeList elts{};
  Context ctx{};
};

struct Tuple : Node {
  static constexpr NodeKind kKind = NodeKind::kTuple;
  NodeList elts{};
  Context ctx{};
};

struct Slice : Node {
  static constexpr NodeKind kKind = NodeKind::kSlice;
  Node* lower = nullptr;
  Node* upper = nullptr;
  Node* step = nullptr;
};

// ---- pattern ---------------------------------------------------------------------------------

struct MatchValue : Node {
  static constexpr NodeKind kKind = NodeKind::kMatchValue;
  Node* value = nullptr;
};

struct MatchSingleton : Node {
  static constexpr NodeKind kKind = NodeKind::kMatchSingleton;
  ConstantKind value{};  // kNone, kTrue or kFalse
};

struct MatchSequence : Node {
  static constexpr NodeKind kKind = NodeKind::kMatchSequence;
  NodeList patterns{};
};

struct MatchMapping : Node {
  static constexpr NodeKind kKind = NodeKind::kMatchMapping;
  NodeList keys{};
  NodeList patterns{};
  std::string_view rest{};  // data() == nullptr: none
};

struct MatchClass : Node {
  static constexpr NodeKind kKind = NodeKind::kMatchClass;
  Node* cls = nullptr;
  NodeList patterns{};
  IdentifierList kwd_attrs{};
  NodeList kwd_patterns{};
};

struct MatchStar : Node {
  static constexpr NodeKind kKind = NodeKind::kMatchStar;
  std::string_view name{};  // data() == nullptr: *_
};

struct MatchAs : Node {
  static constexpr NodeKind kKind = NodeKind::kMatchAs;
  Node* pattern = nullptr;
  std::string_view name{};  // data() == nullptr: the wildcard _
};

struct MatchOr : Node {
  static constexpr NodeKind kKind = NodeKind::kMatchOr;
  NodeList patterns{};
};

// ---- access ----------------------------------------------------------------------------------

// Does a node of this kind have the layout of T?
template <typename T>
constexpr bool is_layout_of(NodeKind kind) {
  if constexpr (requires { T::kOtherKind; }) {
    return kind == T::kKind || kind == T::kOtherKind;
  } else {
    return kind == T::kKind;
  }
}

template <>
constexpr bool is_layout_of<ElementComp>(NodeKind kind) {
  return kind == NodeKind::kListComp || kind == NodeKind::kSetComp ||
         kind == NodeKind::kGeneratorExp;
}

template <typename T>
T& as(Node* node) {
  OURO_CHECK(is_layout_of<T>(node->kind));
  return *static_cast<T*>(node);
}

template <typename T>
const T& as(const Node* node) {
  OURO_CHECK(is_layout_of<T>(node->kind));
  return *static_cast<const T*>(node);
}

// Null when the node is of another kind (or null).
template <typename T>
const T* if_is(const Node* node) {
  return node != nullptr && is_layout_of<T>(node->kind) ? static_cast<const T*>(node) : nullptr;
}

// ---- what can go wrong -----------------------------------------------------------------------

enum class FailureKind : std::uint8_t {
  kSyntaxError,
  kIndentationError,
  kTabError,
  kOutOfMemory,
  kRecursionError,
  kValueError,
};

// What a SyntaxError object needs. Line and columns as its attributes lineno, offset, end_lineno
// and end_offset: from 1, in characters; 0 (and -1 for the end) mean what they mean there. text is
// the source line (or lines), without value when text.data() == nullptr. The message and the text
// live in the arena or are constant.
struct SyntaxFailure {
  FailureKind kind = FailureKind::kSyntaxError;
  std::string_view message{};
  std::int32_t line = 0;
  std::int32_t column = 0;
  std::int32_t end_line = 0;
  std::int32_t end_column = 0;
  std::string_view text{};
};

enum class WarningKind : std::uint8_t { kDeprecationWarning, kSyntaxWarning };

// A warning of the lexer, for the caller to hand to the warnings module; if that raises, the
// message becomes a SyntaxError at this place.
struct SyntaxWarning {
  WarningKind kind = WarningKind::kDeprecationWarning;
  std::string_view message{};
  Position position{};
  SyntaxWarning* next = nullptr;
};

}  // namespace ouro::syntax
