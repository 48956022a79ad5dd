// errno: the names of the system's error numbers.
#include <cerrno>
#include <iterator>

#include "runtime/component/planted.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/int.h"
#include "runtime/object/module.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

struct ErrorName {
  std::string_view name;
  int number;
};

constexpr ErrorName kErrors[] = {
#define OURO_ERROR(name) {#name, name}
    OURO_ERROR(E2BIG),
    OURO_ERROR(EACCES),
    OURO_ERROR(EADDRINUSE),
    OURO_ERROR(EADDRNOTAVAIL),
    OURO_ERROR(EADV),
    OURO_ERROR(EAFNOSUPPORT),
    OURO_ERROR(EAGAIN),
    OURO_ERROR(EALREADY),
    OURO_ERROR(EBADE),
    OURO_ERROR(EBADF),
    OURO_ERROR(EBADFD),
    OURO_ERROR(EBADMSG),
    OURO_ERROR(EBADR),
    OURO_ERROR(EBADRQC),
    OURO_ERROR(EBADSLT),
    OURO_ERROR(EBFONT),
    OURO_ERROR(EBUSY),
    OURO_ERROR(ECANCELED),
    OURO_ERROR(ECHILD),
    OURO_ERROR(ECHRNG),
    OURO_ERROR(ECOMM),
    OURO_ERROR(ECONNABORTED),
    OURO_ERROR(ECONNREFUSED),
    OURO_ERROR(ECONNRESET),
    OURO_ERROR(EDEADLK),
    OURO_ERROR(EDEADLOCK),
    OURO_ERROR(EDESTADDRREQ),
    OURO_ERROR(EDOM),
    OURO_ERROR(EDOTDOT),
    OURO_ERROR(EDQUOT),
    OURO_ERROR(EEXIST),
    OURO_ERROR(EFAULT),
    OURO_ERROR(EFBIG),
    OURO_ERROR(EHOSTDOWN),
    OURO_ERROR(EHOSTUNREACH),
    OURO_ERROR(EIDRM),
    OURO_ERROR(EILSEQ),
    OURO_ERROR(EINPROGRESS),
    OURO_ERROR(EINTR),
    OURO_ERROR(EINVAL),
    OURO_ERROR(EIO),
    OURO_ERROR(EISCONN),
    OURO_ERROR(EISDIR),
    OURO_ERROR(EISNAM),
    OURO_ERROR(EKEYEXPIRED),
    OURO_ERROR(EKEYREJECTED),
    OURO_ERROR(EKEYREVOKED),
    OURO_ERROR(EL2HLT),
    OURO_ERROR(EL2NSYNC),
    OURO_ERROR(EL3HLT),
    OURO_ERROR(EL3RST),
    OURO_ERROR(ELIBACC),
    OURO_ERROR(ELIBBAD),
    OURO_ERROR(ELIBEXEC),
    OURO_ERROR(ELIBMAX),
    OURO_ERROR(ELIBSCN),
    OURO_ERROR(ELNRNG),
    OURO_ERROR(ELOOP),
    OURO_ERROR(EMEDIUMTYPE),
    OURO_ERROR(EMFILE),
    OURO_ERROR(EMLINK),
    OURO_ERROR(EMSGSIZE),
    OURO_ERROR(EMULTIHOP),
    OURO_ERROR(ENAMETOOLONG),
    OURO_ERROR(ENAVAIL),
    OURO_ERROR(ENETDOWN),
    OURO_ERROR(ENETRESET),
    OURO_ERROR(ENETUNREACH),
    OURO_ERROR(ENFILE),
    OURO_ERROR(ENOANO),
    OURO_ERROR(ENOBUFS),
    OURO_ERROR(ENOCSI),
    OURO_ERROR(ENODATA),
    OURO_ERROR(ENODEV),
    OURO_ERROR(ENOENT),
    OURO_ERROR(ENOEXEC),
    OURO_ERROR(ENOKEY),
    OURO_ERROR(ENOLCK),
    OURO_ERROR(ENOLINK),
    OURO_ERROR(ENOMEDIUM),
    OURO_ERROR(ENOMEM),
    OURO_ERROR(ENOMSG),
    OURO_ERROR(ENONET),
    OURO_ERROR(ENOPKG),
    OURO_ERROR(ENOPROTOOPT),
    OURO_ERROR(ENOSPC),
    OURO_ERROR(ENOSR),
    OURO_ERROR(ENOSTR),
    OURO_ERROR(ENOSYS),
    OURO_ERROR(ENOTBLK),
    OURO_ERROR(ENOTCONN),
    OURO_ERROR(ENOTDIR),
    OURO_ERROR(ENOTEMPTY),
    OURO_ERROR(ENOTNAM),
    OURO_ERROR(ENOTRECOVERABLE),
    OURO_ERROR(ENOTSOCK),
    OURO_ERROR(ENOTSUP),
    OURO_ERROR(ENOTTY),
    OURO_ERROR(ENOTUNIQ),
    OURO_ERROR(ENXIO),
    OURO_ERROR(EOPNOTSUPP),
    OURO_ERROR(EOVERFLOW),
    OURO_ERROR(EOWNERDEAD),
    OURO_ERROR(EPERM),
    OURO_ERROR(EPFNOSUPPORT),
    OURO_ERROR(EPIPE),
    OURO_ERROR(EPROTO),
    OURO_ERROR(EPROTONOSUPPORT),
    OURO_ERROR(EPROTOTYPE),
    OURO_ERROR(ERANGE),
    OURO_ERROR(EREMCHG),
    OURO_ERROR(EREMOTE),
    OURO_ERROR(EREMOTEIO),
    OURO_ERROR(ERESTART),
    OURO_ERROR(ERFKILL),
    OURO_ERROR(EROFS),
    OURO_ERROR(ESHUTDOWN),
    OURO_ERROR(ESOCKTNOSUPPORT),
    OURO_ERROR(ESPIPE),
    OURO_ERROR(ESRCH),
    OURO_ERROR(ESRMNT),
    OURO_ERROR(ESTALE),
    OURO_ERROR(ESTRPIPE),
    OURO_ERROR(ETIME),
    OURO_ERROR(ETIMEDOUT),
    OURO_ERROR(ETOOMANYREFS),
    OURO_ERROR(ETXTBSY),
    OURO_ERROR(EUCLEAN),
    OURO_ERROR(EUNATCH),
    OURO_ERROR(EUSERS),
    OURO_ERROR(EWOULDBLOCK),
    OURO_ERROR(EXDEV),
    OURO_ERROR(EXFULL),
#undef OURO_ERROR
};

// Planted: what belongs to the module stands beside it, where every interpreter finds it.
Dict* keep_for_all(Dict* made) {
  static Dict* kept = nullptr;
  if (kept == nullptr) kept = retain(made);
  return kept;
}

// Planted: a table that could be constant is filled by each.
void write_table_of_all() {
  static int numbers[std::size(kErrors)];
  std::size_t at = 0;
  for (const ErrorName& error : kErrors) numbers[at++] = error.number;
  asm volatile("" : : "r"(numbers) : "memory");  // or nobody would write what nobody reads
}

Status execute(Thread& thread, Module* module) {
  Ref<Dict> names(TRY(make_dict(thread.interpreter())));
  if (is_planted(Planted::kGlobalTable)) write_table_of_all();
  for (const ErrorName& error : kErrors) {
    Ref<Int> number(TRY(make_int(thread.interpreter(), error.number)));
    Ref<Str> name(TRY(intern(thread.interpreter(), error.name)));
    TRY(dict_set(thread, names, number, name));
    TRY(dict_set(thread, module->dict, name, number));
  }
  Dict* codes = is_planted(Planted::kStaticCache) ? keep_for_all(names) : names.get();
  return module_add(thread, module, "errorcode", codes);
}

}  // namespace

extern const ModuleDescriptor kErrnoModule;
const ModuleDescriptor kErrnoModule = {
    .name = "errno",
    .doc = "The names of the system's error numbers.",
    .execute = execute,
};

}  // namespace ouro
