// tools: the client requests of Valgrind, kept out of every other file.
#include "runtime/component/tools.h"

#include <valgrind/memcheck.h>
#include <valgrind/valgrind.h>

namespace ouro::tools {

bool under_valgrind() noexcept { return RUNNING_ON_VALGRIND != 0; }

void valgrind_create_pool(const void* pool) noexcept { VALGRIND_CREATE_MEMPOOL(pool, 0, 0); }

void valgrind_destroy_pool(const void* pool) noexcept { VALGRIND_DESTROY_MEMPOOL(pool); }

void valgrind_block_live(const void* pool, const void* block, std::size_t bytes) noexcept {
  VALGRIND_MEMPOOL_ALLOC(pool, block, bytes);
}

void valgrind_block_free(const void* pool, const void* block, std::size_t readable) noexcept {
  VALGRIND_MEMPOOL_FREE(pool, block);
  static_cast<void>(VALGRIND_MAKE_MEM_DEFINED(block, readable));
}

void valgrind_forget_blocks(const void* place, std::size_t bytes) noexcept {
  static_cast<void>(VALGRIND_MAKE_MEM_DEFINED(place, bytes));
}

}  // namespace ouro::tools
