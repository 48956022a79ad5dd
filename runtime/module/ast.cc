// _ast: the classes of syntax trees as programs see them, made from the table in ast_nodes.
#include "runtime/module/ast.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/ast_state.h"
#include "runtime/module/import.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

// ---- AST, the base of all ---------------------------------------------------------------------

void object_clear_dict(Interpreter&, Object* self) noexcept {
  clear_reference(static_cast<AstObject*>(self)->dict);
}

void object_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(static_cast<AstObject*>(self)->dict);
}

Result<Object*> make_object(Thread& thread, Type* type, const Arguments&) {
  return allocate_instance(thread.interpreter(), type);
}

Result<Tuple*> fields_of(Thread& thread, Object* self) {
  Found<Object> fields = TRY(get_attribute_if(thread, self->type, "_fields"));
  if (!fields) return make_tuple(thread.interpreter(), 0);
  return to_tuple(thread, Ref<>(fields.value));
}

Failure raise_too_many(Thread& thread, const Type* type, std::size_t most) {
  return raise(thread, TypeId::kTypeError, "{} constructor takes at most {} positional argument{}",
               type_name(type), most, most == 1 ? "" : "s");
}

Result<bool> was_given(Thread& thread, const Tuple* fields, std::size_t given, Object* name) {
  for (std::size_t index = 0; index < given; ++index) {
    if (TRY(equal(thread, (*fields)[index], name))) return true;
  }
  return false;
}

Status set_field(Thread& thread, Object* self, Object* name, Object* value) {
  if (is_str(name)) return set_attribute(thread, self, static_cast<Str*>(name), value);
  return raise(thread, TypeId::kTypeError, "attribute name must be string, not {}", name->type);
}

Status initialise_object(Thread& thread, Object* self, const Arguments& arguments) {
  Ref<Tuple> fields(TRY(fields_of(thread, self)));
  if (arguments.positional > fields->size) return raise_too_many(thread, self->type, fields->size);
  for (std::size_t index = 0; index < arguments.positional; ++index) {
    TRY(set_field(thread, self, (*fields)[index], arguments.values[index]));
  }
  for (std::size_t index = 0; index < arguments.keywords(); ++index) {
    Object* name = (*arguments.names)[index];
    if (TRY(was_given(thread, fields, arguments.positional, name))) {
      return raise(thread, TypeId::kTypeError, "{} got multiple values for argument {}",
                   type_name(self->type), repr_of(name));
    }
    TRY(set_field(thread, self, name, arguments.values[arguments.positional + index]));
  }
  return done;
}

Result<Object*> reduce(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Tuple> nothing(TRY(make_tuple(interpreter, 0)));
  Ref<Dict> attributes(TRY(copy_instance_dict(thread, self)));
  return pack_tuple(interpreter, static_cast<Object*>(self->type),
                    static_cast<Object*>(nothing.get()), static_cast<Object*>(attributes.get()));
}

constexpr NativeMethod kMethods[] = {{"__reduce__(self, /)", reduce}};
constexpr NativeAttribute kAttributes[] = {{"__dict__", get_dict_attribute, set_dict_attribute}};

constexpr TypeDescriptor kAst = {
    .name = "AST",
    .module = "ast",
    .flags = flag::kBaseType | flag::kCollectable,
    .object_size = sizeof(AstObject),
    .dict_offset = OURO_OFFSET(AstObject, dict),
    .weak_offset = OURO_OFFSET(AstObject, weak_references),
    .slots = {.deallocate = free_instance,
              .traverse = object_traverse,
              .clear = object_clear_dict,
              .make = make_object,
              .initialise = initialise_object},
    .methods = kMethods,
    .attributes = kAttributes,
};

// ---- The classes ------------------------------------------------------------------------------

constexpr std::string_view kPlaces[] = {"lineno", "col_offset", "end_lineno", "end_col_offset"};
constexpr std::size_t kRequiredPlaces = 2;

class ClassMaker {
 public:
  ClassMaker(Thread& thread, Module* module)
      : thread_(thread),
        interpreter_(thread.interpreter()),
        module_(module),
        state_(module_state<AstState>(module)) {}

  Status make_all();

 private:
  // Of a class with these fields; borrowed, kept alive by the module.
  Result<Type*> make(std::string_view name, Type* base, std::span<const AstFieldRow> fields,
                     bool has_position);
  Result<Type*> make(const AstNodeRow& row) {
    const AstGroupRow& group = ast_group(row.group);
    Type* base = group.has_base ? state_.groups[static_cast<std::size_t>(row.group)] : state_.base;
    return make(row.name, base, row.fields, group.has_position && !group.has_base);
  }
  Result<Dict*> make_namespace(std::string_view name, std::span<const AstFieldRow> fields);
  Status add_fields(Dict* names, std::span<const AstFieldRow> fields);
  Status add_places(Type* type);
  Result<Str*> make_doc(std::string_view name, std::span<const AstFieldRow> fields);
  Status make_words(AstGroup group);
  Status set_none(Type* type, std::string_view name) {
    return set_attribute(thread_, type, name, interpreter_.none());
  }

  Thread& thread_;
  Interpreter& interpreter_;
  Module* module_;
  AstState& state_;
};

// "Return(expr? value)", as ast shows its grammar.
Result<Str*> ClassMaker::make_doc(std::string_view name, std::span<const AstFieldRow> fields) {
  constexpr std::string_view kMarks[] = {"", "?", "*"};
  TextBuilder text(interpreter_);
  TRY(text.append(name));
  if (!fields.empty()) TRY(text.append("("));
  for (const AstFieldRow& field : fields) {
    if (&field != fields.data()) TRY(text.append(", "));
    TRY(text.append(ast_group(field.group).name));
    TRY(text.append(kMarks[static_cast<std::size_t>(field.count)]));
    TRY(text.append(" "));
    TRY(text.append(field.name));
  }
  if (!fields.empty()) TRY(text.append(")"));
  return text.finish();
}

Status ClassMaker::add_fields(Dict* names, std::span<const AstFieldRow> fields) {
  Ref<Tuple> all(TRY(make_tuple(interpreter_, fields.size())));
  for (std::size_t index = 0; index < fields.size(); ++index) {
    Str* name = TRY(intern(interpreter_, fields[index].name));
    all->items()[index] = name;
    if (fields[index].count == AstCount::kOptional)
      TRY(dict_set(thread_, names, name, interpreter_.none()));
  }
  TRY(dict_set(thread_, names, "_fields", all));
  return dict_set(thread_, names, identifier(thread_, Id::dunder_match_args), all);
}

Result<Dict*> ClassMaker::make_namespace(std::string_view name,
                                         std::span<const AstFieldRow> fields) {
  Ref<Dict> names(TRY(make_dict(interpreter_)));
  Ref<Str> module(TRY(intern(interpreter_, "ast")));
  Ref<Str> doc(TRY(make_doc(name, fields)));
  TRY(dict_set(thread_, names, identifier(thread_, Id::dunder_module), module));
  TRY(dict_set(thread_, names, identifier(thread_, Id::dunder_doc), doc));
  TRY(add_fields(names, fields));
  return names.take();
}

Status ClassMaker::add_places(Type* type) {
  Ref<Tuple> places(TRY(make_tuple(interpreter_, std::size(kPlaces))));
  for (std::size_t index = 0; index < std::size(kPlaces); ++index) {
    places->items()[index] = TRY(intern(interpreter_, kPlaces[index]));
  }
  TRY(set_attribute(thread_, type, "_attributes", places));
  const bool pattern = type == state_.groups[static_cast<std::size_t>(AstGroup::kPattern)];
  for (std::size_t index = kRequiredPlaces; index < std::size(kPlaces) && !pattern; ++index) {
    TRY(set_none(type, kPlaces[index]));
  }
  return done;
}

Result<Type*> ClassMaker::make(std::string_view name, Type* base,
                               std::span<const AstFieldRow> fields, bool has_position) {
  Ref<Str> own_name(TRY(intern(interpreter_, name)));
  Ref<Tuple> bases(TRY(pack_tuple(interpreter_, static_cast<Object*>(base))));
  Ref<Dict> names(TRY(make_namespace(name, fields)));
  Ref<Type> type(TRY(make_class(thread_, type_of(thread_, TypeId::kType), own_name, bases, names)));
  TRY(module_add(thread_, module_, name, type));
  if (has_position) TRY(add_places(type));
  return type.get();
}

Status ClassMaker::make_words(AstGroup group) {
  const auto place = static_cast<std::size_t>(group) - static_cast<std::size_t>(AstGroup::kContext);
  Type* base = state_.groups[static_cast<std::size_t>(group)];
  Object** word = ast_group(group).words.empty() ? nullptr : state_.words[place].data();
  for (const std::string_view name : ast_group(group).words) {
    Type* type = TRY(make(name, base, {}, false));
    *word++ = TRY(allocate_instance(interpreter_, type));
  }
  return done;
}

Status ClassMaker::make_all() {
  state_.base = retain(TRY(module_add_type(thread_, module_, kAst)));
  TRY(ensure_ready(thread_, state_.base));
  Ref<Tuple> nothing(TRY(make_tuple(interpreter_, 0)));
  for (const std::string_view name : {"_fields", "_attributes", "__match_args__"}) {
    TRY(dict_set(thread_, state_.base->dict, name, nothing));
  }
  for (std::size_t index = 0; index < kAstClassGroups; ++index) {
    const auto group = static_cast<AstGroup>(index);
    const AstGroupRow& row = ast_group(group);
    if (!row.has_base) continue;
    Type* type = TRY(make(row.name, state_.base, {}, false));
    state_.groups[index] = retain(type);
    if (row.has_position) TRY(add_places(type));
    TRY(make_words(group));
  }
  for (std::size_t index = 0; index < kAstNodes; ++index) {
    const AstNodeRow& row = ast_node(static_cast<syntax::NodeKind>(index));
    Type* type = TRY(make(row));
    state_.nodes[index] = retain(type);
    if (!ast_group(row.group).has_base)
      state_.groups[static_cast<std::size_t>(row.group)] = retain(type);
  }
  for (const AstNodeRow& row : ast_classes_without_nodes()) TRY(make(row));
  return done;
}

struct Flag {
  std::string_view name;
  std::int64_t value;
};
constexpr Flag kFlags[] = {{"PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000},
                           {"PyCF_ONLY_AST", 0x400},
                           {"PyCF_TYPE_COMMENTS", 0x1000}};

Status execute(Thread& thread, Module* module) {
  TRY(ClassMaker(thread, module).make_all());
  for (const Flag& flag : kFlags) {
    Ref<Int> value(TRY(make_int(thread.interpreter(), flag.value)));
    TRY(module_add(thread, module, flag.name, value));
  }
  return done;
}

void state_traverse(void* place, ReferenceVisitor& visitor) {
  static_cast<AstState*>(place)->for_each([&](auto* object) { visitor.visit_if(object); });
}

void state_clear(Interpreter&, void* place) noexcept {
  static_cast<AstState*>(place)->for_each([](auto*& object) { clear_reference(object); });
}

}  // namespace

extern const ModuleDescriptor kAstModule;
const ModuleDescriptor kAstModule = {
    .name = "_ast",
    .doc = "The classes of syntax trees.",
    .execute = execute,
    .state_size = sizeof(AstState),
    .traverse = state_traverse,
    .clear = state_clear,
    .free = state_clear,
};

Result<AstState*> ast_state(Thread& thread) {
  Ref<> module(TRY(import_module(thread, "_ast")));
  const bool own = is_exact(module, TypeId::kModule) &&
                   static_cast<Module*>(module.get())->descriptor == &kAstModule;
  if (!own) return raise(thread, TypeId::kSystemError, "sys.modules['_ast'] was replaced");
  AstState* state = &module_state<AstState>(module);
  if (state->base != nullptr) return state;
  return raise(thread, TypeId::kSystemError, "_ast is not complete");
}

bool is_ast_object(const AstState& state, const Object* object) {
  return is_instance_of(object, state.base);
}

}  // namespace ouro
