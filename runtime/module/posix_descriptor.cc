// posix: functions on file descriptors, and the numbers that go with them.
#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <termios.h>
#include <unistd.h>

#include "runtime/module/constants.h"
#include "runtime/module/posix.h"
#include "runtime/module/program_descriptors.h"
#include "runtime/object/int.h"

namespace ouro {
namespace {

template <typename Call>
Result<Object*> finish(Thread& thread, Call call) {
  int error = 0;
  if (call_unlocked(thread, call, error) < 0) return raise_os_error(thread, error);
  return new_none(thread);
}

Result<Object*> open_file(Thread& thread, Object*, Object* const* arguments) {
  Path path;
  TRY(path.parse(thread, arguments[0], "open"));
  const int flags = TRY(to_c_int(thread, arguments[1])) | O_CLOEXEC;
  const auto mode =
      static_cast<mode_t>(arguments[2] == nullptr ? 0777 : TRY(to_c_int(thread, arguments[2])));
  const int folder = TRY(to_folder_descriptor(thread, arguments[3]));
  TRY(prepare_descriptors(thread));
  int error = 0;
  const int descriptor =
      call_unlocked(thread, [&] { return ::openat(folder, path.c_str(), flags, mode); }, error);
  if (descriptor < 0) return raise_path_error(thread, error, path);
  descriptor_opened(thread, descriptor);
  return make_int(thread.interpreter(), descriptor);
}

Result<Object*> close_file(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(to_descriptor(thread, arguments[0]));
  int answer, error;
  thread.interpreter().get<OpenDescriptors>().remove(descriptor);
  {
    Unlocked unlocked(thread);
    answer = ::close(descriptor);
    error = errno;
  }
  // After EINTR the descriptor is gone all the same.
  if (answer < 0 && error != EINTR) return raise_os_error(thread, error);
  return new_none(thread);
}

Result<Object*> close_range_of(Thread& thread, Object*, Object* const* arguments) {
  const int first = TRY(to_descriptor(thread, arguments[0]));
  const int end = TRY(to_descriptor(thread, arguments[1]));
  for (int descriptor = first; descriptor < end; ++descriptor) {
    close_program_descriptor(thread.interpreter(), descriptor);
  }
  return new_none(thread);
}

// Reads into new bytes that shrink to what came.
template <typename Read>
Result<Object*> read_bytes(Thread& thread, std::intptr_t size, Read read) {
  if (size < 0) return raise_os_error(thread, EINVAL);
  Ref<Bytes> bytes(TRY(make_bytes_for(thread.interpreter(), static_cast<std::size_t>(size))));
  int error = 0;
  const ssize_t got =
      call_unlocked(thread, [&] { return read(bytes->data(), bytes->length); }, error);
  if (got < 0) return raise_os_error(thread, error);
  if (got == size) return bytes.take();
  return make_bytes(thread.interpreter(), bytes->data(), static_cast<std::size_t>(got));
}

Result<Object*> read_file(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(to_descriptor(thread, arguments[0]));
  const std::intptr_t size = TRY(to_index_value(thread, arguments[1]));
  return read_bytes(thread, size,
                    [&](void* place, std::size_t room) { return ::read(descriptor, place, room); });
}

Result<Object*> read_at(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(to_descriptor(thread, arguments[0]));
  const std::intptr_t size = TRY(to_index_value(thread, arguments[1]));
  const std::intptr_t offset = TRY(to_index_value(thread, arguments[2]));
  return read_bytes(thread, size, [&](void* place, std::size_t room) {
    return ::pread(descriptor, place, room, offset);
  });
}

template <typename Write>
Result<Object*> write_bytes(Thread& thread, Object* data, Write write) {
  Buffer buffer;
  TRY(get_buffer(thread, data, buffer));
  int error = 0;
  const ssize_t written =
      call_unlocked(thread, [&] { return write(buffer.data, buffer.length); }, error);
  release_buffer(thread.interpreter(), buffer);
  if (written < 0) return raise_os_error(thread, error);
  return make_int(thread.interpreter(), written);
}

Result<Object*> write_file(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(to_descriptor(thread, arguments[0]));
  return write_bytes(thread, arguments[1], [&](const void* data, std::size_t size) {
    return ::write(descriptor, data, size);
  });
}

Result<Object*> write_at(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(to_descriptor(thread, arguments[0]));
  const std::intptr_t offset = TRY(to_index_value(thread, arguments[2]));
  return write_bytes(thread, arguments[1], [&](const void* data, std::size_t size) {
    return ::pwrite(descriptor, data, size, offset);
  });
}

Result<Object*> seek(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(to_descriptor(thread, arguments[0]));
  const std::intptr_t offset = TRY(to_index_value(thread, arguments[1]));
  const int whence = TRY(to_c_int(thread, arguments[2]));
  int error = 0;
  const off_t place =
      call_unlocked(thread, [&] { return ::lseek(descriptor, offset, whence); }, error);
  if (place < 0) return raise_os_error(thread, error);
  return make_int(thread.interpreter(), place);
}

Result<Object*> stat_descriptor(Thread& thread, Object* module, Object* const* arguments) {
  const int descriptor = TRY(to_descriptor(thread, arguments[0]));
  struct stat status{};
  int error = 0;
  if (call_unlocked(thread, [&] { return ::fstat(descriptor, &status); }, error) < 0) {
    return raise_os_error(thread, error);
  }
  return make_stat_result(thread, posix_state(module).stat_result, status);
}

Result<Object*> duplicate(Thread& thread, Object*, Object* const* arguments) {
  TRY(prepare_descriptors(thread));
  const int copy = ::fcntl(TRY(to_descriptor(thread, arguments[0])), F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return raise_os_error(thread, errno);
  descriptor_opened(thread, copy);
  return make_int(thread.interpreter(), copy);
}

Result<Object*> duplicate_to(Thread& thread, Object*, Object* const* arguments) {
  const int source = TRY(to_descriptor(thread, arguments[0]));
  const int target = TRY(to_descriptor(thread, arguments[1]));
  const bool inherited = TRY(to_flag(thread, arguments[2], true));
  TRY(prepare_descriptors(thread));
  int error = 0;
  const int answer = call_unlocked(
      thread,
      [&] { return inherited ? ::dup2(source, target) : ::dup3(source, target, O_CLOEXEC); },
      error);
  if (answer < 0) return raise_os_error(thread, error);
  descriptor_opened(thread, answer);
  return make_int(thread.interpreter(), answer);
}

Result<Object*> pair_of_descriptors(Thread& thread, const int (&ends)[2]) {
  for (const int end : ends) descriptor_opened(thread, end);
  Ref<Int> first(TRY(make_int(thread.interpreter(), ends[0])));
  Ref<Int> second(TRY(make_int(thread.interpreter(), ends[1])));
  return pack_tuple(thread.interpreter(), first.get(), second.get());
}

Result<Object*> make_pipe(Thread& thread, Object*, Object* const*) {
  int ends[2];
  TRY(prepare_descriptors(thread, 2));
  if (::pipe2(ends, O_CLOEXEC) < 0) return raise_os_error(thread, errno);
  return pair_of_descriptors(thread, ends);
}

Result<Object*> make_pipe_with(Thread& thread, Object*, Object* const* arguments) {
  int ends[2];
  TRY(prepare_descriptors(thread, 2));
  if (::pipe2(ends, TRY(to_c_int(thread, arguments[0]))) < 0) return raise_os_error(thread, errno);
  return pair_of_descriptors(thread, ends);
}

Result<Object*> is_terminal(Thread& thread, Object*, Object* const* arguments) {
  return new_boolean(thread, ::isatty(TRY(to_descriptor(thread, arguments[0]))) == 1);
}

Result<int> descriptor_of(Thread& thread, Object* file) {
  if (is_int(file)) return to_descriptor(thread, file);
  const Found<Object> method = TRY(get_attribute_if(thread, file, "fileno"));
  if (!method)
    return raise(thread, TypeId::kTypeError, "argument must be an int, or have a fileno() method.");
  Ref<> number(TRY(call(thread, Ref<>(method.value))));
  if (!is_int(number)) return raise(thread, TypeId::kTypeError, "fileno() returned a non-integer");
  return to_descriptor(thread, number);
}

Result<Object*> synchronise(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(descriptor_of(thread, arguments[0]));
  return finish(thread, [&] { return ::fsync(descriptor); });
}

Result<Object*> synchronise_data(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(descriptor_of(thread, arguments[0]));
  return finish(thread, [&] { return ::fdatasync(descriptor); });
}

Result<Object*> truncate_descriptor(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(to_descriptor(thread, arguments[0]));
  const std::intptr_t length = TRY(to_index_value(thread, arguments[1]));
  return finish(thread, [&] { return ::ftruncate(descriptor, length); });
}

Result<Object*> change_mode(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(to_descriptor(thread, arguments[0]));
  const auto mode = static_cast<mode_t>(TRY(to_c_int(thread, arguments[1])));
  return finish(thread, [&] { return ::fchmod(descriptor, mode); });
}

Result<Object*> change_folder(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(descriptor_of(thread, arguments[0]));
  return finish(thread, [&] { return ::fchdir(descriptor); });
}

Result<Object*> get_inheritable(Thread& thread, Object*, Object* const* arguments) {
  const int flags = ::fcntl(TRY(to_descriptor(thread, arguments[0])), F_GETFD);
  if (flags < 0) return raise_os_error(thread, errno);
  return new_boolean(thread, (flags & FD_CLOEXEC) == 0);
}

Result<Object*> set_inheritable(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(to_descriptor(thread, arguments[0]));
  const bool inherited = TRY(is_true(thread, arguments[1]));
  if (::fcntl(descriptor, F_SETFD, inherited ? 0 : FD_CLOEXEC) < 0)
    return raise_os_error(thread, errno);
  return new_none(thread);
}

Result<Object*> get_blocking(Thread& thread, Object*, Object* const* arguments) {
  const int flags = ::fcntl(TRY(to_descriptor(thread, arguments[0])), F_GETFL);
  if (flags < 0) return raise_os_error(thread, errno);
  return new_boolean(thread, (flags & O_NONBLOCK) == 0);
}

Result<Object*> set_blocking(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(to_descriptor(thread, arguments[0]));
  const bool blocking = TRY(is_true(thread, arguments[1]));
  const int flags = ::fcntl(descriptor, F_GETFL);
  const int wanted = blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
  if (flags < 0 || ::fcntl(descriptor, F_SETFL, wanted) < 0) return raise_os_error(thread, errno);
  return new_none(thread);
}

Result<Object*> device_encoding(Thread& thread, Object*, Object* const* arguments) {
  if (::isatty(TRY(to_descriptor(thread, arguments[0]))) != 1) return new_none(thread);
  return make_str(thread.interpreter(), "utf-8");
}

constexpr NativeMethod kFunctions[] = {
    {"open(module, /, path, flags, mode=511, *, dir_fd=None)", open_file},
    {"close(module, /, fd)", close_file},
    {"closerange(module, fd_low, fd_high, /)", close_range_of},
    {"read(module, fd, length, /)", read_file},
    {"pread(module, fd, length, offset, /)", read_at},
    {"write(module, fd, data, /)", write_file},
    {"pwrite(module, fd, buffer, offset, /)", write_at},
    {"lseek(module, fd, position, whence, /)", seek},
    {"fstat(module, /, fd)", stat_descriptor},
    {"dup(module, fd, /)", duplicate},
    {"dup2(module, /, fd, fd2, inheritable=True)", duplicate_to},
    {"pipe(module, /)", make_pipe},
    {"pipe2(module, flags, /)", make_pipe_with},
    {"isatty(module, fd, /)", is_terminal},
    {"fsync(module, /, fd)", synchronise},
    {"fdatasync(module, /, fd)", synchronise_data},
    {"ftruncate(module, fd, length, /)", truncate_descriptor},
    {"fchmod(module, /, fd, mode)", change_mode},
    {"fchdir(module, /, fd)", change_folder},
    {"get_inheritable(module, fd, /)", get_inheritable},
    {"set_inheritable(module, fd, inheritable, /)", set_inheritable},
    {"get_blocking(module, fd, /)", get_blocking},
    {"set_blocking(module, fd, blocking, /)", set_blocking},
    {"device_encoding(module, /, fd)", device_encoding},
};

#define OURO_CONSTANT(name) {#name, name}
constexpr IntConstant kConstants[] = {
    OURO_CONSTANT(F_OK),           OURO_CONSTANT(R_OK),         OURO_CONSTANT(W_OK),
    OURO_CONSTANT(X_OK),           OURO_CONSTANT(O_RDONLY),     OURO_CONSTANT(O_WRONLY),
    OURO_CONSTANT(O_RDWR),         OURO_CONSTANT(O_NDELAY),     OURO_CONSTANT(O_NONBLOCK),
    OURO_CONSTANT(O_APPEND),       OURO_CONSTANT(O_DSYNC),      OURO_CONSTANT(O_RSYNC),
    OURO_CONSTANT(O_SYNC),         OURO_CONSTANT(O_NOCTTY),     OURO_CONSTANT(O_CREAT),
    OURO_CONSTANT(O_EXCL),         OURO_CONSTANT(O_TRUNC),      OURO_CONSTANT(O_LARGEFILE),
    OURO_CONSTANT(O_PATH),         OURO_CONSTANT(O_TMPFILE),    OURO_CONSTANT(O_CLOEXEC),
    OURO_CONSTANT(O_ACCMODE),      OURO_CONSTANT(O_DIRECT),     OURO_CONSTANT(O_DIRECTORY),
    OURO_CONSTANT(O_NOFOLLOW),     OURO_CONSTANT(O_NOATIME),    OURO_CONSTANT(O_ASYNC),
    OURO_CONSTANT(SEEK_DATA),      OURO_CONSTANT(SEEK_HOLE),    OURO_CONSTANT(F_LOCK),
    OURO_CONSTANT(F_TLOCK),        OURO_CONSTANT(F_ULOCK),      OURO_CONSTANT(F_TEST),
    OURO_CONSTANT(EX_OK),          OURO_CONSTANT(EX_USAGE),     OURO_CONSTANT(EX_DATAERR),
    OURO_CONSTANT(EX_NOINPUT),     OURO_CONSTANT(EX_NOUSER),    OURO_CONSTANT(EX_NOHOST),
    OURO_CONSTANT(EX_UNAVAILABLE), OURO_CONSTANT(EX_SOFTWARE),  OURO_CONSTANT(EX_OSERR),
    OURO_CONSTANT(EX_OSFILE),      OURO_CONSTANT(EX_CANTCREAT), OURO_CONSTANT(EX_IOERR),
    OURO_CONSTANT(EX_TEMPFAIL),    OURO_CONSTANT(EX_PROTOCOL),  OURO_CONSTANT(EX_NOPERM),
    OURO_CONSTANT(EX_CONFIG),      OURO_CONSTANT(WNOHANG),      OURO_CONSTANT(WUNTRACED),
    OURO_CONSTANT(WCONTINUED),     OURO_CONSTANT(WEXITED),      OURO_CONSTANT(WSTOPPED),
    OURO_CONSTANT(WNOWAIT),        OURO_CONSTANT(SCHED_OTHER),  OURO_CONSTANT(SCHED_FIFO),
    OURO_CONSTANT(SCHED_RR),       {"POSIX_SPAWN_OPEN", 0},     {"POSIX_SPAWN_CLOSE", 1},
    {"POSIX_SPAWN_DUP2", 2},       {"NGROUPS_MAX", 65536},      {"TMP_MAX", 238328},
};
#undef OURO_CONSTANT

}  // namespace

const std::span<const NativeMethod> kPosixDescriptorFunctions = kFunctions;

Status add_posix_constants(Thread& thread, Module* module) {
  return add_constants(thread, module, kConstants);
}

}  // namespace ouro
