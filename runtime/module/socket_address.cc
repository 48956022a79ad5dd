// socket: addresses as programs write them and as the system does.
#include <arpa/inet.h>
#include <sys/un.h>

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "runtime/execute/threads.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/posix.h"
#include "runtime/module/socket.h"
#include "runtime/object/bytes.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/octets.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

int NameLookup::run(Thread& thread, const char* host, const char* service, addrinfo hints) {
  const int wanted = hints.ai_flags;
  hints.ai_flags |= AI_NUMERICHOST | AI_NUMERICSERV;
  int error = ::getaddrinfo(host, service, &hints, &first_);
  if (error != EAI_NONAME) return error;
  hints.ai_flags = wanted;
  Unlocked unlocked(thread);
  return ::getaddrinfo(host, service, &hints, &first_);
}

Failure raise_name_error(Thread& thread, const SocketState& state, int error) {
  if (error == EAI_SYSTEM) return raise_os_error(thread, errno);
  Ref<Int> number(TRY(make_int(thread.interpreter(), error)));
  Ref<Str> text(TRY(make_str(thread.interpreter(), ::gai_strerror(error))));
  Ref<> made(TRY(call(thread, state.name_error, number, text)));
  return raise_object(thread, static_cast<Exception*>(made.get()));
}

namespace {

// The text of a host name: str, bytes or bytearray.
class HostName {
 public:
  Status read(Thread& thread, Object* given) {
    if (is_str(given)) {
      Utf8 text(thread.interpreter(), static_cast<Str*>(given));
      if (!text.ok()) return failure;
      return take(thread, text.view());
    }
    if (is_bytes(given) || is_bytearray(given)) return take(thread, octets_of(given).text());
    return raise(thread, TypeId::kTypeError, "str, bytes or bytearray expected, not {}",
                 given->type);
  }
  const char* c_str() const { return text_; }
  std::string_view view() const { return text_; }

 private:
  Status take(Thread& thread, std::string_view text) {
    if (text.find('\0') != text.npos)
      return raise(thread, TypeId::kTypeError, "host name must not contain null character");
    if (text.size() >= sizeof text_)
      return raise(thread, TypeId::kValueError, "host name is too long");
    *std::copy(text.begin(), text.end(), text_) = '\0';
    return done;
  }

  char text_[1025] = "";
};

Status read_host(Thread& thread, const SocketState& state, int family, Object* given,
                 SocketAddress& address) {
  HostName host;
  TRY(host.read(thread, given));
  address.place.ss_family = static_cast<sa_family_t>(family);
  if (host.view().empty()) return done;  // any address: all bits are 0
  if (family == AF_INET && host.view() == "<broadcast>") {
    reinterpret_cast<sockaddr_in*>(&address.place)->sin_addr.s_addr = INADDR_BROADCAST;
    return done;
  }
  addrinfo hints{};
  hints.ai_family = family;
  NameLookup lookup;
  if (const int error = lookup.run(thread, host.c_str(), nullptr, hints))
    return raise_name_error(thread, state, error);
  std::memcpy(&address.place, lookup.first()->ai_addr, lookup.first()->ai_addrlen);
  return done;
}

Result<in_port_t> read_port(Thread& thread, Object* given, const char* function) {
  const int port = TRY(to_c_int(thread, given));
  if (port >= 0 && port <= 0xffff) return htons(static_cast<in_port_t>(port));
  return raise(thread, TypeId::kOverflowError, "{}(): port must be 0-65535.", function);
}

Result<Tuple*> read_tuple(Thread& thread, const char* family, std::size_t most, Object* given,
                          const char* function) {
  if (!is_tuple(given)) {
    return raise(thread, TypeId::kTypeError, "{}(): {} address must be tuple, not {}", function,
                 family, given->type);
  }
  auto* parts = static_cast<Tuple*>(given);
  if (parts->size >= 2 && parts->size <= most) return parts;
  return raise(thread, TypeId::kTypeError, "{} address must be a {} (host, port{})", family,
               most == 2 ? "pair" : "tuple", most == 2 ? "" : "[, flowinfo[, scopeid]]");
}

Status read_internet(Thread& thread, const SocketState& state, Object* given, const char* function,
                     SocketAddress& address) {
  Ref<Tuple> parts(retain(TRY(read_tuple(thread, "AF_INET", 2, given, function))));
  TRY(read_host(thread, state, AF_INET, (*parts)[0], address));
  auto* place = reinterpret_cast<sockaddr_in*>(&address.place);
  place->sin_port = TRY(read_port(thread, (*parts)[1], function));
  address.size = sizeof *place;
  return done;
}

Status read_internet6(Thread& thread, const SocketState& state, Object* given, const char* function,
                      SocketAddress& address) {
  Ref<Tuple> parts(retain(TRY(read_tuple(thread, "AF_INET6", 4, given, function))));
  TRY(read_host(thread, state, AF_INET6, (*parts)[0], address));
  auto* place = reinterpret_cast<sockaddr_in6*>(&address.place);
  place->sin6_port = TRY(read_port(thread, (*parts)[1], function));
  const auto number = [&](std::size_t index) -> Result<std::uint32_t> {
    if (parts->size <= index) return std::uint32_t{0};
    return static_cast<std::uint32_t>(TRY(to_int64(thread, (*parts)[index])));
  };
  place->sin6_flowinfo = htonl(TRY(number(2)));
  place->sin6_scope_id = TRY(number(3));
  address.size = sizeof *place;
  return done;
}

Status read_local(Thread& thread, Object* given, SocketAddress& address) {
  auto* place = reinterpret_cast<sockaddr_un*>(&address.place);
  place->sun_family = AF_UNIX;
  Path path;
  std::string_view text;
  if (is_str(given)) {
    TRY(path.parse(thread, given, "AF_UNIX address"));
    text = path.view();
  } else if (is_bytes(given) || is_bytearray(given)) {
    text = octets_of(given).text();
  } else {
    return raise(thread, TypeId::kTypeError, "a bytes-like object is required, not '{}'",
                 type_name(given->type));
  }
  const bool abstract = !text.empty() && text[0] == '\0';
  if (text.size() + !abstract > sizeof place->sun_path)
    return raise(thread, TypeId::kOSError, "AF_UNIX path too long");
  std::copy(text.begin(), text.end(), place->sun_path);
  address.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + text.size() + !abstract);
  return done;
}

Result<Object*> host_text(Thread& thread, int family, const void* bytes) {
  char text[INET6_ADDRSTRLEN];
  return make_str(thread.interpreter(), ::inet_ntop(family, bytes, text, sizeof text));
}

Result<Object*> make_internet(Thread& thread, const sockaddr_in& place) {
  Ref<> host(TRY(host_text(thread, AF_INET, &place.sin_addr)));
  Ref<> port(TRY(make_int_object(thread, ntohs(place.sin_port))));
  return pack_tuple(thread.interpreter(), host.get(), port.get());
}

Result<Object*> make_internet6(Thread& thread, const sockaddr_in6& place) {
  Ref<> host(TRY(host_text(thread, AF_INET6, &place.sin6_addr)));
  Ref<> port(TRY(make_int_object(thread, ntohs(place.sin6_port))));
  Ref<> flow(TRY(make_int_object(thread, ntohl(place.sin6_flowinfo))));
  Ref<> scope(TRY(make_int_object(thread, place.sin6_scope_id)));
  return pack_tuple(thread.interpreter(), host.get(), port.get(), flow.get(), scope.get());
}

// Paths end with the first zero; abstract names, which begin with one, with the address.
Result<Object*> make_local(Thread& thread, const sockaddr_un& place, socklen_t size) {
  const std::size_t room = size - offsetof(sockaddr_un, sun_path);
  if (room > 0 && place.sun_path[0] == '\0')
    return make_bytes(thread.interpreter(), place.sun_path, room);
  const std::string_view text(place.sun_path, ::strnlen(place.sun_path, room));
  return make_name(thread, text, false);
}

}  // namespace

Status read_address(Thread& thread, const SocketState& state, int family, Object* given,
                    const char* function, SocketAddress& address) {
  switch (family) {
    case AF_INET: return read_internet(thread, state, given, function, address);
    case AF_INET6: return read_internet6(thread, state, given, function, address);
    case AF_UNIX: return read_local(thread, given, address);
    default: return raise(thread, TypeId::kOSError, "{}(): bad family", function);
  }
}

Result<Object*> make_address(Thread& thread, const SocketAddress& address) {
  constexpr socklen_t kFamilyOnly = offsetof(sockaddr_un, sun_path);
  if (address.size == 0) return new_none(thread);
  switch (address.place.ss_family) {
    case AF_INET: return make_internet(thread, reinterpret_cast<const sockaddr_in&>(address.place));
    case AF_INET6:
      return make_internet6(thread, reinterpret_cast<const sockaddr_in6&>(address.place));
    case AF_UNIX:
      return make_local(thread, reinterpret_cast<const sockaddr_un&>(address.place),
                        std::max(address.size, kFamilyOnly));
    default: return make_int_object(thread, address.place.ss_family);
  }
}

}  // namespace ouro
