// Thread: the mapping that holds its frames and values, its C stack's bounds, and what it refers
// to.
#include "runtime/execute/thread.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

#include "runtime/execute/frame.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/process/process.h"

extern "C" void* __libc_stack_end;  // read-only: where the first thread's stack begins

namespace ouro {

namespace {

// Where the process may not reserve a whole region, smaller ones do; they are not kept.
constexpr std::size_t kSmallRegions[] = {std::size_t{64} << 20, std::size_t{16} << 20,
                                         std::size_t{4} << 20};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kRedZone = 512 * 1024;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr std::size_t kRedZone = 512 * 1024;
#else
constexpr std::size_t kRedZone = 96 * 1024;
#endif
#else
constexpr std::size_t kRedZone = 96 * 1024;
#endif

// When nothing is known (a host that switches stacks by itself).
constexpr std::size_t kAssumedStack = 64 * 1024;
constexpr std::size_t kUnlimitedStack = 8 * 1024 * 1024;

struct Bounds {
  std::uintptr_t low = 0;
  std::uintptr_t high = 0;
};

// pthread_getattr_np reads a file for the first thread; the same facts are at hand.
Bounds first_thread_bounds() noexcept {
  rlimit limit;
  std::size_t size = kUnlimitedStack;
  if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
    size = static_cast<std::size_t>(limit.rlim_cur);
  }
  const auto high = reinterpret_cast<std::uintptr_t>(__libc_stack_end);
  return {high - std::min(size, static_cast<std::size_t>(high / 2)), high};
}

Bounds other_thread_bounds() noexcept {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return {};
  void* low = nullptr;
  std::size_t size = 0;
  std::size_t guard = 0;
  pthread_attr_getstack(&attributes, &low, &size);
  pthread_attr_getguardsize(&attributes, &guard);
  pthread_attr_destroy(&attributes);
  const auto address = reinterpret_cast<std::uintptr_t>(low);
  return {address + guard, address + size};
}

}  // namespace

namespace {

StackPool& stack_pool(Thread& thread) { return thread.interpreter().process->get<StackPool>(); }

void set_ends(Thread& thread, std::size_t frame_bytes, std::size_t value_bytes) noexcept {
  thread.frames_end = thread.frames + frame_bytes / sizeof(Frame) - 1;
  thread.stack_end = thread.stack + value_bytes / sizeof(Object*);
}

void take_region(Thread& thread, void* region, std::size_t bytes) noexcept {
  auto* start = static_cast<std::byte*>(region);
  thread.region = region;
  thread.region_bytes = bytes;
  thread.frames = reinterpret_cast<Frame*>(start);
  thread.stack = reinterpret_cast<Object**>(start + bytes / StackPool::kFrameShare);
  thread.stacks_open = false;
  thread.frame = nullptr;
  set_ends(thread, StackPool::kHotBytes, StackPool::kHotBytes);
}

}  // namespace

bool map_stacks(Thread& thread) noexcept {
  if (void* region = stack_pool(thread).take()) {
    return take_region(thread, region, StackPool::kBytes), true;
  }
  for (const std::size_t bytes : kSmallRegions) {
    if (void* region = StackPool::map(bytes)) return take_region(thread, region, bytes), true;
  }
  return false;
}

bool open_stacks(Thread& thread) noexcept {
  if (thread.stacks_open) return false;
  thread.stacks_open = true;
  const std::size_t frame_bytes = thread.region_bytes / StackPool::kFrameShare;
  set_ends(thread, frame_bytes, thread.region_bytes - frame_bytes);
  return true;
}

void unmap_stacks(Thread& thread) noexcept {
  if (thread.region_bytes == StackPool::kBytes) {
    stack_pool(thread).give_back(thread.region, thread.stacks_open);
  } else if (thread.region != nullptr) {
    StackPool::unmap(thread.region, thread.region_bytes);
  }
  thread.region = nullptr;
  thread.region_bytes = 0;
  thread.frames = thread.frames_end = nullptr;
  thread.stack = thread.stack_end = nullptr;
}

void find_stack_limit(Thread& thread) noexcept {
  const std::uintptr_t address = stack_address();
  Bounds bounds = getpid() == gettid() ? first_thread_bounds() : other_thread_bounds();
  if (address <= bounds.low || address > bounds.high) {
    bounds = {address - std::min<std::uintptr_t>(address, kAssumedStack), address};
  }
  const std::size_t zone = std::min<std::size_t>(kRedZone, (bounds.high - bounds.low) / 4);
  thread.stack_limit = bounds.low + zone;
}

void drop_references(Thread& thread) noexcept {
  while (thread.frame != nullptr) {
    Frame* frame = thread.frame;
    end_frame(thread, frame);
    if (frame->base != nullptr) clear_reference(*frame->base);
    thread.frame = caller_of(thread, frame);
  }
  while (thread.handled != &thread.base_handled) thread.handled = thread.handled->previous;
  clear_reference(thread.base_handled.value);
  clear_reference(thread.pending);
  clear_reference(thread.async_exception);
  clear_reference(thread.trace_function);
  clear_reference(thread.profile_function);
  clear_reference(thread.context);
  clear_reference(thread.async_generator_first_iterate);
  clear_reference(thread.async_generator_finalizer);
  clear_reference(thread.host_error);
}

void visit_references(const Thread& thread, ReferenceVisitor& visitor) {
  visitor.visit_if(thread.pending);
  visitor.visit_if(thread.base_handled.value);
  visitor.visit_if(thread.async_exception);
  visitor.visit_if(thread.trace_function);
  visitor.visit_if(thread.profile_function);
  visitor.visit_if(thread.context);
  visitor.visit_if(thread.async_generator_first_iterate);
  visitor.visit_if(thread.async_generator_finalizer);
  visitor.visit_if(thread.host_error);
  visitor.visit_if(thread.end_object);
  if (thread.frame == nullptr) return;
  for (Frame* frame = thread.frames; frame <= thread.frame; ++frame) {
    visitor.visit_if(frame->locals);
    visitor.visit_if(frame->object);
    visitor.visit_if(frame->result);
    visitor.visit_if(frame->kept);
  }
  for (Object** place = thread.stack; place < stack_top(thread); ++place) visitor.visit_if(*place);
}

bool RecursionGuard::refuse(Thread& thread, const char* where) {
  static_cast<void>(
      raise(thread, TypeId::kRecursionError, "maximum recursion depth exceeded{}", where));
  return false;
}

}  // namespace ouro
