// ForeignTarget: any embedded language behind five functions, as a Target.
#pragma once

#include <memory>
#include <string>

#include "leakcheck/target/target.h"

namespace ouro::leakcheck {

// One adapter for each language. Its constructor finds the functions; nothing runs before begin().
class Language {
 public:
  Language() = default;
  Language(const Language&) = delete;
  Language& operator=(const Language&) = delete;
  virtual ~Language() = default;

  // Once around all interpreters, on the main thread. May throw std::runtime_error.
  virtual void begin() {}
  virtual void end() {}
  // The three run on one thread, another one for each interpreter. Null: it did not start.
  virtual void* create() = 0;
  virtual int run(void* interpreter, const Program& program) = 0;  // the exit status
  virtual void finalize(void* interpreter) = 0;
};

std::unique_ptr<Target> make_foreign_target(std::unique_ptr<Language> language);

// The source of a program: what a file says, or the code itself. Throws std::runtime_error.
std::string source_of(const Program& program);
// What errors call it.
std::string name_of_source(const Program& program);

}  // namespace ouro::leakcheck
