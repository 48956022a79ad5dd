// import_find: the places modules come from, tried in order.
#include "runtime/module/import_find.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/code/code.h"
#include "runtime/execute/call.h"
#include "runtime/execute/threads.h"
#include "runtime/host/extension.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import.h"
#include "runtime/module/native_modules.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/simple_namespace.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

using Place = ModuleRegistryKind::Place;

Dict* modules_dict(Thread& thread) {
  return thread.interpreter().get<ModuleRegistry>().get_as<Dict>(Place::kModules);
}

Dict* sys_dict(Thread& thread) {
  return thread.interpreter().get<ModuleRegistry>().get_as<Dict>(Place::kSysDict);
}

// Where a module was found.
struct FoundPlace {
  Ref<Str> file;        // null: a namespace package
  Ref<List> locations;  // of a package; null: a plain module
  bool is_extension = false;
};

// The files a module or the inside of a package may stand in, in the order they are tried.
struct FileKind {
  std::string_view suffix;
  bool is_extension;
};
constexpr FileKind kFileKinds[] = {{kExtensionSuffix, true}, {".py", false}};

Result<Str*> package_name(Thread& thread, Str* name, bool is_package) {
  if (is_package) return retain(name);
  std::size_t dot = name->length;
  while (dot > 0 && name->at(dot - 1) != '.') --dot;
  return str_slice(thread.interpreter(), name, 0, dot == 0 ? 0 : dot - 1);
}

// A namespace package has neither origin nor file.
Result<Object*> origin_of(Thread& thread, Object* file, Object* locations) {
  if (file != nullptr) return retain(file);
  if (locations != nullptr) return new_none(thread);
  return TRY(intern(thread.interpreter(), "built-in"));
}

// A ModuleSpec in all but type: importlib is not needed for it.
Result<Object*> make_spec(Thread& thread, Str* name, Object* file, Object* locations, Str* parent) {
  Interpreter& interpreter = thread.interpreter();
  Ref<> origin(TRY(origin_of(thread, file, locations)));
  Ref<Dict> fields(TRY(make_dict(interpreter)));
  const std::pair<std::string_view, Object*> rows[] = {
      {"name", name},
      {"loader", interpreter.none()},
      {"origin", origin},
      {"submodule_search_locations", locations == nullptr ? interpreter.none() : locations},
      {"loader_state", interpreter.none()},
      {"cached", interpreter.none()},
      {"parent", parent},
      {"has_location", interpreter.boolean(file != nullptr)},
      {"_initializing", interpreter.boolean(true)},
  };
  for (const auto& [key, value] : rows) TRY(dict_set(thread, fields, key, value));
  return make_simple_namespace(thread, fields);
}

}  // namespace

Status describe_module(Thread& thread, Module* module, Str* name, Object* file, Object* locations) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Str> parent(TRY(package_name(thread, name, locations != nullptr)));
  Ref<> spec(TRY(make_spec(thread, name, file, locations, parent)));
  TRY(dict_set(thread, module->dict, identifier(thread, Id::dunder_spec), spec));
  TRY(dict_set(thread, module->dict, identifier(thread, Id::dunder_package), parent));
  TRY(dict_set(thread, module->dict, identifier(thread, Id::dunder_loader), interpreter.none()));
  if (file != nullptr)
    TRY(dict_set(thread, module->dict, identifier(thread, Id::dunder_file), file));
  if (locations != nullptr)
    TRY(dict_set(thread, module->dict, identifier(thread, Id::dunder_path), locations));
  return done;
}

namespace {

// Ready, or to be forgotten: an exception on its way is kept.
Status finish(Thread& thread, Module* module, Str* name, Status executed) {
  Exception* pending = executed.ok() ? nullptr : take_pending(thread);
  Found<Object> spec{find_str_in_dict(thread, module->dict, identifier(thread, Id::dunder_spec))};
  if (spec && spec.value != none(thread)) {
    Ref<> held(retain(spec.value));
    if (!set_attribute(thread, held, "_initializing", thread.interpreter().boolean(false)).ok())
      clear_pending(thread);
  }
  if (pending == nullptr) return done;
  auto removed = dict_pop(thread, modules_dict(thread), name);
  if (!removed.ok()) {
    clear_pending(thread);
  } else {
    release_if(removed.value().value);
  }
  restore_pending(thread, pending);
  return failure;
}

Result<Object*> load_native(Thread& thread, const ModuleDescriptor& descriptor, Str* name) {
  Ref<Module> module(TRY(make_native_module(thread, descriptor)));
  TRY(describe_module(thread, module, name, nullptr, nullptr));
  TRY(dict_set(thread, modules_dict(thread), name, module));
  TRY(finish(thread, module, name, done));
  return module.take();
}

bool exists(const char* path, mode_t kind) {
  struct stat status{};
  return stat(path, &status) == 0 && (status.st_mode & S_IFMT) == kind;
}

// STEM and each suffix in turn.
Result<bool> look_for_file(Thread& thread, Str* stem, FoundPlace& place) {
  for (const FileKind& kind : kFileKinds) {
    Ref<Str> file(TRY(format_str(thread, "{}{}", static_cast<const Object*>(stem), kind.suffix)));
    Utf8 path(thread.interpreter(), file);
    if (!path.ok()) return failure;
    if (!exists(path.c_str(), S_IFREG)) continue;
    place.file = std::move(file);
    place.is_extension = kind.is_extension;
    return true;
  }
  return false;
}

// FOLDER/NAME/__init__ or FOLDER/NAME with a suffix, or the folder itself for a namespace package.
Result<bool> look_in_folder(Thread& thread, Str* folder, Str* tail, FoundPlace& place) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Str> base(folder->length == 0
                    ? TRY(format_str(thread, "{}", static_cast<const Object*>(tail)))
                    : TRY(format_str(thread, "{}/{}", static_cast<const Object*>(folder),
                                     static_cast<const Object*>(tail))));
  Utf8 base_path(interpreter, base);
  if (!base_path.ok()) return failure;
  const bool is_folder = exists(base_path.c_str(), S_IFDIR);
  if (is_folder) {
    Ref<Str> inside(TRY(format_str(thread, "{}/__init__", base)));
    if (TRY(look_for_file(thread, inside, place))) {
      Object* location = base.get();
      place.locations.reset(TRY(make_list_from(interpreter, &location, 1)));
      return true;
    }
  }
  if (TRY(look_for_file(thread, base, place))) {
    place.locations.reset();
    return true;
  }
  if (!is_folder) return false;
  if (!place.locations) place.locations.reset(TRY(make_list(interpreter)));
  TRY(list_append(interpreter, place.locations, base));
  return false;
}

Result<bool> find_file(Thread& thread, Str* name, Object* path, FoundPlace& place) {
  if (path == nullptr)
    path = find_str_in_dict(thread, sys_dict(thread), identifier(thread, Id::path));
  if (path == nullptr)
    return raise(thread, TypeId::kRuntimeError, "sys.path must be a list of directory names");
  std::size_t dot = name->length;
  while (dot > 0 && name->at(dot - 1) != '.') --dot;
  Ref<Str> tail(TRY(str_slice(thread.interpreter(), name, dot, name->length)));
  Ref<Tuple> folders(TRY(to_tuple(thread, path)));
  for (std::size_t index = 0; index < folders->size; ++index) {
    Object* folder = (*folders)[index];
    if (is_str(folder) && TRY(look_in_folder(thread, static_cast<Str*>(folder), tail, place)))
      return true;
  }
  return static_cast<bool>(place.locations);
}

// In sys.modules, and all but executed.
Status prepare_source_module(Thread& thread, Module* module, Str* name, Object* file,
                             Object* locations) {
  TRY(describe_module(thread, module, name, file, locations));
  Dict* builtins = TRY(whole_builtins(thread));
  TRY(dict_set(thread, module->dict, identifier(thread, Id::dunder_builtins), builtins));
  return dict_set(thread, modules_dict(thread), name, module);
}

Result<Object*> load_extension(Thread& thread, Str* name, FoundPlace& place) {
  Ref<Module> module(TRY(create_extension(thread, name, place.file)));
  TRY(describe_module(thread, module, name, place.file, place.locations));
  TRY(dict_set(thread, modules_dict(thread), name, module));
  TRY(finish(thread, module, name, execute_extension(thread, module)));
  return module.take();
}

Result<Object*> load_source(Thread& thread, Str* name, FoundPlace& place) {
  Ref<Module> module(TRY(make_module(thread, name)));
  TRY(prepare_source_module(thread, module, name, place.file, place.locations));
  Status executed = done;
  if (place.file) {
    Utf8 path(thread.interpreter(), place.file);
    executed = path.ok() ? execute_file(thread, module, path.view()) : Status(failure);
  }
  TRY(finish(thread, module, name, executed));
  return module.take();
}

// A source that the host lent, given back at the end.
class LentSource {
 public:
  explicit LentSource(const HostServices& services) : services_(services) {}
  LentSource(const LentSource&) = delete;
  LentSource& operator=(const LentSource&) = delete;
  ~LentSource() {
    if (found_ && services_.give_back_module != nullptr)
      services_.give_back_module(services_.host, source_);
  }

  // False: the host does not know the module.
  Result<bool> find(Thread& thread, Str* name) {
    Utf8 text(thread.interpreter(), name);
    if (!text.ok()) return failure;
    const int answer = services_.find_module(services_.host, text.c_str(), source_);
    found_ = answer > 0;
    if (answer >= 0) return found_;
    return raise(thread, TypeId::kImportError, "the host could not load the module {}",
                 repr_of(name));
  }

  Result<Str*> filename(Thread& thread, Str* name) const {
    if (source_.filename != nullptr) return make_str(thread.interpreter(), source_.filename);
    return format_str(thread, "<host:{}>", static_cast<const Object*>(name));
  }

  const HostSource& source() const { return source_; }

 private:
  const HostServices& services_;
  HostSource source_;
  bool found_ = false;
};

Status run_lent(Thread& thread, Module* module, const LentSource& lent, Str* filename) {
  const std::string_view text(lent.source().text, lent.source().length);
  Ref<Code> code(TRY(compile(thread, text, filename)));
  Ref<Function> body(TRY(make_function(thread, code, module->dict)));
  release(TRY(run_body(thread, body, module->dict)));
  return done;
}

// Null inside: there is no such host, or it does not know the module.
Result<Found<Object>> find_with_host(Thread& thread, Str* name) {
  Interpreter& interpreter = thread.interpreter();
  const HostServices& services = interpreter.get<Settings>().services;
  if (services.find_module == nullptr) return Found<Object>{};
  LentSource lent(services);
  if (!TRY(lent.find(thread, name))) return Found<Object>{};
  Ref<Str> filename(TRY(lent.filename(thread, name)));
  Ref<List> locations(lent.source().is_package ? TRY(make_list(interpreter)) : nullptr);
  Ref<Module> module(TRY(make_module(thread, name)));
  TRY(prepare_source_module(thread, module, name, filename, locations));
  TRY(finish(thread, module, name, run_lent(thread, module, lent, filename)));
  return Found<Object>{module.take()};
}

// The program's own finders, in sys.meta_path: find_spec(), then create_module() and exec_module().
Result<Found<Object>> find_with_finders(Thread& thread, Str* name, Object* path) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Str> meta_path_name(TRY(intern(interpreter, "meta_path")));
  Object* finders = find_str_in_dict(thread, sys_dict(thread), meta_path_name);
  if (finders == nullptr || !is_list(finders)) return Found<Object>{};
  Ref<Tuple> list(TRY(to_tuple(thread, finders)));
  for (std::size_t index = 0; index < list->size; ++index) {
    Object* where = path == nullptr ? interpreter.none() : path;
    Ref<> spec(
        TRY(call_method(thread, (*list)[index], "find_spec", {name, where, interpreter.none()})));
    if (spec == interpreter.none()) continue;
    Ref<> loader(TRY(get_attribute(thread, spec, "loader")));
    Ref<> module(TRY(call_method(thread, loader, "create_module", {spec.get()})));
    if (module == interpreter.none()) module.reset(TRY(make_module(thread, name)));
    TRY(set_attribute(thread, module, identifier(thread, Id::dunder_spec), spec));
    TRY(set_attribute(thread, module, identifier(thread, Id::dunder_loader), loader));
    TRY(dict_set(thread, modules_dict(thread), name, module));
    auto executed = call_method(thread, loader, "exec_module", {module.get()});
    if (executed.ok()) release(executed.value());
    if (is_exact(module, TypeId::kModule)) {
      TRY(finish(thread, static_cast<Module*>(module.get()), name,
                 executed.ok() ? Status() : Status(failure)));
    } else if (!executed.ok()) {
      return failure;
    }
    return Found<Object>{module.take()};
  }
  return Found<Object>{};
}

}  // namespace

Result<Found<Object>> find_and_execute(Thread& thread, Str* name, Object* path) {
  if (path == nullptr && name->ascii) {
    if (const ModuleDescriptor* native = find_native_module(name->ascii_view())) {
      return Found<Object>{TRY(load_native(thread, *native, name))};
    }
  }
  Found<Object> custom = TRY(find_with_finders(thread, name, path));
  if (custom) return custom;
  Found<Object> lent = TRY(find_with_host(thread, name));
  if (lent) return lent;
  FoundPlace place;
  if (!TRY(find_file(thread, name, path, place))) return Found<Object>{};
  return Found<Object>{TRY(place.is_extension ? load_extension(thread, name, place)
                                              : load_source(thread, name, place))};
}

Status execute_file(Thread& thread, Module* module, std::string_view path) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Code> code;
  {
    FileText text(interpreter);
    Ref<Str> filename(TRY(make_str(interpreter, path)));
    Utf8 file_path(interpreter, filename);
    if (!file_path.ok()) return failure;
    TRY(text.read(thread, file_path.c_str()));
    code.reset(TRY(compile(thread, text.view(), filename)));
  }
  Ref<Function> body(TRY(make_function(thread, code, module->dict)));
  release(TRY(run_body(thread, body, module->dict)));
  return done;
}

Result<ModuleKind> find_module(Thread& thread, Str* name, Object* path, Ref<Str>& file) {
  if (path == nullptr && name->ascii && find_native_module(name->ascii_view()) != nullptr)
    return ModuleKind::kNative;
  FoundPlace place;
  if (!TRY(find_file(thread, name, path, place))) return ModuleKind::kNone;
  if (!place.file) return ModuleKind::kNamespace;
  if (place.is_extension && !place.locations) return ModuleKind::kExtension;
  file = std::move(place.file);
  return place.locations ? ModuleKind::kPackage : ModuleKind::kSource;
}

Status prepend_path(Thread& thread, std::string_view folder) {
  Object* path = find_str_in_dict(thread, sys_dict(thread), identifier(thread, Id::path));
  if (path == nullptr || !is_list(path))
    return raise(thread, TypeId::kRuntimeError, "sys.path is not a list");
  Ref<Str> text(TRY(make_str(thread.interpreter(), folder)));
  return list_insert(thread.interpreter(), static_cast<List*>(path), 0, text);
}

FileText::~FileText() {
  if (data_ != nullptr) interpreter_.memory().release(data_, capacity_);
}

Status FileText::read(Thread& thread, const char* path) {
  const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    const int error = errno;
    Ref<Str> name(TRY(make_str(interpreter_, path)));
    return raise_os_error(thread, error, name);
  }
  const Status status = read_descriptor(thread, descriptor);
  close(descriptor);
  return status;
}

Status FileText::read_descriptor(Thread& thread, int descriptor) {
  struct stat status{};
  std::size_t expected = 4096;
  if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
    expected = static_cast<std::size_t>(status.st_size) + 1;
  }
  while (true) {
    if (size_ == capacity_) {
      const std::size_t grown = capacity_ == 0 ? expected : 2 * capacity_;
      void* moved = interpreter_.memory().reallocate(data_, capacity_, grown);
      if (moved == nullptr) return raise_memory_error(interpreter_);
      data_ = static_cast<char*>(moved);
      capacity_ = grown;
    }
    const ssize_t got = ::read(descriptor, data_ + size_, capacity_ - size_);
    if (got == 0) return done;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return raise_os_error(thread, errno);
    size_ += static_cast<std::size_t>(got);
  }
}

namespace {

using ImportPlace = ImportStateKind::Place;

Dict* importing(Thread& thread) {
  return thread.interpreter().get<ImportState>().get_as<Dict>(ImportPlace::kImporting);
}

}  // namespace

// Without memory there is no mark: others then see a half-made module instead of waiting.
ImportMark::ImportMark(Thread& thread, Str* name) noexcept : thread_(thread), name_(name) {
  Exception* pending = thread.pending == nullptr ? nullptr : take_pending(thread);
  auto& state = thread.interpreter().get<ImportState>();
  if (importing(thread) == nullptr) {
    auto made = make_dict(thread.interpreter());
    if (made.ok()) state.set(ImportPlace::kImporting, made.value());
  }
  auto identity = make_int_unsigned(thread.interpreter(), thread.identity);
  if (identity.ok() && importing(thread) != nullptr) {
    made_ = dict_set(thread, importing(thread), name, identity.value()).ok();
  }
  if (identity.ok()) release(identity.value());
  if (thread.pending != nullptr) clear_pending(thread);
  if (pending != nullptr) restore_pending(thread, pending);
}

ImportMark::~ImportMark() {
  if (!made_ || importing(thread_) == nullptr) return;
  Exception* pending = thread_.pending == nullptr ? nullptr : take_pending(thread_);
  if (!dict_delete(thread_, importing(thread_), name_).ok()) clear_pending(thread_);
  if (pending != nullptr) restore_pending(thread_, pending);
}

bool must_wait_for_module(Thread& thread, Str* name) noexcept {
  Dict* marks = importing(thread);
  Object* owner = marks == nullptr ? nullptr : find_str_in_dict(thread, marks, name);
  if (owner == nullptr) return false;
  const auto identity = static_cast<std::uint64_t>(static_cast<Int*>(owner)->value);
  if (identity == thread.identity) return false;
  // We import something ourselves: the other thread may come to wait for us, so nobody waits.
  for (DictCursor at; dict_next(marks, at);) {
    if (static_cast<std::uint64_t>(static_cast<Int*>(at.value)->value) == thread.identity)
      return false;
  }
  return true;
}

}  // namespace ouro
