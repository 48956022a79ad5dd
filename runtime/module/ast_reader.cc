// AstReader: objects of the _ast classes as a tree that can be compiled, field by field from the
// table. Programs make these objects as they like, so everything about them is checked.
#include <algorithm>
#include <array>
#include <cstring>

#include "runtime/component/arena.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/ast.h"
#include "runtime/module/ast_state.h"
#include "runtime/object/bytes.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/set.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"
#include "runtime/source/syntax.h"

namespace ouro {
namespace {

using syntax::Context;
using syntax::Node;
using syntax::NodeKind;

// Room for a node of any kind.
constexpr std::size_t kNodeBytes = sizeof(syntax::Arguments);
static_assert(kNodeBytes >= sizeof(syntax::FunctionDef) && kNodeBytes >= sizeof(syntax::ClassDef) &&
              kNodeBytes >= sizeof(syntax::MatchClass) && kNodeBytes >= sizeof(syntax::Try) &&
              kNodeBytes >= sizeof(syntax::For));

constexpr std::string_view kContextNames[] = {"Load", "Store", "Del"};

class ObjectReader {
 public:
  ObjectReader(Thread& thread, const AstState& state, Arena& arena, List* kept)
      : thread_(thread), state_(state), arena_(arena), kept_(kept) {}

  // A node of a class of this group.
  Result<Node*> read(Object* object, AstGroup group);
  Result<const Node*> read_root(Object* object, NodeKind kind);

 private:
  template <typename T>
  static T& place(Node* node, const AstFieldRow& field) {
    return *reinterpret_cast<T*>(reinterpret_cast<std::byte*>(node) + field.offset);
  }

  Result<Found<const AstNodeRow>> find_row(Object* object, AstGroup group);
  Status read_field(Node* node, const AstNodeRow& row, const AstFieldRow& field, Object* object);
  Status read_one(Node* node, const AstFieldRow& field, Object* value);
  Status read_list(Node* node, const AstNodeRow& row, const AstFieldRow& field, Object* value);
  Result<syntax::NodeList> read_nodes(const AstFieldRow& field, List* items);
  Result<syntax::IdentifierList> read_names(List* items);
  Result<std::span<const syntax::CompareOperator>> read_words(AstGroup group, List* items);
  Result<std::uint8_t> read_word(AstGroup group, Object* value);
  Result<std::int32_t> read_integer(Object* value);
  Result<std::string_view> read_name(Object* value);
  Result<syntax::Position> read_position(AstGroup group, Object* object);
  Result<std::uint32_t> read_place(AstGroup group, Object* object, std::string_view name,
                                   const std::uint32_t* fallback);
  Status read_constant(syntax::Constant& constant, Object* value);
  Status check_constant(Object* value);
  Result<std::string_view> copy(std::string_view text);
  template <typename T>
  Result<T*> make_array(std::size_t count) {
    T* items = arena_.make_array<T>(std::max(count, std::size_t{1}));
    return items != nullptr ? Result<T*>(items) : raise_memory_error(thread_.interpreter());
  }

  Thread& thread_;
  const AstState& state_;
  Arena& arena_;
  List* kept_;  // values of constants
};

// ---- Rules between fields ---------------------------------------------------------------------

struct ContextRule {
  NodeKind kind;
  std::string_view field;
  Context context;
};
constexpr ContextRule kContextRules[] = {
    {NodeKind::kAssign, "targets", Context::kStore},
    {NodeKind::kAugAssign, "target", Context::kStore},
    {NodeKind::kAnnAssign, "target", Context::kStore},
    {NodeKind::kFor, "target", Context::kStore},
    {NodeKind::kAsyncFor, "target", Context::kStore},
    {NodeKind::kNamedExpr, "target", Context::kStore},
    {NodeKind::kComprehension, "target", Context::kStore},
    {NodeKind::kWithItem, "optional_vars", Context::kStore},
    {NodeKind::kDelete, "targets", Context::kDel},
};

// Null: expressions of this kind can only be read.
const Context* context_of(const Node* node) {
  switch (node->kind) {
    case NodeKind::kAttribute: return &syntax::as<syntax::Attribute>(node).ctx;
    case NodeKind::kSubscript: return &syntax::as<syntax::Subscript>(node).ctx;
    case NodeKind::kStarred: return &syntax::as<syntax::Starred>(node).ctx;
    case NodeKind::kName: return &syntax::as<syntax::Name>(node).ctx;
    case NodeKind::kList: return &syntax::as<syntax::List>(node).ctx;
    case NodeKind::kTuple: return &syntax::as<syntax::Tuple>(node).ctx;
    default: return nullptr;
  }
}

// What the expressions in a field of `node` are there for.
Context expected_context(const Node* node, const AstFieldRow& field) {
  for (const ContextRule& rule : kContextRules) {
    if (rule.kind == node->kind && rule.field == field.name) return rule.context;
  }
  const bool passes_on = node->kind == NodeKind::kStarred || node->kind == NodeKind::kList ||
                         node->kind == NodeKind::kTuple;
  return passes_on ? *context_of(node) : Context::kLoad;
}

Status check_context(Thread& thread, const Node* node, Context expected) {
  const Context* actual = context_of(node);
  const std::string_view wanted = kContextNames[static_cast<std::size_t>(expected)];
  if (actual == nullptr) {
    if (expected == Context::kLoad) return done;
    return raise(thread, TypeId::kValueError, "expression which can't be assigned to in {} context",
                 wanted);
  }
  if (*actual == expected) return done;
  return raise(thread, TypeId::kValueError, "expression must have {} context but has {} instead",
               wanted, kContextNames[static_cast<std::size_t>(*actual)]);
}

Status check_children(Thread& thread, Node* node, const AstNodeRow& row) {
  for (const AstFieldRow& field : row.fields) {
    if (field.group != AstGroup::kExpression) continue;
    const auto* place = reinterpret_cast<const std::byte*>(node) + field.offset;
    const Context expected = expected_context(node, field);
    if (field.field == AstField::kNode) {
      const Node* child = *reinterpret_cast<Node* const*>(place);
      if (child != nullptr) TRY(check_context(thread, child, expected));
    } else if (field.field == AstField::kNodes) {
      for (const Node* child : *reinterpret_cast<const syntax::NodeList*>(place)) {
        if (child != nullptr) TRY(check_context(thread, child, expected));
      }
    }
  }
  return done;
}

// Lists that must not be empty, wherever they stand.
constexpr std::string_view kFilledLists[] = {"body", "targets", "items", "cases", "names"};

bool may_be_empty(const AstNodeRow& row, const AstFieldRow& field) {
  if (row.group == AstGroup::kMod) return true;
  return std::ranges::find(kFilledLists, field.name) == std::end(kFilledLists);
}

// What is wrong between the parts of a node; null: nothing.
const char* find_contradiction(const Node* node) {
  using namespace syntax;
  switch (node->kind) {
    case NodeKind::kBoolOp:
      return as<BoolOp>(node).values.size() < 2 ? "BoolOp with less than 2 values" : nullptr;
    case NodeKind::kDict:
      return as<syntax::Dict>(node).keys.size() == as<syntax::Dict>(node).values.size()
                 ? nullptr
                 : "Dict doesn't have the same number of keys as values";
    case NodeKind::kListComp:
    case NodeKind::kSetComp:
    case NodeKind::kGeneratorExp:
      return as<ElementComp>(node).generators.empty() ? "comprehension with no generators"
                                                      : nullptr;
    case NodeKind::kDictComp:
      return as<DictComp>(node).generators.empty() ? "comprehension with no generators" : nullptr;
    case NodeKind::kCompare:
      if (as<Compare>(node).comparators.empty()) return "Compare with no comparators";
      return as<Compare>(node).comparators.size() == as<Compare>(node).ops.size()
                 ? nullptr
                 : "Compare has a different number of comparators and operands";
    case NodeKind::kRaise:
      return as<Raise>(node).exc == nullptr && as<Raise>(node).cause != nullptr
                 ? "Raise with cause but no exception"
                 : nullptr;
    case NodeKind::kMatchOr:
      return as<MatchOr>(node).patterns.size() < 2 ? "MatchOr requires at least 2 patterns"
                                                   : nullptr;
    case NodeKind::kMatchMapping:
      return as<MatchMapping>(node).keys.size() == as<MatchMapping>(node).patterns.size()
                 ? nullptr
                 : "MatchMapping doesn't have the same number of keys as patterns";
    case NodeKind::kMatchClass:
      return as<MatchClass>(node).kwd_attrs.size() == as<MatchClass>(node).kwd_patterns.size()
                 ? nullptr
                 : "MatchClass doesn't have the same number of keyword attributes as patterns";
    default: return nullptr;
  }
}

const char* find_contradiction(const syntax::Arguments& arguments) {
  if (arguments.defaults.size() > arguments.posonlyargs.size() + arguments.args.size()) {
    return "more positional defaults than args on arguments";
  }
  return arguments.kwonlyargs.size() == arguments.kw_defaults.size()
             ? nullptr
             : "length of kwonlyargs is not the same as kw_defaults on arguments";
}

const char* find_contradiction(const syntax::Try& node) {
  const bool star = node.kind == NodeKind::kTryStar;
  if (node.handlers.empty() && node.finalbody.empty()) {
    return star ? "TryStar has neither except handlers nor finalbody"
                : "Try has neither except handlers nor finalbody";
  }
  if (!node.handlers.empty() || node.orelse.empty()) return nullptr;
  return star ? "TryStar has orelse but no except handlers"
              : "Try has orelse but no except handlers";
}

const char* find_any_contradiction(const Node* node) {
  if (const auto* arguments = syntax::if_is<syntax::Arguments>(node)) {
    return find_contradiction(*arguments);
  }
  if (const auto* block = syntax::if_is<syntax::Try>(node)) return find_contradiction(*block);
  return find_contradiction(node);
}

Status check_name(Thread& thread, const Node* node) {
  const auto* name = syntax::if_is<syntax::Name>(node);
  if (name == nullptr) return done;
  for (const std::string_view constant : {"None", "True", "False"}) {
    if (name->id == constant) {
      return raise(thread, TypeId::kValueError, "identifier field can't represent '{}' constant",
                   constant);
    }
  }
  return done;
}

Status check_node(Thread& thread, Node* node, const AstNodeRow& row) {
  if (const char* wrong = find_any_contradiction(node)) {
    return raise(thread, TypeId::kValueError, "{}", wrong);
  }
  const auto* annotated = syntax::if_is<syntax::AnnAssign>(node);
  if (annotated != nullptr && annotated->simple && annotated->target->kind != NodeKind::kName) {
    return raise(thread, TypeId::kTypeError, "AnnAssign with simple non-Name target");
  }
  TRY(check_name(thread, node));
  return check_children(thread, node, row);
}

// ---- Values -----------------------------------------------------------------------------------

Result<std::string_view> ObjectReader::copy(std::string_view text) {
  char* place = TRY(make_array<char>(text.size()));
  std::copy_n(text.data(), text.size(), place);
  return std::string_view(place, text.size());
}

Result<std::string_view> ObjectReader::read_name(Object* value) {
  if (!is_exact(value, TypeId::kStr)) {
    return raise(thread_, TypeId::kTypeError, "AST identifier must be of type str");
  }
  const Utf8 text(thread_.interpreter(), static_cast<Str*>(value));
  if (!text.ok()) return raise_memory_error(thread_.interpreter());
  return copy(text.view());
}

Result<std::int32_t> ObjectReader::read_integer(Object* value) {
  if (is_int(value)) return TRY(to_c_int(thread_, value));
  return raise(thread_, TypeId::kValueError, "invalid integer value: {}", repr_of(value));
}

Result<std::uint8_t> ObjectReader::read_word(AstGroup group, Object* value) {
  for (std::size_t index = 0; index < ast_group(group).words.size(); ++index) {
    const Object* word = state_.word(group, static_cast<std::uint8_t>(index));
    if (is_instance_of(value, word->type)) return static_cast<std::uint8_t>(index);
  }
  return raise(thread_, TypeId::kTypeError, "expected some sort of {}, but got {}",
               ast_group(group).name, repr_of(value));
}

Status ObjectReader::check_constant(Object* value) {
  constexpr TypeId kPlain[] = {TypeId::kInt,     TypeId::kBool, TypeId::kFloat,
                               TypeId::kComplex, TypeId::kStr,  TypeId::kBytes};
  Interpreter& interpreter = thread_.interpreter();
  if (value == interpreter.none() || value == interpreter.ellipsis()) return done;
  if (std::ranges::find(kPlain, value->type->id) != std::end(kPlain)) return done;
  const bool container = is_exact(value, TypeId::kTuple) || is_exact(value, TypeId::kFrozenSet);
  if (!container) {
    return raise(thread_, TypeId::kTypeError, "got an invalid type in Constant: {}",
                 static_cast<const Type*>(value->type));
  }
  RecursionGuard guard(thread_, " during ast construction");
  if (!guard.ok()) return failure;
  Ref<Tuple> items(TRY(to_tuple(thread_, value)));
  for (std::size_t index = 0; index < items->size; ++index) TRY(check_constant((*items)[index]));
  return done;
}

// Texts are told apart from other values, for documentation and f-strings are made of them.
Status ObjectReader::read_constant(syntax::Constant& constant, Object* value) {
  TRY(check_constant(value));
  constant.type = syntax::ConstantKind::kObject;
  if (is_exact(value, TypeId::kStr)) {
    constant.type = syntax::ConstantKind::kString;
    constant.text = TRY(read_name(value));
  } else if (value == none(thread_)) {
    constant.type = syntax::ConstantKind::kNone;
  } else if (value == thread_.interpreter().ellipsis()) {
    constant.type = syntax::ConstantKind::kEllipsis;
  } else if (is_exact(value, TypeId::kBool)) {
    const bool truth = static_cast<Bool*>(value)->value != 0;
    constant.type = truth ? syntax::ConstantKind::kTrue : syntax::ConstantKind::kFalse;
  }
  constant.object = value;
  return list_append(thread_.interpreter(), kept_, value);
}

// ---- Lists ------------------------------------------------------------------------------------

Result<syntax::NodeList> ObjectReader::read_nodes(const AstFieldRow& field, List* items) {
  const std::size_t count = items->size;
  Node** nodes = TRY(make_array<Node*>(count));
  // Only these two have gaps: {**mapping}, and keyword-only parameters without a default.
  const bool gaps = field.name == "keys" || field.name == "kw_defaults";
  for (std::size_t index = 0; index < count; ++index) {
    if (items->size != count) {
      return raise(thread_, TypeId::kRuntimeError, "field \"{}\" changed size during iteration",
                   field.name);
    }
    Ref<> item(retain(items->items[index]));
    if (item.get() == none(thread_) && gaps) continue;
    if (item.get() == none(thread_)) {
      return raise(thread_, TypeId::kValueError, "None disallowed in {} list",
                   field.group == AstGroup::kStatement ? "statement" : "expression");
    }
    nodes[index] = TRY(read(item, field.group));
  }
  return syntax::NodeList{nodes, count};
}

Result<syntax::IdentifierList> ObjectReader::read_names(List* items) {
  auto* names = TRY(make_array<std::string_view>(items->size));
  for (std::size_t index = 0; index < items->size; ++index) {
    names[index] = TRY(read_name(items->items[index]));
  }
  return syntax::IdentifierList{names, items->size};
}

Result<std::span<const syntax::CompareOperator>> ObjectReader::read_words(AstGroup group,
                                                                          List* items) {
  auto* words = TRY(make_array<syntax::CompareOperator>(items->size));
  for (std::size_t index = 0; index < items->size; ++index) {
    words[index] = syntax::CompareOperator{TRY(read_word(group, items->items[index]))};
  }
  return std::span<const syntax::CompareOperator>{words, items->size};
}

Status ObjectReader::read_list(Node* node, const AstNodeRow& row, const AstFieldRow& field,
                               Object* value) {
  if (!is_list(value)) {
    return raise(thread_, TypeId::kTypeError, "{} field \"{}\" must be a list, not a {}", row.name,
                 field.name, static_cast<const Type*>(value->type));
  }
  // A copy: the program may change the list while its items are looked at.
  auto* given = static_cast<List*>(value);
  Ref<List> items(TRY(make_list_from(thread_.interpreter(), given->items, given->size)));
  if (items->size == 0 && !may_be_empty(row, field)) {
    return raise(thread_, TypeId::kValueError, "empty {} on {}", field.name, row.name);
  }
  switch (field.field) {
    case AstField::kNodes:
      place<syntax::NodeList>(node, field) = TRY(read_nodes(field, items));
      return done;
    case AstField::kNames:
      place<syntax::IdentifierList>(node, field) = TRY(read_names(items));
      return done;
    case AstField::kWords:
      place<std::span<const syntax::CompareOperator>>(node, field) =
          TRY(read_words(field.group, items));
      return done;
    default: return done;  // only objects have it
  }
}

// ---- Fields -----------------------------------------------------------------------------------

Status ObjectReader::read_one(Node* node, const AstFieldRow& field, Object* value) {
  switch (field.field) {
    case AstField::kNode: place<Node*>(node, field) = TRY(read(value, field.group)); return done;
    case AstField::kName: place<std::string_view>(node, field) = TRY(read_name(value)); return done;
    case AstField::kWord:
      place<std::uint8_t>(node, field) = TRY(read_word(field.group, value));
      return done;
    case AstField::kFlag: place<bool>(node, field) = TRY(read_integer(value)) != 0; return done;
    case AstField::kLevel: {
      const std::int32_t level = TRY(read_integer(value));
      if (level < 0) return raise(thread_, TypeId::kValueError, "Negative ImportFrom level");
      place<std::uint32_t>(node, field) = static_cast<std::uint32_t>(level);
      return done;
    }
    case AstField::kConversion:
      place<std::int32_t>(node, field) = TRY(read_integer(value));
      return done;
    case AstField::kConstant: return read_constant(syntax::as<syntax::Constant>(node), value);
    case AstField::kConstantPrefix:
      syntax::as<syntax::Constant>(node).has_u_prefix = true;
      return done;
    case AstField::kSingleton: {
      syntax::Constant constant;
      TRY(read_constant(constant, value));
      place<syntax::ConstantKind>(node, field) = constant.type;
      if (constant.type <= syntax::ConstantKind::kFalse) return done;
      return raise(thread_, TypeId::kValueError,
                   "MatchSingleton can only contain True, False and None");
    }
    default: return done;
  }
}

Status ObjectReader::read_field(Node* node, const AstNodeRow& row, const AstFieldRow& field,
                                Object* object) {
  Ref<> value(TRY(get_attribute_if(thread_, object, field.name)).value);
  const bool may_be_none = field.group == AstGroup::kConstant;
  const bool is_none = value && value.get() == none(thread_) && !may_be_none;
  if (field.count == AstCount::kOptional && (!value || is_none)) return done;
  if (!value) {
    return raise(thread_, TypeId::kTypeError, "required field \"{}\" missing from {}", field.name,
                 row.name);
  }
  if (field.count == AstCount::kMany) return read_list(node, row, field, value);
  if (is_none) {
    return raise(thread_, TypeId::kValueError, "field '{}' is required for {}", field.name,
                 row.name);
  }
  return read_one(node, field, value);
}

// ---- Places -----------------------------------------------------------------------------------

Result<std::uint32_t> ObjectReader::read_place(AstGroup group, Object* object,
                                               std::string_view name,
                                               const std::uint32_t* fallback) {
  Ref<> value(TRY(get_attribute_if(thread_, object, name)).value);
  if (fallback != nullptr && (!value || value.get() == none(thread_))) return *fallback;
  if (value) return static_cast<std::uint32_t>(TRY(read_integer(value)));
  return raise(thread_, TypeId::kTypeError, "required field \"{}\" missing from {}", name,
               ast_group(group).name);
}

Result<syntax::Position> ObjectReader::read_position(AstGroup group, Object* object) {
  syntax::Position position;
  if (!ast_group(group).has_position) return position;
  position.line = TRY(read_place(group, object, "lineno", nullptr));
  position.column = TRY(read_place(group, object, "col_offset", nullptr));
  position.end_line = TRY(read_place(group, object, "end_lineno", &position.line));
  position.end_column = TRY(read_place(group, object, "end_col_offset", &position.column));
  const auto number = [](std::uint32_t value) { return static_cast<std::int32_t>(value); };
  if (number(position.line) > number(position.end_line)) {
    return raise(thread_, TypeId::kValueError, "AST node line range ({}, {}) is not valid",
                 number(position.line), number(position.end_line));
  }
  const bool backwards =
      position.line == position.end_line && number(position.column) > number(position.end_column);
  if (!backwards && number(position.line) >= 0 && number(position.column) >= 0) return position;
  return raise(thread_, TypeId::kValueError, "line {}, column {}-{} is not a valid range",
               number(position.line), number(position.column), number(position.end_column));
}

// ---- Nodes ------------------------------------------------------------------------------------

// By class: subclasses of the program's own are what they derive from.
Result<Found<const AstNodeRow>> ObjectReader::find_row(Object* object, AstGroup group) {
  for (std::size_t index = 0; index < kAstNodes; ++index) {
    const AstNodeRow& row = ast_node(static_cast<NodeKind>(index));
    if (row.group == group && is_instance_of(object, state_.nodes[index])) {
      return Found<const AstNodeRow>{&row};
    }
  }
  return raise(thread_, TypeId::kTypeError, "expected some sort of {}, but got {}",
               ast_group(group).name, repr_of(object));
}

Result<Node*> ObjectReader::read(Object* object, AstGroup group) {
  const syntax::Position position = TRY(read_position(group, object));
  const AstNodeRow& row = *TRY(find_row(object, group)).value;
  RecursionGuard guard(thread_, " during compilation");
  if (!guard.ok()) return failure;
  auto* node = static_cast<Node*>(arena_.allocate(kNodeBytes));
  if (node == nullptr) return raise_memory_error(thread_.interpreter());
  std::memset(static_cast<void*>(node), 0, kNodeBytes);
  node->kind = row.kind;
  node->position = position;
  for (const AstFieldRow& field : row.fields) TRY(read_field(node, row, field, object));
  TRY(check_node(thread_, node, row));
  return node;
}

Result<const Node*> ObjectReader::read_root(Object* object, NodeKind kind) {
  if (!is_instance_of(object, state_.nodes[static_cast<std::size_t>(kind)])) {
    return raise(thread_, TypeId::kTypeError, "expected {} node, got {}", ast_node(kind).name,
                 static_cast<const Type*>(object->type));
  }
  return static_cast<const Node*>(TRY(read(object, AstGroup::kMod)));
}

}  // namespace

Result<const Node*> read_ast_objects(Thread& thread, const AstState& state, Arena& arena,
                                     Object* object, syntax::NodeKind root, List* kept) {
  return ObjectReader(thread, state, arena, kept).read_root(object, root);
}

}  // namespace ouro
