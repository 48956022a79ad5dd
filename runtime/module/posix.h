// posix: what the files of the posix module share.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <span>
#include <string_view>

#include "runtime/execute/threads.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/bytes.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

struct PosixState {
  Type* stat_result;  // all owned
  Type* directory_entry;
  Type* directory_iterator;
  Type* terminal_size;
  Type* uname_result;
  Type* times_result;
  Type* sched_param;
  Dict* environment;    // of this interpreter: what its children get
  List* fork_hooks[3];  // before, after in parent, after in child; null: none
};

inline PosixState& posix_state(Object* module) { return module_state<PosixState>(module); }

// An argument that names a file: str, bytes, a path-like object, perhaps a descriptor or nothing.
class Path {
 public:
  enum Allowed : unsigned { kName = 0, kDescriptor = 1, kNothing = 2 };

  // `function` and `argument` stand in the messages.
  Status parse(Thread&, Object* value, const char* function, const char* argument = "path",
               unsigned allowed = kName);

  bool is_descriptor() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  const char* c_str() const { return text_.data(); }
  std::string_view view() const { return text_; }
  // Was it given as bytes? Then names that come from it are bytes too.
  bool gives_bytes() const { return bytes_given_; }
  // What was given, for error messages; null: nothing.
  Object* object() const { return object_; }

 private:
  Status take_text(Thread&, Object* text);

  Ref<> object_;
  Ref<> held_;  // owns the text
  std::string_view text_ = ".";
  int descriptor_ = -1;
  bool bytes_given_ = false;
};

// The name of a file: text as the system's encoding has it, or bytes.
Result<Object*> make_name(Thread&, std::string_view name, bool as_bytes);
// str, or bytes, or what __fspath__() gives.
Result<Object*> to_path_object(Thread&, Object*);
// None or absent: the current folder.
Result<int> to_folder_descriptor(Thread&, Object* number);
Result<int> to_descriptor(Thread&, Object* number);
Result<bool> to_flag(Thread&, Object* value, bool fallback);
// OSError with one or two file names.
Failure raise_path_error(Thread&, int error, const Path&);
Failure raise_path_error(Thread&, int error, const Path&, const Path&);

// The answer of a call that blocks: made without the interpreter lock and again when a signal came.
template <typename Call>
auto call_unlocked(Thread& thread, Call call, int& error) {
  while (true) {
    Unlocked unlocked(thread);
    const auto answer = call();
    error = errno;
    if (answer >= 0 || error != EINTR) return answer;
  }
}

Result<Object*> make_stat_result(Thread&, Type*, const struct stat&);
// The text and places of a NULL-terminated array of arguments or NAME=VALUE entries.
class TextArray {
 public:
  explicit TextArray(Memory& memory) : memory_(memory) {}
  TextArray(const TextArray&) = delete;
  TextArray& operator=(const TextArray&) = delete;
  ~TextArray();

  Status add_all(Thread&, Object* sequence, const char* function);
  // NAME=VALUE of each entry of a mapping.
  Status add_environment(Thread&, Object* mapping);
  Status add(Thread&, std::string_view first, std::string_view second = {},
             bool assignment = false);
  char** data();
  std::size_t size() const { return count_; }

 private:
  Memory& memory_;
  char** texts_ = nullptr;
  std::size_t count_ = 0;
  std::size_t capacity_ = 0;
};

extern const std::span<const NativeMethod> kPosixFileFunctions;
extern const std::span<const NativeMethod> kPosixDescriptorFunctions;
extern const std::span<const NativeMethod> kPosixFolderFunctions;
extern const std::span<const NativeMethod> kPosixProcessFunctions;
Status add_posix_file_types(Thread&, Module*);
Status add_posix_folder_types(Thread&, Module*);
Status add_posix_process_types(Thread&, Module*);
Status add_posix_constants(Thread&, Module*);

}  // namespace ouro
