// Compilation: what all passes over one tree share - thread, arena, names, and how errors are
// raised.
#pragma once

#include <initializer_list>
#include <string_view>

#include "runtime/code/arena_tables.h"
#include "runtime/code/code.h"
#include "runtime/object/object.h"
#include "runtime/source/syntax.h"

namespace ouro {

// An identifier after mangling; equal texts are the same Name in one compilation.
struct Name {
  std::string_view text;
};

class Compilation {
 public:
  Compilation(Thread& thread, Arena& arena, std::string_view source, Str* filename,
              const CompileOptions& options)
      : thread(thread), arena(arena), source(source), filename(filename), options(options) {}
  Compilation(const Compilation&) = delete;
  Compilation& operator=(const Compilation&) = delete;
  ~Compilation();

  Result<const Name*> name(std::string_view text);
  // With the private name rule of class `class_name` (empty: none).
  Result<const Name*> mangled(std::string_view class_name, std::string_view text);

  // Raises SyntaxError with the message put together from the parts.
  Failure error(const syntax::Position&, std::initializer_list<std::string_view> message);
  Status warn(const syntax::Position&, std::initializer_list<std::string_view> message);
  Failure out_of_memory();
  // From a failure that means "memory refused" to one with a pending exception.
  Status checked(Status status) { return status.ok() ? status : out_of_memory(); }

  // Keeps an object alive until the compilation ends; borrowed. A failure passes through.
  Result<Object*> keep(Result<Object*> owned);

  Thread& thread;
  Arena& arena;
  const std::string_view source;
  Str* const filename;
  const CompileOptions options;
  std::uint32_t future = 0;            // code_flag::kFuture...
  std::uint32_t last_future_line = 0;  // `from __future__` is allowed up to here
  bool memory_refused = false;         // some step had to go on without; the whole has failed

 private:
  struct NameEntry {
    Name* name = nullptr;
  };
  ArenaMap<NameEntry> names_;
  ArenaVector<Object*> kept_;
};

// In SyntaxFailure::end_column: None.
inline constexpr std::int32_t kNoColumn = INT32_MIN;

// Reads the `from __future__` imports at the top of a module.
Status find_future_features(Compilation&, const syntax::Node* tree);

}  // namespace ouro
