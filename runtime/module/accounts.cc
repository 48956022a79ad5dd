// pwd and grp: the accounts of the system, looked up by the reentrant calls.
#include <grp.h>
#include <pwd.h>

#include <cerrno>

#include "runtime/component/vector.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/posix.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/struct_sequence.h"

namespace ouro {
namespace {

struct AccountState {
  Type* type;  // owned
};

// The texts of one entry.
class Texts {
 public:
  explicit Texts(Memory& memory) : memory_(memory) {}
  Texts(const Texts&) = delete;
  Texts& operator=(const Texts&) = delete;
  ~Texts() { room_.tear_down(memory_); }

  char* data() { return room_.data(); }
  std::size_t size() const { return room_.capacity(); }
  Status grow() { return room_.reserve(memory_, room_.capacity() == 0 ? 1024 : 2 * size()); }

 private:
  Memory& memory_;
  Vector<char> room_;
};

// Calls `look_up` with more room each time it asks for more; null: there is no such entry.
template <typename Entry, typename LookUp>
Result<Found<Entry>> find_entry(Thread& thread, Texts& texts, Entry& entry, LookUp look_up) {
  while (true) {
    if (!texts.grow().ok()) return raise_memory_error(thread.interpreter());
    Entry* found = nullptr;
    const int error = look_up(&entry, texts.data(), texts.size(), &found);
    if (error != ERANGE) return Found<Entry>{error == 0 ? found : nullptr};
  }
}

Result<Object*> account_text(Thread& thread, const char* text) {
  if (text == nullptr) return new_none(thread);
  return make_name(thread, text, false);
}

// The fields of an entry, in order.
class Fields {
 public:
  explicit Fields(Thread& thread) : thread_(thread) {}
  Status begin() {
    values_.reset(TRY(make_list(thread_.interpreter())));
    return done;
  }
  Status add(const char* text) { return add_owned(account_text(thread_, text)); }
  Status add(unsigned number) { return add_owned(make_int(thread_.interpreter(), number)); }
  Status add_owned(Result<Object*> value) {
    return list_append_owned(thread_.interpreter(), values_, TRY(value));
  }
  Result<Object*> finish(Object* module) {
    return make_struct_sequence(thread_, module_state<AccountState>(module).type, values_->items,
                                values_->size);
  }

 private:
  Thread& thread_;
  Ref<List> values_;
};

// An id argument: any whole number; none of them is negative but -1.
Result<unsigned> to_account_id(Thread& thread, const char* kind, Object* number) {
  if (!has_index(number)) {
    return raise(thread, TypeId::kTypeError, "{} should be integer, not {}", kind,
                 static_cast<const Type*>(number->type));
  }
  return static_cast<unsigned>(TRY(to_index_value(thread, number)));
}

Result<const Str*> to_account_name(Thread& thread, const char* function, Object* name) {
  if (is_str(name)) return static_cast<const Str*>(name);
  return raise(thread, TypeId::kTypeError, "{}() argument must be str, not {}", function,
               static_cast<const Type*>(name->type));
}

// ---- pwd --------------------------------------------------------------------------------------

Result<Object*> make_user(Thread& thread, Object* module, const passwd& entry) {
  Fields fields(thread);
  TRY(fields.begin());
  TRY(fields.add(entry.pw_name));
  TRY(fields.add(entry.pw_passwd));
  TRY(fields.add(entry.pw_uid));
  TRY(fields.add(entry.pw_gid));
  TRY(fields.add(entry.pw_gecos));
  TRY(fields.add(entry.pw_dir));
  TRY(fields.add(entry.pw_shell));
  return fields.finish(module);
}

Result<Object*> user_by_id(Thread& thread, Object* module, Object* const* arguments) {
  const uid_t id = TRY(to_account_id(thread, "uid", arguments[0]));
  Texts texts(memory_of(thread));
  passwd entry;
  const auto found = TRY(
      find_entry(thread, texts, entry, [id](auto... rest) { return ::getpwuid_r(id, rest...); }));
  if (found) return make_user(thread, module, entry);
  Ref<Str> text(TRY(format_str(thread, "getpwuid(): uid not found: {}", arguments[0])));
  return raise_value(thread, TypeId::kKeyError, text);
}

Result<Object*> user_by_name(Thread& thread, Object* module, Object* const* arguments) {
  const Utf8 name(thread.interpreter(), TRY(to_account_name(thread, "getpwnam", arguments[0])));
  if (!name.ok()) return raise_memory_error(thread.interpreter());
  Texts texts(memory_of(thread));
  passwd entry;
  const auto found = TRY(find_entry(
      thread, texts, entry, [&name](auto... rest) { return ::getpwnam_r(name.c_str(), rest...); }));
  if (found) return make_user(thread, module, entry);
  Ref<Str> text(TRY(format_str(thread, "getpwnam(): name not found: {}", repr_of(arguments[0]))));
  return raise_value(thread, TypeId::kKeyError, text);
}

// ---- grp --------------------------------------------------------------------------------------

Result<Object*> make_members(Thread& thread, char** names) {
  Ref<List> members(TRY(make_list(thread.interpreter())));
  for (; *names != nullptr; ++names) {
    TRY(list_append_owned(thread.interpreter(), members, TRY(account_text(thread, *names))));
  }
  return members.take();
}

Result<Object*> make_group(Thread& thread, Object* module, const group& entry) {
  Fields fields(thread);
  TRY(fields.begin());
  TRY(fields.add(entry.gr_name));
  TRY(fields.add(entry.gr_passwd));
  TRY(fields.add(entry.gr_gid));
  TRY(fields.add_owned(make_members(thread, entry.gr_mem)));
  return fields.finish(module);
}

Result<Object*> group_by_id(Thread& thread, Object* module, Object* const* arguments) {
  const gid_t id = TRY(to_account_id(thread, "gid", arguments[0]));
  Texts texts(memory_of(thread));
  group entry;
  const auto found = TRY(
      find_entry(thread, texts, entry, [id](auto... rest) { return ::getgrgid_r(id, rest...); }));
  if (found) return make_group(thread, module, entry);
  Ref<Str> text(TRY(format_str(thread, "getgrgid(): gid not found: {}", arguments[0])));
  return raise_value(thread, TypeId::kKeyError, text);
}

Result<Object*> group_by_name(Thread& thread, Object* module, Object* const* arguments) {
  const Utf8 name(thread.interpreter(), TRY(to_account_name(thread, "getgrnam", arguments[0])));
  if (!name.ok()) return raise_memory_error(thread.interpreter());
  Texts texts(memory_of(thread));
  group entry;
  const auto found = TRY(find_entry(
      thread, texts, entry, [&name](auto... rest) { return ::getgrnam_r(name.c_str(), rest...); }));
  if (found) return make_group(thread, module, entry);
  Ref<Str> text(TRY(format_str(thread, "getgrnam(): name not found: {}", repr_of(arguments[0]))));
  return raise_value(thread, TypeId::kKeyError, text);
}

// ---- All entries ------------------------------------------------------------------------------

// The system's files are read here, because the calls that walk over them share one place per
// process.
class AccountFile {
 public:
  explicit AccountFile(const char* path) : file_(::fopen(path, "re")) {}
  AccountFile(const AccountFile&) = delete;
  AccountFile& operator=(const AccountFile&) = delete;
  ~AccountFile() {
    if (file_ != nullptr) ::fclose(file_);
  }
  FILE* get() const { return file_; }

 private:
  FILE* file_;
};

template <typename Entry, int (*step)(FILE*, Entry*, char*, std::size_t, Entry**),
          Result<Object*> (*make)(Thread&, Object*, const Entry&)>
Result<Object*> all_entries(Thread& thread, Object* module, const char* path) {
  Ref<List> entries(TRY(make_list(thread.interpreter())));
  const AccountFile file(path);
  if (file.get() == nullptr) return entries.take();
  while (true) {
    Texts texts(memory_of(thread));
    Entry entry;
    const auto found = TRY(find_entry(thread, texts, entry,
                                      [&file](auto... rest) { return step(file.get(), rest...); }));
    if (!found) return entries.take();
    TRY(list_append_owned(thread.interpreter(), entries, TRY(make(thread, module, entry))));
  }
}

Result<Object*> all_users(Thread& thread, Object* module, Object* const*) {
  return all_entries<passwd, ::fgetpwent_r, make_user>(thread, module, "/etc/passwd");
}

Result<Object*> all_groups(Thread& thread, Object* module, Object* const*) {
  return all_entries<group, ::fgetgrent_r, make_group>(thread, module, "/etc/group");
}

// ---- The modules ------------------------------------------------------------------------------

constexpr StructField kUserFields[] = {{"pw_name"},  {"pw_passwd"}, {"pw_uid"},  {"pw_gid"},
                                       {"pw_gecos"}, {"pw_dir"},    {"pw_shell"}};
constexpr StructSequenceDescriptor kUser{.name = "pwd.struct_passwd", .fields = kUserFields};

constexpr StructField kGroupFields[] = {{"gr_name"}, {"gr_passwd"}, {"gr_gid"}, {"gr_mem"}};
constexpr StructSequenceDescriptor kGroup{.name = "grp.struct_group", .fields = kGroupFields};

template <const StructSequenceDescriptor& descriptor>
Status execute(Thread& thread, Module* module) {
  Type*& type = module_state<AccountState>(module).type;
  type = TRY(make_struct_sequence_type(thread, module, descriptor));
  return module_add(thread, module, descriptor.name.substr(4), type);
}

void state_traverse(void* place, ReferenceVisitor& visitor) {
  visitor.visit_if(static_cast<AccountState*>(place)->type);
}

void state_clear(Interpreter&, void* place) noexcept {
  clear_reference(static_cast<AccountState*>(place)->type);
}

constexpr NativeMethod kUserFunctions[] = {
    {"getpwall(module, /)", all_users},
    {"getpwnam(module, name, /)", user_by_name},
    {"getpwuid(module, uidobj, /)", user_by_id},
};

constexpr NativeMethod kGroupFunctions[] = {
    {"getgrall(module, /)", all_groups},
    {"getgrgid(module, /, id)", group_by_id},
    {"getgrnam(module, /, name)", group_by_name},
};

}  // namespace

extern const ModuleDescriptor kUserAccountsModule;
const ModuleDescriptor kUserAccountsModule = {
    .name = "pwd",
    .doc = "The users of the system.",
    .functions = kUserFunctions,
    .execute = execute<kUser>,
    .state_size = sizeof(AccountState),
    .traverse = state_traverse,
    .clear = state_clear,
    .free = state_clear,
};

extern const ModuleDescriptor kGroupAccountsModule;
const ModuleDescriptor kGroupAccountsModule = {
    .name = "grp",
    .doc = "The groups of the system.",
    .functions = kGroupFunctions,
    .execute = execute<kGroup>,
    .state_size = sizeof(AccountState),
    .traverse = state_traverse,
    .clear = state_clear,
    .free = state_clear,
};

}  // namespace ouro
