// Refuser: the count, and the system's functions behind it.
#include "leakcheck/probe/refuser.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

namespace ouro::leakcheck {
namespace {

// One for each kind; null: nobody asks. The only state here that belongs to the process, for the
// system's functions do.
std::array<std::atomic<Refuser*>, 4> refusers;

std::atomic<Refuser*>& refuser_of(Refused what) noexcept {
  return refusers[static_cast<std::size_t>(what)];
}

std::atomic<std::uint64_t> started_threads;

bool is_refused(Refused what) noexcept {
  Refuser* refuser = refuser_of(what).load(std::memory_order_relaxed);
  return refuser != nullptr && refuser->refuses();
}

}  // namespace

void Refuser::plan(std::uint64_t at, std::uint64_t count) noexcept {
  asked_ = refused_ = blocks_ = 0;
  refuse(at, count);
}

void Refuser::refuse(std::uint64_t at, std::uint64_t count) noexcept {
  at_ = at;
  count_ = count;
}

void Refuser::tell(Listener listener, void* context) noexcept {
  listener_ = listener;
  listener_context_ = context;
}

bool Refuser::refuses() noexcept {
  const std::uint64_t number = asked_.fetch_add(1, std::memory_order_relaxed);
  if (listener_ != nullptr) listener_(listener_context_, number);
  if (number < at_ || number - at_ >= count_) return false;
  refused_.fetch_add(1, std::memory_order_relaxed);
  return true;
}

void* Refuser::allocate(void* context, std::size_t bytes, std::size_t alignment) noexcept {
  auto* self = static_cast<Refuser*>(context);
  if (self->refuses()) return nullptr;
  void* block = alignment > alignof(std::max_align_t) ? std::aligned_alloc(alignment, bytes)
                                                      : std::malloc(bytes);
  if (block != nullptr) self->blocks_.fetch_add(1, std::memory_order_relaxed);
  return block;
}

void Refuser::release(void* context, void* block, std::size_t) noexcept {
  auto* self = static_cast<Refuser*>(context);
  if (self->refused() > 0 && self->forgets_.exchange(false)) return;
  self->blocks_.fetch_sub(1, std::memory_order_relaxed);
  std::free(block);
}

std::uint64_t count_of_started_threads() noexcept {
  return started_threads.load(std::memory_order_relaxed);
}

SystemRefusals::SystemRefusals(Refused what, Refuser& refuser) noexcept : what_(what) {
  refuser_of(what).store(&refuser);
}

SystemRefusals::~SystemRefusals() { refuser_of(what_).store(nullptr); }

namespace {

// What a refusing system answers.
int no_descriptor() noexcept {
  errno = EMFILE;
  return -1;
}

bool is_descriptor_refused() noexcept { return is_refused(Refused::kDescriptors); }

}  // namespace

extern "C" {

int __real_pthread_create(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
int __wrap_pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*body)(void*),
                          void* argument) {
  if (is_refused(Refused::kThreads)) return EAGAIN;
  started_threads.fetch_add(1, std::memory_order_relaxed);
  return __real_pthread_create(thread, attributes, body, argument);
}

void* __real_mmap(void*, std::size_t, int, int, int, off_t);
void* __wrap_mmap(void* place, std::size_t bytes, int protection, int flags, int file,
                  off_t offset) {
  if (!is_refused(Refused::kMappings))
    return __real_mmap(place, bytes, protection, flags, file, offset);
  errno = ENOMEM;
  return MAP_FAILED;
}

int __real_open(const char*, int, ...);
int __wrap_open(const char* path, int flags, mode_t mode) {
  return is_descriptor_refused() ? no_descriptor() : __real_open(path, flags, mode);
}

int __real_openat(int, const char*, int, ...);
int __wrap_openat(int folder, const char* path, int flags, mode_t mode) {
  return is_descriptor_refused() ? no_descriptor() : __real_openat(folder, path, flags, mode);
}

int __real_fcntl(int, int, ...);
int __wrap_fcntl(int descriptor, int command, void* argument) {
  const bool makes = command == F_DUPFD || command == F_DUPFD_CLOEXEC;
  return makes && is_descriptor_refused() ? no_descriptor()
                                          : __real_fcntl(descriptor, command, argument);
}

int __real_pipe2(int*, int);
int __wrap_pipe2(int* ends, int flags) {
  return is_descriptor_refused() ? no_descriptor() : __real_pipe2(ends, flags);
}

int __real_socket(int, int, int);
int __wrap_socket(int domain, int type, int protocol) {
  return is_descriptor_refused() ? no_descriptor() : __real_socket(domain, type, protocol);
}

int __real_socketpair(int, int, int, int*);
int __wrap_socketpair(int domain, int type, int protocol, int* ends) {
  return is_descriptor_refused() ? no_descriptor()
                                 : __real_socketpair(domain, type, protocol, ends);
}

int __real_accept4(int, sockaddr*, socklen_t*, int);
int __wrap_accept4(int listener, sockaddr* address, socklen_t* length, int flags) {
  return is_descriptor_refused() ? no_descriptor()
                                 : __real_accept4(listener, address, length, flags);
}

int __real_dup(int);
int __wrap_dup(int descriptor) {
  return is_descriptor_refused() ? no_descriptor() : __real_dup(descriptor);
}

int __real_epoll_create1(int);
int __wrap_epoll_create1(int flags) {
  return is_descriptor_refused() ? no_descriptor() : __real_epoll_create1(flags);
}

}  // extern "C"

}  // namespace ouro::leakcheck
