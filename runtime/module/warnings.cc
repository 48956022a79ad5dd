// _warnings: filters, registries and the printing of warnings.
//
// Everything stands in the WarningsState component and is made on the first look, so warnings work
// without warnings.py; once that is imported, its filters and its way of showing count.
#include "runtime/module/warnings.h"

#include "runtime/code/code.h"
#include "runtime/execute/frame.h"
#include "runtime/execute/source_lines.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import.h"
#include "runtime/module/streams.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

using Place = WarningsState::Place;

WarningsState& state_of(Thread& thread) { return thread.interpreter().get<WarningsState>(); }

// The state.

struct DefaultFilter {
  const char* action;
  TypeId category;
  const char* module;  // null: any
};
constexpr DefaultFilter kDefaultFilters[] = {
    {"default", TypeId::kDeprecationWarning, "__main__"},
    {"ignore", TypeId::kDeprecationWarning, nullptr},
    {"ignore", TypeId::kPendingDeprecationWarning, nullptr},
    {"ignore", TypeId::kImportWarning, nullptr},
    {"ignore", TypeId::kResourceWarning, nullptr},
};

Result<Object*> make_filter(Thread& thread, const DefaultFilter& filter) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Str> action(TRY(intern(interpreter, filter.action)));
  Ref<> module(filter.module == nullptr ? interpreter.new_none()
                                        : TRY(Result<Object*>(intern(interpreter, filter.module))));
  Ref<Int> line(TRY(make_int(interpreter, 0)));
  return pack_tuple<Object, Object, Object, Object, Object>(
      interpreter, action, interpreter.none(), interpreter.type(filter.category), module, line);
}

Status set_up_filters(Thread& thread) {
  Ref<List> filters(TRY(make_list(thread.interpreter())));
  for (const DefaultFilter& filter : kDefaultFilters) {
    TRY(list_append_owned(thread.interpreter(), filters, TRY(make_filter(thread, filter))));
  }
  state_of(thread).set(Place::kFilters, filters.take());
  return done;
}

// Everything there, or nothing: a failure leaves the next caller to try again.
Status set_up_state(Thread& thread) {
  WarningsState& state = state_of(thread);
  if (state.get(Place::kFilters) == nullptr) TRY(set_up_filters(thread));
  if (state.get(Place::kOnceRegistry) == nullptr)
    state.set(Place::kOnceRegistry, TRY(make_dict(thread.interpreter())));
  if (state.get(Place::kDefaultAction) == nullptr) {
    state.set(Place::kDefaultAction, TRY(intern(thread.interpreter(), "default")));
  }
  if (state.get(Place::kVersion) == nullptr)
    state.set(Place::kVersion, TRY(make_int(thread.interpreter(), 0)));
  return done;
}

// An attribute of the warnings module if that is imported; null inside: it is not, or has none.
Result<Found<Object>> module_attribute(Thread& thread, std::string_view name) {
  Object* module = find_imported(thread, "warnings");
  if (module == nullptr || module == none(thread)) return Found<Object>{};
  return get_attribute_if(thread, Ref<>(retain(module)), name);
}

// The module's, or else the state's; new reference.
Result<Object*> setting(Thread& thread, std::string_view name, Place place) {
  const Found<Object> own = TRY(module_attribute(thread, name));
  return own ? own.value : retain(state_of(thread).get(place));
}

// Registries: dicts of what was already said, cleared when the filters have changed.

Result<bool> is_current(Thread& thread, Dict* registry) {
  Ref<Str> key(TRY(intern(thread.interpreter(), "version")));
  Object* version = find_str_in_dict(thread, registry, key);
  if (version == nullptr || !is_int(version)) return false;
  return int_compare(static_cast<Int*>(version), state_of(thread).get_as<Int>(Place::kVersion)) ==
         0;
}

// Was the key there already? With `note` it is afterwards.
Result<bool> already_warned(Thread& thread, Dict* registry, Object* key, bool note) {
  if (TRY(is_current(thread, registry))) {
    const Found<Object> said = TRY(find_in_dict(thread, registry, key));
    if (said && TRY(is_true(thread, Ref<>(retain(said.value))))) return true;
  } else {
    dict_clear(thread.interpreter(), registry);
    TRY(dict_set(thread, registry, "version", state_of(thread).get(Place::kVersion)));
  }
  if (note) TRY(dict_set(thread, registry, key, thread.interpreter().boolean(true)));
  return false;
}

// What a warning is made of. References are borrowed from the caller.
struct Warning {
  Object* category;
  Object* message;  // an instance of the category
  Object* text;     // str(message), or what was given
  Object* filename;
  std::int64_t line;
  Object* module;
  Dict* registry;       // null: none
  Object* source_line;  // null: looked up
  Object* source;       // null: none
};

Result<bool> note_for_text(Thread& thread, const Warning& warning, Dict* registry) {
  Ref<Tuple> key(TRY(pack_tuple(thread.interpreter(), warning.text, warning.category)));
  return already_warned(thread, registry, key, true);
}

// Filters.

// None fits all, a str fits itself, anything else is asked with match().
Result<bool> pattern_fits(Thread& thread, Object* pattern, Object* text) {
  if (pattern == none(thread)) return true;
  if (is_exact(pattern, TypeId::kStr)) return equal(thread, pattern, text);
  Ref<> answer(TRY(call_method(thread, pattern, "match", {text})));
  return is_true(thread, answer);
}

Result<bool> filter_fits(Thread& thread, Tuple* filter, const Warning& warning) {
  const bool text_fits = TRY(pattern_fits(thread, (*filter)[1], warning.text));
  const bool module_fits = TRY(pattern_fits(thread, (*filter)[3], warning.module));
  const bool category_fits = TRY(is_subclass(thread, warning.category, (*filter)[2]));
  const std::int64_t line = TRY(to_index_value(thread, (*filter)[4]));
  return text_fits && module_fits && category_fits && (line == 0 || line == warning.line);
}

// The action for a warning, and the filter that says so.
struct Decision {
  Ref<> action;
  Ref<> filter;
};

Status decide(Thread& thread, const Warning& warning, Decision& decision) {
  Ref<> filters(TRY(setting(thread, "filters", Place::kFilters)));
  if (!is_list(filters))
    return raise(thread, TypeId::kValueError, "_warnings.filters must be a list");
  auto* list = static_cast<List*>(filters.get());
  for (std::size_t index = 0; index < list->size; ++index) {
    Ref<> filter(retain(list->items[index]));
    if (!is_tuple(filter) || static_cast<Tuple*>(filter.get())->size != 5) {
      return raise(thread, TypeId::kValueError, "_warnings.filters item {} isn't a 5-tuple", index);
    }
    auto* parts = static_cast<Tuple*>(filter.get());
    if (!is_str((*parts)[0])) {
      return raise(thread, TypeId::kTypeError, "action must be a string, not '{}'",
                   static_cast<const Type*>((*parts)[0]->type));
    }
    if (!TRY(filter_fits(thread, parts, warning))) continue;
    decision.action.reset(retain((*parts)[0]));
    decision.filter = std::move(filter);
    return done;
  }
  decision.action.reset(TRY(setting(thread, "defaultaction", Place::kDefaultAction)));
  decision.filter.reset(thread.interpreter().new_none());
  if (is_str(decision.action)) return done;
  return raise(thread, TypeId::kTypeError, "_warnings.defaultaction must be a string, not '{}'",
               static_cast<const Type*>(decision.action->type));
}

// Showing.

// The line without the white space around it, indented, or nothing.
Result<Str*> indented(Thread& thread, std::string_view line) {
  constexpr std::string_view kBlanks = " \t\f\r\n";
  const std::size_t start = line.find_first_not_of(kBlanks);
  if (start == std::string_view::npos) return make_str(thread.interpreter(), "");
  const std::size_t end = line.find_last_not_of(kBlanks);
  Ref<Str> text(TRY(decode_utf8(thread, line.substr(start, end + 1 - start), "replace")));
  return format_str(thread, "  {}\n", text);
}

Result<Str*> source_line_of(Thread& thread, const Warning& warning) {
  if (warning.source_line != nullptr && is_str(warning.source_line)) {
    Utf8 line(thread.interpreter(), static_cast<Str*>(warning.source_line));
    return line.ok() ? indented(thread, line.view()) : Result<Str*>(failure);
  }
  if (!is_str(warning.filename)) return make_str(thread.interpreter(), "");
  SourceLines lines(thread.interpreter());
  return indented(thread, lines.line(static_cast<Str*>(warning.filename),
                                     static_cast<std::int32_t>(warning.line)));
}

Status show_plainly(Thread& thread, const Warning& warning) {
  Ref<> stream(TRY(find_stream(thread, Id::stderr_)).value);
  if (!stream || stream == none(thread)) return done;
  Ref<> name(TRY(get_attribute(thread, warning.category, identifier(thread, Id::dunder_name))));
  Ref<Str> source(TRY(source_line_of(thread, warning)));
  Ref<Str> text(TRY(format_str(thread, "{}:{}: {}: {}\n{}", warning.filename, warning.line, name,
                               warning.text, source)));
  return write_text(thread, stream, text);
}

Status show_through(Thread& thread, const Warning& warning, Object* show) {
  if (!is_callable(show)) {
    return raise(thread, TypeId::kTypeError, "warnings._showwarnmsg() must be set to a callable");
  }
  const Found<Object> type = TRY(module_attribute(thread, "WarningMessage"));
  if (!type) return raise(thread, TypeId::kRuntimeError, "unable to get warnings.WarningMessage");
  Ref<> held(type.value);
  Ref<Int> line(TRY(make_int(thread.interpreter(), warning.line)));
  Object* source = warning.source == nullptr ? none(thread) : warning.source;
  Ref<> message(TRY(call(thread, held,
                         {warning.message, warning.category, warning.filename, line.get(),
                          none(thread), none(thread), source})));
  release(TRY(call(thread, show, message)));
  return done;
}

Status show(Thread& thread, const Warning& warning) {
  const Found<Object> hook = TRY(module_attribute(thread, "_showwarnmsg"));
  if (!hook) return show_plainly(thread, warning);
  return show_through(thread, warning, Ref<>(hook.value));
}

// The decision put into effect.

bool is_action(const Decision& decision, std::string_view action) {
  return str_equal(static_cast<Str*>(decision.action.get()), action);
}

// Has a warning like this been shown as often as the action wants?
Result<bool> is_repeated(Thread& thread, const Warning& warning, const Decision& decision,
                         Object* key) {
  if (is_action(decision, "always")) return false;
  if (warning.registry != nullptr) {
    TRY(dict_set(thread, warning.registry, key, thread.interpreter().boolean(true)));
  }
  if (is_action(decision, "once")) {
    if (warning.registry != nullptr) return note_for_text(thread, warning, warning.registry);
    Ref<> once(TRY(setting(thread, "onceregistry", Place::kOnceRegistry)));
    if (!is_dict(once))
      return raise(thread, TypeId::kTypeError, "_warnings.onceregistry must be a dict, not '{}'",
                   static_cast<const Type*>(once->type));
    return note_for_text(thread, warning, static_cast<Dict*>(once.get()));
  }
  if (is_action(decision, "module")) {
    return warning.registry != nullptr && TRY(note_for_text(thread, warning, warning.registry));
  }
  if (is_action(decision, "default")) return false;
  return raise(thread, TypeId::kRuntimeError, "Unrecognized action ({}) in warnings.filters:\n {}",
               repr_of(decision.action), repr_of(decision.filter));
}

Status act(Thread& thread, const Warning& warning) {
  Ref<Int> line(TRY(make_int(thread.interpreter(), warning.line)));
  Ref<Tuple> key(TRY(pack_tuple<Object, Object, Object>(thread.interpreter(), warning.text,
                                                        warning.category, line)));
  if (warning.registry != nullptr && TRY(already_warned(thread, warning.registry, key, false)))
    return done;
  Decision decision;
  TRY(decide(thread, warning, decision));
  if (is_action(decision, "error")) {
    if (is_exception(warning.message))
      return raise_object(thread, static_cast<Exception*>(warning.message));
    return raise(thread, TypeId::kTypeError, "exceptions must derive from BaseException");
  }
  if (is_action(decision, "ignore")) return done;
  return TRY(is_repeated(thread, warning, decision, key)) ? done : show(thread, warning);
}

// The name of a module from that of its file.
Result<Object*> module_from_filename(Thread& thread, Object* filename) {
  Ref<Str> name(TRY(str(thread, filename)));
  if (name->length == 0) return intern(thread.interpreter(), "<unknown>");
  const std::size_t length = name->length;
  const bool is_source = length > 3 && name->at(length - 3) == '.' && name->at(length - 2) == 'p' &&
                         name->at(length - 1) == 'y';
  return is_source ? str_slice(thread.interpreter(), name, 0, length - 3)
                   : Result<Str*>(name.take());
}

// Fills in what follows from the rest, and acts. `message` is text, or an instance of a Warning
// class.
Status issue(Thread& thread, Warning warning, Object* message) {
  TRY(set_up_state(thread));
  Ref<> module(warning.module == nullptr ? TRY(module_from_filename(thread, warning.filename))
                                         : retain(warning.module));
  if (module == none(thread)) return done;
  Ref<> instance, text, category(retain(warning.category));
  if (is_instance_of(message, type_of(thread, TypeId::kWarning))) {
    instance.reset(retain(message));
    text.reset(TRY(Result<Object*>(str(thread, message))));
    category.reset(retain(static_cast<Object*>(message->type)));
  } else {
    text.reset(retain(message));
    instance.reset(TRY(call(thread, category, message)));
  }
  warning.module = module;
  warning.message = instance;
  warning.text = text;
  warning.category = category;
  return act(thread, warning);
}

// Whom to blame.

struct Blamed {
  Ref<> filename;
  std::int64_t line = 1;
  Ref<Dict> globals;
};

// The import system's own frames are nobody's fault.
bool is_internal(const Frame* frame) {
  const Str* name = frame->code->filename;
  if (!name->ascii) return false;
  return name->ascii_view().find("importlib") != std::string_view::npos &&
         name->ascii_view().find("_bootstrap") != std::string_view::npos;
}

const Frame* find_frame(const Thread& thread, std::intptr_t level) {
  const Frame* frame = thread.frame;
  const bool count_all = level <= 0 || (frame != nullptr && is_internal(frame));
  while (--level > 0 && frame != nullptr) {
    frame = caller_of(thread, frame);
    while (!count_all && frame != nullptr && is_internal(frame)) frame = caller_of(thread, frame);
  }
  return frame;
}

Status find_blamed(Thread& thread, std::intptr_t level, Blamed& blamed) {
  if (const Frame* frame = find_frame(thread, level)) {
    blamed.filename.reset(retain(static_cast<Object*>(frame->code->filename)));
    blamed.line = line_of(*frame);
    blamed.globals.reset(retain(frame->function->globals));
    return done;
  }
  Dict* names =
      thread.interpreter().get<ModuleRegistry>().get_as<Dict>(ModuleRegistry::Place::kSysDict);
  blamed.filename.reset(TRY(Result<Object*>(intern(thread.interpreter(), "sys"))));
  blamed.globals.reset(names == nullptr ? TRY(make_dict(thread.interpreter())) : retain(names));
  return done;
}

Result<Dict*> registry_of(Thread& thread, Dict* globals) {
  Ref<Str> key(TRY(intern(thread.interpreter(), "__warningregistry__")));
  Object* known = find_str_in_dict(thread, globals, key);
  if (known != nullptr && is_dict(known)) return retain(static_cast<Dict*>(known));
  Ref<Dict> made(TRY(make_dict(thread.interpreter())));
  TRY(dict_set(thread, globals, key, made));
  return made.take();
}

Status warn_object(Thread& thread, Object* category, Object* message, std::intptr_t level,
                   Object* source) {
  Blamed blamed;
  TRY(find_blamed(thread, level, blamed));
  Ref<Dict> registry(TRY(registry_of(thread, blamed.globals)));
  Object* name = find_str_in_dict(thread, blamed.globals, identifier(thread, Id::dunder_name));
  Ref<> module(name != nullptr && is_str(name)
                   ? retain(name)
                   : TRY(Result<Object*>(intern(thread.interpreter(), "<string>"))));
  return issue(thread,
               {.category = category,
                .message = nullptr,
                .text = nullptr,
                .filename = blamed.filename,
                .line = blamed.line,
                .module = module,
                .registry = registry,
                .source_line = nullptr,
                .source = source},
               message);
}

// The functions.

Result<Object*> category_of(Thread& thread, Object* message, Object* category) {
  Type* base = type_of(thread, TypeId::kWarning);
  if (is_instance_of(message, base)) return retain(static_cast<Object*>(message->type));
  if (category == nullptr || category == none(thread)) {
    return retain(static_cast<Object*>(type_of(thread, TypeId::kUserWarning)));
  }
  const bool right = is_type(category) && TRY(is_subclass(thread, category, base));
  if (right) return retain(category);
  return raise(thread, TypeId::kTypeError, "category must be a Warning subclass, not '{}'",
               static_cast<const Type*>(category->type));
}

Result<Object*> warn_function(Thread& thread, Object*, Object* const* arguments) {
  Ref<> category(TRY(category_of(thread, arguments[0], arguments[1])));
  const std::intptr_t level =
      arguments[2] == nullptr ? 1 : TRY(to_index_value(thread, arguments[2]));
  TRY(warn_object(thread, category, arguments[0], level, arguments[3]));
  return new_none(thread);
}

// module.__loader__.get_source(name), its line; null inside: there is none.
Result<Found<Object>> line_from_loader(Thread& thread, Object* globals, std::int64_t line) {
  Ref<> get_name(TRY(get_item(thread, globals, identifier(thread, Id::dunder_name))));
  Ref<> loader(TRY(call_method(thread, globals, identifier(thread, Id::get),
                               {identifier(thread, Id::dunder_loader)})));
  const Found<Object> get_source = TRY(get_attribute_if(thread, loader, "get_source"));
  if (!get_source) return Found<Object>{};
  Ref<> source(TRY(call(thread, Ref<>(get_source.value), get_name)));
  if (source == none(thread)) return Found<Object>{};
  Ref<> lines(TRY(call_method(thread, source, "splitlines")));
  Ref<Int> place(TRY(make_int(thread.interpreter(), line - 1)));
  return Found<Object>{TRY(get_item(thread, lines, place))};
}

// message, category, filename, lineno, module, registry, module_globals, source
Result<Object*> warn_explicit(Thread& thread, Object*, Object* const* arguments) {
  const std::int64_t line = TRY(to_index_value(thread, arguments[3]));
  Object* registry = arguments[5] == none(thread) ? nullptr : arguments[5];
  if (registry != nullptr && !is_dict(registry)) {
    return raise(thread, TypeId::kTypeError, "'registry' must be a dict or None");
  }
  Ref<> source_line;
  if (arguments[6] != nullptr && arguments[6] != none(thread)) {
    if (!is_dict(arguments[6])) {
      return raise(thread, TypeId::kTypeError, "module_globals must be a dict, not '{}'",
                   static_cast<const Type*>(arguments[6]->type));
    }
    source_line.reset(TRY(line_from_loader(thread, arguments[6], line)).value);
  }
  TRY(issue(thread,
            {.category = arguments[1],
             .message = nullptr,
             .text = nullptr,
             .filename = arguments[2],
             .line = line,
             .module = arguments[4],
             .registry = static_cast<Dict*>(registry),
             .source_line = source_line,
             .source = arguments[7]},
            arguments[0]));
  return new_none(thread);
}

Result<Object*> filters_mutated(Thread& thread, Object*, Object* const*) {
  TRY(set_up_state(thread));
  const std::int64_t version = state_of(thread).get_as<Int>(Place::kVersion)->value;
  state_of(thread).set(Place::kVersion, TRY(make_int(thread.interpreter(), version + 1)));
  return new_none(thread);
}

constexpr NativeMethod kFunctions[] = {
    {"warn(module, /, message, category=None, stacklevel=1, source=None)", warn_function,
     Binding::kInstance, "Issue a warning, or maybe ignore it or raise an exception."},
    {"warn_explicit(module, /, message, category, filename, lineno, module=None, registry=None, "
     "module_globals=None, source=None)",
     warn_explicit, Binding::kInstance,
     "Issue a warning, or maybe ignore it or raise an exception."},
    {"_filters_mutated(module, /)", filters_mutated},
};

Status execute(Thread& thread, Module* module) {
  TRY(set_up_state(thread));
  const std::pair<std::string_view, Place> places[] = {{"filters", Place::kFilters},
                                                       {"_onceregistry", Place::kOnceRegistry},
                                                       {"_defaultaction", Place::kDefaultAction}};
  for (const auto& [name, place] : places)
    TRY(module_add(thread, module, name, state_of(thread).get(place)));
  return done;
}

}  // namespace

Status warn(Thread& thread, TypeId category, Str* message, std::intptr_t level, Object* source) {
  return warn_object(thread, type_of(thread, category), message, level, source);
}

Status compile_warning(Thread& thread, TypeId category, Str* message, Str* filename,
                       std::int32_t line) {
  return issue(thread,
               {.category = type_of(thread, category),
                .message = nullptr,
                .text = nullptr,
                .filename = filename,
                .line = line,
                .module = nullptr,
                .registry = nullptr,
                .source_line = nullptr,
                .source = nullptr},
               message);
}

extern const ModuleDescriptor kWarningsModule;
const ModuleDescriptor kWarningsModule = {
    .name = "_warnings",
    .doc = "Warnings: what warnings.py is built on.",
    .functions = kFunctions,
    .execute = execute,
};

}  // namespace ouro
