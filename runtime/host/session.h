// Session: what stands behind the opaque handles of ouro.h, for hosts written in C++ inside this
// tree.
#pragma once

#include "finalize/finalize.h"
#include "runtime/host/ouro.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/process/process.h"

// Runtime and interpreter stand in a chunk of their own each, blank at its birth, so that neither
// needs an allocator.
struct ouro_runtime {
  ouro::Process process;
};

struct ouro_interpreter {
  ouro_runtime* runtime = nullptr;
  ouro::FinalizeOptions finalize_options;
  ouro_callbacks callbacks;  // the host's; blank: none
  ouro::Interpreter interpreter;
};

struct ouro_report {
  ouro::FinalizeReport report;
};

namespace ouro {

// A blank chunk that holds one T; null: no memory. give_back_chunk() wipes and returns it.
template <typename T>
T* make_in_chunk(ChunkPool* pool) noexcept {
  static_assert(sizeof(T) <= Memory::kChunkSize);
  void* chunk = pool != nullptr ? pool->take() : ChunkPool::map();
  return chunk == nullptr ? nullptr : new (chunk) T;  // blank already
}

template <typename T>
void give_back_chunk(ChunkPool* pool, T* object) noexcept {
  if (pool != nullptr) return pool->give_back(object, sizeof(T));
  ChunkPool::unmap(object);
}

}  // namespace ouro
