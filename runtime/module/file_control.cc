// fcntl: settings and locks of open files.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "runtime/module/constants.h"
#include "runtime/module/polling.h"
#include "runtime/module/posix.h"
#include "runtime/object/octets.h"

namespace ouro {
namespace {

constexpr std::size_t kStructureMax = 1024;

// The argument of a call: a number, or a structure that the call may change.
struct Operand {
  long number = 0;
  bool structure = false;
  std::size_t length = 0;
  alignas(8) std::array<std::uint8_t, kStructureMax + 1> bytes = {};
};

Status read_operand(Thread& thread, const char* function, Object* given, Operand& operand) {
  if (given == nullptr) return done;
  if (is_str(given) || given->type->slots->get_buffer != nullptr) {
    HeldBuffer held(thread);
    Ref<> text(is_str(given) ? TRY(call_method(thread, given, "encode")) : retain(given));
    TRY(held.take(text));
    if (held.length() > kStructureMax) {
      return raise(thread, TypeId::kValueError, "{} argument 3 is too long", function);
    }
    operand.structure = true;
    operand.length = held.length();
    std::copy_n(held.data(), held.length(), operand.bytes.data());
    return done;
  }
  operand.number = static_cast<long>(TRY(to_index_value(thread, given)));
  return done;
}

Result<Object*> control(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(to_polled_descriptor(thread, arguments[0]));
  const int command = TRY(to_c_int(thread, arguments[1]));
  Operand operand;
  TRY(read_operand(thread, "fcntl", arguments[2], operand));
  int error = 0;
  const int answer = call_unlocked(
      thread,
      [&] {
        return operand.structure ? ::fcntl(descriptor, command, operand.bytes.data())
                                 : ::fcntl(descriptor, command, operand.number);
      },
      error);
  if (answer < 0) return raise_os_error(thread, error);
  if (operand.structure) {
    return make_bytes(thread.interpreter(), operand.bytes.data(), operand.length);
  }
  return make_int(thread.interpreter(), answer);
}

int control_device(int descriptor, unsigned long request, Operand& operand) {
  if (operand.structure) return ::ioctl(descriptor, request, operand.bytes.data());
  return ::ioctl(descriptor, request, operand.number);
}

// A buffer that can be written to is changed in place; the answer is then the number.
Result<bool> write_back(Thread& thread, Object* target, const Operand& operand) {
  if (target == nullptr || is_bytes(target) || is_str(target)) return false;
  HeldBuffer held(thread);
  if (!held.take(target, true).ok()) {
    clear_pending(thread);
    return false;
  }
  std::copy_n(operand.bytes.data(), std::min(operand.length, held.length()), held.data());
  return true;
}

Result<Object*> device_control(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(to_polled_descriptor(thread, arguments[0]));
  const auto request = static_cast<unsigned long>(TRY(to_index_value(thread, arguments[1])));
  Operand operand;
  TRY(read_operand(thread, "ioctl", arguments[2], operand));
  const bool in_place = TRY(to_flag(thread, arguments[3], true));
  int error = 0;
  const int answer = call_unlocked(
      thread, [&] { return control_device(descriptor, request & 0xffffffff, operand); }, error);
  if (answer < 0) return raise_os_error(thread, error);
  if (!operand.structure || (in_place && TRY(write_back(thread, arguments[2], operand)))) {
    return make_int(thread.interpreter(), answer);
  }
  return make_bytes(thread.interpreter(), operand.bytes.data(), operand.length);
}

Result<Object*> lock_file(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(to_polled_descriptor(thread, arguments[0]));
  const int operation = TRY(to_c_int(thread, arguments[1]));
  int error = 0;
  const int answer = call_unlocked(thread, [=] { return ::flock(descriptor, operation); }, error);
  return answer < 0 ? raise_os_error(thread, error) : new_none(thread);
}

Result<short> to_lock_kind(Thread& thread, int operation) {
  if ((operation & LOCK_UN) != 0) return short{F_UNLCK};
  if ((operation & LOCK_SH) != 0) return short{F_RDLCK};
  if ((operation & LOCK_EX) != 0) return short{F_WRLCK};
  return raise(thread, TypeId::kValueError, "unrecognized lockf argument");
}

Result<std::int64_t> to_offset(Thread& thread, Object* number) {
  if (number == nullptr) return std::int64_t{0};
  return std::int64_t{TRY(to_index_value(thread, number))};
}

Result<Object*> lock_range(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(to_polled_descriptor(thread, arguments[0]));
  const int operation = TRY(to_c_int(thread, arguments[1]));
  struct flock range{};
  range.l_type = TRY(to_lock_kind(thread, operation));
  range.l_len = TRY(to_offset(thread, arguments[2]));
  range.l_start = TRY(to_offset(thread, arguments[3]));
  range.l_whence = static_cast<short>(TRY(to_offset(thread, arguments[4])));
  const int command = (operation & LOCK_NB) != 0 ? F_SETLK : F_SETLKW;
  int error = 0;
  const int answer =
      call_unlocked(thread, [&] { return ::fcntl(descriptor, command, &range); }, error);
  return answer < 0 ? raise_os_error(thread, error) : new_none(thread);
}

constexpr NativeMethod kFunctions[] = {
    {"fcntl(module, fd, cmd, arg=0, /)", control},
    {"flock(module, fd, operation, /)", lock_file},
    {"ioctl(module, fd, request, arg=0, mutate_flag=True, /)", device_control},
    {"lockf(module, fd, cmd, len=0, start=0, whence=0, /)", lock_range},
};

#define OURO_NUMBER(name) {#name, name}
constexpr IntConstant kConstants[] = {
    OURO_NUMBER(DN_ACCESS),    OURO_NUMBER(DN_ATTRIB),    OURO_NUMBER(DN_CREATE),
    OURO_NUMBER(DN_DELETE),    OURO_NUMBER(DN_MODIFY),    OURO_NUMBER(DN_MULTISHOT),
    OURO_NUMBER(DN_RENAME),    OURO_NUMBER(FASYNC),       OURO_NUMBER(FD_CLOEXEC),
    OURO_NUMBER(F_ADD_SEALS),  OURO_NUMBER(F_DUPFD),      OURO_NUMBER(F_DUPFD_CLOEXEC),
    OURO_NUMBER(F_EXLCK),      OURO_NUMBER(F_GETFD),      OURO_NUMBER(F_GETFL),
    OURO_NUMBER(F_GETLEASE),   OURO_NUMBER(F_GETLK),      OURO_NUMBER(F_GETLK64),
    OURO_NUMBER(F_GETOWN),     OURO_NUMBER(F_GETPIPE_SZ), OURO_NUMBER(F_GETSIG),
    OURO_NUMBER(F_GET_SEALS),  OURO_NUMBER(F_NOTIFY),     OURO_NUMBER(F_OFD_GETLK),
    OURO_NUMBER(F_OFD_SETLK),  OURO_NUMBER(F_OFD_SETLKW), OURO_NUMBER(F_RDLCK),
    OURO_NUMBER(F_SEAL_GROW),  OURO_NUMBER(F_SEAL_SEAL),  OURO_NUMBER(F_SEAL_SHRINK),
    OURO_NUMBER(F_SEAL_WRITE), OURO_NUMBER(F_SETFD),      OURO_NUMBER(F_SETFL),
    OURO_NUMBER(F_SETLEASE),   OURO_NUMBER(F_SETLK),      OURO_NUMBER(F_SETLK64),
    OURO_NUMBER(F_SETLKW),     OURO_NUMBER(F_SETLKW64),   OURO_NUMBER(F_SETOWN),
    OURO_NUMBER(F_SETPIPE_SZ), OURO_NUMBER(F_SETSIG),     OURO_NUMBER(F_SHLCK),
    OURO_NUMBER(F_UNLCK),      OURO_NUMBER(F_WRLCK),      OURO_NUMBER(LOCK_EX),
    OURO_NUMBER(LOCK_MAND),    OURO_NUMBER(LOCK_NB),      OURO_NUMBER(LOCK_READ),
    OURO_NUMBER(LOCK_RW),      OURO_NUMBER(LOCK_SH),      OURO_NUMBER(LOCK_UN),
    OURO_NUMBER(LOCK_WRITE),
};
#undef OURO_NUMBER

Status execute(Thread& thread, Module* module) { return add_constants(thread, module, kConstants); }

}  // namespace

extern const ModuleDescriptor kFileControlModule;
const ModuleDescriptor kFileControlModule = {
    .name = "fcntl",
    .doc = "Settings and locks of open files.",
    .functions = kFunctions,
    .execute = execute,
};

}  // namespace ouro
