// AstNodes: one row for each class, in the order of NodeKind; the fields in the order of ast's own.
#include "runtime/module/ast_nodes.h"

#include "runtime/object/offset.h"
#include "runtime/source/syntax.h"

namespace ouro {

using syntax::NodeKind;

namespace {

constexpr std::string_view kContexts[] = {"Load", "Store", "Del"};
constexpr std::string_view kBoolOperators[] = {"And", "Or"};
constexpr std::string_view kOperators[] = {"Add",    "Sub",    "Mult",    "MatMult", "Div",
                                           "Mod",    "Pow",    "LShift",  "RShift",  "BitOr",
                                           "BitXor", "BitAnd", "FloorDiv"};
constexpr std::string_view kUnaryOperators[] = {"Invert", "Not", "UAdd", "USub"};
constexpr std::string_view kCompareOperators[] = {"Eq",  "NotEq", "Lt",    "LtE", "Gt",
                                                  "GtE", "Is",    "IsNot", "In",  "NotIn"};

constexpr AstGroupRow kGroups[kAstGroups] = {
    {"mod", false, true, {}},
    {"stmt", true, true, {}},
    {"expr", true, true, {}},
    {"excepthandler", true, true, {}},
    {"pattern", true, true, {}},
    {"type_ignore", false, true, {}},
    {"expr_context", false, true, kContexts},
    {"boolop", false, true, kBoolOperators},
    {"operator", false, true, kOperators},
    {"unaryop", false, true, kUnaryOperators},
    {"cmpop", false, true, kCompareOperators},
    {"comprehension", false, false, {}},
    {"arguments", false, false, {}},
    {"arg", true, false, {}},
    {"keyword", true, false, {}},
    {"alias", true, false, {}},
    {"withitem", false, false, {}},
    {"match_case", false, false, {}},
    {"identifier", false, false, {}},
    {"string", false, false, {}},
    {"int", false, false, {}},
    {"constant", false, false, {}},
};

#define OURO_FIELD(Type, name, Group, Count, Field)                   \
  {#name, AstGroup::k##Group, AstCount::k##Count, AstField::k##Field, \
   OURO_OFFSET(syntax::Type, name)}
#define OURO_ONE(Type, name, Group) OURO_FIELD(Type, name, Group, One, Node)
#define OURO_OPTIONAL(Type, name, Group) OURO_FIELD(Type, name, Group, Optional, Node)
#define OURO_MANY(Type, name, Group) OURO_FIELD(Type, name, Group, Many, Nodes)
#define OURO_NAME(Type, name) OURO_FIELD(Type, name, Identifier, One, Name)
#define OURO_OPTIONAL_NAME(Type, name) OURO_FIELD(Type, name, Identifier, Optional, Name)
#define OURO_NAMES(Type, name) OURO_FIELD(Type, name, Identifier, Many, Names)
#define OURO_WORD(Type, name, Group) OURO_FIELD(Type, name, Group, One, Word)

constexpr AstFieldRow kTypeComment = {"type_comment", AstGroup::kText, AstCount::kOptional,
                                      AstField::kAbsent, 0};

constexpr AstFieldRow kModule[] = {
    OURO_MANY(Module, body, Statement),
    {"type_ignores", AstGroup::kTypeIgnore, AstCount::kMany, AstField::kAbsent, 0}};
constexpr AstFieldRow kInteractive[] = {OURO_MANY(Interactive, body, Statement)};
constexpr AstFieldRow kExpression[] = {OURO_ONE(Expression, body, Expression)};
constexpr AstFieldRow kFunctionDef[] = {OURO_NAME(FunctionDef, name),
                                        OURO_ONE(FunctionDef, args, Arguments),
                                        OURO_MANY(FunctionDef, body, Statement),
                                        OURO_MANY(FunctionDef, decorator_list, Expression),
                                        OURO_OPTIONAL(FunctionDef, returns, Expression),
                                        kTypeComment};
constexpr AstFieldRow kClassDef[] = {
    OURO_NAME(ClassDef, name), OURO_MANY(ClassDef, bases, Expression),
    OURO_MANY(ClassDef, keywords, Keyword), OURO_MANY(ClassDef, body, Statement),
    OURO_MANY(ClassDef, decorator_list, Expression)};
constexpr AstFieldRow kReturn[] = {OURO_OPTIONAL(Return, value, Expression)};
constexpr AstFieldRow kDelete[] = {OURO_MANY(Delete, targets, Expression)};
constexpr AstFieldRow kAssign[] = {OURO_MANY(Assign, targets, Expression),
                                   OURO_ONE(Assign, value, Expression), kTypeComment};
constexpr AstFieldRow kAugAssign[] = {OURO_ONE(AugAssign, target, Expression),
                                      OURO_WORD(AugAssign, op, Operator),
                                      OURO_ONE(AugAssign, value, Expression)};
constexpr AstFieldRow kAnnAssign[] = {
    OURO_ONE(AnnAssign, target, Expression), OURO_ONE(AnnAssign, annotation, Expression),
    OURO_OPTIONAL(AnnAssign, value, Expression), OURO_FIELD(AnnAssign, simple, Integer, One, Flag)};
constexpr AstFieldRow kFor[] = {OURO_ONE(For, target, Expression), OURO_ONE(For, iter, Expression),
                                OURO_MANY(For, body, Statement), OURO_MANY(For, orelse, Statement),
                                kTypeComment};
constexpr AstFieldRow kWhile[] = {OURO_ONE(While, test, Expression),
                                  OURO_MANY(While, body, Statement),
                                  OURO_MANY(While, orelse, Statement)};
constexpr AstFieldRow kIf[] = {OURO_ONE(If, test, Expression), OURO_MANY(If, body, Statement),
                               OURO_MANY(If, orelse, Statement)};
constexpr AstFieldRow kWith[] = {OURO_MANY(With, items, WithItem), OURO_MANY(With, body, Statement),
                                 kTypeComment};
constexpr AstFieldRow kMatch[] = {OURO_ONE(Match, subject, Expression),
                                  OURO_MANY(Match, cases, MatchCase)};
constexpr AstFieldRow kRaise[] = {OURO_OPTIONAL(Raise, exc, Expression),
                                  OURO_OPTIONAL(Raise, cause, Expression)};
constexpr AstFieldRow kTry[] = {
    OURO_MANY(Try, body, Statement), OURO_MANY(Try, handlers, ExceptHandler),
    OURO_MANY(Try, orelse, Statement), OURO_MANY(Try, finalbody, Statement)};
constexpr AstFieldRow kAssert[] = {OURO_ONE(Assert, test, Expression),
                                   OURO_OPTIONAL(Assert, msg, Expression)};
constexpr AstFieldRow kImport[] = {OURO_MANY(Import, names, Alias)};
constexpr AstFieldRow kImportFrom[] = {OURO_OPTIONAL_NAME(ImportFrom, module),
                                       OURO_MANY(ImportFrom, names, Alias),
                                       OURO_FIELD(ImportFrom, level, Integer, Optional, Level)};
constexpr AstFieldRow kGlobal[] = {OURO_NAMES(Global, names)};
constexpr AstFieldRow kNonlocal[] = {OURO_NAMES(Nonlocal, names)};
constexpr AstFieldRow kExpr[] = {OURO_ONE(Expr, value, Expression)};
constexpr AstFieldRow kBoolOp[] = {OURO_WORD(BoolOp, op, BoolOperator),
                                   OURO_MANY(BoolOp, values, Expression)};
constexpr AstFieldRow kNamedExpr[] = {OURO_ONE(NamedExpr, target, Expression),
                                      OURO_ONE(NamedExpr, value, Expression)};
constexpr AstFieldRow kBinOp[] = {OURO_ONE(BinOp, left, Expression), OURO_WORD(BinOp, op, Operator),
                                  OURO_ONE(BinOp, right, Expression)};
constexpr AstFieldRow kUnaryOp[] = {OURO_WORD(UnaryOp, op, UnaryOperator),
                                    OURO_ONE(UnaryOp, operand, Expression)};
constexpr AstFieldRow kLambda[] = {OURO_ONE(Lambda, args, Arguments),
                                   OURO_ONE(Lambda, body, Expression)};
constexpr AstFieldRow kIfExp[] = {OURO_ONE(IfExp, test, Expression),
                                  OURO_ONE(IfExp, body, Expression),
                                  OURO_ONE(IfExp, orelse, Expression)};
constexpr AstFieldRow kDict[] = {OURO_MANY(Dict, keys, Expression),
                                 OURO_MANY(Dict, values, Expression)};
constexpr AstFieldRow kSet[] = {OURO_MANY(Set, elts, Expression)};
constexpr AstFieldRow kElementComp[] = {OURO_ONE(ElementComp, elt, Expression),
                                        OURO_MANY(ElementComp, generators, Comprehension)};
constexpr AstFieldRow kDictComp[] = {OURO_ONE(DictComp, key, Expression),
                                     OURO_ONE(DictComp, value, Expression),
                                     OURO_MANY(DictComp, generators, Comprehension)};
constexpr AstFieldRow kAwait[] = {OURO_ONE(Await, value, Expression)};
constexpr AstFieldRow kYield[] = {OURO_OPTIONAL(Yield, value, Expression)};
constexpr AstFieldRow kYieldFrom[] = {OURO_ONE(YieldFrom, value, Expression)};
constexpr AstFieldRow kCompare[] = {OURO_ONE(Compare, left, Expression),
                                    OURO_FIELD(Compare, ops, CompareOperator, Many, Words),
                                    OURO_MANY(Compare, comparators, Expression)};
constexpr AstFieldRow kCall[] = {OURO_ONE(Call, func, Expression),
                                 OURO_MANY(Call, args, Expression),
                                 OURO_MANY(Call, keywords, Keyword)};
constexpr AstFieldRow kFormattedValue[] = {
    OURO_ONE(FormattedValue, value, Expression),
    OURO_FIELD(FormattedValue, conversion, Integer, One, Conversion),
    OURO_OPTIONAL(FormattedValue, format_spec, Expression)};
constexpr AstFieldRow kJoinedStr[] = {OURO_MANY(JoinedStr, values, Expression)};
constexpr AstFieldRow kConstant[] = {
    {"value", AstGroup::kConstant, AstCount::kOne, AstField::kConstant, 0},
    {"kind", AstGroup::kText, AstCount::kOptional, AstField::kConstantPrefix, 0}};
constexpr AstFieldRow kAttribute[] = {OURO_ONE(Attribute, value, Expression),
                                      OURO_NAME(Attribute, attr),
                                      OURO_WORD(Attribute, ctx, Context)};
constexpr AstFieldRow kSubscript[] = {OURO_ONE(Subscript, value, Expression),
                                      OURO_ONE(Subscript, slice, Expression),
                                      OURO_WORD(Subscript, ctx, Context)};
constexpr AstFieldRow kStarred[] = {OURO_ONE(Starred, value, Expression),
                                    OURO_WORD(Starred, ctx, Context)};
constexpr AstFieldRow kName[] = {OURO_NAME(Name, id), OURO_WORD(Name, ctx, Context)};
constexpr AstFieldRow kList[] = {OURO_MANY(List, elts, Expression), OURO_WORD(List, ctx, Context)};
constexpr AstFieldRow kTuple[] = {OURO_MANY(Tuple, elts, Expression),
                                  OURO_WORD(Tuple, ctx, Context)};
constexpr AstFieldRow kSlice[] = {OURO_OPTIONAL(Slice, lower, Expression),
                                  OURO_OPTIONAL(Slice, upper, Expression),
                                  OURO_OPTIONAL(Slice, step, Expression)};
constexpr AstFieldRow kComprehension[] = {OURO_ONE(Comprehension, target, Expression),
                                          OURO_ONE(Comprehension, iter, Expression),
                                          OURO_MANY(Comprehension, ifs, Expression),
                                          OURO_FIELD(Comprehension, is_async, Integer, One, Flag)};
constexpr AstFieldRow kExceptHandler[] = {OURO_OPTIONAL(ExceptHandler, type, Expression),
                                          OURO_OPTIONAL_NAME(ExceptHandler, name),
                                          OURO_MANY(ExceptHandler, body, Statement)};
constexpr AstFieldRow kArguments[] = {
    OURO_MANY(Arguments, posonlyargs, Arg),        OURO_MANY(Arguments, args, Arg),
    OURO_OPTIONAL(Arguments, vararg, Arg),         OURO_MANY(Arguments, kwonlyargs, Arg),
    OURO_MANY(Arguments, kw_defaults, Expression), OURO_OPTIONAL(Arguments, kwarg, Arg),
    OURO_MANY(Arguments, defaults, Expression)};
constexpr AstFieldRow kArg[] = {OURO_NAME(Arg, arg), OURO_OPTIONAL(Arg, annotation, Expression),
                                kTypeComment};
constexpr AstFieldRow kKeyword[] = {OURO_OPTIONAL_NAME(Keyword, arg),
                                    OURO_ONE(Keyword, value, Expression)};
constexpr AstFieldRow kAlias[] = {OURO_NAME(Alias, name), OURO_OPTIONAL_NAME(Alias, asname)};
constexpr AstFieldRow kWithItem[] = {OURO_ONE(WithItem, context_expr, Expression),
                                     OURO_OPTIONAL(WithItem, optional_vars, Expression)};
constexpr AstFieldRow kMatchCase[] = {OURO_ONE(MatchCase, pattern, Pattern),
                                      OURO_OPTIONAL(MatchCase, guard, Expression),
                                      OURO_MANY(MatchCase, body, Statement)};
constexpr AstFieldRow kMatchValue[] = {OURO_ONE(MatchValue, value, Expression)};
constexpr AstFieldRow kMatchSingleton[] = {
    OURO_FIELD(MatchSingleton, value, Constant, One, Singleton)};
constexpr AstFieldRow kMatchSequence[] = {OURO_MANY(MatchSequence, patterns, Pattern)};
constexpr AstFieldRow kMatchMapping[] = {OURO_MANY(MatchMapping, keys, Expression),
                                         OURO_MANY(MatchMapping, patterns, Pattern),
                                         OURO_OPTIONAL_NAME(MatchMapping, rest)};
constexpr AstFieldRow kMatchClass[] = {
    OURO_ONE(MatchClass, cls, Expression), OURO_MANY(MatchClass, patterns, Pattern),
    OURO_NAMES(MatchClass, kwd_attrs), OURO_MANY(MatchClass, kwd_patterns, Pattern)};
constexpr AstFieldRow kMatchStar[] = {OURO_OPTIONAL_NAME(MatchStar, name)};
constexpr AstFieldRow kMatchAs[] = {OURO_OPTIONAL(MatchAs, pattern, Pattern),
                                    OURO_OPTIONAL_NAME(MatchAs, name)};
constexpr AstFieldRow kMatchOr[] = {OURO_MANY(MatchOr, patterns, Pattern)};
constexpr AstFieldRow kFunctionType[] = {
    {"argtypes", AstGroup::kExpression, AstCount::kMany, AstField::kAbsent, 0},
    {"returns", AstGroup::kExpression, AstCount::kOne, AstField::kAbsent, 0}};
constexpr AstFieldRow kTypeIgnore[] = {
    {"lineno", AstGroup::kInteger, AstCount::kOne, AstField::kAbsent, 0},
    {"tag", AstGroup::kText, AstCount::kOne, AstField::kAbsent, 0}};

#define OURO_NODE(Name, Group, fields) {NodeKind::k##Name, #Name, AstGroup::k##Group, fields}

constexpr AstNodeRow kNodes[] = {
    OURO_NODE(Module, Mod, kModule),
    OURO_NODE(Interactive, Mod, kInteractive),
    OURO_NODE(Expression, Mod, kExpression),
    OURO_NODE(FunctionDef, Statement, kFunctionDef),
    OURO_NODE(AsyncFunctionDef, Statement, kFunctionDef),
    OURO_NODE(ClassDef, Statement, kClassDef),
    OURO_NODE(Return, Statement, kReturn),
    OURO_NODE(Delete, Statement, kDelete),
    OURO_NODE(Assign, Statement, kAssign),
    OURO_NODE(AugAssign, Statement, kAugAssign),
    OURO_NODE(AnnAssign, Statement, kAnnAssign),
    OURO_NODE(For, Statement, kFor),
    OURO_NODE(AsyncFor, Statement, kFor),
    OURO_NODE(While, Statement, kWhile),
    OURO_NODE(If, Statement, kIf),
    OURO_NODE(With, Statement, kWith),
    OURO_NODE(AsyncWith, Statement, kWith),
    OURO_NODE(Match, Statement, kMatch),
    OURO_NODE(Raise, Statement, kRaise),
    OURO_NODE(Try, Statement, kTry),
    OURO_NODE(TryStar, Statement, kTry),
    OURO_NODE(Assert, Statement, kAssert),
    OURO_NODE(Import, Statement, kImport),
    OURO_NODE(ImportFrom, Statement, kImportFrom),
    OURO_NODE(Global, Statement, kGlobal),
    OURO_NODE(Nonlocal, Statement, kNonlocal),
    OURO_NODE(Expr, Statement, kExpr),
    OURO_NODE(Pass, Statement, {}),
    OURO_NODE(Break, Statement, {}),
    OURO_NODE(Continue, Statement, {}),
    OURO_NODE(BoolOp, Expression, kBoolOp),
    OURO_NODE(NamedExpr, Expression, kNamedExpr),
    OURO_NODE(BinOp, Expression, kBinOp),
    OURO_NODE(UnaryOp, Expression, kUnaryOp),
    OURO_NODE(Lambda, Expression, kLambda),
    OURO_NODE(IfExp, Expression, kIfExp),
    OURO_NODE(Dict, Expression, kDict),
    OURO_NODE(Set, Expression, kSet),
    OURO_NODE(ListComp, Expression, kElementComp),
    OURO_NODE(SetComp, Expression, kElementComp),
    OURO_NODE(DictComp, Expression, kDictComp),
    OURO_NODE(GeneratorExp, Expression, kElementComp),
    OURO_NODE(Await, Expression, kAwait),
    OURO_NODE(Yield, Expression, kYield),
    OURO_NODE(YieldFrom, Expression, kYieldFrom),
    OURO_NODE(Compare, Expression, kCompare),
    OURO_NODE(Call, Expression, kCall),
    OURO_NODE(FormattedValue, Expression, kFormattedValue),
    OURO_NODE(JoinedStr, Expression, kJoinedStr),
    OURO_NODE(Constant, Expression, kConstant),
    OURO_NODE(Attribute, Expression, kAttribute),
    OURO_NODE(Subscript, Expression, kSubscript),
    OURO_NODE(Starred, Expression, kStarred),
    OURO_NODE(Name, Expression, kName),
    OURO_NODE(List, Expression, kList),
    OURO_NODE(Tuple, Expression, kTuple),
    OURO_NODE(Slice, Expression, kSlice),
    {NodeKind::kComprehension, "comprehension", AstGroup::kComprehension, kComprehension},
    OURO_NODE(ExceptHandler, ExceptHandler, kExceptHandler),
    {NodeKind::kArguments, "arguments", AstGroup::kArguments, kArguments},
    {NodeKind::kArg, "arg", AstGroup::kArg, kArg},
    {NodeKind::kKeyword, "keyword", AstGroup::kKeyword, kKeyword},
    {NodeKind::kAlias, "alias", AstGroup::kAlias, kAlias},
    {NodeKind::kWithItem, "withitem", AstGroup::kWithItem, kWithItem},
    {NodeKind::kMatchCase, "match_case", AstGroup::kMatchCase, kMatchCase},
    OURO_NODE(MatchValue, Pattern, kMatchValue),
    OURO_NODE(MatchSingleton, Pattern, kMatchSingleton),
    OURO_NODE(MatchSequence, Pattern, kMatchSequence),
    OURO_NODE(MatchMapping, Pattern, kMatchMapping),
    OURO_NODE(MatchClass, Pattern, kMatchClass),
    OURO_NODE(MatchStar, Pattern, kMatchStar),
    OURO_NODE(MatchAs, Pattern, kMatchAs),
    OURO_NODE(MatchOr, Pattern, kMatchOr),
};

constexpr bool in_order() {
  for (std::size_t index = 0; index < std::size(kNodes); ++index) {
    if (kNodes[index].kind != static_cast<NodeKind>(index)) return false;
  }
  return std::size(kNodes) == syntax::kNodeKinds && std::size(kNodes) == kAstNodes;
}
static_assert(in_order());

constexpr AstNodeRow kWithoutNodes[] = {
    {NodeKind::kModule, "FunctionType", AstGroup::kMod, kFunctionType},
    {NodeKind::kModule, "TypeIgnore", AstGroup::kTypeIgnore, kTypeIgnore},
};

}  // namespace

const AstGroupRow& ast_group(AstGroup group) { return kGroups[static_cast<std::size_t>(group)]; }

const AstNodeRow& ast_node(NodeKind kind) { return kNodes[static_cast<std::size_t>(kind)]; }

std::span<const AstNodeRow> ast_classes_without_nodes() { return kWithoutNodes; }

}  // namespace ouro
