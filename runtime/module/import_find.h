// import_find: where a module comes from - native table, folders of sources and extensions, the
// program's finders.
#pragma once

#include <cstdint>

#include "runtime/object/module.h"
#include "runtime/object/str.h"

namespace ouro {

// Finds the module, makes it, puts it into sys.modules and executes it; takes it out again when
// that fails. `path` is the package's __path__, null: sys.path. Null inside: nobody knows it.
Result<Found<Object>> find_and_execute(Thread&, Str* name, Object* path_or_null);

// What find_module() finds; `file` is set for sources and packages.
enum class ModuleKind : std::uint8_t { kNone, kNative, kExtension, kSource, kPackage, kNamespace };
Result<ModuleKind> find_module(Thread&, Str* name, Object* path_or_null, Ref<Str>& file);

// Sets __spec__ and what goes with it: __package__, __loader__, __file__, __path__.
Status describe_module(Thread&, Module*, Str* name, Object* file_or_null,
                       Object* locations_or_null);

// Executes the source of a file in a module's namespace.
Status execute_file(Thread&, Module*, std::string_view path);

// Says, while it lives, that this thread is importing that module.
class ImportMark {
 public:
  ImportMark(Thread&, Str* name) noexcept;
  ~ImportMark();
  ImportMark(const ImportMark&) = delete;
  ImportMark& operator=(const ImportMark&) = delete;

 private:
  Thread& thread_;
  Str* name_;  // borrowed
  bool made_ = false;
};

// Is the module being imported by another thread that does not itself wait for this one?
bool must_wait_for_module(Thread&, Str* name) noexcept;

// The text of a file in a raw block of the interpreter's memory.
class FileText {
 public:
  explicit FileText(Interpreter& interpreter) noexcept : interpreter_(interpreter) {}
  ~FileText();
  FileText(const FileText&) = delete;
  FileText& operator=(const FileText&) = delete;

  // OSError with errno and file name.
  Status read(Thread&, const char* path);
  Status read_descriptor(Thread&, int descriptor);
  std::string_view view() const { return {data_, size_}; }

 private:
  Interpreter& interpreter_;
  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace ouro
