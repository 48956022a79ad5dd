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

// Functions and extension modules also get a pointer like this for an interpreter that the host did
// not make, a program's own child: then there is nothing behind `interpreter`.
struct ouro_interpreter {
  ouro::Interpreter interpreter;
  ouro_runtime* runtime = nullptr;
  ouro::FinalizeOptions finalize_options;
  ouro_callbacks callbacks;  // the host's; blank: none
};

struct ouro_report {
  ouro::FinalizeReport report;
};

namespace ouro {

inline Interpreter& interpreter_of(ouro_interpreter* session) {
  return *reinterpret_cast<Interpreter*>(session);
}
inline ouro_interpreter* session_of(Interpreter& interpreter) {
  return reinterpret_cast<ouro_interpreter*>(&interpreter);
}
// Did the host make it?
inline bool is_hosted(ouro_interpreter* session) {
  return interpreter_of(session).get<Settings>().services.host == &session->callbacks;
}

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
