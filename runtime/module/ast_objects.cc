// AstObjects: a tree of the parser as objects of the _ast classes, field by field from the table.
#include "runtime/code/fold.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/ast.h"
#include "runtime/module/ast_state.h"
#include "runtime/object/container.h"
#include "runtime/object/dict.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/str.h"
#include "runtime/source/syntax.h"

namespace ouro {
namespace {

using syntax::Node;

class ObjectMaker {
 public:
  ObjectMaker(Thread& thread, const AstState& state)
      : thread_(thread), interpreter_(thread.interpreter()), state_(state) {}

  // None for null.
  Result<Object*> make(const Node* node);

 private:
  template <typename T>
  const T& read(const Node* node, const AstFieldRow& field) const {
    return *reinterpret_cast<const T*>(reinterpret_cast<const std::byte*>(node) + field.offset);
  }

  Status add_fields(AstObject* object, const Node* node, const AstNodeRow& row);
  Status add_position(AstObject* object, const syntax::Position& position);
  Status add(AstObject* object, std::string_view name, Object* owned) {
    Ref<> value(owned);
    return dict_set(thread_, object->dict, name, value);
  }
  Result<Object*> field_value(const Node* node, const AstFieldRow& field);
  Result<Object*> absent(const AstFieldRow& field) {
    return field.count == AstCount::kMany ? Result<Object*>(TRY(make_list(interpreter_)))
                                          : new_none(thread_);
  }
  Result<Object*> name_or_none(std::string_view text) {
    if (text.data() == nullptr) return new_none(thread_);
    return intern(interpreter_, text);
  }
  Result<Object*> prefix(const syntax::Constant& constant) {
    return constant.has_u_prefix ? Result<Object*>(TRY(intern(interpreter_, "u")))
                                 : new_none(thread_);
  }
  template <typename Item, typename Make>
  Result<Object*> list_of(std::span<Item> items, Make make_item);

  Thread& thread_;
  Interpreter& interpreter_;
  const AstState& state_;
};

template <typename Item, typename Make>
Result<Object*> ObjectMaker::list_of(std::span<Item> items, Make make_item) {
  Ref<List> list(TRY(make_list(interpreter_)));
  for (Item item : items) {
    TRY(list_append_owned(interpreter_, list, TRY(make_item(item))));
  }
  return list.take();
}

Result<Object*> ObjectMaker::field_value(const Node* node, const AstFieldRow& field) {
  const auto word = [&](auto value) -> Result<Object*> {
    return retain(state_.word(field.group, static_cast<std::uint8_t>(value)));
  };
  switch (field.field) {
    case AstField::kNode: return make(read<Node*>(node, field));
    case AstField::kNodes:
      return list_of(read<syntax::NodeList>(node, field), [&](Node* item) { return make(item); });
    case AstField::kName: return name_or_none(read<std::string_view>(node, field));
    case AstField::kNames:
      return list_of(read<syntax::IdentifierList>(node, field),
                     [&](std::string_view name) { return name_or_none(name); });
    case AstField::kWord: return word(read<std::uint8_t>(node, field));
    case AstField::kWords:
      return list_of(read<std::span<const syntax::CompareOperator>>(node, field), word);
    case AstField::kFlag: return make_int_object(thread_, read<bool>(node, field));
    case AstField::kLevel: return make_int_object(thread_, read<std::uint32_t>(node, field));
    case AstField::kConversion: return make_int_object(thread_, read<std::int32_t>(node, field));
    case AstField::kConstant: return make_constant(thread_, syntax::as<syntax::Constant>(node));
    case AstField::kConstantPrefix: return prefix(syntax::as<syntax::Constant>(node));
    case AstField::kSingleton: {
      syntax::Constant constant;
      constant.type = read<syntax::ConstantKind>(node, field);
      return make_constant(thread_, constant);
    }
    case AstField::kAbsent: return absent(field);
  }
  return new_none(thread_);
}

Status ObjectMaker::add_position(AstObject* object, const syntax::Position& position) {
  TRY(add(object, "lineno", TRY(make_int_object(thread_, position.line))));
  TRY(add(object, "col_offset", TRY(make_int_object(thread_, position.column))));
  TRY(add(object, "end_lineno", TRY(make_int_object(thread_, position.end_line))));
  return add(object, "end_col_offset", TRY(make_int_object(thread_, position.end_column)));
}

Status ObjectMaker::add_fields(AstObject* object, const Node* node, const AstNodeRow& row) {
  for (const AstFieldRow& field : row.fields) {
    TRY(add(object, field.name, TRY(field_value(node, field))));
  }
  if (ast_group(row.group).has_position) return add_position(object, node->position);
  return done;
}

Result<Object*> ObjectMaker::make(const Node* node) {
  if (node == nullptr) return new_none(thread_);
  RecursionGuard guard(thread_, " during ast construction");
  if (!guard.ok()) return failure;
  const AstNodeRow& row = ast_node(node->kind);
  Type* type = state_.nodes[static_cast<std::size_t>(node->kind)];
  Ref<AstObject> object(static_cast<AstObject*>(TRY(allocate_instance(interpreter_, type))));
  object->dict = TRY(make_dict(interpreter_, row.fields.size() + 4));
  TRY(add_fields(object, node, row));
  return object.take();
}

}  // namespace

Result<Object*> make_ast_objects(Thread& thread, const AstState& state, const Node* tree) {
  return ObjectMaker(thread, state).make(tree);
}

}  // namespace ouro
