// One life of a program in which a request is refused, and what is known of it afterwards.
#pragma once

#include <cstdint>
#include <string>

#include "leakcheck/job.h"
#include "leakcheck/probe/refuser.h"
#include "leakcheck/target/target.h"

namespace ouro::leakcheck {

// On the monotonic clock.
std::uint64_t nanoseconds_now() noexcept;

// How many requests in a row a mode refuses.
std::uint64_t count_of(RefusalMode mode) noexcept;

// A file in memory that a program prints to.
class TextFile {
 public:
  explicit TextFile(const char* name);  // throws std::runtime_error
  TextFile(const TextFile&) = delete;
  ~TextFile();

  int descriptor() const { return descriptor_; }
  void empty() const;
  std::string text() const;  // its beginning, if it is long

 private:
  int descriptor_;
};

// Lives as many lives of a job's program as it is asked to, one after the other.
class RefusalLives {
 public:
  RefusalLives(Target& target, const Job& job) : target_(target), job_(job) {}

  // From the beginning; kNoRefusal: undisturbed.
  RefusalEvidence live(std::uint64_t at);
  // Of the life that is under way.
  Refuser& refuser() { return refuser_; }

 private:
  void run_life(RefusalEvidence& life);
  void run_interpreter(RefusalEvidence& life);
  InterpreterOptions options(InterpreterEvidence& evidence);
  void plant_canary(RefusalEvidence& life) const;

  Target& target_;
  const Job& job_;
  Refuser refuser_;
  const TextFile output_{"output"};
  const TextFile errors_{"errors"};
};

}  // namespace ouro::leakcheck
