// io: FileIO - a file descriptor as a stream - and open(), which puts the layers together.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "runtime/execute/threads.h"
#include "runtime/module/io.h"
#include "runtime/module/posix.h"
#include "runtime/module/program_descriptors.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"

namespace ouro {
namespace {

Result<std::size_t> read_from_host(Thread& thread, void* place, std::size_t size) {
  const HostServices& services = thread.interpreter().get<Settings>().services;
  const std::int64_t got = services.read_input(services.host, static_cast<char*>(place), size);
  if (got < 0) return raise_os_error(thread, static_cast<int>(-got));
  return std::min(static_cast<std::size_t>(got), size);
}

Status write_to_host(Thread& thread, int stream, const void* data, std::size_t size) {
  const HostServices& services = thread.interpreter().get<Settings>().services;
  const auto write = stream == host_stream::kError ? services.write_error : services.write_output;
  const int error = write(services.host, static_cast<const char*>(data), size);
  return error == 0 ? done : Status(raise_os_error(thread, error));
}

}  // namespace

Result<std::size_t> read_descriptor(Thread& thread, int descriptor, void* place, std::size_t size) {
  if (host_stream::is(descriptor)) return read_from_host(thread, place, size);
  while (true) {
    ssize_t got;
    int error;
    {
      Unlocked unlocked(thread);
      got = ::read(descriptor, place, size);
      error = errno;
    }
    if (got >= 0) return static_cast<std::size_t>(got);
    if (error != EINTR) return raise_os_error(thread, error);
  }
}

Status write_descriptor(Thread& thread, int descriptor, const void* data, std::size_t size) {
  if (host_stream::is(descriptor)) return write_to_host(thread, descriptor, data, size);
  const auto* at = static_cast<const std::uint8_t*>(data);
  while (size > 0) {
    ssize_t put;
    int error;
    {
      Unlocked unlocked(thread);
      put = ::write(descriptor, at, size);
      error = errno;
    }
    if (put < 0 && error != EINTR) return raise_os_error(thread, error);
    if (put <= 0) continue;
    at += put;
    size -= static_cast<std::size_t>(put);
  }
  return done;
}

namespace {

RawFile* file_of(Object* object) { return static_cast<RawFile*>(object); }

struct OpenMode {
  int flags = 0;
  bool readable = false, writable = false, created = false, appending = false;
};

Result<OpenMode> parse_mode(Thread& thread, std::string_view mode) {
  OpenMode result;
  int kinds = 0;
  bool plus = false;
  for (char letter : mode) {
    switch (letter) {
      case 'r':
        result.readable = true;
        ++kinds;
        break;
      case 'w':
        result.writable = true;
        result.flags |= O_CREAT | O_TRUNC;
        ++kinds;
        break;
      case 'a':
        result.writable = result.appending = true;
        result.flags |= O_CREAT | O_APPEND;
        ++kinds;
        break;
      case 'x':
        result.writable = result.created = true;
        result.flags |= O_CREAT | O_EXCL;
        ++kinds;
        break;
      case '+': result.readable = result.writable = plus = true; break;
      case 'b': break;
      default: return raise(thread, TypeId::kValueError, "invalid mode: {}", mode);
    }
  }
  if (kinds != 1) {
    return raise(thread, TypeId::kValueError,
                 "Must have exactly one of create/read/write/append mode and at most one plus");
  }
  result.flags |= plus ? O_RDWR : result.readable ? O_RDONLY : O_WRONLY;
  result.flags |= O_CLOEXEC;
  return result;
}

// A descriptor number, or a path that is opened.
Status open_path(Thread& thread, RawFile* file, Object* name, const OpenMode& mode) {
  Ref<> text(TRY(to_path_object(thread, name)));
  Path path;
  TRY(path.parse(thread, text, "open"));
  TRY(prepare_descriptors(thread));
  constexpr mode_t kPermissions = 0666;
  file->descriptor = ::open(path.c_str(), mode.flags, kPermissions);
  const int error = errno;
  if (file->descriptor < 0) return raise_os_error(thread, error, name);
  descriptor_opened(thread, file->descriptor);
  file->owns_descriptor = true;
  struct stat status{};
  if (fstat(file->descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
    close_program_descriptor(thread.interpreter(), file->descriptor);
    file->descriptor = -1;
    return raise_os_error(thread, EISDIR, name);
  }
  return done;
}

Result<Object*> make_file(Thread& thread, Type* type, const Arguments&) {
  auto* file = static_cast<RawFile*>(TRY(allocate_instance(thread.interpreter(), type)));
  file->descriptor = -1;
  file->seekable = -1;
  return file;
}

// __init__ may be called again.
Status forget_descriptor(Thread& thread, RawFile* file) {
  const int descriptor = std::exchange(file->descriptor, -1);
  if (descriptor < 0 || !file->owns_descriptor) return done;
  if (close_program_descriptor(thread.interpreter(), descriptor) == 0) return done;
  return raise_os_error(thread, errno);
}

constexpr Signature kFileSignature("FileIO(file, mode='r', closefd=True, opener=None)");
Status initialise_file(Thread& thread, Object* self, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kFileSignature, arguments));
  RawFile* file = file_of(self);
  Ref<> mode(bound[1] == nullptr ? static_cast<Object*>(TRY(make_str(thread.interpreter(), "r")))
                                 : retain(bound[1]));
  if (!is_str(mode))
    return raise(thread, TypeId::kTypeError, "FileIO() argument 'mode' must be str");
  Utf8 letters(thread.interpreter(), static_cast<Str*>(mode.get()));
  if (!letters.ok()) return failure;
  const OpenMode parsed = TRY(parse_mode(thread, letters.view()));
  file->readable = parsed.readable;
  file->writable = parsed.writable;
  file->created = parsed.created;
  file->appending = parsed.appending;
  const bool owns = bound[2] == nullptr || TRY(is_true(thread, bound[2]));
  if (is_int(bound[0])) {
    const std::int64_t number = TRY(to_int64(thread, bound[0]));
    if (number < 0) return raise(thread, TypeId::kValueError, "negative file descriptor");
    struct stat status{};
    if (fstat(static_cast<int>(number), &status) != 0) return raise_os_error(thread, errno);
    TRY(forget_descriptor(thread, file));
    file->descriptor = static_cast<int>(number);
    file->owns_descriptor = owns;
  } else if (!owns) {
    return raise(thread, TypeId::kValueError, "Cannot use closefd=False with file name");
  } else if (bound[3] != nullptr && bound[3] != none(thread)) {
    Ref<Int> flags(TRY(make_int(thread.interpreter(), parsed.flags)));
    Ref<> number(TRY(call(thread, bound[3], bound[0], flags)));
    const std::int64_t descriptor = TRY(to_int64(thread, number));
    if (descriptor < 0) return raise(thread, TypeId::kValueError, "opener returned {}", descriptor);
    struct stat status{};
    if (fstat(static_cast<int>(descriptor), &status) != 0)
      return raise_os_error(thread, errno, bound[0]);
    TRY(forget_descriptor(thread, file));
    file->descriptor = static_cast<int>(descriptor);
    file->owns_descriptor = true;
  } else {
    TRY(forget_descriptor(thread, file));
    TRY(open_path(thread, file, bound[0], parsed));
  }
  file->closed = false;
  file->seekable = -1;
  replace_reference(file->name, retain(bound[0]));
  if (file->appending) lseek(file->descriptor, 0, SEEK_END);
  return done;
}

void file_clear(Interpreter&, Object* self) noexcept {
  clear_reference(file_of(self)->dict);
  clear_reference(file_of(self)->name);
}
// A descriptor still open here was refused its close(): it goes back all the same.
void file_deallocate(Interpreter& interpreter, Object* self) noexcept {
  RawFile* file = file_of(self);
  if (file->descriptor >= 0 && file->owns_descriptor)
    close_program_descriptor(interpreter, file->descriptor);
  file_clear(interpreter, self);
  free_instance(interpreter, self);
}
void file_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(file_of(self)->dict);
  visitor.visit_if(file_of(self)->name);
}

Status check_descriptor(Thread& thread, Object* self) {
  return file_of(self)->descriptor < 0 ? Status(raise_closed(thread)) : done;
}

Result<Object*> close_file(Thread& thread, Object* self, Object* const*) {
  RawFile* file = file_of(self);
  const int descriptor = std::exchange(file->descriptor, -1);
  file->closed = true;
  if (descriptor < 0 || !file->owns_descriptor) return new_none(thread);
  if (close_program_descriptor(thread.interpreter(), descriptor) != 0 && errno != EINTR)
    return raise_os_error(thread, errno);
  return new_none(thread);
}

Result<Object*> descriptor_of(Thread& thread, Object* self, Object* const*) {
  TRY(check_descriptor(thread, self));
  if (host_stream::is(file_of(self)->descriptor)) return raise_unsupported(thread, "fileno");
  return make_int(thread.interpreter(), file_of(self)->descriptor);
}

Result<Object*> is_terminal(Thread& thread, Object* self, Object* const*) {
  TRY(check_descriptor(thread, self));
  return new_boolean(thread, isatty(file_of(self)->descriptor) != 0);
}

Result<Object*> is_readable(Thread& thread, Object* self, Object* const*) {
  TRY(check_descriptor(thread, self));
  return new_boolean(thread, file_of(self)->readable);
}
Result<Object*> is_writable(Thread& thread, Object* self, Object* const*) {
  TRY(check_descriptor(thread, self));
  return new_boolean(thread, file_of(self)->writable);
}
Result<Object*> is_seekable(Thread& thread, Object* self, Object* const*) {
  TRY(check_descriptor(thread, self));
  RawFile* file = file_of(self);
  if (file->seekable < 0) file->seekable = lseek(file->descriptor, 0, SEEK_CUR) >= 0;
  return new_boolean(thread, file->seekable != 0);
}

Result<Object*> read_into(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_descriptor(thread, self));
  if (!file_of(self)->readable) return raise_unsupported(thread, "File not open for reading");
  Buffer target;
  TRY(get_buffer(thread, arguments[0], target, true));
  auto got = read_descriptor(thread, file_of(self)->descriptor, target.data, target.length);
  release_buffer(thread.interpreter(), target);
  return make_int_unsigned(thread.interpreter(), TRY(got));
}

Result<Object*> read_all(Thread& thread, Object* self, Object* const*) {
  TRY(check_descriptor(thread, self));
  if (!file_of(self)->readable) return raise_unsupported(thread, "File not open for reading");
  std::uint8_t* data = nullptr;
  std::size_t size = 0, capacity = 0;
  Status status = done;
  while (true) {
    status = grow_block(thread, data, capacity, size + 8192);
    if (!status.ok()) break;
    auto got = read_descriptor(thread, file_of(self)->descriptor, data + size, capacity - size);
    if (!got.ok()) status = failure;
    if (!got.ok() || got.value() == 0) break;
    size += got.value();
  }
  Result<Object*> result =
      status.ok() ? Result<Object*>(make_bytes(thread.interpreter(), data, size)) : failure;
  free_block(thread.interpreter(), data, capacity);
  return result;
}

Result<Object*> read_some(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_descriptor(thread, self));
  const bool all = arguments[0] == nullptr || arguments[0] == none(thread);
  const std::intptr_t size = all ? -1 : TRY(to_index_value(thread, arguments[0]));
  if (size < 0) return read_all(thread, self, nullptr);
  if (!file_of(self)->readable) return raise_unsupported(thread, "File not open for reading");
  if (size == 0) return make_bytes(thread.interpreter(), nullptr, 0);
  std::uint8_t* data = nullptr;
  std::size_t capacity = 0;
  TRY(grow_block(thread, data, capacity, static_cast<std::size_t>(size)));
  auto got =
      read_descriptor(thread, file_of(self)->descriptor, data, static_cast<std::size_t>(size));
  Result<Object*> result =
      got.ok() ? Result<Object*>(make_bytes(thread.interpreter(), data, got.value())) : failure;
  free_block(thread.interpreter(), data, capacity);
  return result;
}

Result<Object*> write_some(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_descriptor(thread, self));
  if (!file_of(self)->writable) return raise_unsupported(thread, "File not open for writing");
  Buffer source;
  TRY(get_buffer(thread, arguments[0], source));
  const std::size_t size = source.length;
  const Status status = write_descriptor(thread, file_of(self)->descriptor, source.data, size);
  release_buffer(thread.interpreter(), source);
  TRY(status);
  return make_int_unsigned(thread.interpreter(), size);
}

Result<Object*> seek(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_descriptor(thread, self));
  const std::int64_t offset = TRY(to_int64(thread, arguments[0]));
  const std::int64_t whence = arguments[1] == nullptr ? 0 : TRY(to_int64(thread, arguments[1]));
  const off_t place = lseek(file_of(self)->descriptor, offset, static_cast<int>(whence));
  if (place < 0) return raise_os_error(thread, errno);
  return make_int(thread.interpreter(), place);
}

Result<Object*> tell(Thread& thread, Object* self, Object* const*) {
  TRY(check_descriptor(thread, self));
  const off_t place = lseek(file_of(self)->descriptor, 0, SEEK_CUR);
  if (place < 0) return raise_os_error(thread, errno);
  return make_int(thread.interpreter(), place);
}

Result<Object*> truncate(Thread& thread, Object* self, Object* const* arguments) {
  TRY(check_descriptor(thread, self));
  if (!file_of(self)->writable) return raise_unsupported(thread, "File not open for writing");
  const bool here = arguments[0] == nullptr || arguments[0] == none(thread);
  const std::int64_t size =
      here ? lseek(file_of(self)->descriptor, 0, SEEK_CUR) : TRY(to_int64(thread, arguments[0]));
  if (size < 0 || ftruncate(file_of(self)->descriptor, size) != 0)
    return raise_os_error(thread, errno);
  return make_int(thread.interpreter(), size);
}

std::string_view mode_text(const RawFile* file) {
  if (file->created) return file->readable ? "xb+" : "xb";
  if (file->appending) return file->readable ? "ab+" : "ab";
  return file->readable ? (file->writable ? "rb+" : "rb") : "wb";
}

Result<Object*> mode(Thread& thread, Object* self) {
  return make_str(thread.interpreter(), mode_text(file_of(self)));
}
Result<Object*> closed(Thread& thread, Object* self) {
  return new_boolean(thread, file_of(self)->descriptor < 0);
}
Result<Object*> close_descriptor(Thread& thread, Object* self) {
  return new_boolean(thread, file_of(self)->owns_descriptor);
}
Result<Object*> name(Thread& thread, Object* self) {
  if (file_of(self)->name != nullptr) return retain(file_of(self)->name);
  return raise_attribute_error(thread, self, identifier(thread, Id::name));
}
Status set_name(Thread&, Object* self, Object* value) {
  replace_reference(file_of(self)->name, retain_if(value));
  return done;
}

Result<Object*> repr(Thread& thread, Object* self) {
  const RawFile* file = file_of(self);
  if (file->descriptor < 0) return format_str(thread, "<_io.FileIO [closed]>");
  const std::string_view owns = file->owns_descriptor ? "True" : "False";
  if (file->name == nullptr) {
    return format_str(thread, "<_io.FileIO fd={} mode='{}' closefd={}>", file->descriptor,
                      mode_text(file), owns);
  }
  return format_str(thread, "<_io.FileIO name={} mode='{}' closefd={}>", repr_of(file->name),
                    mode_text(file), owns);
}

constexpr NativeMethod kMethods[] = {
    {"close(self, /)", close_file},
    {"fileno(self, /)", descriptor_of},
    {"isatty(self, /)", is_terminal},
    {"read(self, size=-1, /)", read_some},
    {"readable(self, /)", is_readable},
    {"readall(self, /)", read_all},
    {"readinto(self, buffer, /)", read_into},
    {"seek(self, pos, whence=0, /)", seek},
    {"seekable(self, /)", is_seekable},
    {"tell(self, /)", tell},
    {"truncate(self, size=None, /)", truncate},
    {"writable(self, /)", is_writable},
    {"write(self, b, /)", write_some},
};
constexpr NativeAttribute kAttributes[] = {
    {"closed", closed}, {"closefd", close_descriptor}, {"mode", mode}, {"name", name, set_name}};

constexpr Slots file_slots() {
  Slots slots;
  slots.deallocate = file_deallocate;
  slots.traverse = file_traverse;
  slots.clear = file_clear;
  slots.finalize = stream_finalize;
  slots.make = make_file;
  slots.initialise = initialise_file;
  slots.repr = repr;
  return slots;
}

}  // namespace

const TypeDescriptor kRawFile = {.name = "FileIO",
                                 .module = "_io",
                                 .flags = flag::kCollectable | flag::kBaseType,
                                 .object_size = sizeof(RawFile),
                                 .dict_offset = OURO_OFFSET(RawFile, dict),
                                 .weak_offset = OURO_OFFSET(RawFile, weak_references),
                                 .slots = file_slots(),
                                 .methods = kMethods,
                                 .attributes = kAttributes};

Result<Object*> make_raw_file(Thread& thread, Type* type, int descriptor, std::string_view mode,
                              Object* name, bool owns) {
  Ref<> made(TRY(make_file(thread, type, {})));
  const OpenMode parsed = TRY(parse_mode(thread, mode));
  RawFile* file = file_of(made);
  file->descriptor = descriptor;
  file->readable = parsed.readable;
  file->writable = parsed.writable;
  file->owns_descriptor = owns;
  file->name = retain_if(name);
  return made.take();
}

}  // namespace ouro
