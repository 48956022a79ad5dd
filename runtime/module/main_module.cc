// MainModule: the search of the library's runpy, with its words.
#include "runtime/module/main_module.h"

#include <sys/stat.h>

#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import.h"
#include "runtime/module/import_find.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/protocol.h"

namespace ouro {
namespace {

constexpr std::string_view kMainName = "__main__";

std::string_view before_last_dot(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == name.npos ? std::string_view() : name.substr(0, dot);
}

template <typename... Arguments>
Status complain(Thread& thread, MainModule& found, std::string_view format,
                const Arguments&... arguments) {
  found.complaint.reset(TRY(format_str(thread, format, arguments...)));
  return done;
}

// Does the pending ImportError say that `package` or something above it is missing?
bool is_missing(Thread& thread, std::string_view package) {
  if (!pending_matches(thread, TypeId::kImportError)) return false;
  const Object* name = static_cast<const ImportErrorException*>(thread.pending)->name;
  if (name == nullptr || !is_str(name)) return false;
  Utf8 text(thread.interpreter(), static_cast<Str*>(const_cast<Object*>(name)));
  if (!text.ok()) return false;
  const std::string_view missing = text.view();
  return package == missing ||
         (package.starts_with(missing) && package.substr(missing.size()).starts_with('.'));
}

// The package itself may fail; that it is missing is for find_in_package() to say.
Status import_package(Thread& thread, std::string_view package) {
  auto imported = import_module(thread, package);
  if (imported.ok()) return release(imported.value()), done;
  if (!is_missing(thread, package)) return failure;
  clear_pending(thread);
  return done;
}

Result<ModuleKind> find_in_package(Thread& thread, std::string_view name, Ref<Str>& file) {
  Ref<Str> full(TRY(intern(thread.interpreter(), name)));
  const std::string_view package = before_last_dot(name);
  if (package.empty()) return find_module(thread, full, nullptr, file);
  Ref<> parent(TRY(import_module(thread, package)));
  Ref<> path(TRY(get_attribute_if(thread, parent, identifier(thread, Id::dunder_path))).value);
  if (path) return find_module(thread, full, path, file);
  Ref<Str> parent_name(TRY(make_str(thread.interpreter(), package)));
  return raise(thread, TypeId::kModuleNotFoundError,
               "__path__ attribute not found on {} while trying to find {}", repr_of(parent_name),
               repr_of(full));
}

// The exception of a failed search becomes part of the complaint.
Status explain_search(Thread& thread, std::string_view name, MainModule& found) {
  constexpr TypeId kExplained[] = {TypeId::kImportError, TypeId::kAttributeError,
                                   TypeId::kTypeError, TypeId::kValueError};
  const auto matches = [&](TypeId type) { return pending_matches(thread, type); };
  if (std::ranges::none_of(kExplained, matches)) return failure;
  Ref<Exception> error(take_pending(thread));
  Ref<Str> shown(TRY(make_str(thread.interpreter(), name)));
  Ref<Str> text(TRY(str(thread, error)));
  TRY(complain(thread, found, "Error while finding module specification for {} ({}: {})",
               repr_of(shown), type_name(error->type), text));
  if (!name.ends_with(".py")) return done;
  const std::string_view stem = name.substr(0, name.size() - 3);
  return complain(thread, found, "{}. Try using '{}' instead of '{}' as the module name.",
                  found.complaint, stem, name);
}

// NAME is a package: its __main__.
Status find_main_of_package(Thread& thread, std::string_view name, MainModule& found) {
  if (name == kMainName || name.ends_with(".__main__"))
    return complain(thread, found, "Cannot use package as __main__ module");
  Ref<Str> inner(TRY(format_str(thread, "{}.{}", name, kMainName)));
  Utf8 text(thread.interpreter(), inner);
  if (!text.ok()) return failure;
  TRY(find_main_module(thread, text.view(), found));
  if (!found.complaint || find_imported(thread, name) == nullptr) return done;
  return complain(thread, found, "{}; '{}' is a package and cannot be directly executed",
                  found.complaint, name);
}

}  // namespace

Status find_main_module(Thread& thread, std::string_view name, MainModule& found) {
  if (name.starts_with('.')) return complain(thread, found, "Relative module names not supported");
  const std::string_view package = before_last_dot(name);
  if (!package.empty()) TRY(import_package(thread, package));
  const Result<ModuleKind> kind =
      name.empty() ? ModuleKind::kNone : find_in_package(thread, name, found.file);
  if (!kind.ok()) return explain_search(thread, name, found);
  switch (kind.value()) {
    case ModuleKind::kNone:
      if (find_imported(thread, name) == nullptr)
        return complain(thread, found, "No module named {}", name);
      [[fallthrough]];
    case ModuleKind::kNative:
    case ModuleKind::kExtension:
      return complain(thread, found, "No code object available for {}", name);
    case ModuleKind::kSource: break;
    default: return find_main_of_package(thread, name, found);
  }
  found.name.reset(TRY(intern(thread.interpreter(), name)));
  return done;
}

Status find_main_in_folder(Thread& thread, std::string_view folder, MainModule& found) {
  found.file.reset(TRY(format_str(thread, "{}/{}.py", folder, kMainName)));
  Utf8 path(thread.interpreter(), found.file);
  if (!path.ok()) return failure;
  struct stat status{};
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
    return complain(thread, found, "can't find '{}' module in '{}'", kMainName, folder);
  found.name.reset(TRY(intern(thread.interpreter(), kMainName)));
  return done;
}

Status describe_main_module(Thread& thread, Module* main, const MainModule& found) {
  TRY(describe_module(thread, main, found.name, found.file, nullptr));
  Object* spec = find_str_in_dict(thread, main->dict, identifier(thread, Id::dunder_spec));
  return set_attribute(thread, spec, "_initializing", thread.interpreter().boolean(false));
}

}  // namespace ouro
