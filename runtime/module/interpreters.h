// interpreters: what the files of the module share - copies of data, children, channels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/module.h"

namespace ouro {

struct InterpretersState {
  Type* interpreter;  // all owned
  Type* receiver;
  Type* sender;
  Object* failed;  // RunFailedError, and the other exceptions
  Object* not_shareable;
  Object* channel_error;
  Object* channel_not_found;
  Object* channel_closed;
  Object* channel_empty;
};

// Copies: None, bool, int, float, str, bytes and tuples, lists and dicts of them, as plain bytes
// that belong to no interpreter. Nothing in between runs user code, so the size stays right.

// How many bytes a copy takes; TypeError of the class `not_shareable` for other objects.
Result<std::size_t> copy_size(Thread&, Object*, Object* not_shareable);
// Writes exactly that many; the end.
std::uint8_t* write_copy(Thread&, Object*, std::uint8_t* place);
// The object that stands at `place`, which moves behind it.
Result<Object*> read_copy(Thread&, const std::uint8_t*& place);

// Raises an instance of a class made by the module.
Failure raise_class(Thread&, Object* class_, std::string_view format,
                    const FormatArgument& argument = {});

// What came out of running code in another interpreter; plain text, for its objects stay there.
struct Outcome {
  bool ok = false;
  char type[128] = {};
  char message[2048] = {};
};

struct ChildOptions {
  bool has_memory_max = false;
  std::size_t memory_max = 0;
  Settings settings;
};

// A new child of this interpreter; RuntimeError when it cannot be made.
Result<Child*> make_child(Thread&, const ChildOptions&);
Child* find_child(Thread&, std::uint64_t id) noexcept;
std::uint64_t child_id(const Child*) noexcept;
Child* next_child(const Child*) noexcept;
bool is_running(const Child*) noexcept;
// Runs source text in the child's __main__ on the calling thread; `shared` (may be null) becomes
// names there.
Status run_in_child(Thread&, Child*, Str* source, Dict* shared, Object* not_shareable,
                    Outcome& outcome);
// False: it left something behind.
bool end_child(Thread&, Child*) noexcept;

extern const TypeDescriptor kInterpreterObject, kReceiveChannel, kSendChannel;
Result<Object*> make_channel_pair(Thread&, InterpretersState&);

}  // namespace ouro
