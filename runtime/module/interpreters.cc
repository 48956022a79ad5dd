// interpreters: isolated interpreters made by programs, and what crosses between them - copies, and
// blocks that nobody writes.
#include "runtime/module/interpreters.h"

#include <algorithm>

#include "runtime/module/import.h"
#include "runtime/object/exception.h"
#include "runtime/object/hashes.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/native_call.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

std::string_view short_name(const Type* type) {
  return type->descriptor != nullptr ? type->descriptor->name : type_name(type);
}

Result<Module*> interpreters_module(Thread& thread) {
  Ref<> module(TRY(import_module(thread, kInterpretersModule.name)));
  const bool genuine = is_exact(module, TypeId::kModule) &&
                       static_cast<Module*>(module.get())->descriptor == &kInterpretersModule;
  if (genuine) return static_cast<Module*>(module.take());
  return raise(thread, TypeId::kImportError, "sys.modules['{}'] is another module",
               kInterpretersModule.name);
}

namespace {

Result<Object*> find_named(Thread& thread, std::string_view name) {
  Ref<Module> module(TRY(interpreters_module(thread)));
  return get_attribute(thread, module, name);
}

}  // namespace

Failure raise_class(Thread& thread, Object* class_, std::string_view format,
                    const FormatArgument& argument) {
  const auto raise_instance = [&]() -> Status {
    Ref<Str> text(TRY(format_message(thread, format, &argument, 1)));
    Ref<> exception(TRY(call(thread, class_, text)));
    if (!is_exception(exception))
      return raise(thread, TypeId::kTypeError, "exceptions must derive from BaseException");
    return raise_object(thread, static_cast<Exception*>(exception.get()));
  };
  static_cast<void>(raise_instance().ok());
  return failure;
}

Failure raise_named(Thread& thread, std::string_view class_name, std::string_view format,
                    const FormatArgument& argument) {
  const Result<Object*> found = find_named(thread, class_name);
  if (!found.ok()) return failure;
  Ref<> class_(found.value());
  return raise_class(thread, class_, format, argument);
}

Result<Object*> call_named(Thread& thread, std::string_view function,
                           std::initializer_list<Object*> arguments) {
  Ref<> callable(TRY(find_named(thread, function)));
  return call(thread, callable, arguments);
}

bool pending_matches_named(Thread& thread, std::string_view class_name) {
  Ref<Exception> pending(take_pending(thread));
  const Result<Object*> found = find_named(thread, class_name);
  if (!found.ok()) clear_pending(thread);
  Ref<> class_(found.ok() ? found.value() : nullptr);
  const bool matches =
      class_ && is_type(class_) && is_instance_of(pending, static_cast<Type*>(class_.get()));
  restore_pending(thread, pending.take());
  return matches;
}

namespace {

// Interpreter: a number by which this interpreter finds a child, itself or the main one.

struct InterpreterObject : Object {
  std::uint64_t id;
};

std::uint64_t id_of(const Object* object) {
  return static_cast<const InterpreterObject*>(object)->id;
}

Result<Object*> make_object(Thread& thread, Type* type, std::uint64_t id) {
  Object* made = TRY(allocate_instance(thread.interpreter(), type));
  static_cast<InterpreterObject*>(made)->id = id;
  return made;
}

std::uint64_t main_id(Thread& thread) {
  const std::uint64_t id = thread.interpreter().get<Children>().main_id;
  return id != 0 ? id : thread.interpreter().id;
}

Failure raise_unknown(Thread& thread, std::uint64_t id) {
  return raise_named(thread, "InterpreterNotFoundError", "unrecognized interpreter ID {}", id);
}

bool is_known(Thread& thread, std::uint64_t id) {
  return id == thread.interpreter().id || id == main_id(thread) ||
         find_child(thread, id) != nullptr;
}

Result<Object*> make_interpreter_object(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, Signature("Interpreter(id)"), arguments));
  const std::int64_t id = TRY(to_index_value(thread, bound[0]));
  if (id < 0 || !is_known(thread, static_cast<std::uint64_t>(id))) {
    return raise_named(thread, "InterpreterNotFoundError", "unrecognized interpreter ID {}", id);
  }
  return make_object(thread, type, static_cast<std::uint64_t>(id));
}

// The child that this stands for; an error for all other interpreters.
Result<Child*> child_of(Thread& thread, Object* self) {
  const std::uint64_t id = id_of(self);
  if (Child* child = find_child(thread, id)) return child;
  if (id == thread.interpreter().id)
    return raise_named(thread, "InterpreterError", "interpreter already running");
  if (id != main_id(thread)) return raise_unknown(thread, id);
  return raise_named(thread, "InterpreterError", "interpreter {} was not made by this one", id);
}

// Packs the cargoes for the child, and runs the body there. Code that runs while something is
// pickled may end the child, so it is looked for afterwards.
Result<Object*> run_packed(Thread& thread, Object* self, ChildBody body, std::span<Cargo> cargoes,
                           Reach reach) {
  TRY(child_of(thread, self));
  for (Cargo& cargo : cargoes) TRY(prepare(thread, cargo, reach));
  Child* child = TRY(child_of(thread, self));
  Channel* mailbox = mailbox_of(thread, child);
  if (mailbox == nullptr) return raise_memory_error(thread.interpreter());
  return run_in_child(thread, child, body, TRY(pack(thread, mailbox, cargoes, reach)));
}

Result<Object*> call_inside(Thread& thread, Object* self, Object* callable, Object* values,
                            Object* keywords_or_null) {
  Object* keywords = keywords_or_null == nullptr ? none(thread) : keywords_or_null;
  Ref<Dict> globals(TRY(collect_globals(thread, {callable, values, keywords})));
  Cargo cargoes[] = {{callable, {}}, {values, {}}, {keywords, {}}, {globals, {}}};
  return run_packed(thread, self, call_body, cargoes, Reach::kCode);
}

// Source whose first line with text on it is indented is dedented.
bool is_indented(std::string_view source) {
  const std::size_t text = source.find_first_not_of(" \t\r\n");
  return text != std::string_view::npos && text > 0 &&
         (source[text - 1] == ' ' || source[text - 1] == '\t');
}

Result<Object*> to_source(Thread& thread, Object* given, Object* dedent) {
  if (!is_str(given) || (dedent != nullptr && !TRY(is_true(thread, dedent)))) return retain(given);
  Utf8 text(thread.interpreter(), static_cast<Str*>(given));
  if (!text.ok()) return failure;
  return is_indented(text.view()) ? call_named(thread, "_dedented", {given}) : retain(given);
}

// exec(code): a str, a code object, or a function that takes nothing.
Result<Object*> execute(Thread& thread, Object* self, Object* const* arguments) {
  Ref<> code(TRY(to_source(thread, arguments[0], arguments[2])));
  const bool is_code = is_exact(code, TypeId::kCode);
  if (!is_str(code) && !is_code && !is_exact(code, TypeId::kFunction)) {
    return raise(thread, TypeId::kTypeError,
                 "exec() argument 1 must be str, code or function, not {}",
                 static_cast<const Type*>(code->type));
  }
  Object* shared = arguments[1] == nullptr ? none(thread) : arguments[1];
  if (shared != none(thread) && !is_exact(shared, TypeId::kDict)) {
    return raise(thread, TypeId::kTypeError, "exec() argument 2 must be dict, not {}",
                 static_cast<const Type*>(shared->type));
  }
  if (is_exact(code, TypeId::kFunction)) {
    Ref<Tuple> nothing(TRY(make_tuple(thread.interpreter(), 0)));
    release(TRY(call_inside(thread, self, code, nothing, none(thread))));
    return new_none(thread);
  }
  Cargo cargoes[] = {{code, {}}, {shared, {}}};
  return run_packed(thread, self, execute_body, cargoes, is_code ? Reach::kCode : Reach::kData);
}

Result<Object*> call_method_of(Thread& thread, Object* self, Object* const* arguments) {
  return call_inside(thread, self, arguments[0], arguments[1], arguments[2]);
}

Result<Object*> call_in_thread(Thread& thread, Object* self, Object* const* arguments) {
  TRY(child_of(thread, self));
  return call_named(
      thread, "_call_in_thread",
      {self, arguments[0], arguments[1], arguments[2] == nullptr ? none(thread) : arguments[2]});
}

// prepare_main(ns=None, /, **kwargs)
Result<Object*> prepare_main(Thread& thread, Object* self, Object* const* arguments) {
  Ref<Dict> names(TRY(make_dict(thread.interpreter())));
  for (Object* given : {arguments[0], arguments[1]}) {
    if (given != nullptr && given != none(thread)) TRY(dict_merge(thread, names, given));
  }
  Ref<Dict> globals(TRY(collect_globals(thread, {names})));
  Cargo cargoes[] = {{names, {}}, {globals, {}}};
  return run_packed(thread, self, names_body, cargoes, Reach::kCode);
}

Result<Object*> close(Thread& thread, Object* self, Object* const*) {
  Child* child = TRY(child_of(thread, self));
  if (is_running(child)) return raise_named(thread, "InterpreterError", "interpreter running");
  if (end_child(thread, child)) return new_none(thread);
  return raise_named(thread, "InterpreterError", "interpreter {} left something behind",
                     id_of(self));
}

Result<Object*> is_running_method(Thread& thread, Object* self, Object* const*) {
  if (const Child* child = find_child(thread, id_of(self)))
    return new_boolean(thread, is_running(child));
  if (is_known(thread, id_of(self))) return new_boolean(thread, true);
  return raise_unknown(thread, id_of(self));
}

Result<Object*> get_id(Thread& thread, Object* self) {
  return make_int_unsigned(thread.interpreter(), id_of(self));
}
Result<Object*> get_isolated(Thread& thread, Object*) { return new_boolean(thread, true); }

Result<Object*> get_whence(Thread& thread, Object* self) {
  const bool is_main = id_of(self) == main_id(thread);
  return make_str(thread.interpreter(), is_main ? "runtime init" : "_interpreters module");
}

Result<Object*> repr_of_interpreter(Thread& thread, Object* self) {
  return format_str(thread, "{}({})", short_name(self->type), id_of(self));
}

Result<Object*> compare_interpreters(Thread& thread, Object* left, Object* right,
                                     Comparison comparison) {
  const bool decides = comparison == Comparison::kEqual || comparison == Comparison::kNotEqual;
  if (!decides || left->type != right->type) return thread.interpreter().new_not_implemented();
  return new_boolean(thread, (id_of(left) == id_of(right)) == (comparison == Comparison::kEqual));
}

Result<std::intptr_t> hash_interpreter(Thread&, Object* self) {
  return hash_int64(static_cast<std::int64_t>(id_of(self)));
}

constexpr NativeMethod kMethods[] = {
    {"exec(self, code, shared=None, /, dedent=True)", execute, Binding::kInstance,
     "Run source text, a code object or a function in the interpreter."},
    {"run(self, code, shared=None, /, dedent=True)", execute, Binding::kInstance,
     "Run source text, a code object or a function in the interpreter."},
    {"call(self, callable, /, *args, **kwargs)", call_method_of, Binding::kInstance,
     "Call it in the interpreter, and return a copy of what it returns."},
    {"call_in_thread(self, callable, /, *args, **kwargs)", call_in_thread, Binding::kInstance,
     "Call it in the interpreter from a new thread, which is returned."},
    {"prepare_main(self, ns=None, /, **kwargs)", prepare_main, Binding::kInstance,
     "Put copies of the values into the interpreter's __main__ module."},
    {"close(self, /)", close, Binding::kInstance,
     "End the interpreter; RuntimeError if it left anything behind."},
    {"is_running(self, /)", is_running_method},
};
constexpr NativeAttribute kAttributes[] = {
    {"id", get_id}, {"isolated", get_isolated}, {"whence", get_whence}};

constexpr Slots interpreter_slots() {
  Slots slots;
  slots.traverse = visit_nothing;
  slots.make = make_interpreter_object;
  slots.initialise = accept_arguments;
  slots.repr = repr_of_interpreter;
  slots.compare = compare_interpreters;
  slots.hash = hash_interpreter;
  return slots;
}

// create()

struct BoolOption {
  std::string_view name;
  bool Settings::* field;
};
constexpr BoolOption kBoolOptions[] = {
    {"allow_threads", &Settings::allow_threads},
    {"allow_daemon_threads", &Settings::allow_daemon_threads},
    {"allow_fork", &Settings::allow_fork},
    {"allow_exec", &Settings::allow_exec},
};
struct NumberOption {
  std::string_view name;
  std::uint64_t Settings::* field;
};
constexpr NumberOption kNumberOptions[] = {
    {"instructions_max", &Settings::instructions_max},
    {"milliseconds_max", &Settings::milliseconds_max},
};

bool take_flag(ChildOptions& options, Str* name, bool value) {
  for (const BoolOption& option : kBoolOptions) {
    if (!str_equal(name, option.name)) continue;
    options.settings.*option.field = value;
    return true;
  }
  const bool is_lock = str_equal(name, "own_lock");
  if (is_lock) options.shares_lock = !value;
  return is_lock;
}

bool take_number(ChildOptions& options, Str* name, std::uint64_t value) {
  for (const NumberOption& option : kNumberOptions) {
    if (!str_equal(name, option.name)) continue;
    options.settings.*option.field = value;
    return true;
  }
  if (str_equal(name, "threads_max")) return options.settings.threads_max = value, true;
  if (str_equal(name, "descriptors_max")) return options.settings.descriptors_max = value, true;
  if (str_equal(name, "recursion_max")) {
    options.settings.recursion_max =
        static_cast<std::int32_t>(std::min(value, std::uint64_t{INT32_MAX}));
    return true;
  }
  if (!str_equal(name, "memory_bytes_max")) return false;
  options.memory_max = value;
  options.has_memory_max = true;
  return true;
}

bool is_number_option(Str* name) {
  ChildOptions unused;
  return take_number(unused, name, 0);
}

Result<bool> take_option(Thread& thread, ChildOptions& options, Str* name, Object* value) {
  if (!is_number_option(name)) return take_flag(options, name, TRY(is_true(thread, value)));
  const std::int64_t number = TRY(to_index_value(thread, value));
  if (number < 0)
    return raise(thread, TypeId::kValueError, "option {} must not be negative", repr_of(name));
  return take_number(options, name, static_cast<std::uint64_t>(number));
}

Status take_options(Thread& thread, ChildOptions& options, Object* config) {
  if (config == nullptr || config == none(thread)) return done;
  if (!is_dict(config)) {
    return raise(thread, TypeId::kTypeError, "create() config must be dict or None, not {}",
                 static_cast<const Type*>(config->type));
  }
  for (DictCursor at; dict_next(static_cast<Dict*>(config), at);) {
    Ref<> name(retain(at.key)), value(retain(at.value));
    const bool known =
        is_str(name) && TRY(take_option(thread, options, static_cast<Str*>(name.get()), value));
    if (!known) return raise(thread, TypeId::kValueError, "unknown option {}", repr_of(name));
  }
  return done;
}

Result<Object*> create(Thread& thread, Object* module, Object* const* arguments) {
  ChildOptions options;
  options.settings = thread.interpreter().get<Settings>();
  options.settings.shared_lock = nullptr;
  TRY(take_options(thread, options, arguments[0]));
  TRY(take_options(thread, options, arguments[1]));
  const Child* child = TRY(make_child(thread, options));
  return make_object(thread, module_state<InterpretersState>(module).interpreter, child_id(child));
}

Result<Object*> get_current(Thread& thread, Object* module, Object* const*) {
  return make_object(thread, module_state<InterpretersState>(module).interpreter,
                     thread.interpreter().id);
}

Result<Object*> get_main(Thread& thread, Object* module, Object* const*) {
  return make_object(thread, module_state<InterpretersState>(module).interpreter, main_id(thread));
}

// The main one, itself and its children, oldest first.
Result<Object*> list_all(Thread& thread, Object* module, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  Type* type = module_state<InterpretersState>(module).interpreter;
  Ref<List> all(TRY(make_list(interpreter)));
  if (main_id(thread) != interpreter.id)
    TRY(list_append_owned(interpreter, all, TRY(make_object(thread, type, main_id(thread)))));
  TRY(list_append_owned(interpreter, all, TRY(make_object(thread, type, interpreter.id))));
  const auto place = static_cast<std::intptr_t>(all->size);
  for (const Child* child = interpreter.get<Children>().first; child != nullptr;
       child = next_child(child)) {
    Ref<> object(TRY(make_object(thread, type, child_id(child))));
    TRY(list_insert(interpreter, all, place, object));
  }
  return all.take();
}

Result<Object*> create_channel(Thread& thread, Object* module, Object* const*) {
  return make_channel_pair(thread, module_state<InterpretersState>(module));
}

Result<Object*> is_shareable(Thread& thread, Object*, Object* const* arguments) {
  const bool shareable = check_shareable(thread, arguments[0], Reach::kImmediate).ok();
  if (!shareable && !pending_matches_named(thread, "NotShareableError")) return failure;
  if (!shareable) clear_pending(thread);
  return new_boolean(thread, shareable);
}

constexpr NativeMethod kFunctions[] = {
    {"create(module, config=None, /, **options)", create, Binding::kInstance,
     "Make a new interpreter, isolated from this one."},
    {"list_all(module, /)", list_all, Binding::kInstance,
     "This interpreter and those it has made."},
    {"get_current(module, /)", get_current},
    {"get_main(module, /)", get_main},
    {"create_channel(module, /)", create_channel, Binding::kInstance,
     "Return (recv, send) for a new channel."},
    {"create_queue(module, maxsize=0, *, unbounditems=None)", create_queue, Binding::kInstance,
     "Return a new queue that any interpreter can use."},
    {"is_shareable(module, obj, /)", is_shareable, Binding::kInstance,
     "Does the object cross without being pickled or taken apart?"},
};

Status execute_module(Thread& thread, Module* module) {
  auto& state = module_state<InterpretersState>(module);
  struct Row {
    Type* InterpretersState::* place;
    const TypeDescriptor* descriptor;
  };
  constexpr Row kTypes[] = {{&InterpretersState::interpreter, &kInterpreterObject},
                            {&InterpretersState::receiver, &kReceiveChannel},
                            {&InterpretersState::sender, &kSendChannel},
                            {&InterpretersState::queue, &kQueueObject},
                            {&InterpretersState::shared_buffer, &kSharedBuffer},
                            {&InterpretersState::mark, &kUnboundMark}};
  for (const Row& row : kTypes)
    state.*row.place = retain(TRY(module_add_type(thread, module, *row.descriptor)));
  TRY(add_marks(thread, module, state));
  return run_interpreters_glue(thread, module);
}

template <typename Visit>
void for_each_reference(InterpretersState& state, Visit visit) {
  for (Type** type : {&state.interpreter, &state.receiver, &state.sender, &state.queue,
                      &state.shared_buffer, &state.mark}) {
    visit(*type);
  }
  for (Object*& mark : state.marks) visit(mark);
}

void traverse(void* state, ReferenceVisitor& visitor) {
  for_each_reference(*static_cast<InterpretersState*>(state),
                     [&](auto* object) { visitor.visit_if(object); });
}

void clear(Interpreter&, void* state) noexcept {
  for_each_reference(*static_cast<InterpretersState*>(state),
                     [](auto*& object) { clear_reference(object); });
}

}  // namespace

const TypeDescriptor kInterpreterObject = {
    .name = "Interpreter",
    .module = "interpreters",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(InterpreterObject),
    .slots = interpreter_slots(),
    .methods = kMethods,
    .attributes = kAttributes,
};

const ModuleDescriptor kInterpretersModule = {
    .name = "interpreters",
    .doc = "Isolated interpreters in one process, and channels and queues between them.",
    .functions = kFunctions,
    .execute = execute_module,
    .state_size = sizeof(InterpretersState),
    .traverse = traverse,
    .clear = clear,
};

}  // namespace ouro
