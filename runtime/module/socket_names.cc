// socket: functions about names, numbers and their forms.
#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/program_descriptors.h"
#include "runtime/module/socket.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/octets.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

constexpr std::size_t kNameMax = NI_MAXHOST;

// Text of a str or bytes argument, ended by a zero; null for None.
class NameArgument {
 public:
  Status read(Thread& thread, Object* given, const char* what) {
    if (given == nullptr || given == none(thread)) return done;
    if (is_int(given)) return take_number(thread, given);
    if (is_bytes(given)) return take(thread, octets_of(given).text());
    if (!is_str(given)) return raise(thread, TypeId::kTypeError, "{}", what);
    Utf8 text(thread.interpreter(), static_cast<Str*>(given));
    return text.ok() ? take(thread, text.view()) : Status(failure);
  }
  const char* c_str() const { return given_ ? text_ : nullptr; }

 private:
  Status take_number(Thread& thread, Object* given) {
    char digits[24];
    const std::int64_t number = TRY(to_int64(thread, given));
    const char* end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return take(thread, {digits, static_cast<std::size_t>(end - digits)});
  }
  Status take(Thread& thread, std::string_view text) {
    if (text.find('\0') != text.npos)
      return raise(thread, TypeId::kValueError, "embedded null character");
    if (text.size() >= kNameMax) return raise(thread, TypeId::kValueError, "name is too long");
    *std::copy(text.begin(), text.end(), text_) = '\0';
    given_ = true;
    return done;
  }

  char text_[kNameMax];
  bool given_ = false;
};

Result<Object*> host_name(Thread& thread, Object*, Object* const*) {
  char name[1024];
  if (::gethostname(name, sizeof name - 1) < 0) return raise_os_error(thread, errno);
  name[sizeof name - 1] = '\0';
  return make_str(thread.interpreter(), name);
}

// (family, type, protocol, canonical name, address)
Result<Object*> lookup_row(Thread& thread, const addrinfo& info) {
  Interpreter& interpreter = thread.interpreter();
  SocketAddress address;
  address.size = info.ai_addrlen;
  std::copy_n(reinterpret_cast<const char*>(info.ai_addr), info.ai_addrlen,
              reinterpret_cast<char*>(&address.place));
  Ref<Tuple> row(TRY(make_tuple(interpreter, 5)));
  row->items()[0] = TRY(make_int_object(thread, info.ai_family));
  row->items()[1] = TRY(make_int_object(thread, info.ai_socktype));
  row->items()[2] = TRY(make_int_object(thread, info.ai_protocol));
  row->items()[3] =
      TRY(make_str(interpreter, info.ai_canonname == nullptr ? "" : info.ai_canonname));
  row->items()[4] = TRY(make_address(thread, address));
  return row.take();
}

Result<Object*> look_up(Thread& thread, Object* module, Object* const* arguments) {
  NameArgument host, service;
  TRY(host.read(thread, arguments[0], "getaddrinfo() argument 1 must be string or None"));
  TRY(service.read(thread, arguments[1], "Int or String expected"));
  addrinfo hints{};
  int* const places[] = {&hints.ai_family, &hints.ai_socktype, &hints.ai_protocol, &hints.ai_flags};
  for (std::size_t index = 0; index < std::size(places); ++index) {
    Object* given = arguments[2 + index];
    *places[index] = given == nullptr ? 0 : TRY(to_c_int(thread, given));
  }
  NameLookup lookup;
  if (const int error = lookup.run(thread, host.c_str(), service.c_str(), hints))
    return raise_name_error(thread, module_state<SocketState>(module), error);
  Ref<List> rows(TRY(make_list(thread.interpreter())));
  for (const addrinfo* info = lookup.first(); info != nullptr; info = info->ai_next) {
    TRY(list_append_owned(thread.interpreter(), rows, TRY(lookup_row(thread, *info))));
  }
  return rows.take();
}

Result<Object*> address_of_host(Thread& thread, Object* module, Object* const* arguments) {
  NameArgument host;
  TRY(host.read(thread, arguments[0], "gethostbyname() argument 1 must be str"));
  addrinfo hints{};
  hints.ai_family = AF_INET;
  NameLookup lookup;
  const char* name = host.c_str() == nullptr || *host.c_str() == '\0' ? "0.0.0.0" : host.c_str();
  if (const int error = lookup.run(thread, name, nullptr, hints))
    return raise_name_error(thread, module_state<SocketState>(module), error);
  const auto* place = reinterpret_cast<const sockaddr_in*>(lookup.first()->ai_addr);
  char text[INET_ADDRSTRLEN];
  return make_str(thread.interpreter(), ::inet_ntop(AF_INET, &place->sin_addr, text, sizeof text));
}

Result<int> address_family(const Object* given) {
  return static_cast<const Tuple*>(given)->size > 2 ? AF_INET6 : AF_INET;
}

// The (host, service) of an address.
Result<Object*> name_of_address(Thread& thread, Object* module, Object* const* arguments) {
  if (!is_tuple(arguments[0]))
    return raise(thread, TypeId::kTypeError, "getnameinfo() argument 1 must be a tuple");
  const SocketState& state = module_state<SocketState>(module);
  const int flags = TRY(to_c_int(thread, arguments[1]));
  SocketAddress address;
  TRY(read_address(thread, state, TRY(address_family(arguments[0])), arguments[0], "getnameinfo",
                   address));
  char host[NI_MAXHOST], service[NI_MAXSERV];
  const int error =
      ::getnameinfo(address.any(), address.size, host, sizeof host, service, sizeof service, flags);
  if (error != 0) return raise_name_error(thread, state, error);
  Ref<Str> first(TRY(make_str(thread.interpreter(), host)));
  Ref<Str> second(TRY(make_str(thread.interpreter(), service)));
  return pack_tuple(thread.interpreter(), first.get(), second.get());
}

// ---- Forms of addresses -----------------------------------------------------------------------

Result<Object*> to_packed(Thread& thread, Object*, Object* const* arguments) {
  NameArgument text;
  TRY(text.read(thread, arguments[0], "inet_aton() argument 1 must be str"));
  in_addr packed;
  if (text.c_str() == nullptr || ::inet_aton(text.c_str(), &packed) == 0)
    return raise(thread, TypeId::kOSError, "illegal IP address string passed to inet_aton");
  return make_bytes(thread.interpreter(), &packed, sizeof packed);
}

Result<std::size_t> packed_size(Thread& thread, int family) {
  if (family == AF_INET) return sizeof(in_addr);
  if (family == AF_INET6) return sizeof(in6_addr);
  return raise(thread, TypeId::kValueError, "unknown address family {}", family);
}

Result<Object*> to_packed_of_family(Thread& thread, Object*, Object* const* arguments) {
  const int family = TRY(to_c_int(thread, arguments[0]));
  NameArgument text;
  TRY(text.read(thread, arguments[1], "inet_pton() argument 2 must be str"));
  const Result<std::size_t> size = packed_size(thread, family);
  if (!size.ok()) {
    clear_pending(thread);
    return raise_os_error(thread, EAFNOSUPPORT);
  }
  in6_addr packed;
  if (text.c_str() == nullptr || ::inet_pton(family, text.c_str(), &packed) != 1)
    return raise(thread, TypeId::kOSError, "illegal IP address string passed to inet_pton");
  return make_bytes(thread.interpreter(), &packed, size.value());
}

Result<Object*> to_text(Thread& thread, int family, Object* packed, const char* message) {
  HeldBuffer bytes(thread);
  TRY(bytes.take(packed));
  if (bytes.length() != TRY(packed_size(thread, family)))
    return raise(thread,
                 family == AF_INET && *message == 'p' ? TypeId::kOSError : TypeId::kValueError,
                 "{}", message);
  char text[INET6_ADDRSTRLEN];
  return make_str(thread.interpreter(), ::inet_ntop(family, bytes.data(), text, sizeof text));
}

Result<Object*> to_text_plain(Thread& thread, Object*, Object* const* arguments) {
  return to_text(thread, AF_INET, arguments[0], "packed IP wrong length");
}

Result<Object*> to_text_of_family(Thread& thread, Object*, Object* const* arguments) {
  return to_text(thread, TRY(to_c_int(thread, arguments[0])), arguments[1],
                 "invalid length of packed IP address string");
}

// htons(), ntohs(), htonl() and ntohl(): both ways are the same exchange.
constexpr char kToNetworkShort[] = "htons";
constexpr char kToHostShort[] = "ntohs";

template <const char* kName>
Result<Object*> change_short(Thread& thread, Object*, Object* const* arguments) {
  const int value = TRY(to_c_int(thread, arguments[0]));
  if (value >= 0 && value <= 0xffff)
    return make_int_object(thread, htons(static_cast<std::uint16_t>(value)));
  return raise(thread, TypeId::kOverflowError, "{}: {} to C 16-bit unsigned integer", kName,
               value < 0 ? "can't convert negative Python int" : "Python int too large to convert");
}

Result<Object*> change_long(Thread& thread, Object*, Object* const* arguments) {
  if (!is_int(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "expected int, {} found",
                 type_name(arguments[0]->type));
  }
  const std::int64_t value = TRY(to_int64(thread, arguments[0]));
  if (value < 0)
    return raise(thread, TypeId::kOverflowError, "can't convert negative value to unsigned int");
  if (value > std::int64_t{UINT32_MAX})
    return raise(thread, TypeId::kOverflowError, "int larger than 32 bits");
  return make_int(thread.interpreter(), htonl(static_cast<std::uint32_t>(value)));
}

// ---- Descriptors ------------------------------------------------------------------------------

Result<Object*> close_descriptor(Thread& thread, Object*, Object* const* arguments) {
  const int descriptor = TRY(to_c_int(thread, arguments[0]));
  if (close_program_descriptor(thread.interpreter(), descriptor) < 0)
    return raise_os_error(thread, errno);
  return new_none(thread);
}

Result<Object*> duplicate(Thread& thread, Object*, Object* const* arguments) {
  TRY(prepare_descriptors(thread));
  const int copy = ::fcntl(TRY(to_c_int(thread, arguments[0])), F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return raise_os_error(thread, errno);
  descriptor_opened(thread, copy);
  return make_int_object(thread, copy);
}

Result<Object*> make_pair(Thread& thread, Object* module, Object* const* arguments) {
  constexpr int kDefaults[] = {AF_UNIX, SOCK_STREAM, 0};
  int values[3], ends[2];
  for (std::size_t index = 0; index < 3; ++index) {
    Object* given = arguments[index];
    values[index] = given == nullptr ? kDefaults[index] : TRY(to_c_int(thread, given));
  }
  TRY(prepare_descriptors(thread, 2));
  if (::socketpair(values[0], values[1] | SOCK_CLOEXEC, values[2], ends) < 0)
    return raise_os_error(thread, errno);
  for (const int end : ends) descriptor_opened(thread, end);
  const SocketState& state = module_state<SocketState>(module);
  const double timeout = (values[1] & SOCK_NONBLOCK) != 0 ? 0 : state.timeout;
  const SocketKind kind{values[0], values[1] & ~(SOCK_NONBLOCK | SOCK_CLOEXEC), values[2]};
  Ref<> sides[2];
  for (std::size_t index = 0; index < 2; ++index) {
    const Result<Object*> made =
        make_socket_object(thread, state.socket, ends[index], kind, timeout);
    if (made.ok()) {
      sides[index].reset(made.value());
      continue;
    }
    if (index == 0) close_program_descriptor(thread.interpreter(), ends[0]);
    close_program_descriptor(thread.interpreter(), ends[1]);
    return failure;
  }
  return pack_tuple(thread.interpreter(), sides[0].get(), sides[1].get());
}

Result<Object*> get_default_timeout(Thread& thread, Object* module, Object* const*) {
  return make_socket_timeout(thread, module_state<SocketState>(module).timeout);
}

Result<Object*> set_default_timeout(Thread& thread, Object* module, Object* const* arguments) {
  module_state<SocketState>(module).timeout = TRY(read_socket_timeout(thread, arguments[0]));
  return new_none(thread);
}

Result<Object*> interface_index(Thread& thread, Object*, Object* const* arguments) {
  NameArgument name;
  TRY(name.read(thread, arguments[0], "if_nametoindex() argument 1 must be str"));
  const unsigned number = name.c_str() == nullptr ? 0 : ::if_nametoindex(name.c_str());
  if (number == 0) return raise(thread, TypeId::kOSError, "no interface with this name");
  return make_int(thread.interpreter(), number);
}

}  // namespace

constinit const std::array<NativeMethod, kSocketNameFunctionCount> kSocketNameFunctions = {{
    {"close(module, fd, /)", close_descriptor},
    {"dup(module, fd, /)", duplicate},
    {"getaddrinfo(module, host, port, family=0, type=0, proto=0, flags=0)", look_up},
    {"getdefaulttimeout(module, /)", get_default_timeout},
    {"gethostbyname(module, host, /)", address_of_host},
    {"gethostname(module, /)", host_name},
    {"getnameinfo(module, sockaddr, flags, /)", name_of_address},
    {"htonl(module, x, /)", change_long},
    {"htons(module, x, /)", change_short<kToNetworkShort>},
    {"if_nametoindex(module, if_name, /)", interface_index},
    {"inet_aton(module, ip_addr, /)", to_packed},
    {"inet_ntoa(module, packed_ip, /)", to_text_plain},
    {"inet_ntop(module, af, packed_ip, /)", to_text_of_family},
    {"inet_pton(module, af, ip, /)", to_packed_of_family},
    {"ntohl(module, x, /)", change_long},
    {"ntohs(module, x, /)", change_short<kToHostShort>},
    {"setdefaulttimeout(module, timeout, /)", set_default_timeout},
    {"socketpair(module, family=socket.AF_UNIX, type=socket.SOCK_STREAM, proto=0, /)", make_pair},
}};

}  // namespace ouro
