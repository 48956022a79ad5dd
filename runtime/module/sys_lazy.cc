// sys_lazy: one row for each attribute that is made on the first look.
#include "runtime/module/sys_lazy.h"

#include <algorithm>
#include <cfloat>
#include <cstdlib>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/native_modules.h"
#include "runtime/module/streams.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/hashes.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/set.h"
#include "runtime/object/simple_namespace.h"
#include "runtime/object/str.h"
#include "runtime/object/struct_sequence.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

constexpr std::string_view kLibraryFolder = "/usr/lib/python3.11";
constexpr std::int64_t kHexVersion = 0x030b02f0;  // 3.11.2 final

// A field of a struct sequence that is known at build time.
struct Constant {
  enum class Kind { kInteger, kReal, kText, kNone } kind = Kind::kNone;
  std::int64_t integer = 0;
  double real = 0;
  std::string_view text;

  constexpr Constant() = default;
  constexpr Constant(int value) : kind(Kind::kInteger), integer(value) {}
  constexpr Constant(std::int64_t value) : kind(Kind::kInteger), integer(value) {}
  constexpr Constant(double value) : kind(Kind::kReal), real(value) {}
  constexpr Constant(const char* value) : kind(Kind::kText), text(value) {}
};

Result<Object*> make_constant(Thread& thread, const Constant& constant) {
  Interpreter& interpreter = thread.interpreter();
  switch (constant.kind) {
    case Constant::Kind::kInteger: return make_int(interpreter, constant.integer);
    case Constant::Kind::kReal: return make_float(interpreter, constant.real);
    case Constant::Kind::kText: return make_str(interpreter, constant.text);
    default: return new_none(thread);
  }
}

Result<Object*> make_sequence(Thread& thread, Module* sys,
                              const StructSequenceDescriptor& descriptor,
                              std::span<const Constant> constants) {
  Ref<Type> type(TRY(make_struct_sequence_type(thread, sys, descriptor)));
  Ref<List> values(TRY(make_list(thread.interpreter())));
  for (const Constant& constant : constants) {
    TRY(list_append_owned(thread.interpreter(), values, TRY(make_constant(thread, constant))));
  }
  return make_struct_sequence(thread, type, values->items, values->size);
}

constexpr StructField kVersionFields[] = {
    {"major"}, {"minor"}, {"micro"}, {"releaselevel"}, {"serial"}};
constexpr StructSequenceDescriptor kVersionInfoType{
    .name = "sys.version_info", .fields = kVersionFields, .constructible = false};
Result<Object*> version_info(Thread& thread, Module* sys) {
  constexpr Constant kValues[] = {3, 11, 2, "final", 0};
  return make_sequence(thread, sys, kVersionInfoType, kValues);
}

constexpr StructField kFlagFields[] = {{"debug"},
                                       {"inspect"},
                                       {"interactive"},
                                       {"optimize"},
                                       {"dont_write_bytecode"},
                                       {"no_user_site"},
                                       {"no_site"},
                                       {"ignore_environment"},
                                       {"verbose"},
                                       {"bytes_warning"},
                                       {"quiet"},
                                       {"hash_randomization"},
                                       {"isolated"},
                                       {"dev_mode"},
                                       {"utf8_mode"},
                                       {"warn_default_encoding"},
                                       {"safe_path"},
                                       {"int_max_str_digits"}};
constexpr StructSequenceDescriptor kFlagsType{
    .name = "sys.flags", .fields = kFlagFields, .constructible = false};
Result<Object*> flags(Thread& thread, Module* sys) {
  constexpr Constant kValues[] = {0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 4300};
  return make_sequence(thread, sys, kFlagsType, kValues);
}

constexpr StructField kFloatFields[] = {{"max"},     {"max_exp"},    {"max_10_exp"}, {"min"},
                                        {"min_exp"}, {"min_10_exp"}, {"dig"},        {"mant_dig"},
                                        {"epsilon"}, {"radix"},      {"rounds"}};
constexpr StructSequenceDescriptor kFloatInfoType{.name = "sys.float_info", .fields = kFloatFields};
Result<Object*> float_info(Thread& thread, Module* sys) {
  constexpr Constant kValues[] = {
      DBL_MAX,      DBL_MAX_EXP, DBL_MAX_10_EXP, DBL_MIN, DBL_MIN_EXP, DBL_MIN_10_EXP, DBL_DIG,
      DBL_MANT_DIG, DBL_EPSILON, FLT_RADIX,      1};
  return make_sequence(thread, sys, kFloatInfoType, kValues);
}

constexpr StructField kIntFields[] = {{"bits_per_digit"},
                                      {"sizeof_digit"},
                                      {"default_max_str_digits"},
                                      {"str_digits_check_threshold"}};
constexpr StructSequenceDescriptor kIntInfoType{.name = "sys.int_info", .fields = kIntFields};
Result<Object*> int_info(Thread& thread, Module* sys) {
  constexpr Constant kValues[] = {64, 8, 4300, 640};
  return make_sequence(thread, sys, kIntInfoType, kValues);
}

constexpr StructField kHashFields[] = {{"width"},     {"modulus"},   {"inf"},
                                       {"nan"},       {"imag"},      {"algorithm"},
                                       {"hash_bits"}, {"seed_bits"}, {"cutoff"}};
constexpr StructSequenceDescriptor kHashInfoType{.name = "sys.hash_info", .fields = kHashFields};
Result<Object*> hash_info(Thread& thread, Module* sys) {
  constexpr Constant kValues[] = {
      64, static_cast<std::int64_t>(kHashModulus), 314159, 0, 1000003, "siphash13", 64, 128, 0};
  return make_sequence(thread, sys, kHashInfoType, kValues);
}

constexpr StructField kThreadFields[] = {{"name"}, {"lock"}, {"version"}};
constexpr StructSequenceDescriptor kThreadInfoType{.name = "sys.thread_info",
                                                   .fields = kThreadFields};
Result<Object*> thread_info(Thread& thread, Module* sys) {
  constexpr Constant kValues[] = {"pthread", "mutex+cond", {}};
  return make_sequence(thread, sys, kThreadInfoType, kValues);
}

// Where a distribution keeps what belongs to one machine; in the name of its sysconfig data.
#if defined(__x86_64__)
constexpr std::string_view kMultiarch = "x86_64-linux-gnu";
#elif defined(__aarch64__)
constexpr std::string_view kMultiarch = "aarch64-linux-gnu";
#else
#error "the name of this machine in the distribution is not known"
#endif

Result<Object*> implementation(Thread& thread, Module* sys) {
  Ref<Dict> fields(TRY(make_dict(thread.interpreter())));
  Ref<> version(TRY(version_info(thread, sys)));
  Ref<Str> name(TRY(make_str(thread.interpreter(), "ouro")));
  Ref<Int> number(TRY(make_int(thread.interpreter(), kHexVersion)));
  TRY(dict_set(thread, fields, "name", name));
  TRY(dict_set(thread, fields, "cache_tag", none(thread)));
  TRY(dict_set(thread, fields, "version", version));
  TRY(dict_set(thread, fields, "hexversion", number));
  TRY(dict_set(thread, fields, "_multiarch",
               Ref<Str>(TRY(make_str(thread.interpreter(), kMultiarch)))));
  return make_simple_namespace(thread, fields);
}

Result<Object*> native_names(Thread& thread, Module*) {
  Ref<List> names(TRY(make_list(thread.interpreter())));
  TRY(list_append_owned(thread.interpreter(), names,
                        TRY(intern(thread.interpreter(), "builtins"))));
  TRY(list_append_owned(thread.interpreter(), names, TRY(intern(thread.interpreter(), "sys"))));
  for (const ModuleDescriptor* module : native_modules()) {
    TRY(list_append_owned(thread.interpreter(), names,
                          TRY(intern(thread.interpreter(), module->name))));
  }
  TRY(list_sort(thread, names, nullptr, false));
  return to_tuple(thread, names);
}

Result<Object*> native_name_set(Thread& thread, Module* sys) {
  Ref<> names(TRY(native_names(thread, sys)));
  return make_frozen_set(thread, names);
}

Result<Object*> empty_list(Thread& thread, Module*) { return make_list(thread.interpreter()); }
Result<Object*> empty_dict(Thread& thread, Module*) { return make_dict(thread.interpreter()); }

struct StandardStream {
  Id name;
  std::string_view original;  // sys.__stdout__ is sys.stdout as it was first made
  int StreamSettings::* descriptor;
};
constexpr StandardStream kInput{Id::stdin_, "__stdin__", &StreamSettings::input};
constexpr StandardStream kOutput{Id::stdout_, "__stdout__", &StreamSettings::output};
constexpr StandardStream kError{Id::stderr_, "__stderr__", &StreamSettings::error};

// Makes the one stream under both names, unless the program has put another one under the first.
template <const StandardStream& stream>
Result<Object*> original_stream(Thread& thread, Module* sys) {
  const int descriptor = thread.interpreter().get<Settings>().streams.*stream.descriptor;
  Ref<> made(TRY(make_standard_stream(thread, descriptor, stream.name)));
  TRY(dict_set(thread, sys->dict, stream.original, made));
  Str* name = identifier(thread, stream.name);
  if (find_str_in_dict(thread, sys->dict, name) == nullptr) {
    TRY(dict_set(thread, sys->dict, name, made));
  }
  return made.take();
}

// Missing although it was made: the program has deleted it.
template <const StandardStream& stream>
Result<Object*> current_stream(Thread& thread, Module* sys) {
  Ref<Str> original(TRY(intern(thread.interpreter(), stream.original)));
  if (find_str_in_dict(thread, sys->dict, original) != nullptr) {
    return raise_module_attribute_error(thread, sys, identifier(thread, stream.name));
  }
  return original_stream<stream>(thread, sys);
}

std::string_view library_folder(Thread& thread) {
  const char* wanted = thread.interpreter().get<Settings>().library_path;
  return wanted == nullptr ? kLibraryFolder : std::string_view(wanted);
}

Result<Object*> standard_library_folder(Thread& thread, Module*) {
  return make_str(thread.interpreter(), library_folder(thread));
}

Result<Object*> executable(Thread& thread, Module*) {
  const char* path = thread.interpreter().get<Settings>().executable;
  return make_str(thread.interpreter(), path == nullptr ? "" : path);
}

constexpr StructField kHookFields[] = {{"firstiter"}, {"finalizer"}};
constexpr StructSequenceDescriptor kHooksType{.name = "sys.asyncgen_hooks", .fields = kHookFields};

struct LazyAttribute {
  std::string_view name;
  Result<Object*> (*make)(Thread&, Module* sys);  // null: the constant
  Constant constant = {};
};

constexpr LazyAttribute kAttributes[] = {
    {"__stderr__", original_stream<kError>},
    {"__stdin__", original_stream<kInput>},
    {"__stdout__", original_stream<kOutput>},
    {"_git", nullptr, {}},
    {"_stdlib_dir", standard_library_folder},
    {"_xoptions", empty_dict},
    {"abiflags", nullptr, ""},
    {"api_version", nullptr, 1013},
    {"base_exec_prefix", nullptr, "/usr"},
    {"base_prefix", nullptr, "/usr"},
    {"builtin_module_names", native_names},
    {"byteorder", nullptr, "little"},
    {"copyright", nullptr, "Copyright (c) The Ouro developers."},
    {"exec_prefix", nullptr, "/usr"},
    {"executable", executable},
    {"flags", flags},
    {"float_info", float_info},
    {"float_repr_style", nullptr, "short"},
    {"hash_info", hash_info},
    {"hexversion", nullptr, kHexVersion},
    {"implementation", implementation},
    {"int_info", int_info},
    {"maxsize", nullptr, std::int64_t{INT64_MAX}},
    {"maxunicode", nullptr, 0x10ffff},
    {"meta_path", empty_list},
    {"path_hooks", empty_list},
    {"path_importer_cache", empty_dict},
    {"platform", nullptr, "linux"},
    {"platlibdir", nullptr, "lib"},
    {"prefix", nullptr, "/usr"},
    {"pycache_prefix", nullptr, {}},
    {"stderr", current_stream<kError>},
    {"stdin", current_stream<kInput>},
    {"stdlib_module_names", native_name_set},
    {"stdout", current_stream<kOutput>},
    {"thread_info", thread_info},
    {"version", nullptr, "3.11.2 (Ouro) [C++20]"},
    {"version_info", version_info},
    {"warnoptions", empty_list},
};

Result<Object*> make_from_row(Thread& thread, Module* sys, const LazyAttribute& row) {
  return row.make != nullptr ? row.make(thread, sys) : make_constant(thread, row.constant);
}

Result<Object*> orig_arguments(Thread& thread, Module* sys) {
  Object* arguments = find_str_in_dict(thread, sys->dict, identifier(thread, Id::argv));
  return arguments == nullptr ? Result<Object*>(TRY(make_list(thread.interpreter())))
                              : to_list(thread, arguments);
}

Status add_folders(Thread& thread, List* path, std::string_view folders) {
  while (!folders.empty()) {
    const std::size_t end = std::min(folders.find(':'), folders.size());
    if (end > 0) {
      TRY(list_append_owned(thread.interpreter(), path,
                            TRY(make_str(thread.interpreter(), folders.substr(0, end)))));
    }
    folders.remove_prefix(std::min(end + 1, folders.size()));
  }
  return done;
}

}  // namespace

Result<Object*> make_lazy_attribute(Thread& thread, Module* sys, Str* name) {
  if (str_equal(name, "orig_argv")) return orig_arguments(thread, sys);
  if (str_equal(name, "dont_write_bytecode")) return new_boolean(thread, true);
  for (const LazyAttribute& row : kAttributes) {
    if (!str_equal(name, row.name)) continue;
    Ref<> value(TRY(make_from_row(thread, sys, row)));
    TRY(dict_set(thread, sys->dict, row.name, value));
    return value.take();
  }
  return raise_module_attribute_error(thread, sys, name);
}

Result<List*> list_all_attributes(Thread& thread, Module* sys) {
  TRY(complete_namespace(thread, sys));
  Ref<List> names(TRY(to_list(thread, sys->dict)));
  for (const LazyAttribute& row : kAttributes) {
    Ref<Str> name(TRY(intern(thread.interpreter(), row.name)));
    if (find_str_in_dict(thread, sys->dict, name) != nullptr) continue;
    TRY(list_append(thread.interpreter(), names, name));
  }
  return names.take();
}

Status add_search_path(Thread& thread, Module* sys) {
  Interpreter& interpreter = thread.interpreter();
  const Settings& settings = interpreter.get<Settings>();
  Ref<List> path(TRY(make_list(interpreter)));
  if (settings.program_folder != nullptr) {
    TRY(list_append_owned(interpreter, path, TRY(make_str(interpreter, settings.program_folder))));
  }
  const char* more =
      settings.module_path != nullptr ? settings.module_path : std::getenv("OUROPATH");
  if (more != nullptr) TRY(add_folders(thread, path, more));
  TRY(add_folders(thread, path, library_folder(thread)));
  return dict_set(thread, sys->dict, identifier(thread, Id::path), path);
}

Result<Object*> make_async_hooks(Thread& thread, Object* first_iterate, Object* finalizer) {
  auto* sys = thread.interpreter().get<ModuleRegistry>().get_as<Module>(
      ModuleRegistryKind::Place::kSysModule);
  Ref<Type> type(TRY(make_struct_sequence_type(thread, sys, kHooksType)));
  Object* values[] = {first_iterate, finalizer};
  return make_struct_sequence(thread, type, values, 2);
}

}  // namespace ouro
