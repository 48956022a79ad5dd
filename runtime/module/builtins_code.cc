// builtins: functions that run code or look at namespaces - compile, eval, exec, dir,
// __build_class__ ...
#include <algorithm>

#include "runtime/code/code.h"
#include "runtime/execute/call.h"
#include "runtime/execute/frame.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/ast.h"
#include "runtime/module/builtins.h"
#include "runtime/module/import.h"
#include "runtime/object/bytes.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

// Source given as str, bytes or any buffer, as UTF-8 for as long as this lives.
class SourceText {
 public:
  explicit SourceText(Thread& thread) : thread_(thread) {}
  ~SourceText() {
    if (utf8_made_) text_.~Utf8();
    release_buffer(thread_.interpreter(), buffer_);
  }
  SourceText(const SourceText&) = delete;
  SourceText& operator=(const SourceText&) = delete;

  Status open(Object* source, std::string_view function, std::string_view what);
  std::string_view view() const { return view_; }
  bool is_text() const { return utf8_made_; }

 private:
  Thread& thread_;
  Buffer buffer_;
  bool utf8_made_ = false;
  union {
    Utf8 text_;
  };
  std::string_view view_;
};

Status SourceText::open(Object* source, std::string_view function, std::string_view what) {
  if (is_str(source)) {
    new (&text_) Utf8(thread_.interpreter(), static_cast<Str*>(source));
    utf8_made_ = true;
    if (!text_.ok()) return failure;
    view_ = text_.view();
  } else {
    if (source->type->slots->get_buffer == nullptr) {
      return raise(thread_, TypeId::kTypeError, "{}() arg 1 must be a {}", function, what);
    }
    TRY(get_buffer(thread_, source, buffer_));
    view_ = {reinterpret_cast<const char*>(buffer_.data), buffer_.length};
  }
  if (view_.find('\0') != std::string_view::npos) {
    return raise(thread_, TypeId::kValueError, "source code string cannot contain null bytes");
  }
  return done;
}

// The future flags of the code that called.
std::uint32_t inherited_flags(const Thread& thread) {
  return thread.frame == nullptr ? 0 : thread.frame->code->flags & code_flag::kFutureMask;
}

Result<CompileMode> mode_of(Thread& thread, Object* mode) {
  if (!is_str(mode)) {
    return raise(thread, TypeId::kTypeError, "compile() argument 'mode' must be str, not {}",
                 static_cast<const Type*>(mode->type));
  }
  constexpr std::pair<std::string_view, CompileMode> kModes[] = {
      {"exec", CompileMode::kExec}, {"eval", CompileMode::kEval}, {"single", CompileMode::kSingle}};
  for (const auto& [name, value] : kModes) {
    if (str_equal(static_cast<Str*>(mode), name)) return value;
  }
  return raise(thread, TypeId::kValueError, "compile() mode must be 'exec', 'eval' or 'single'");
}

// A path: str, bytes, or what has __fspath__.
Result<Str*> to_filename(Thread& thread, Object* path) {
  if (is_str(path)) return retain(static_cast<Str*>(path));
  if (is_bytes(path))
    return decode_utf8(thread, static_cast<Bytes*>(path)->view(), "surrogateescape");
  Found<Object> method = TRY(get_special(thread, path, identifier(thread, Id::dunder_fspath)));
  if (!method) {
    return raise(thread, TypeId::kTypeError, "expected str, bytes or os.PathLike object, not {}",
                 static_cast<const Type*>(path->type));
  }
  Ref<> text(TRY(call(thread, Ref<>(method.value))));
  if (is_str(text)) return static_cast<Str*>(text.take());
  return raise(thread, TypeId::kTypeError,
               "expected {}.__fspath__() to return str or bytes, not {}",
               static_cast<const Type*>(path->type), static_cast<const Type*>(text->type));
}

namespace compile_flag {
constexpr std::int64_t kImpliesNested = 0x10;  // of old; no effect
constexpr std::int64_t kDontImplyDedent = 0x200;
constexpr std::int64_t kOnlyTree = 0x400;
constexpr std::int64_t kTypeComments = 0x1000;
constexpr std::int64_t kTopLevelAwait = 0x2000;
constexpr std::int64_t kAllowIncompleteInput = 0x4000;
constexpr std::int64_t kAll = kImpliesNested | kDontImplyDedent | kOnlyTree | kTypeComments |
                              kTopLevelAwait | kAllowIncompleteInput |
                              std::int64_t{code_flag::kFutureMask};
}  // namespace compile_flag

Status read_flags(Thread& thread, std::int64_t flags, CompileOptions& options) {
  if ((flags & ~compile_flag::kAll) != 0)
    return raise(thread, TypeId::kValueError, "compile(): unrecognised flags");
  if ((flags & compile_flag::kTypeComments) != 0) {
    return raise(thread, TypeId::kNotImplementedError, "compile() does not read type comments");
  }
  options.only_tree = (flags & compile_flag::kOnlyTree) != 0;
  options.allow_top_level_await = (flags & compile_flag::kTopLevelAwait) != 0;
  options.dont_imply_dedent = (flags & compile_flag::kDontImplyDedent) != 0;
  options.allow_incomplete_input = (flags & compile_flag::kAllowIncompleteInput) != 0;
  options.future_flags = static_cast<std::uint32_t>(flags) & code_flag::kFutureMask;
  return done;
}

Status read_optimize(Thread& thread, Object* level, CompileOptions& options) {
  const std::int64_t optimize = level == nullptr ? -1 : TRY(to_int64(thread, level));
  if (optimize < -1 || optimize > 2)
    return raise(thread, TypeId::kValueError, "compile(): invalid optimize value");
  options.optimize = std::max(static_cast<int>(optimize), 0);
  return done;
}

// Source text to a tree or to code.
Result<Object*> compile_source(Thread& thread, Object* given, Str* filename,
                               CompileOptions options) {
  SourceText source(thread);
  TRY(source.open(given, "compile", "string, bytes or AST object"));
  options.ignore_cookie = source.is_text();
  if (!options.only_tree) return compile(thread, source.view(), filename, options);
  AstState* state = TRY(ast_state(thread));
  Arena arena(memory_of(thread));
  const syntax::Node* tree = TRY(parse_source(thread, arena, source.view(), filename, options));
  return make_ast_objects(thread, *state, tree);
}

bool is_source(const Object* object) {
  return is_str(object) || object->type->slots->get_buffer != nullptr;
}

// A tree of objects to code, or only checked.
Result<Object*> compile_tree(Thread& thread, const AstState& state, Object* object, Str* filename,
                             const CompileOptions& options) {
  constexpr syntax::NodeKind kRoots[] = {syntax::NodeKind::kModule, syntax::NodeKind::kExpression,
                                         syntax::NodeKind::kInteractive};
  Arena arena(memory_of(thread));
  Ref<List> kept(TRY(make_list(thread.interpreter())));
  const syntax::Node* tree = TRY(read_ast_objects(
      thread, state, arena, object, kRoots[static_cast<std::size_t>(options.mode)], kept));
  if (options.only_tree) return retain(object);
  return generate(thread, arena, tree, {}, filename, options);
}

Result<Object*> compile_function(Thread& thread, Object*, Object* const* arguments) {
  CompileOptions options;
  options.mode = TRY(mode_of(thread, arguments[2]));
  TRY(read_flags(thread, arguments[3] == nullptr ? 0 : TRY(to_int64(thread, arguments[3])),
                 options));
  const bool alone = arguments[4] != nullptr && TRY(is_true(thread, arguments[4]));
  if (!alone) options.future_flags |= inherited_flags(thread);
  TRY(read_optimize(thread, arguments[5], options));
  Ref<Str> filename(TRY(to_filename(thread, arguments[1])));
  if (is_exact(arguments[0], TypeId::kCode)) return retain(arguments[0]);
  if (!is_source(arguments[0])) {
    const AstState& state = *TRY(ast_state(thread));
    if (is_ast_object(state, arguments[0])) {
      return compile_tree(thread, state, arguments[0], filename, options);
    }
  }
  return compile_source(thread, arguments[0], filename, options);
}

// The namespaces eval and exec work in; the caller's where not given.
struct Namespaces {
  Ref<Dict> globals;
  Ref<> locals;
};

Status fill_namespaces(Thread& thread, std::string_view function, Object* globals, Object* locals,
                       Namespaces& names) {
  const bool no_globals = globals == nullptr || globals == none(thread);
  const bool no_locals = locals == nullptr || locals == none(thread);
  if (!no_globals && !is_dict(globals)) {
    const bool mapping = globals->type->slots->get_item != nullptr;
    return raise(thread, TypeId::kTypeError,
                 mapping              ? "globals must be a real dict; try eval(code, {{}}, mapping)"
                 : function == "eval" ? "globals must be a dict"
                                      : "exec() globals must be a dict, not {}",
                 static_cast<const Type*>(globals->type));
  }
  if (!no_locals && locals->type->slots->get_item == nullptr) {
    return raise(thread, TypeId::kTypeError,
                 function == "eval" ? "locals must be a mapping"
                                    : "locals must be a mapping or None, not {}",
                 static_cast<const Type*>(locals->type));
  }
  if (no_globals) {
    Dict* current = borrow_current_globals(thread);
    if (current == nullptr)
      return raise(thread, TypeId::kSystemError, "globals and locals cannot be NULL");
    names.globals.reset(retain(current));
    names.locals.reset(no_locals ? TRY(current_locals(thread)) : retain(locals));
  } else {
    names.globals.reset(retain(static_cast<Dict*>(globals)));
    names.locals.reset(no_locals ? retain(globals) : retain(locals));
  }
  Str* builtins = identifier(thread, Id::dunder_builtins);
  if (find_str_in_dict(thread, names.globals, builtins) != nullptr) return done;
  Object* whole = TRY(whole_builtins(thread));
  Object* current = borrow_current_builtins(thread);
  if (current == nullptr) current = whole;
  return dict_set(thread, names.globals, builtins, current);
}

// `closure`: a cell for each free variable of the code; null: none.
Result<Object*> run_code(Thread& thread, Code* code, Namespaces& names, Tuple* closure = nullptr) {
  Ref<Function> function(TRY(make_function(thread, code, names.globals)));
  function->closure = retain_if(closure);
  return run_body(thread, function, names.locals);
}

Failure refuse_closure(Thread& thread, const Code* code) {
  return raise(thread, TypeId::kTypeError, "code object requires a closure of exactly length {}",
               code->free_count);
}

// None and absent are no closure. Every free variable needs its cell.
Result<Found<Tuple>> borrow_closure(Thread& thread, const Code* code, Object* given) {
  const bool absent = given == nullptr || given == none(thread);
  if (code->free_count == 0) {
    if (absent) return Found<Tuple>{};
    return raise(thread, TypeId::kTypeError, "cannot use a closure with this code object");
  }
  if (absent || !is_exact(given, TypeId::kTuple)) return refuse_closure(thread, code);
  auto* cells = static_cast<Tuple*>(given);
  if (cells->size != code->free_count) return refuse_closure(thread, code);
  for (std::size_t index = 0; index < cells->size; ++index) {
    if (!is_exact((*cells)[index], TypeId::kCell)) return refuse_closure(thread, code);
  }
  return Found<Tuple>{cells};
}

Result<Object*> evaluate(Thread& thread, Object*, Object* const* arguments) {
  Namespaces names;
  TRY(fill_namespaces(thread, "eval", arguments[1], arguments[2], names));
  if (is_exact(arguments[0], TypeId::kCode)) {
    auto* code = static_cast<Code*>(arguments[0]);
    if (code->free_count == 0) return run_code(thread, code, names);
    return raise(thread, TypeId::kTypeError,
                 "code object passed to eval() may not contain free variables");
  }
  SourceText source(thread);
  TRY(source.open(arguments[0], "eval", "string, bytes or code object"));
  std::string_view text = source.view();
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  CompileOptions options{.mode = CompileMode::kEval, .future_flags = inherited_flags(thread)};
  options.ignore_cookie = source.is_text();
  Ref<Str> filename(TRY(intern(thread.interpreter(), "<string>")));
  Ref<Code> code(TRY(compile(thread, text, filename, options)));
  return run_code(thread, code, names);
}

Result<Object*> execute_text(Thread& thread, Object*, Object* const* arguments) {
  Namespaces names;
  TRY(fill_namespaces(thread, "exec", arguments[1], arguments[2], names));
  if (is_exact(arguments[0], TypeId::kCode)) {
    auto* code = static_cast<Code*>(arguments[0]);
    Tuple* closure = TRY(borrow_closure(thread, code, arguments[3])).value;
    release(TRY(run_code(thread, code, names, closure)));
    return new_none(thread);
  }
  if (arguments[3] != nullptr && arguments[3] != none(thread)) {
    return raise(thread, TypeId::kTypeError,
                 "closure can only be used when source is a code object");
  }
  SourceText source(thread);
  TRY(source.open(arguments[0], "exec", "string, bytes or code object"));
  CompileOptions options{.future_flags = inherited_flags(thread)};
  options.ignore_cookie = source.is_text();
  Ref<Str> filename(TRY(intern(thread.interpreter(), "<string>")));
  Ref<Code> code(TRY(compile(thread, source.view(), filename, options)));
  release(TRY(run_code(thread, code, names)));
  return new_none(thread);
}

Result<Object*> globals_function(Thread& thread, Object*, Object* const*) {
  Dict* globals = borrow_current_globals(thread);
  return globals == nullptr ? new_none(thread) : retain(static_cast<Object*>(globals));
}

Result<Object*> locals_function(Thread& thread, Object*, Object* const*) {
  return current_locals(thread);
}

Result<Object*> vars(Thread& thread, Object*, Object* const* arguments) {
  if (arguments[0] == nullptr) return current_locals(thread);
  Found<Object> found =
      TRY(get_attribute_if(thread, arguments[0], identifier(thread, Id::dunder_dict)));
  if (found) return found.value;
  return raise(thread, TypeId::kTypeError, "vars() argument must have __dict__ attribute");
}

Result<Object*> sorted_names(Thread& thread, Object* names) {
  Ref<List> list(TRY(to_list(thread, names)));
  TRY(list_sort(thread, list, nullptr, false));
  return list.take();
}

Result<Object*> dir(Thread& thread, Object*, Object* const* arguments) {
  if (arguments[0] == nullptr) {
    Ref<> locals(TRY(current_locals(thread)));
    Ref<> keys(TRY(call_method(thread, locals, identifier(thread, Id::keys))));
    return sorted_names(thread, keys);
  }
  Found<Object> method = TRY(get_special(thread, arguments[0], identifier(thread, Id::dunder_dir)));
  if (!method) return raise(thread, TypeId::kTypeError, "object does not provide __dir__");
  Ref<> names(TRY(call(thread, Ref<>(method.value))));
  return sorted_names(thread, names);
}

Result<Object*> import_function(Thread& thread, Object*, Object* const* arguments) {
  if (!is_str(arguments[0]))
    return raise(thread, TypeId::kTypeError, "module name must be a string");
  Dict* globals =
      arguments[1] != nullptr && is_dict(arguments[1]) ? static_cast<Dict*>(arguments[1]) : nullptr;
  const std::int64_t level = arguments[4] == nullptr ? 0 : TRY(to_int64(thread, arguments[4]));
  if (level < 0) return raise(thread, TypeId::kValueError, "level must be >= 0");
  Object* from_list = arguments[3] == nullptr ? none(thread) : arguments[3];
  return import_name(thread, static_cast<Str*>(arguments[0]), globals, from_list, level);
}

Result<Object*> build_class_function(Thread& thread, Object*, Object* const* arguments) {
  auto* values = static_cast<Tuple*>(arguments[0]);
  auto* keywords = static_cast<Dict*>(arguments[1]);
  return build_class(thread, values, keywords);
}

Result<Object*> breakpoint(Thread& thread, Object*, Object* const* arguments) {
  Ref<> sys(TRY(import_module(thread, "sys")));
  Ref<> hook(TRY(get_attribute_if(thread, sys, "breakpointhook")).value);
  if (!hook) return raise(thread, TypeId::kRuntimeError, "lost sys.breakpointhook");
  return call_with(thread, hook, static_cast<Tuple*>(arguments[0]),
                   static_cast<Dict*>(arguments[1]));
}

constexpr NativeMethod kFunctions[] = {
    {"__build_class__(module, /, *args, **kwargs)", build_class_function},
    {"__import__(module, name, globals=None, locals=None, fromlist=(), level=0)", import_function},
    {"breakpoint(module, /, *args, **kws)", breakpoint},
    {"compile(module, source, filename, mode, flags=0, dont_inherit=False, optimize=-1, "
     "*, _feature_version=-1)",
     compile_function},
    {"dir(module, object=None, /)", dir},
    {"eval(module, source, globals=None, locals=None, /)", evaluate},
    {"exec(module, source, globals=None, locals=None, /, *, closure=None)", execute_text},
    {"globals(module, /)", globals_function},
    {"locals(module, /)", locals_function},
    {"vars(module, object=None, /)", vars},
};

// Bases that are no types may name others instead: __mro_entries__.
Result<Tuple*> resolve_bases(Thread& thread, Tuple* bases) {
  Interpreter& interpreter = thread.interpreter();
  Ref<List> resolved(TRY(make_list(interpreter)));
  bool changed = false;
  for (std::size_t index = 0; index < bases->size; ++index) {
    Object* base = (*bases)[index];
    Found<Object> method;
    if (!is_type(base))
      method = TRY(get_attribute_if(thread, base, identifier(thread, Id::dunder_mro_entries)));
    if (!method) {
      TRY(list_append(interpreter, resolved, base));
      continue;
    }
    Ref<> entries(TRY(call(thread, Ref<>(method.value), bases)));
    if (!is_tuple(entries))
      return raise(thread, TypeId::kTypeError, "__mro_entries__ must return a tuple");
    TRY(list_extend(thread, resolved, entries));
    changed = true;
  }
  if (!changed) return retain(bases);
  return to_tuple(thread, resolved);
}

// The most derived metaclass of the bases, unless the given one is no type.
Result<Object*> choose_metaclass(Thread& thread, Object* metaclass, Tuple* bases) {
  if (!is_type(metaclass)) return retain(metaclass);
  auto* winner = static_cast<Type*>(metaclass);
  for (std::size_t index = 0; index < bases->size; ++index) {
    Type* type = (*bases)[index]->type;
    if (is_subtype(winner, type)) continue;
    if (!is_subtype(type, winner)) {
      return raise(
          thread, TypeId::kTypeError,
          "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass "
          "of the metaclasses of all its bases");
    }
    winner = type;
  }
  return retain(static_cast<Object*>(winner));
}

Result<Object*> prepare_namespace(Thread& thread, Object* metaclass, Object* name, Tuple* bases,
                                  Dict* keywords) {
  Interpreter& interpreter = thread.interpreter();
  Found<Object> prepare;
  if (metaclass != type_of(thread, TypeId::kType)) {
    prepare = TRY(get_attribute_if(thread, metaclass, identifier(thread, Id::dunder_prepare)));
  }
  if (!prepare) return make_dict(interpreter);
  Ref<> function(prepare.value);
  Ref<Tuple> values(TRY(pack_tuple(interpreter, name, static_cast<Object*>(bases))));
  Ref<> names(TRY(call_with(thread, function, values, keywords)));
  if (names->type->slots->get_item == nullptr) {
    return raise(thread, TypeId::kTypeError, "{}.__prepare__() must return a mapping, not {}",
                 is_type(metaclass) ? type_name(static_cast<Type*>(metaclass)) : "<metaclass>",
                 static_cast<const Type*>(names->type));
  }
  return names.take();
}

// The __class__ cell of the body must have been filled by type.__new__.
Status check_class_cell(Thread& thread, Object* cell, Object* made, Object* name) {
  if (!is_exact(cell, TypeId::kCell) || !is_type(made)) return done;
  const Object* found = static_cast<Cell*>(cell)->value;
  if (found == made) return done;
  if (found == nullptr) {
    return raise(
        thread, TypeId::kRuntimeError,
        "__class__ not set defining {} as {}. Was __classcell__ propagated to type.__new__?",
        repr_of(name), repr_of(made));
  }
  return raise(thread, TypeId::kTypeError, "__class__ set to {} defining {} as {}",
               repr_of(const_cast<Object*>(found)), repr_of(name), repr_of(made));
}

}  // namespace

Result<Object*> build_class(Thread& thread, Tuple* values, Dict* keywords) {
  Interpreter& interpreter = thread.interpreter();
  if (values->size < 2)
    return raise(thread, TypeId::kTypeError, "__build_class__: not enough arguments");
  Object* body = (*values)[0];
  Object* name = (*values)[1];
  if (!is_exact(body, TypeId::kFunction)) {
    return raise(thread, TypeId::kTypeError, "__build_class__: func must be a function");
  }
  if (!is_str(name))
    return raise(thread, TypeId::kTypeError, "__build_class__: name is not a string");
  Ref<Tuple> given(TRY(make_tuple_from(interpreter, values->items() + 2, values->size - 2)));
  Ref<Tuple> bases(TRY(resolve_bases(thread, given)));
  Ref<Dict> options;
  Ref<> metaclass;
  if (keywords != nullptr && keywords->size > 0) {
    options.reset(TRY(dict_copy(interpreter, keywords)));
    metaclass.reset(TRY(dict_pop(thread, options, identifier(thread, Id::metaclass))).value);
  }
  if (!metaclass)
    metaclass.reset(retain(bases->size == 0 ? type_of(thread, TypeId::kType) : (*bases)[0]->type));
  metaclass.reset(TRY(choose_metaclass(thread, metaclass, bases)));
  Ref<> names(TRY(prepare_namespace(thread, metaclass, name, bases, options)));
  Ref<> cell(TRY(run_body(thread, static_cast<Function*>(body), names)));
  if (bases.get() != given.get()) {
    Ref<Str> original(TRY(intern(interpreter, "__orig_bases__")));
    TRY(set_item(thread, names, original, given));
  }
  Ref<Tuple> arguments(
      TRY(pack_tuple(interpreter, name, static_cast<Object*>(bases.get()), names.get())));
  Ref<> made(TRY(call_with(thread, metaclass, arguments, options)));
  TRY(check_class_cell(thread, cell, made, name));
  return made.take();
}

const std::span<const NativeMethod> kBuiltinCodeFunctions = kFunctions;

}  // namespace ouro
