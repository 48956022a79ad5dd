// posix: reading folders - listdir(), and scandir() with its entries.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/module/posix.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/offset.h"

namespace ouro {
namespace {

bool is_dots(std::string_view name) { return name == "." || name == ".."; }

// Owns an open folder.
class Folder {
 public:
  Folder() = default;
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    if (stream_ != nullptr) ::closedir(stream_);
  }

  Status open(Thread& thread, const Path& path) {
    int error = 0;
    {
      Unlocked unlocked(thread);
      stream_ = path.is_descriptor() ? open_descriptor(path.descriptor()) : ::opendir(path.c_str());
      error = errno;
    }
    if (stream_ == nullptr) return raise_path_error(thread, error, path);
    return done;
  }
  DIR* get() const { return stream_; }
  DIR* take() { return std::exchange(stream_, nullptr); }

 private:
  // Closing the folder must not close the caller's descriptor.
  static DIR* open_descriptor(int descriptor) {
    const int copy = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    if (copy < 0) return nullptr;
    DIR* stream = ::fdopendir(copy);
    if (stream == nullptr) {
      const int error = errno;
      ::close(copy);
      errno = error;
    } else {
      ::rewinddir(stream);
    }
    return stream;
  }

  DIR* stream_ = nullptr;
};

// The next entry but "." and ".."; null: the end, or `error`. The lock is kept: another thread may
// read the same folder, and the entry stands in its buffer.
const dirent* next_entry(DIR* stream, int& error) {
  while (true) {
    errno = 0;
    const dirent* entry = ::readdir(stream);
    error = errno;
    if (entry == nullptr || !is_dots(entry->d_name)) return entry;
  }
}

Result<Object*> list_folder(Thread& thread, Object*, Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], "listdir", "path", Path::kDescriptor | Path::kNothing));
  Folder folder;
  TRY(folder.open(thread, path));
  Ref<List> names(TRY(make_list(thread.interpreter())));
  while (true) {
    int error = 0;
    const dirent* entry = next_entry(folder.get(), error);
    if (entry == nullptr && error != 0) return raise_path_error(thread, error, path);
    if (entry == nullptr) return names.take();
    TRY(list_append_owned(thread.interpreter(), names,
                          TRY(make_name(thread, entry->d_name, path.gives_bytes()))));
  }
}

// DirEntry: what a folder knows about a file, and what it is asked for, once.

struct Entry : Object {
  Object* name;         // owned; all may be null while it is made
  Object* path;         // owned
  Object* status;       // owned; of the file behind a link, null: not asked yet
  Object* link_status;  // owned; of the link itself
  std::uint64_t inode;
  int folder;          // the descriptor that was scanned; -1: path is enough
  unsigned char kind;  // DT_...
};

Entry* entry_of(Object* object) { return static_cast<Entry*>(object); }

void entry_clear(Interpreter&, Object* object) noexcept {
  Entry* entry = entry_of(object);
  for (Object** place : {&entry->name, &entry->path, &entry->status, &entry->link_status})
    clear_reference(*place);
}

void entry_deallocate(Interpreter& interpreter, Object* object) noexcept {
  entry_clear(interpreter, object);
  free_instance(interpreter, object);
}

void entry_traverse(Object* object, ReferenceVisitor& visitor) {
  const Entry* entry = entry_of(object);
  for (Object* part : {entry->name, entry->path, entry->status, entry->link_status})
    visitor.visit_if(part);
}

Result<Object*> fetch_status(Thread& thread, Entry* entry, bool follow) {
  Path path;
  TRY(path.parse(thread, entry->folder >= 0 ? entry->name : entry->path, "DirEntry"));
  struct stat status{};
  int error = 0;
  const int folder = entry->folder >= 0 ? entry->folder : AT_FDCWD;
  const int flags = follow ? 0 : AT_SYMLINK_NOFOLLOW;
  if (call_unlocked(
          thread, [&] { return ::fstatat(folder, path.c_str(), &status, flags); }, error) < 0) {
    return raise_os_error(thread, error, entry->path);
  }
  return make_stat_result(thread, type_state<PosixState>(entry->type).stat_result, status);
}

// Borrowed.
Result<Object*> borrow_status(Thread& thread, Entry* entry, bool follow) {
  Object*& place = follow && (entry->kind == DT_LNK || entry->kind == DT_UNKNOWN)
                       ? entry->status
                       : entry->link_status;
  if (place == nullptr) {
    Object* status = TRY(fetch_status(thread, entry, follow));
    replace_reference(place, status);
  }
  return place;
}

Result<Object*> entry_stat(Thread& thread, Object* self, Object* const* arguments) {
  const bool follow = TRY(to_flag(thread, arguments[0], true));
  return retain(TRY(borrow_status(thread, entry_of(self), follow)));
}

// A file that is gone, or a link to nothing, is of no kind.
Result<bool> status_says(Thread& thread, Entry* entry, bool follow, mode_t kind) {
  const Result<Object*> status = borrow_status(thread, entry, follow);
  if (!status.ok()) {
    if (!pending_matches(thread, TypeId::kFileNotFoundError)) return failure;
    clear_pending(thread);
    return false;
  }
  const std::int64_t mode = TRY(to_int64(thread, (*static_cast<Tuple*>(status.value()))[0]));
  return (static_cast<mode_t>(mode) & S_IFMT) == kind;
}

Result<bool> entry_is(Thread& thread, Entry* entry, bool follow, unsigned char kind, mode_t mode) {
  const bool must_look = entry->kind == DT_UNKNOWN || (follow && entry->kind == DT_LNK);
  if (!must_look) return entry->kind == kind;
  return status_says(thread, entry, follow, mode);
}

Result<Object*> entry_is_folder(Thread& thread, Object* self, Object* const* arguments) {
  const bool follow = TRY(to_flag(thread, arguments[0], true));
  return new_boolean(thread, TRY(entry_is(thread, entry_of(self), follow, DT_DIR, S_IFDIR)));
}

Result<Object*> entry_is_file(Thread& thread, Object* self, Object* const* arguments) {
  const bool follow = TRY(to_flag(thread, arguments[0], true));
  return new_boolean(thread, TRY(entry_is(thread, entry_of(self), follow, DT_REG, S_IFREG)));
}

Result<Object*> entry_is_link(Thread& thread, Object* self, Object* const*) {
  return new_boolean(thread, TRY(entry_is(thread, entry_of(self), false, DT_LNK, S_IFLNK)));
}

Result<Object*> entry_inode(Thread& thread, Object* self, Object* const*) {
  return make_int_unsigned(thread.interpreter(), entry_of(self)->inode);
}

Result<Object*> entry_path(Thread&, Object* self, Object* const*) {
  return retain(entry_of(self)->path);
}

Result<Object*> repr_of_entry(Thread& thread, Object* self) {
  return format_str(thread, "<DirEntry {}>", repr_of(entry_of(self)->name));
}

constexpr NativeMethod kEntryMethods[] = {
    {"is_dir(self, /, *, follow_symlinks=True)", entry_is_folder, Binding::kInstance,
     "Return True if the entry is a directory; cached per entry."},
    {"is_file(self, /, *, follow_symlinks=True)", entry_is_file, Binding::kInstance,
     "Return True if the entry is a file; cached per entry."},
    {"is_symlink(self, /)", entry_is_link, Binding::kInstance,
     "Return True if the entry is a symbolic link; cached per entry."},
    {"stat(self, /, *, follow_symlinks=True)", entry_stat, Binding::kInstance,
     "Return stat_result object for the entry; cached per entry."},
    {"inode(self, /)", entry_inode, Binding::kInstance,
     "Return inode of the entry; cached per entry."},
    {"__fspath__(self, /)", entry_path, Binding::kInstance, "Returns the path for the entry."},
    {"__class_getitem__(type, item, /)", class_get_item, Binding::kClass, "See PEP 585"},
};
constexpr NativeMember kEntryMembers[] = {
    {"name", OURO_OFFSET(Entry, name), MemberKind::kObjectOrNone, false,
     "the entry's base filename, relative to scandir() \"path\" argument"},
    {"path", OURO_OFFSET(Entry, path), MemberKind::kObjectOrNone, false,
     "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)"},
};

constexpr Slots entry_slots() {
  Slots slots;
  slots.deallocate = entry_deallocate;
  slots.traverse = entry_traverse;
  slots.clear = entry_clear;
  slots.make = nullptr;
  slots.repr = repr_of_entry;
  return slots;
}

constexpr TypeDescriptor kEntry = {
    .name = "DirEntry",
    .module = "posix",
    .flags = flag::kCollectable,
    .object_size = sizeof(Entry),
    .slots = entry_slots(),
    .methods = kEntryMethods,
    .members = kEntryMembers,
};

// scandir()

struct FolderIterator : Object {
  DIR* stream;   // null: closed or exhausted
  Object* path;  // owned; what was given, null: nothing
};

FolderIterator* iterator_of(Object* object) { return static_cast<FolderIterator*>(object); }

void close_stream(Object* object) noexcept {
  if (DIR* stream = std::exchange(iterator_of(object)->stream, nullptr)) ::closedir(stream);
}

void iterator_clear(Interpreter&, Object* object) noexcept {
  clear_reference(iterator_of(object)->path);
}

void iterator_deallocate(Interpreter& interpreter, Object* object) noexcept {
  close_stream(object);
  iterator_clear(interpreter, object);
  free_instance(interpreter, object);
}

void iterator_traverse(Object* object, ReferenceVisitor& visitor) {
  visitor.visit_if(iterator_of(object)->path);
}

Result<Object*> scan_folder(Thread& thread, Object* module, Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], "scandir", "path", Path::kDescriptor | Path::kNothing));
  Folder folder;
  TRY(folder.open(thread, path));
  auto* iterator = iterator_of(
      TRY(allocate_instance(thread.interpreter(), posix_state(module).directory_iterator)));
  iterator->stream = folder.take();
  iterator->path = retain_if(path.object());
  return iterator;
}

// The folder and the name with one slash between them.
Result<Object*> join_path(Thread& thread, const Path& folder, std::string_view name) {
  const std::string_view front = folder.view();
  const bool slash = !front.empty() && front.back() != '/';
  Ref<Bytes> joined(TRY(make_bytes_for(thread.interpreter(), front.size() + slash + name.size())));
  char* end = std::copy(front.begin(), front.end(), reinterpret_cast<char*>(joined->data()));
  if (slash) *end++ = '/';
  std::copy(name.begin(), name.end(), end);
  if (folder.gives_bytes()) return joined.take();
  return make_name(thread, joined->view(), false);
}

Result<Object*> make_entry(Thread& thread, FolderIterator* iterator, const dirent& found) {
  Path folder;
  Object* given = iterator->path != nullptr ? iterator->path : none(thread);
  TRY(folder.parse(thread, given, "scandir", "path", Path::kDescriptor | Path::kNothing));
  Type* type = type_state<PosixState>(iterator->type).directory_entry;
  Ref<Entry> entry(entry_of(TRY(allocate_instance(thread.interpreter(), type))));
  entry->kind = found.d_type;
  entry->inode = found.d_ino;
  entry->folder = folder.descriptor();
  entry->name = TRY(make_name(thread, found.d_name, folder.gives_bytes()));
  entry->path =
      folder.is_descriptor() ? retain(entry->name) : TRY(join_path(thread, folder, found.d_name));
  return entry.take();
}

Result<Found<Object>> next_of_folder(Thread& thread, Object* self) {
  FolderIterator* iterator = iterator_of(self);
  if (iterator->stream == nullptr) return Found<Object>{};
  int error = 0;
  const dirent* found = next_entry(iterator->stream, error);
  if (found != nullptr) return Found<Object>{TRY(make_entry(thread, iterator, *found))};
  close_stream(self);
  if (error != 0) return raise_os_error(thread, error, iterator->path);
  return Found<Object>{};
}

Result<Object*> enter(Thread&, Object* self, Object* const*) { return retain(self); }

Result<Object*> close_iterator(Thread& thread, Object* self, Object* const*) {
  close_stream(self);
  return new_none(thread);
}

constexpr NativeMethod kIteratorMethods[] = {{"__enter__(self, /)", enter},
                                             {"__exit__(self, /, *exc_info)", close_iterator},
                                             {"close(self, /)", close_iterator}};

constexpr Slots iterator_slots() {
  Slots slots;
  slots.deallocate = iterator_deallocate;
  slots.traverse = iterator_traverse;
  slots.clear = iterator_clear;
  slots.make = nullptr;
  slots.iterate = return_self;
  slots.next = next_of_folder;
  return slots;
}

constexpr TypeDescriptor kFolderIterator = {
    .name = "ScandirIterator",
    .module = "posix",
    .flags = flag::kCollectable,
    .object_size = sizeof(FolderIterator),
    .slots = iterator_slots(),
    .methods = kIteratorMethods,
};

constexpr NativeMethod kFunctions[] = {
    {"listdir(module, /, path=None)", list_folder, Binding::kInstance,
     "Return a list containing the names of the files in the directory."},
    {"scandir(module, /, path=None)", scan_folder, Binding::kInstance,
     "Return an iterator of DirEntry objects for given path."},
};

}  // namespace

const std::span<const NativeMethod> kPosixFolderFunctions = kFunctions;

Status add_posix_folder_types(Thread& thread, Module* module) {
  PosixState& state = posix_state(module);
  state.directory_entry = retain(TRY(module_add_type(thread, module, kEntry)));
  state.directory_iterator = TRY(make_native_type(thread, module, kFolderIterator));
  return done;
}

}  // namespace ouro
