// _socket: the module - its type, its errors and the numbers of the system.
#include "runtime/module/socket.h"

#include <netinet/tcp.h>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/constants.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

#define OURO_NUMBER(name) {#name, static_cast<std::int64_t>(name)}
// clang-format off: rows of a table
constexpr IntConstant kConstants[] = {
    OURO_NUMBER(AF_UNSPEC), OURO_NUMBER(AF_INET), OURO_NUMBER(AF_INET6), OURO_NUMBER(AF_UNIX),
    OURO_NUMBER(SOCK_STREAM), OURO_NUMBER(SOCK_DGRAM), OURO_NUMBER(SOCK_RAW),
    OURO_NUMBER(SOCK_RDM), OURO_NUMBER(SOCK_SEQPACKET), OURO_NUMBER(SOCK_CLOEXEC),
    OURO_NUMBER(SOCK_NONBLOCK),
    OURO_NUMBER(SO_ACCEPTCONN), OURO_NUMBER(SO_BROADCAST), OURO_NUMBER(SO_DEBUG),
    OURO_NUMBER(SO_DONTROUTE), OURO_NUMBER(SO_ERROR), OURO_NUMBER(SO_KEEPALIVE),
    OURO_NUMBER(SO_LINGER), OURO_NUMBER(SO_OOBINLINE), OURO_NUMBER(SO_RCVBUF),
    OURO_NUMBER(SO_RCVLOWAT), OURO_NUMBER(SO_RCVTIMEO), OURO_NUMBER(SO_REUSEADDR),
    OURO_NUMBER(SO_REUSEPORT), OURO_NUMBER(SO_SNDBUF), OURO_NUMBER(SO_SNDLOWAT),
    OURO_NUMBER(SO_SNDTIMEO), OURO_NUMBER(SO_TYPE), OURO_NUMBER(SO_PROTOCOL),
    OURO_NUMBER(SO_DOMAIN), OURO_NUMBER(SO_PASSCRED), OURO_NUMBER(SO_PEERCRED),
    OURO_NUMBER(SOL_SOCKET), OURO_NUMBER(SOMAXCONN),
    OURO_NUMBER(MSG_OOB), OURO_NUMBER(MSG_PEEK), OURO_NUMBER(MSG_DONTROUTE),
    OURO_NUMBER(MSG_DONTWAIT), OURO_NUMBER(MSG_EOR), OURO_NUMBER(MSG_TRUNC),
    OURO_NUMBER(MSG_CTRUNC), OURO_NUMBER(MSG_WAITALL), OURO_NUMBER(MSG_NOSIGNAL),
    OURO_NUMBER(SHUT_RD), OURO_NUMBER(SHUT_WR), OURO_NUMBER(SHUT_RDWR),
    OURO_NUMBER(IPPROTO_IP), OURO_NUMBER(IPPROTO_ICMP), OURO_NUMBER(IPPROTO_TCP),
    OURO_NUMBER(IPPROTO_UDP), OURO_NUMBER(IPPROTO_IPV6), OURO_NUMBER(IPPROTO_ICMPV6),
    OURO_NUMBER(IPPROTO_RAW), {"SOL_IP", IPPROTO_IP}, {"SOL_TCP", IPPROTO_TCP},
    {"SOL_UDP", IPPROTO_UDP},
    OURO_NUMBER(INADDR_ANY), OURO_NUMBER(INADDR_BROADCAST), OURO_NUMBER(INADDR_LOOPBACK),
    OURO_NUMBER(INADDR_NONE),
    OURO_NUMBER(IP_TOS), OURO_NUMBER(IP_TTL), OURO_NUMBER(IP_MULTICAST_IF),
    OURO_NUMBER(IP_MULTICAST_TTL), OURO_NUMBER(IP_MULTICAST_LOOP),
    OURO_NUMBER(IP_ADD_MEMBERSHIP), OURO_NUMBER(IP_DROP_MEMBERSHIP),
    OURO_NUMBER(IPV6_V6ONLY), OURO_NUMBER(IPV6_UNICAST_HOPS), OURO_NUMBER(IPV6_MULTICAST_IF),
    OURO_NUMBER(IPV6_MULTICAST_HOPS), OURO_NUMBER(IPV6_MULTICAST_LOOP),
    OURO_NUMBER(IPV6_JOIN_GROUP), OURO_NUMBER(IPV6_LEAVE_GROUP),
    OURO_NUMBER(TCP_NODELAY), OURO_NUMBER(TCP_MAXSEG), OURO_NUMBER(TCP_CORK),
    OURO_NUMBER(TCP_KEEPIDLE), OURO_NUMBER(TCP_KEEPINTVL), OURO_NUMBER(TCP_KEEPCNT),
    OURO_NUMBER(TCP_USER_TIMEOUT), OURO_NUMBER(TCP_QUICKACK), OURO_NUMBER(TCP_FASTOPEN),
    OURO_NUMBER(EAI_ADDRFAMILY), OURO_NUMBER(EAI_AGAIN), OURO_NUMBER(EAI_BADFLAGS),
    OURO_NUMBER(EAI_FAIL), OURO_NUMBER(EAI_FAMILY), OURO_NUMBER(EAI_MEMORY),
    OURO_NUMBER(EAI_NODATA), OURO_NUMBER(EAI_NONAME), OURO_NUMBER(EAI_OVERFLOW),
    OURO_NUMBER(EAI_SERVICE), OURO_NUMBER(EAI_SOCKTYPE), OURO_NUMBER(EAI_SYSTEM),
    OURO_NUMBER(AI_PASSIVE), OURO_NUMBER(AI_CANONNAME), OURO_NUMBER(AI_NUMERICHOST),
    OURO_NUMBER(AI_NUMERICSERV), OURO_NUMBER(AI_V4MAPPED), OURO_NUMBER(AI_ALL),
    OURO_NUMBER(AI_ADDRCONFIG),
    OURO_NUMBER(NI_MAXHOST), OURO_NUMBER(NI_MAXSERV), OURO_NUMBER(NI_NOFQDN),
    OURO_NUMBER(NI_NUMERICHOST), OURO_NUMBER(NI_NAMEREQD), OURO_NUMBER(NI_NUMERICSERV),
    OURO_NUMBER(NI_DGRAM),
};
// clang-format on
#undef OURO_NUMBER

// class gaierror(OSError)
Result<Type*> make_name_error(Thread& thread) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Str> name(TRY(intern(interpreter, "gaierror")));
  Ref<Str> module_name(TRY(intern(interpreter, "socket")));
  Ref<Tuple> bases(
      TRY(pack_tuple(interpreter, static_cast<Object*>(type_of(thread, TypeId::kOSError)))));
  Ref<Dict> names(TRY(make_dict(interpreter)));
  TRY(dict_set(thread, names, identifier(thread, Id::dunder_module), module_name));
  return make_class(thread, type_of(thread, TypeId::kType), name, bases, names);
}

Status execute(Thread& thread, Module* module) {
  SocketState& state = module_state<SocketState>(module);
  state.timeout = -1;
  state.socket = retain(TRY(module_add_type(thread, module, kSocketDescriptor)));
  TRY(module_add(thread, module, "SocketType", state.socket));
  state.name_error = TRY(make_name_error(thread));
  TRY(module_add(thread, module, "gaierror", state.name_error));
  TRY(module_add(thread, module, "error", type_of(thread, TypeId::kOSError)));
  TRY(module_add(thread, module, "timeout", type_of(thread, TypeId::kTimeoutError)));
  TRY(module_add(thread, module, "has_ipv6", Ref<>(TRY(new_boolean(thread, true)))));
  return add_constants(thread, module, kConstants);
}

void state_traverse(void* place, ReferenceVisitor& visitor) {
  visitor.visit_if(static_cast<SocketState*>(place)->socket);
  visitor.visit_if(static_cast<SocketState*>(place)->name_error);
}

void state_clear(Interpreter&, void* place) noexcept {
  clear_reference(static_cast<SocketState*>(place)->socket);
  clear_reference(static_cast<SocketState*>(place)->name_error);
}

}  // namespace

extern const ModuleDescriptor kSocketModule;
constinit const ModuleDescriptor kSocketModule = {
    .name = "_socket",
    .doc = "Connections between processes and machines.",
    .functions = kSocketNameFunctions,
    .execute = execute,
    .state_size = sizeof(SocketState),
    .traverse = state_traverse,
    .clear = state_clear,
    .free = state_clear,
};

}  // namespace ouro
