// Compilation: names, errors and kept objects of one run of the compiler.
#include "runtime/code/compilation.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/source/arena_text.h"

namespace ouro {

using syntax::Node;
using syntax::Position;

Compilation::~Compilation() {
  for (Object* object : kept_) release(object);
}

Result<const Name*> Compilation::name(std::string_view text) {
  const std::size_t hash = hash_text(text.data(), text.size());
  if (NameEntry* entry =
          names_.find(hash, [text](const NameEntry& e) { return e.name->text == text; })) {
    return entry->name;
  }
  Name* made = arena.make<Name>(text);
  if (made == nullptr || !names_.add(arena, hash, NameEntry{made}).ok()) return out_of_memory();
  return made;
}

namespace {

bool is_private(std::string_view text) {
  return text.starts_with("__") && !text.ends_with("__") &&
         text.find('.') == std::string_view::npos;
}

std::string_view without_underscores(std::string_view text) {
  const std::size_t first = text.find_first_not_of('_');
  return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

}  // namespace

Result<const Name*> Compilation::mangled(std::string_view class_name, std::string_view text) {
  const std::string_view prefix = without_underscores(class_name);
  if (prefix.empty() || !is_private(text)) return name(text);
  const std::string_view joined = syntax::concatenate(arena, {"_", prefix, text});
  if (joined.data() == nullptr) return out_of_memory();
  return name(joined);
}

Failure Compilation::out_of_memory() {
  memory_refused = true;
  return raise_memory_error(thread.interpreter());
}

namespace {

std::string_view line_of(std::string_view source, std::uint32_t line) {
  std::size_t start = 0;
  for (std::uint32_t number = 1; number < line; ++number) {
    const std::size_t end = source.find('\n', start);
    if (end == std::string_view::npos) return {};
    start = end + 1;
  }
  const std::size_t end = source.find('\n', start);
  return source.substr(start, end == std::string_view::npos ? end : end - start + 1);
}

// Text in brackets names no file ("<string>"): then Python has no line to show either.
bool names_file(const Str* filename) {
  return !(filename->length >= 2 && filename->at(0) == '<' &&
           filename->at(filename->length - 1) == '>');
}

}  // namespace

Failure Compilation::error(const Position& position,
                           std::initializer_list<std::string_view> message) {
  const std::string_view text = syntax::concatenate(arena, message);
  if (text.data() == nullptr) return out_of_memory();
  syntax::SyntaxFailure failed;
  failed.message = text;
  failed.line = static_cast<std::int32_t>(position.line);
  failed.column = static_cast<std::int32_t>(position.column) + 1;
  failed.end_line = static_cast<std::int32_t>(position.end_line);
  failed.end_column =
      position.end_line == 0 ? kNoColumn : static_cast<std::int32_t>(position.end_column) + 1;
  if (position.end_line == 0) failed.end_line = failed.line;
  if (names_file(filename)) failed.text = line_of(source, position.line);
  return raise_syntax_failure(thread, failed, filename);
}

Status Compilation::warn(const Position& position,
                         std::initializer_list<std::string_view> message) {
  const std::string_view text = syntax::concatenate(arena, message);
  if (text.data() == nullptr) return out_of_memory();
  Ref<Str> object(TRY(make_str(thread.interpreter(), text)));
  if (compile_warning(thread, TypeId::kSyntaxWarning, object, filename,
                      static_cast<std::int32_t>(position.line))
          .ok()) {
    return done;
  }
  if (!pending_matches(thread, TypeId::kSyntaxWarning)) return failure;
  clear_pending(thread);
  return error(position, {text});
}

Result<Object*> Compilation::keep(Result<Object*> owned) {
  if (!owned.ok()) return failure;
  if (!kept_.add(arena, owned.value()).ok()) {
    release(owned.value());
    return out_of_memory();
  }
  return owned.value();
}

namespace {

struct Feature {
  std::string_view name;
  std::uint32_t flag;
};
constexpr Feature kFeatures[] = {
    {"nested_scopes", 0},    {"generators", 0},
    {"division", 0},         {"absolute_import", 0},
    {"with_statement", 0},   {"print_function", 0},
    {"unicode_literals", 0}, {"barry_as_FLUFL", code_flag::kFutureBarryAsBdfl},
    {"generator_stop", 0},   {"annotations", code_flag::kFutureAnnotations},
};

Status add_feature(Compilation& compilation, const syntax::ImportFrom& statement,
                   std::string_view name) {
  for (const Feature& feature : kFeatures) {
    if (feature.name != name) continue;
    compilation.future |= feature.flag;
    return done;
  }
  // These errors have a start and no end.
  const Position start{statement.position.line, statement.position.column, 0, 0};
  if (name == "braces") return compilation.error(start, {"not a chance"});
  return compilation.error(start, {"future feature ", name.substr(0, 100), " is not defined"});
}

bool is_docstring(const Node* statement) {
  const auto* expression = syntax::if_is<syntax::Expr>(statement);
  if (expression == nullptr) return false;
  const auto* constant = syntax::if_is<syntax::Constant>(expression->value);
  return constant != nullptr && constant->type == syntax::ConstantKind::kString;
}

const syntax::NodeList* body_of(const Node* tree) {
  if (const auto* module = syntax::if_is<syntax::Module>(tree)) return &module->body;
  if (const auto* interactive = syntax::if_is<syntax::Interactive>(tree)) return &interactive->body;
  return nullptr;
}

}  // namespace

Status find_future_features(Compilation& compilation, const Node* tree) {
  const syntax::NodeList* body = body_of(tree);
  if (body == nullptr) return done;
  bool docstring_allowed = true;
  for (const Node* statement : *body) {
    const auto* import = syntax::if_is<syntax::ImportFrom>(statement);
    if (import != nullptr && import->module == "__future__" && import->level == 0) {
      for (const syntax::Alias* alias : import->names) {
        TRY(add_feature(compilation, *import, alias->name));
      }
      compilation.last_future_line = statement->position.line;
    } else if (!docstring_allowed || !is_docstring(statement)) {
      return done;
    }
    docstring_allowed = false;
  }
  return done;
}

}  // namespace ouro
