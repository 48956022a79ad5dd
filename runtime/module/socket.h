// socket: what the files of the _socket module share - the object, addresses, and their errors.
#pragma once

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstdint>

#include "runtime/object/module.h"

namespace ouro {

struct SocketState {
  Type* socket;      // owned
  Type* name_error;  // gaierror
  double timeout;    // of new sockets, in seconds; negative: they block
};

struct Socket : Object {
  int descriptor;  // -1: closed
  int family;
  int type;
  int protocol;
  double timeout;  // seconds; negative: blocks for ever; 0: never blocks
};

inline Socket* as_socket(Object* object) { return static_cast<Socket*>(object); }

struct SocketAddress {
  sockaddr_storage place{};
  socklen_t size = sizeof(sockaddr_storage);

  sockaddr* any() { return reinterpret_cast<sockaddr*>(&place); }
  const sockaddr* any() const { return reinterpret_cast<const sockaddr*>(&place); }
};

// What a program gives as an address for a socket of this family; `function` is for messages.
Status read_address(Thread&, const SocketState&, int family, Object* given, const char* function,
                    SocketAddress& address);
// (host, port), (host, port, flow, scope), a path ... ; None for no address.
Result<Object*> make_address(Thread&, const SocketAddress& address);

// Raises socket.gaierror for an error of getaddrinfo().
Failure raise_name_error(Thread&, const SocketState&, int error);

// The answers of getaddrinfo(), which end with this.
class NameLookup {
 public:
  NameLookup() = default;
  NameLookup(const NameLookup&) = delete;
  NameLookup& operator=(const NameLookup&) = delete;
  ~NameLookup() {
    if (first_ != nullptr) ::freeaddrinfo(first_);
  }

  // 0 or an EAI_ error. Numbers are understood without the system's databases; those are asked
  // without the interpreter lock.
  int run(Thread&, const char* host, const char* service, addrinfo hints);
  const addrinfo* first() const { return first_; }

 private:
  addrinfo* first_ = nullptr;
};

// None: -1, for ever. ValueError when negative.
Result<double> read_socket_timeout(Thread&, Object* timeout);
Result<Object*> make_socket_timeout(Thread&, double timeout);

extern const TypeDescriptor kSocketDescriptor;
inline constexpr std::size_t kSocketNameFunctionCount = 18;
extern const std::array<NativeMethod, kSocketNameFunctionCount> kSocketNameFunctions;
struct SocketKind {
  int family;
  int type;
  int protocol;
};
// Takes the descriptor over, unless it fails.
Result<Object*> make_socket_object(Thread&, Type*, int descriptor, const SocketKind& kind,
                                   double timeout);

}  // namespace ouro
