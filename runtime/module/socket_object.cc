// socket: the type of sockets. Waiting is cut into slices (polling.h), so finalize can end it.
#include "runtime/module/socket.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/polling.h"
#include "runtime/module/program_descriptors.h"
#include "runtime/module/warnings.h"
#include "runtime/object/bytes.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/native_call.h"
#include "runtime/object/octets.h"
#include "runtime/object/protocol.h"
#include "runtime/object/text.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

const SocketState& state_of(Object* self) { return type_state<SocketState>(self->type); }

// ---- Life -------------------------------------------------------------------------------------

Status set_non_blocking(Thread& thread, const Socket* socket) {
  int on = socket->timeout >= 0;
  if (::ioctl(socket->descriptor, FIONBIO, &on) >= 0) return done;
  return raise_os_error(thread, errno);
}

Result<Object*> socket_make(Thread& thread, Type* type, const Arguments&) {
  Ref<> self(TRY(allocate_instance(thread.interpreter(), type)));
  as_socket(self)->descriptor = -1;
  as_socket(self)->timeout = -1;
  return self.take();
}

// What the system knows of a descriptor, where the program did not say it.
Status take_descriptor(Thread& thread, Socket* socket, Object* number) {
  if (is_float(number))
    return raise(thread, TypeId::kTypeError, "integer argument expected, got float");
  const int descriptor = TRY(to_c_int(thread, number));
  if (descriptor < 0) return raise(thread, TypeId::kValueError, "negative file descriptor");
  SocketAddress own;
  socklen_t size = sizeof(int);
  if (::getsockname(descriptor, own.any(), &own.size) < 0 && (errno == EBADF || errno == ENOTSOCK))
    return raise_os_error(thread, errno);
  if (socket->family == -1) socket->family = own.place.ss_family;
  if (socket->type == -1 &&
      ::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &socket->type, &size) < 0) {
    return raise_os_error(thread, errno);
  }
  if (socket->protocol == -1 &&
      ::getsockopt(descriptor, SOL_SOCKET, SO_PROTOCOL, &socket->protocol, &size) < 0) {
    return raise_os_error(thread, errno);
  }
  socket->descriptor = descriptor;
  return done;
}

Status open_descriptor(Thread& thread, Socket* socket) {
  if (socket->family == -1) socket->family = AF_INET;
  if (socket->type == -1) socket->type = SOCK_STREAM;
  if (socket->protocol == -1) socket->protocol = 0;
  TRY(prepare_descriptors(thread));
  socket->descriptor = ::socket(socket->family, socket->type | SOCK_CLOEXEC, socket->protocol);
  descriptor_opened(thread, socket->descriptor);
  return socket->descriptor < 0 ? Status(raise_os_error(thread, errno)) : done;
}

constexpr Signature kSocketSignature{"socket(family=-1, type=-1, proto=-1, fileno=None)"};

Status socket_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kSocketSignature, arguments));
  Socket* socket = as_socket(self);
  int* const places[] = {&socket->family, &socket->type, &socket->protocol};
  for (std::size_t index = 0; index < std::size(places); ++index) {
    *places[index] = bound[index] == nullptr ? -1 : TRY(to_c_int(thread, bound[index]));
  }
  const bool given = bound[3] != nullptr && bound[3] != none(thread);
  TRY(given ? take_descriptor(thread, socket, bound[3]) : open_descriptor(thread, socket));
  socket->timeout = state_of(self).timeout;
  if ((socket->type & SOCK_NONBLOCK) != 0) socket->timeout = 0;
  socket->type &= ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
  return socket->timeout >= 0 ? set_non_blocking(thread, socket) : done;
}

void socket_deallocate(Interpreter& interpreter, Object* self) noexcept {
  const int descriptor = as_socket(self)->descriptor;
  if (descriptor >= 0) close_program_descriptor(interpreter, descriptor);
  free_instance(interpreter, self);
}

// A socket that was forgotten open says so.
Status socket_finalize(Thread& thread, Object* self) {
  if (as_socket(self)->descriptor < 0) return done;
  Ref<Str> text(TRY(format_str(thread, "unclosed {}", repr_of(self))));
  return warn(thread, TypeId::kResourceWarning, text, 1, self);
}

void visit_nothing(Object*, ReferenceVisitor&) {}

Result<Object*> socket_repr(Thread& thread, Object* self) {
  const Socket* socket = as_socket(self);
  return format_str(thread, "<socket object, fd={}, family={}, type={}, proto={}>",
                    socket->descriptor, socket->family, socket->type, socket->protocol);
}

Result<Object*> socket_close(Thread& thread, Object* self, Object* const*) {
  const int descriptor = std::exchange(as_socket(self)->descriptor, -1);
  if (descriptor < 0) return new_none(thread);
  if (close_program_descriptor(thread.interpreter(), descriptor) < 0 && errno != ECONNRESET)
    return raise_os_error(thread, errno);
  return new_none(thread);
}

Result<Object*> socket_detach(Thread& thread, Object* self, Object* const*) {
  return make_int_object(thread, std::exchange(as_socket(self)->descriptor, -1));
}

Result<Object*> socket_number(Thread& thread, Object* self, Object* const*) {
  return make_int_object(thread, as_socket(self)->descriptor);
}

// ---- Waiting ----------------------------------------------------------------------------------

std::int64_t deadline_of(const Socket* socket) {
  return socket->timeout > 0 ? deadline_after(socket->timeout, 1) : kNoDeadline;
}

// Until the socket is ready for `events`; TimeoutError after its timeout.
Status await_ready(Thread& thread, const Socket* socket, short events, std::int64_t deadline) {
  pollfd entry{socket->descriptor, events, 0};
  if (TRY(poll_descriptors(thread, &entry, 1, deadline)) > 0) return done;
  return raise(thread, TypeId::kTimeoutError, "timed out");
}

// Repeats a call that would block until it does not.
template <typename Call>
Result<ssize_t> transfer(Thread& thread, const Socket* socket, short events, std::int64_t deadline,
                         Call call) {
  while (true) {
    const ssize_t answer = call();
    if (answer >= 0) return answer;
    const int error = errno;
    const bool would_block = error == EAGAIN || error == EWOULDBLOCK;
    if (error != EINTR && (!would_block || socket->timeout == 0))
      return raise_os_error(thread, error);
    TRY(await_ready(thread, socket, events, deadline));
  }
}

template <typename Call>
Result<ssize_t> transfer(Thread& thread, const Socket* socket, short events, Call call) {
  return transfer(thread, socket, events, deadline_of(socket), call);
}

// ---- Connections ------------------------------------------------------------------------------

Result<Object*> socket_bind(Thread& thread, Object* self, Object* const* arguments) {
  SocketAddress address;
  TRY(read_address(thread, state_of(self), as_socket(self)->family, arguments[0], "bind", address));
  if (::bind(as_socket(self)->descriptor, address.any(), address.size) < 0)
    return raise_os_error(thread, errno);
  return new_none(thread);
}

Result<Object*> socket_listen(Thread& thread, Object* self, Object* const* arguments) {
  constexpr int kBacklog = 128;
  const int backlog = arguments[0] == nullptr ? kBacklog : TRY(to_c_int(thread, arguments[0]));
  if (::listen(as_socket(self)->descriptor, std::max(backlog, 0)) < 0)
    return raise_os_error(thread, errno);
  return new_none(thread);
}

Result<Object*> socket_accept(Thread& thread, Object* self, Object* const*) {
  const Socket* socket = as_socket(self);
  SocketAddress address;
  TRY(prepare_descriptors(thread));
  const std::int64_t deadline = deadline_of(socket);
  if (socket->timeout != 0) TRY(await_ready(thread, socket, POLLIN, deadline));
  const ssize_t made = TRY(transfer(thread, socket, POLLIN, deadline, [&]() -> ssize_t {
    address.size = sizeof address.place;
    return ::accept4(socket->descriptor, address.any(), &address.size, SOCK_CLOEXEC);
  }));
  descriptor_opened(thread, static_cast<int>(made));
  Ref<> number(TRY(make_int_object(thread, made)));
  Ref<> peer(TRY(make_address(thread, address)));
  return pack_tuple(thread.interpreter(), number.get(), peer.get());
}

// 0 or the error. A blocking socket is made not to block while it connects, so that waiting for it
// can be interrupted.
Result<int> connect_to(Thread& thread, Socket* socket, const SocketAddress& address) {
  int on = 1;
  if (socket->timeout < 0) ::ioctl(socket->descriptor, FIONBIO, &on);
  int error = ::connect(socket->descriptor, address.any(), address.size) < 0 ? errno : 0;
  if (socket->timeout < 0) TRY(set_non_blocking(thread, socket));
  if ((error != EINPROGRESS && error != EINTR) || socket->timeout == 0) return error;
  TRY(await_ready(thread, socket, POLLOUT, deadline_of(socket)));
  socklen_t size = sizeof error;
  if (::getsockopt(socket->descriptor, SOL_SOCKET, SO_ERROR, &error, &size) < 0) return errno;
  return error;
}

Result<int> connect_to(Thread& thread, Object* self, Object* given, const char* function) {
  SocketAddress address;
  TRY(read_address(thread, state_of(self), as_socket(self)->family, given, function, address));
  return connect_to(thread, as_socket(self), address);
}

Result<Object*> socket_connect(Thread& thread, Object* self, Object* const* arguments) {
  const int error = TRY(connect_to(thread, self, arguments[0], "connect"));
  if (error != 0) return raise_os_error(thread, error);
  return new_none(thread);
}

Result<Object*> socket_connect_ex(Thread& thread, Object* self, Object* const* arguments) {
  return make_int_object(thread, TRY(connect_to(thread, self, arguments[0], "connect_ex")));
}

Result<Object*> socket_shutdown(Thread& thread, Object* self, Object* const* arguments) {
  if (::shutdown(as_socket(self)->descriptor, TRY(to_c_int(thread, arguments[0]))) < 0)
    return raise_os_error(thread, errno);
  return new_none(thread);
}

template <auto kAsk>
Result<Object*> own_address(Thread& thread, Object* self, Object* const*) {
  SocketAddress address;
  if (kAsk(as_socket(self)->descriptor, address.any(), &address.size) < 0)
    return raise_os_error(thread, errno);
  return make_address(thread, address);
}

// ---- Receiving --------------------------------------------------------------------------------

Result<int> read_flags(Thread& thread, Object* flags) {
  return flags == nullptr ? Result<int>(0) : to_c_int(thread, flags);
}

Result<std::size_t> receive(Thread& thread, Object* self, void* place, std::size_t room, int flags,
                            SocketAddress* sender) {
  const Socket* socket = as_socket(self);
  const ssize_t got = TRY(transfer(thread, socket, POLLIN, [&] {
    if (sender == nullptr) return ::recv(socket->descriptor, place, room, flags | MSG_DONTWAIT);
    sender->size = sizeof sender->place;
    return ::recvfrom(socket->descriptor, place, room, flags | MSG_DONTWAIT, sender->any(),
                      &sender->size);
  }));
  return static_cast<std::size_t>(got);
}

Result<Bytes*> receive_bytes(Thread& thread, Object* self, Object* const* arguments,
                             const char* function, SocketAddress* sender) {
  const std::intptr_t room = TRY(to_index_value(thread, arguments[0]));
  const int flags = TRY(read_flags(thread, arguments[1]));
  if (room < 0) return raise(thread, TypeId::kValueError, "negative buffersize in {}", function);
  Ref<Bytes> bytes(TRY(make_bytes_for(thread.interpreter(), static_cast<std::size_t>(room))));
  const std::size_t got = TRY(receive(thread, self, bytes->data(), bytes->length, flags, sender));
  if (got == bytes->length) return bytes.take();
  return make_bytes(thread.interpreter(), bytes->data(), got);
}

Result<std::size_t> receive_into(Thread& thread, Object* self, Object* const* arguments,
                                 const char* function, SocketAddress* sender) {
  const std::intptr_t wanted =
      arguments[1] == nullptr ? 0 : TRY(to_index_value(thread, arguments[1]));
  const int flags = TRY(read_flags(thread, arguments[2]));
  if (wanted < 0) return raise(thread, TypeId::kValueError, "negative buffersize in {}", function);
  HeldBuffer buffer(thread);
  TRY(buffer.take(arguments[0], true));
  const auto room = static_cast<std::size_t>(wanted);
  if (room > buffer.length())
    return raise(thread, TypeId::kValueError, "buffer too small for requested bytes");
  return receive(thread, self, buffer.data(), room == 0 ? buffer.length() : room, flags, sender);
}

Result<Object*> socket_recv(Thread& thread, Object* self, Object* const* arguments) {
  return receive_bytes(thread, self, arguments, "recv", nullptr);
}

Result<Object*> socket_recv_from(Thread& thread, Object* self, Object* const* arguments) {
  SocketAddress sender;
  Ref<Bytes> bytes(TRY(receive_bytes(thread, self, arguments, "recvfrom", &sender)));
  Ref<> address(TRY(make_address(thread, sender)));
  return pack_tuple(thread.interpreter(), static_cast<Object*>(bytes.get()), address.get());
}

Result<Object*> socket_recv_into(Thread& thread, Object* self, Object* const* arguments) {
  const std::size_t got = TRY(receive_into(thread, self, arguments, "recv_into", nullptr));
  return make_int_unsigned(thread.interpreter(), got);
}

Result<Object*> socket_recv_from_into(Thread& thread, Object* self, Object* const* arguments) {
  SocketAddress sender;
  const std::size_t got = TRY(receive_into(thread, self, arguments, "recvfrom_into", &sender));
  Ref<Int> count(TRY(make_int_unsigned(thread.interpreter(), got)));
  Ref<> address(TRY(make_address(thread, sender)));
  return pack_tuple(thread.interpreter(), static_cast<Object*>(count.get()), address.get());
}

// ---- Sending ----------------------------------------------------------------------------------

Result<Object*> socket_send(Thread& thread, Object* self, Object* const* arguments) {
  HeldBuffer data(thread);
  TRY(data.take(arguments[0]));
  const int flags = TRY(read_flags(thread, arguments[1])) | MSG_DONTWAIT | MSG_NOSIGNAL;
  const Socket* socket = as_socket(self);
  return make_int_object(thread, TRY(transfer(thread, socket, POLLOUT, [&] {
                           return ::send(socket->descriptor, data.data(), data.length(), flags);
                         })));
}

Result<Object*> socket_send_all(Thread& thread, Object* self, Object* const* arguments) {
  HeldBuffer data(thread);
  TRY(data.take(arguments[0]));
  const int flags = TRY(read_flags(thread, arguments[1])) | MSG_DONTWAIT | MSG_NOSIGNAL;
  const Socket* socket = as_socket(self);
  const std::int64_t deadline = deadline_of(socket);
  for (std::size_t sent = 0; sent < data.length();) {
    const ssize_t more = TRY(transfer(thread, socket, POLLOUT, deadline, [&] {
      return ::send(socket->descriptor, data.data() + sent, data.length() - sent, flags);
    }));
    sent += static_cast<std::size_t>(more);
  }
  return new_none(thread);
}

// sendto(data[, flags], address)
Result<Object*> socket_send_to(Thread& thread, Object* self, Object* const* arguments) {
  Object* target = arguments[2] == nullptr ? arguments[1] : arguments[2];
  Object* given_flags = arguments[2] == nullptr ? nullptr : arguments[1];
  HeldBuffer data(thread);
  TRY(data.take(arguments[0]));
  const int flags = TRY(read_flags(thread, given_flags)) | MSG_DONTWAIT | MSG_NOSIGNAL;
  const Socket* socket = as_socket(self);
  SocketAddress address;
  TRY(read_address(thread, state_of(self), socket->family, target, "sendto", address));
  return make_int_object(thread, TRY(transfer(thread, socket, POLLOUT, [&] {
                           return ::sendto(socket->descriptor, data.data(), data.length(), flags,
                                           address.any(), address.size);
                         })));
}

// ---- Options ----------------------------------------------------------------------------------

Result<Object*> socket_get_option(Thread& thread, Object* self, Object* const* arguments) {
  const int descriptor = as_socket(self)->descriptor;
  const int level = TRY(to_c_int(thread, arguments[0]));
  const int option = TRY(to_c_int(thread, arguments[1]));
  const int room = arguments[2] == nullptr ? 0 : TRY(to_c_int(thread, arguments[2]));
  if (room == 0) {
    int value = 0;
    socklen_t size = sizeof value;
    if (::getsockopt(descriptor, level, option, &value, &size) < 0)
      return raise_os_error(thread, errno);
    return make_int_object(thread, value);
  }
  char bytes[1024];
  if (room < 0 || room > static_cast<int>(sizeof bytes))
    return raise(thread, TypeId::kOSError, "getsockopt buflen out of range");
  auto size = static_cast<socklen_t>(room);
  if (::getsockopt(descriptor, level, option, bytes, &size) < 0)
    return raise_os_error(thread, errno);
  return make_bytes(thread.interpreter(), bytes, size);
}

// setsockopt(level, option, int or buffer), setsockopt(level, option, None, length)
Result<Object*> socket_set_option(Thread& thread, Object* self, Object* const* arguments) {
  const int descriptor = as_socket(self)->descriptor;
  const int level = TRY(to_c_int(thread, arguments[0]));
  const int option = TRY(to_c_int(thread, arguments[1]));
  int answer = 0;
  if (has_index(arguments[2])) {
    const int value = TRY(to_c_int(thread, arguments[2]));
    answer = ::setsockopt(descriptor, level, option, &value, sizeof value);
  } else if (arguments[2] == none(thread) && arguments[3] != nullptr) {
    const auto length = static_cast<socklen_t>(TRY(to_c_int(thread, arguments[3])));
    answer = ::setsockopt(descriptor, level, option, nullptr, length);
  } else {
    HeldBuffer value(thread);
    TRY(value.take(arguments[2]));
    answer = ::setsockopt(descriptor, level, option, value.data(),
                          static_cast<socklen_t>(value.length()));
  }
  if (answer < 0) return raise_os_error(thread, errno);
  return new_none(thread);
}

Result<Object*> socket_set_timeout(Thread& thread, Object* self, Object* const* arguments) {
  as_socket(self)->timeout = TRY(read_socket_timeout(thread, arguments[0]));
  TRY(set_non_blocking(thread, as_socket(self)));
  return new_none(thread);
}

Result<Object*> socket_get_timeout(Thread& thread, Object* self, Object* const*) {
  return make_socket_timeout(thread, as_socket(self)->timeout);
}

Result<Object*> socket_set_blocking(Thread& thread, Object* self, Object* const* arguments) {
  as_socket(self)->timeout = TRY(is_true(thread, arguments[0])) ? -1 : 0;
  TRY(set_non_blocking(thread, as_socket(self)));
  return new_none(thread);
}

Result<Object*> socket_get_blocking(Thread& thread, Object* self, Object* const*) {
  return new_boolean(thread, as_socket(self)->timeout != 0);
}

template <int Socket::* kField>
Result<Object*> number_field(Thread& thread, Object* self) {
  return make_int_object(thread, as_socket(self)->*kField);
}

Result<Object*> timeout_field(Thread& thread, Object* self) {
  return socket_get_timeout(thread, self, nullptr);
}

constexpr NativeMethod kMethods[] = {
    {"_accept(self, /)", socket_accept},
    {"bind(self, address, /)", socket_bind},
    {"close(self, /)", socket_close},
    {"connect(self, address, /)", socket_connect},
    {"connect_ex(self, address, /)", socket_connect_ex},
    {"detach(self, /)", socket_detach},
    {"fileno(self, /)", socket_number},
    {"getblocking(self, /)", socket_get_blocking},
    {"getpeername(self, /)", own_address<::getpeername>},
    {"getsockname(self, /)", own_address<::getsockname>},
    {"getsockopt(self, level, option, buffersize=0, /)", socket_get_option},
    {"gettimeout(self, /)", socket_get_timeout},
    {"listen(self, backlog=128, /)", socket_listen},
    {"recv(self, buffersize, flags=0, /)", socket_recv},
    {"recv_into(self, buffer, nbytes=0, flags=0)", socket_recv_into},
    {"recvfrom(self, buffersize, flags=0, /)", socket_recv_from},
    {"recvfrom_into(self, buffer, nbytes=0, flags=0)", socket_recv_from_into},
    {"send(self, data, flags=0, /)", socket_send},
    {"sendall(self, data, flags=0, /)", socket_send_all},
    {"sendto(self, data, flags_or_address, address=None, /)", socket_send_to},
    {"setblocking(self, flag, /)", socket_set_blocking},
    {"setsockopt(self, level, option, value, optlen=0, /)", socket_set_option},
    {"settimeout(self, timeout, /)", socket_set_timeout},
    {"shutdown(self, flag, /)", socket_shutdown},
};

constexpr NativeAttribute kAttributes[] = {
    {"family", number_field<&Socket::family>, nullptr, "the socket family"},
    {"proto", number_field<&Socket::protocol>, nullptr, "the socket protocol"},
    {"timeout", timeout_field, nullptr, "the socket timeout"},
    {"type", number_field<&Socket::type>, nullptr, "the socket type"},
};

}  // namespace

constinit const TypeDescriptor kSocketDescriptor = {
    .name = "socket",
    .module = "_socket",
    .flags = flag::kBaseType | flag::kCollectable,
    .object_size = sizeof(Socket),
    .slots = {.deallocate = socket_deallocate,
              .traverse = visit_nothing,
              .finalize = socket_finalize,
              .repr = socket_repr,
              .make = socket_make,
              .initialise = socket_initialise},
    .methods = kMethods,
    .attributes = kAttributes,
    .doc = "One end of a connection.",
    .full_name = "_socket.socket",
};

Result<Object*> make_socket_object(Thread& thread, Type* type, int descriptor,
                                   const SocketKind& kind, double timeout) {
  Ref<> self(TRY(allocate_instance(thread.interpreter(), type)));
  Socket* socket = as_socket(self);
  *socket = Socket{*self.get(), descriptor, kind.family, kind.type, kind.protocol, timeout};
  if (timeout < 0 || set_non_blocking(thread, socket).ok()) return self.take();
  socket->descriptor = -1;
  return failure;
}

Result<double> read_socket_timeout(Thread& thread, Object* timeout) {
  if (timeout == none(thread)) return -1.0;
  Ref<> number(is_float(timeout) ? retain(timeout) : TRY(to_index(thread, timeout)));
  const double seconds = TRY(to_double(thread, number));
  if (seconds >= 0) return seconds;
  const bool nan = seconds != seconds;
  return raise(thread, TypeId::kValueError,
               nan ? "Invalid value NaN (not a number)" : "Timeout value out of range");
}

Result<Object*> make_socket_timeout(Thread& thread, double timeout) {
  if (timeout < 0) return new_none(thread);
  return make_float(thread.interpreter(), timeout);
}

}  // namespace ouro
