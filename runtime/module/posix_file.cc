// posix: functions on files by name.
#include <fcntl.h>
#include <linux/limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>

#include "runtime/module/posix.h"
#include "runtime/object/float.h"
#include "runtime/object/int.h"
#include "runtime/object/struct_sequence.h"

namespace ouro {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

// stat_result: the times stand in it three times, as whole seconds, as floats and as nanoseconds.
constexpr StructField kStatFields[] = {
    {"st_mode", "protection bits"},
    {"st_ino", "inode"},
    {"st_dev", "device"},
    {"st_nlink", "number of hard links"},
    {"st_uid", "user ID of owner"},
    {"st_gid", "group ID of owner"},
    {"st_size", "total size, in bytes"},
    {"st_atime"},
    {"st_mtime"},
    {"st_ctime"},
    {"st_atime", "time of last access"},
    {"st_mtime", "time of last modification"},
    {"st_ctime", "time of last change"},
    {"st_atime_ns", "time of last access in nanoseconds"},
    {"st_mtime_ns", "time of last modification in nanoseconds"},
    {"st_ctime_ns", "time of last change in nanoseconds"},
    {"st_blksize", "blocksize for filesystem I/O"},
    {"st_blocks", "number of blocks allocated"},
    {"st_rdev", "device type (if inode device)"},
};
constexpr StructSequenceDescriptor kStatResult = {
    .name = "os.stat_result",
    .fields = kStatFields,
    .visible = 10,
    .doc = "stat_result: Result from stat, fstat, or lstat.",
};

Status fill_numbers(Thread& thread, Tuple* values, std::size_t place,
                    std::initializer_list<std::uint64_t> numbers) {
  for (const std::uint64_t number : numbers) {
    values->items()[place++] = TRY(make_int_unsigned(thread.interpreter(), number));
  }
  return done;
}

Status fill_times(Thread& thread, Tuple* values, const struct stat& status) {
  Interpreter& interpreter = thread.interpreter();
  std::size_t place = 7;
  for (const timespec& time : {status.st_atim, status.st_mtim, status.st_ctim}) {
    const double seconds =
        static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
    values->items()[place] = TRY(make_int(interpreter, time.tv_sec));
    values->items()[place + 3] = TRY(make_float(interpreter, seconds));
    values->items()[place + 6] =
        TRY(make_int(interpreter, std::int64_t{time.tv_sec} * kSecond + time.tv_nsec));
    ++place;
  }
  return done;
}

template <typename Call>
Result<Object*> finish(Thread& thread, const Path& path, Call call) {
  int error = 0;
  if (call_unlocked(thread, call, error) < 0) return raise_path_error(thread, error, path);
  return new_none(thread);
}

template <typename Call>
Result<Object*> finish(Thread& thread, const Path& first, const Path& second, Call call) {
  int error = 0;
  if (call_unlocked(thread, call, error) < 0) return raise_path_error(thread, error, first, second);
  return new_none(thread);
}

Status check_combination(Thread& thread, const char* function, const Path& path, int folder,
                         bool follow) {
  if (!path.is_descriptor()) return done;
  if (folder != AT_FDCWD) {
    return raise(thread, TypeId::kValueError, "{}: can't specify dir_fd without matching path",
                 function);
  }
  if (!follow)
    return raise(thread, TypeId::kValueError, "{}: cannot use fd and follow_symlinks together",
                 function);
  return done;
}

Result<Object*> stat_path(Thread& thread, Object* module, const Path& path, int folder,
                          bool follow) {
  struct stat status{};
  int error = 0;
  const int answer = call_unlocked(
      thread,
      [&] {
        if (path.is_descriptor()) return ::fstat(path.descriptor(), &status);
        return ::fstatat(folder, path.c_str(), &status, follow ? 0 : AT_SYMLINK_NOFOLLOW);
      },
      error);
  if (answer < 0) return raise_path_error(thread, error, path);
  return make_stat_result(thread, posix_state(module).stat_result, status);
}

Result<Object*> stat_file(Thread& thread, Object* module, Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], "stat", "path", Path::kDescriptor));
  const int folder = TRY(to_folder_descriptor(thread, arguments[1]));
  const bool follow = TRY(to_flag(thread, arguments[2], true));
  TRY(check_combination(thread, "stat", path, folder, follow));
  return stat_path(thread, module, path, folder, follow);
}

Result<Object*> stat_link(Thread& thread, Object* module, Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], "lstat"));
  return stat_path(thread, module, path, TRY(to_folder_descriptor(thread, arguments[1])), false);
}

Result<Object*> access_file(Thread& thread, Object*, Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], "access"));
  const int mode = TRY(to_c_int(thread, arguments[1]));
  const int folder = TRY(to_folder_descriptor(thread, arguments[2]));
  int flags = TRY(to_flag(thread, arguments[3], false)) ? AT_EACCESS : 0;
  if (!TRY(to_flag(thread, arguments[4], true))) flags |= AT_SYMLINK_NOFOLLOW;
  int error = 0;
  return new_boolean(
      thread,
      call_unlocked(
          thread, [&] { return ::faccessat(folder, path.c_str(), mode, flags); }, error) == 0);
}

Result<Object*> change_mode(Thread& thread, Object*, Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], "chmod", "path", Path::kDescriptor));
  const auto mode = static_cast<mode_t>(TRY(to_c_int(thread, arguments[1])));
  const int folder = TRY(to_folder_descriptor(thread, arguments[2]));
  const bool follow = TRY(to_flag(thread, arguments[3], true));
  return finish(thread, path, [&] {
    if (path.is_descriptor()) return ::fchmod(path.descriptor(), mode);
    return ::fchmodat(folder, path.c_str(), mode, follow ? 0 : AT_SYMLINK_NOFOLLOW);
  });
}

// -1 leaves it as it is.
Result<std::uint32_t> to_owner(Thread& thread, Object* number) {
  const std::int64_t value = TRY(to_index_value(thread, number));
  if (value < -1 || value > std::int64_t{0xffffffff}) {
    return raise(thread, TypeId::kOverflowError, "{}",
                 value < 0 ? "uid is less than minimum" : "uid is greater than maximum");
  }
  return static_cast<std::uint32_t>(value);
}

Result<Object*> change_owner(Thread& thread, Object*, Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], "chown", "path", Path::kDescriptor));
  const uid_t user = TRY(to_owner(thread, arguments[1]));
  const gid_t group = TRY(to_owner(thread, arguments[2]));
  const int folder = TRY(to_folder_descriptor(thread, arguments[3]));
  const bool follow = TRY(to_flag(thread, arguments[4], true));
  return finish(thread, path, [&] {
    if (path.is_descriptor()) return ::fchown(path.descriptor(), user, group);
    return ::fchownat(folder, path.c_str(), user, group, follow ? 0 : AT_SYMLINK_NOFOLLOW);
  });
}

Result<Object*> change_link_owner(Thread& thread, Object*, Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], "lchown"));
  const uid_t user = TRY(to_owner(thread, arguments[1]));
  const gid_t group = TRY(to_owner(thread, arguments[2]));
  return finish(thread, path, [&] { return ::lchown(path.c_str(), user, group); });
}

Result<Object*> set_mask(Thread& thread, Object*, Object* const* arguments) {
  const auto mask = static_cast<mode_t>(TRY(to_c_int(thread, arguments[0])));
  return make_int(thread.interpreter(), ::umask(mask));
}

Result<Object*> make_folder(Thread& thread, Object*, Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], "mkdir"));
  const auto mode =
      static_cast<mode_t>(arguments[1] == nullptr ? 0777 : TRY(to_c_int(thread, arguments[1])));
  const int folder = TRY(to_folder_descriptor(thread, arguments[2]));
  return finish(thread, path, [&] { return ::mkdirat(folder, path.c_str(), mode); });
}

Result<Object*> make_fifo(Thread& thread, Object*, Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], "mkfifo"));
  const auto mode =
      static_cast<mode_t>(arguments[1] == nullptr ? 0666 : TRY(to_c_int(thread, arguments[1])));
  const int folder = TRY(to_folder_descriptor(thread, arguments[2]));
  return finish(thread, path, [&] { return ::mkfifoat(folder, path.c_str(), mode); });
}

template <int kFlags>
Result<Object*> remove_entry(Thread& thread, Object*, Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], kFlags == 0 ? "unlink" : "rmdir"));
  const int folder = TRY(to_folder_descriptor(thread, arguments[1]));
  return finish(thread, path, [&] { return ::unlinkat(folder, path.c_str(), kFlags); });
}

Result<Object*> remove_file(Thread& thread, Object*, Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], "remove"));
  const int folder = TRY(to_folder_descriptor(thread, arguments[1]));
  return finish(thread, path, [&] { return ::unlinkat(folder, path.c_str(), 0); });
}

Result<Object*> rename_as(Thread& thread, const char* function, Object* const* arguments) {
  Path source, target;
  TRY(source.parse(thread, arguments[0], function, "src"));
  TRY(target.parse(thread, arguments[1], function, "dst"));
  const int from = TRY(to_folder_descriptor(thread, arguments[2]));
  const int to = TRY(to_folder_descriptor(thread, arguments[3]));
  return finish(thread, source, target,
                [&] { return ::renameat(from, source.c_str(), to, target.c_str()); });
}

Result<Object*> rename_file(Thread& thread, Object*, Object* const* arguments) {
  return rename_as(thread, "rename", arguments);
}

Result<Object*> replace_file(Thread& thread, Object*, Object* const* arguments) {
  return rename_as(thread, "replace", arguments);
}

Result<Object*> make_hard_link(Thread& thread, Object*, Object* const* arguments) {
  Path source, target;
  TRY(source.parse(thread, arguments[0], "link", "src"));
  TRY(target.parse(thread, arguments[1], "link", "dst"));
  const int from = TRY(to_folder_descriptor(thread, arguments[2]));
  const int to = TRY(to_folder_descriptor(thread, arguments[3]));
  const int flags = TRY(to_flag(thread, arguments[4], true)) ? AT_SYMLINK_FOLLOW : 0;
  return finish(thread, source, target,
                [&] { return ::linkat(from, source.c_str(), to, target.c_str(), flags); });
}

Result<Object*> make_symbolic_link(Thread& thread, Object*, Object* const* arguments) {
  Path source, target;
  TRY(source.parse(thread, arguments[0], "symlink", "src"));
  TRY(target.parse(thread, arguments[1], "symlink", "dst"));
  const int folder = TRY(to_folder_descriptor(thread, arguments[3]));
  return finish(thread, source, target,
                [&] { return ::symlinkat(source.c_str(), folder, target.c_str()); });
}

Result<Object*> read_link(Thread& thread, Object*, Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], "readlink"));
  const int folder = TRY(to_folder_descriptor(thread, arguments[1]));
  char text[PATH_MAX + 1];
  int error = 0;
  const ssize_t size = call_unlocked(
      thread, [&] { return ::readlinkat(folder, path.c_str(), text, sizeof text); }, error);
  if (size < 0) return raise_path_error(thread, error, path);
  return make_name(thread, {text, static_cast<std::size_t>(size)}, path.gives_bytes());
}

// utime

Result<timespec> seconds_to_time(Thread& thread, Object* seconds) {
  if (!is_float(seconds)) return timespec{TRY(to_index_value(thread, seconds)), 0};
  const double value = static_cast<Float*>(seconds)->value;
  if (std::isnan(value))
    return raise(thread, TypeId::kValueError, "Invalid value NaN (not a number)");
  const double whole = std::floor(value);
  if (std::fabs(whole) >= 9.2e18) {
    return raise(thread, TypeId::kOverflowError, "timestamp out of range for platform time_t");
  }
  return timespec{static_cast<time_t>(whole), static_cast<long>(std::floor((value - whole) * 1e9))};
}

Result<timespec> nanoseconds_to_time(Thread& thread, Object* nanoseconds) {
  const std::int64_t value = TRY(to_index_value(thread, nanoseconds));
  const std::int64_t rest = (value % kSecond + kSecond) % kSecond;
  return timespec{(value - rest) / kSecond, rest};
}

Status to_times(Thread& thread, Object* times, Object* nanoseconds, timespec (&result)[2]) {
  const bool has_times = times != nullptr && times != none(thread);
  if (has_times && nanoseconds != nullptr) {
    return raise(thread, TypeId::kValueError,
                 "utime: you may specify either 'times' or 'ns' but not both");
  }
  Object* pair = has_times ? times : nanoseconds;
  if (pair == nullptr) {
    result[0] = result[1] = {0, UTIME_NOW};
    return done;
  }
  if (!is_tuple(pair) || static_cast<Tuple*>(pair)->size != 2) {
    return raise(thread, TypeId::kTypeError, "{}",
                 has_times ? "utime: 'times' must be either a tuple of two ints or None"
                           : "utime: 'ns' must be a tuple of two ints");
  }
  for (std::size_t index = 0; index < 2; ++index) {
    Object* value = (*static_cast<Tuple*>(pair))[index];
    result[index] =
        TRY(has_times ? seconds_to_time(thread, value) : nanoseconds_to_time(thread, value));
  }
  return done;
}

Result<Object*> set_times(Thread& thread, Object*, Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], "utime", "path", Path::kDescriptor));
  timespec times[2];
  TRY(to_times(thread, arguments[1], arguments[2], times));
  const int folder = TRY(to_folder_descriptor(thread, arguments[3]));
  const bool follow = TRY(to_flag(thread, arguments[4], true));
  return finish(thread, path, [&] {
    if (path.is_descriptor()) return ::futimens(path.descriptor(), times);
    return ::utimensat(folder, path.c_str(), times, follow ? 0 : AT_SYMLINK_NOFOLLOW);
  });
}

Result<Object*> truncate_file(Thread& thread, Object*, Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], "truncate", "path", Path::kDescriptor));
  const std::intptr_t length = TRY(to_index_value(thread, arguments[1]));
  return finish(thread, path, [&] {
    return path.is_descriptor() ? ::ftruncate(path.descriptor(), length)
                                : ::truncate(path.c_str(), length);
  });
}

// The working folder.

Result<Object*> working_folder(Thread& thread, bool as_bytes) {
  char text[PATH_MAX];
  if (::getcwd(text, sizeof text) == nullptr) return raise_os_error(thread, errno);
  return make_name(thread, text, as_bytes);
}

Result<Object*> get_folder(Thread& thread, Object*, Object* const*) {
  return working_folder(thread, false);
}
Result<Object*> get_folder_bytes(Thread& thread, Object*, Object* const*) {
  return working_folder(thread, true);
}

Result<Object*> change_folder(Thread& thread, Object*, Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], "chdir", "path", Path::kDescriptor));
  return finish(thread, path, [&] {
    return path.is_descriptor() ? ::fchdir(path.descriptor()) : ::chdir(path.c_str());
  });
}

constexpr NativeMethod kFunctions[] = {
    {"stat(module, /, path, *, dir_fd=None, follow_symlinks=True)", stat_file},
    {"lstat(module, /, path, *, dir_fd=None)", stat_link},
    {"access(module, /, path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)",
     access_file},
    {"chmod(module, /, path, mode, *, dir_fd=None, follow_symlinks=True)", change_mode},
    {"chown(module, /, path, uid, gid, *, dir_fd=None, follow_symlinks=True)", change_owner},
    {"lchown(module, /, path, uid, gid)", change_link_owner},
    {"umask(module, mask, /)", set_mask},
    {"mkdir(module, /, path, mode=511, *, dir_fd=None)", make_folder},
    {"mkfifo(module, /, path, mode=438, *, dir_fd=None)", make_fifo},
    {"rmdir(module, /, path, *, dir_fd=None)", remove_entry<AT_REMOVEDIR>},
    {"unlink(module, /, path, *, dir_fd=None)", remove_entry<0>},
    {"remove(module, /, path, *, dir_fd=None)", remove_file},
    {"rename(module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)", rename_file},
    {"replace(module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)", replace_file},
    {"link(module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)",
     make_hard_link},
    {"symlink(module, /, src, dst, target_is_directory=False, *, dir_fd=None)", make_symbolic_link},
    {"readlink(module, /, path, *, dir_fd=None)", read_link},
    {"utime(module, /, path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True)",
     set_times},
    {"truncate(module, /, path, length)", truncate_file},
    {"getcwd(module, /)", get_folder},
    {"getcwdb(module, /)", get_folder_bytes},
    {"chdir(module, /, path)", change_folder},
};

}  // namespace

const std::span<const NativeMethod> kPosixFileFunctions = kFunctions;

Result<Object*> make_stat_result(Thread& thread, Type* type, const struct stat& status) {
  Ref<Tuple> values(TRY(make_tuple(thread.interpreter(), std::size(kStatFields))));
  TRY(fill_numbers(thread, values, 0,
                   {status.st_mode, status.st_ino, status.st_dev, status.st_nlink, status.st_uid,
                    status.st_gid}));
  values->items()[6] = TRY(make_int(thread.interpreter(), status.st_size));
  TRY(fill_times(thread, values, status));
  TRY(fill_numbers(thread, values, 16,
                   {static_cast<std::uint64_t>(status.st_blksize),
                    static_cast<std::uint64_t>(status.st_blocks), status.st_rdev}));
  return make_struct_sequence(thread, type, values->items(), values->size);
}

Status add_posix_file_types(Thread& thread, Module* module) {
  PosixState& state = posix_state(module);
  state.stat_result = TRY(make_struct_sequence_type(thread, module, kStatResult));
  return module_add(thread, module, "stat_result", state.stat_result);
}

}  // namespace ouro
