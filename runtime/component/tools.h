// tools: what the build and the process are watched by, and how to talk to it. No-ops elsewhere.
#pragma once

#include <cstddef>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define OURO_ADDRESS_SANITIZER 1
#endif
#if __has_feature(thread_sanitizer)
#define OURO_THREAD_SANITIZER 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define OURO_ADDRESS_SANITIZER 1
#endif
#if defined(__SANITIZE_THREAD__)
#define OURO_THREAD_SANITIZER 1
#endif

#ifdef OURO_ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#endif

namespace ouro::tools {

#ifdef OURO_THREAD_SANITIZER
inline constexpr bool kThreadSanitizer = true;
#else
inline constexpr bool kThreadSanitizer = false;
#endif

#ifdef OURO_ADDRESS_SANITIZER
inline constexpr bool kAddressSanitizer = true;
inline void poison(const void* place, std::size_t bytes) {
  ASAN_POISON_MEMORY_REGION(place, bytes);
}
inline void unpoison(const void* place, std::size_t bytes) {
  ASAN_UNPOISON_MEMORY_REGION(place, bytes);
}
#else
inline constexpr bool kAddressSanitizer = false;
inline void poison(const void*, std::size_t) {}
inline void unpoison(const void*, std::size_t) {}
#endif

// Is this process run by Valgrind? Asked once per Memory.
bool under_valgrind() noexcept;
// A block of a pool became live or free: memcheck then sees leaks and bad accesses inside pages.
void valgrind_create_pool(const void* pool) noexcept;
void valgrind_destroy_pool(const void* pool) noexcept;
void valgrind_block_live(const void* pool, const void* block, std::size_t bytes) noexcept;
// The first `readable` bytes stay accessible: a free block's links stand there.
void valgrind_block_free(const void* pool, const void* block, std::size_t readable) noexcept;

// Plain memory again: what the ended pool had marked is forgotten.
void valgrind_forget_blocks(const void* place, std::size_t bytes) noexcept;

}  // namespace ouro::tools
