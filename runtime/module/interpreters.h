// interpreters: what the files of the module share - copies of data, children, channels, queues.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/format.h"
#include "runtime/object/instance.h"
#include "runtime/object/module.h"
#include "runtime/process/process.h"

namespace ouro {

struct InterpretersState {
  Type* interpreter;  // all owned
  Type* receiver;
  Type* sender;
  Type* queue;
  Type* shared_buffer;
  Type* mark;
  Object* marks[3];  // UNBOUND_REMOVE, UNBOUND_ERROR, UNBOUND
};

// The module itself, imported if need be; a new reference. ImportError: a program put something
// else in its place.
Result<Module*> interpreters_module(Thread&);
// Raises an instance of a class made by a module.
Failure raise_class(Thread&, Object* class_, std::string_view format,
                    const FormatArgument& argument = {});
// Raises an instance of one of this module's classes.
Failure raise_named(Thread&, std::string_view class_name, std::string_view format,
                    const FormatArgument& argument = {});
// Calls a function of the module that is written in the language.
Result<Object*> call_named(Thread&, std::string_view function, std::initializer_list<Object*>);
bool pending_matches_named(Thread&, std::string_view class_name);
// The text of the module that is written in the language, as names of the module.
Status run_interpreters_glue(Thread&, Module*);

// For instances that refer to nothing but their type, through which they may be in cycles.
inline void visit_nothing(Object*, ReferenceVisitor&) {}
// Without the module's name.
std::string_view short_name(const Type*);

// ---- Copies -----------------------------------------------------------------------------------
//
// What crosses is an item of some channel: plain bytes that belong to no interpreter.

enum class Reach : std::uint8_t {
  kImmediate,  // None, bool, int, float, str, bytes, tuples of them, memoryviews, ends and queues
  kData,       // also lists, dicts, sets, bytearrays, complex numbers
  kCode,       // also functions, with their code; modules, and what modules define, by name
};

// One object to be packed.
struct Cargo {
  Object* object = nullptr;  // borrowed
  Ref<> pickled;             // bytes that stand for it
};

// NotShareableError. Runs no code of the program.
Status check_shareable(Thread&, Object*, Reach);
// The same, but what cannot be copied is pickled.
Status prepare(Thread&, Cargo&, Reach);
// A new item for the channel with copies of all, one after the other.
Result<Channel::Item*> pack(Thread&, Channel*, std::span<const Cargo>, Reach);
Result<Channel::Item*> pack_one(Thread&, Channel*, Object*, Reach);

// Takes the objects out again, in the same order; the item stays.
class Unpacking {
 public:
  Unpacking(Thread& thread, Channel::Item* item) noexcept
      : thread_(thread), item_(item), place_(item->data()) {}
  Result<Object*> next();

 private:
  enum class Names : bool { kAsTheyCome, kInterned };

  std::uint64_t number() noexcept;
  Result<Object*> read_limbs(bool negative);
  Result<Object*> read_text();
  Result<Str*> read_text_of_bytes();
  Result<Object*> read_float();
  Result<Object*> read_complex();
  Result<Object*> read_bytes();
  Result<Object*> read_byte_array();
  Result<Object*> read_tuple();
  Result<Object*> read_list();
  Result<Object*> read_dict();
  Result<Object*> read_set(bool frozen);
  Result<Object*> read_view();
  Result<Object*> read_channel();
  Result<Object*> read_code();
  Result<Object*> read_function();
  Result<Object*> read_named();
  Result<Object*> read_pickled();
  Status read_code_tables(Code*);
  Status read_code_fields(Code*);
  double real() noexcept;

  Thread& thread_;
  Channel::Item* item_;
  const std::uint8_t* place_;
  std::size_t shared_used_ = 0;
  Names names_ = Names::kAsTheyCome;
};

// What a function that crosses needs from its namespace: name -> object, as far as that crosses.
Result<Dict*> collect_globals(Thread&, std::initializer_list<Object*> roots);
// The module and the name under which an object can be found anywhere.
struct Reference {
  std::string_view module;  // empty: there is none
  std::string_view name;    // empty: it is the module itself
};
Reference find_reference(Thread&, Object*) noexcept;
Dict* main_names(Thread&) noexcept;

// A memoryview of a block that others may look at too; adopts the hold on it.
Result<Object*> make_shared_view(Thread&, SharedBlock*);
// The block that this object shows; null: it is no such object.
SharedBlock* shared_block_of(const Object*) noexcept;
// The channel behind a queue or an end of one; null: it is no such object.
Channel* channel_of(const Object*) noexcept;
ChannelTable& channel_table_of(Interpreter&) noexcept;
// An object of the module's type; adopts the hold on the channel.
Result<Object*> make_channel_object(Thread&, Type*, Channel*);
void channel_deallocate(Interpreter&, Object*) noexcept;
Result<Object*> compare_channels(Thread&, Object* left, Object* right, Comparison);
Result<std::intptr_t> hash_channel(Thread&, Object*);

constexpr TypeDescriptor channel_descriptor(std::string_view name,
                                            std::span<const NativeMethod> methods,
                                            std::span<const NativeAttribute> attributes,
                                            Result<Object*> (*make)(Thread&, Type*,
                                                                    const Arguments&),
                                            Result<Object*> (*repr)(Thread&, Object*)) {
  TypeDescriptor descriptor{
      .name = name, .module = "interpreters", .methods = methods, .attributes = attributes};
  descriptor.object_size = sizeof(Object) + sizeof(Channel*);
  descriptor.flags = flag::kCollectable | flag::kBaseType;
  descriptor.slots.deallocate = channel_deallocate;
  descriptor.slots.traverse = visit_nothing;
  descriptor.slots.make = make;
  descriptor.slots.initialise = accept_arguments;
  descriptor.slots.repr = repr;
  descriptor.slots.compare = compare_channels;
  descriptor.slots.hash = hash_channel;
  return descriptor;
}

// ---- Children ---------------------------------------------------------------------------------

struct ChildOptions {
  bool has_memory_max = false;
  bool shares_lock = false;
  std::size_t memory_max = 0;
  Settings settings;
};

// A new child of this interpreter; InterpreterError when it cannot be made.
Result<Child*> make_child(Thread&, const ChildOptions&);
Child* find_child(Thread&, std::uint64_t id) noexcept;
std::uint64_t child_id(const Child*) noexcept;
Child* next_child(const Child*) noexcept;
bool is_running(const Child*) noexcept;
// What runs inside, with what was packed for it.
using ChildBody = Result<Object*> (*)(Thread& inner, Unpacking&);
// Where items for the child come from; null: no memory.
Channel* mailbox_of(Thread&, Child*) noexcept;
// Runs it on the calling native thread; a copy of what it returns. ExecutionFailed: it raised.
// Adopts the item, which is one of the mailbox.
Result<Object*> run_in_child(Thread&, Child*, ChildBody, Channel::Item*);
// False: it left something behind.
bool end_child(Thread&, Child*) noexcept;

// The bodies: the source or code object of a module and names for it or None; a callable, its
// arguments and what it needs; names for the main module.
Result<Object*> execute_body(Thread& inner, Unpacking&);
Result<Object*> call_body(Thread& inner, Unpacking&);
Result<Object*> names_body(Thread& inner, Unpacking&);

extern const TypeDescriptor kInterpreterObject, kReceiveChannel, kSendChannel, kQueueObject,
    kSharedBuffer, kUnboundMark;
extern const ModuleDescriptor kInterpretersModule;
Result<Object*> make_channel_pair(Thread&, InterpretersState&);
Status add_marks(Thread&, Module*, InterpretersState&);
Result<Object*> create_queue(Thread&, Object* module, Object* const* arguments);

}  // namespace ouro
