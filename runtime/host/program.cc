// Program: source to code to __main__, and exceptions to exit codes.
#include "runtime/host/program.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "runtime/code/code.h"
#include "runtime/code/source_file.h"
#include "runtime/execute/call.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import.h"
#include "runtime/module/import_find.h"
#include "runtime/module/main_module.h"
#include "runtime/module/streams.h"
#include "runtime/module/sys.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

Module* main_module(Thread& thread) {
  return thread.interpreter().get<ModuleRegistry>().get_as<Module>(
      ModuleRegistryKind::Place::kMainModule);
}

Dict* main_names(Thread& thread) { return main_module(thread)->dict; }

Status run_text(Thread& thread, std::string_view source, std::string_view filename,
                decltype(compile_file)* compile) {
  Ref<Str> name(TRY(make_str(thread.interpreter(), filename)));
  Ref<Code> code(TRY(compile(thread, source, name)));
  Ref<Function> body(TRY(make_function(thread, code, main_names(thread))));
  code.reset();
  release(TRY(run_body(thread, body, main_names(thread))));
  return done;
}

Status set_main_file(Thread& thread, std::string_view path) {
  Ref<Str> name(TRY(make_str(thread.interpreter(), path)));
  return dict_set(thread, main_names(thread), identifier(thread, Id::dunder_file), name);
}

// A script names itself by its absolute path, in __file__ and in tracebacks.
Result<Str*> absolute_path(Thread& thread, std::string_view path) {
  char folder[4096];
  if (path.starts_with('/') || getcwd(folder, sizeof(folder)) == nullptr) {
    return make_str(thread.interpreter(), path);
  }
  if (path.starts_with("./")) path.remove_prefix(2);
  return format_str(thread, "{}/{}", std::string_view(folder), path);
}

// The first word of sys.argv becomes the file that runs.
Status set_first_argument(Thread& thread, Str* path) {
  Dict* sys =
      thread.interpreter().get<ModuleRegistry>().get_as<Dict>(ModuleRegistryKind::Place::kSysDict);
  Object* arguments = find_str_in_dict(thread, sys, identifier(thread, Id::argv));
  if (arguments == nullptr || !is_list(arguments) || static_cast<List*>(arguments)->size == 0)
    return done;
  replace_reference(static_cast<List*>(arguments)->items[0], retain(static_cast<Object*>(path)));
  return done;
}

Status run_source_file(Thread& thread, Str* file) {
  FileText text(thread.interpreter());
  Utf8 path(thread.interpreter(), file);
  if (!path.ok()) return failure;
  TRY(set_main_file(thread, path.view()));
  TRY(text.read(thread, path.c_str()));
  return run_text(thread, text.view(), path.view(), compile_file);
}

bool is_folder(const char* path) {
  struct stat status{};
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

Status run_found(Thread& thread, const MainModule& found) {
  if (found.complaint) return done;
  TRY(describe_main_module(thread, main_module(thread), found));
  return run_source_file(thread, found.file);
}

Status run_file(Thread& thread, std::string_view path, MainModule& found) {
  Ref<Str> name(TRY(absolute_path(thread, path)));
  Utf8 text(thread.interpreter(), name);
  if (!text.ok()) return failure;
  if (!is_folder(text.c_str())) return run_source_file(thread, name);
  TRY(find_main_in_folder(thread, text.view(), found));
  return run_found(thread, found);
}

Status run_input(Thread& thread) {
  FileText text(thread.interpreter());
  TRY(text.read_descriptor(thread, thread.interpreter().get<Settings>().streams.input));
  return run_text(thread, text.view(), "<stdin>", compile_file);
}

Status run_module(Thread& thread, std::string_view name, MainModule& found) {
  TRY(find_main_module(thread, name, found));
  if (!found.complaint) TRY(set_first_argument(thread, found.file));
  return run_found(thread, found);
}

// With a complaint in `found` nothing was run.
Status run_or_complain(Thread& thread, const Program& program, MainModule& found) {
  constexpr auto compile_text = [](Thread& thread, std::string_view source, Str* filename) {
    return compile(thread, source, filename);
  };
  switch (program.kind) {
    case Program::Kind::kFile: return run_file(thread, program.text, found);
    case Program::Kind::kModule: return run_module(thread, program.text, found);
    case Program::Kind::kInput: return run_input(thread);
    default: return run_text(thread, program.text, "<string>", compile_text);
  }
}

int print_complaint(Thread& thread, Str* complaint) {
  Utf8 text(thread.interpreter(), complaint);
  const int descriptor = thread.interpreter().get<Settings>().streams.error;
  if (!text.ok()) {
    clear_pending(thread);
  } else if (descriptor >= 0) {
    dprintf(descriptor, "ouro: %s\n", text.c_str());
  }
  return 1;
}

}  // namespace

Status run_program(Thread& thread, const Program& program) {
  MainModule found;
  TRY(run_or_complain(thread, program, found));
  if (!found.complaint) return done;
  return raise(thread, TypeId::kImportError, "{}", found.complaint);
}

ProgramEnd run_program_to_end(Thread& thread, const Program& program) {
  MainModule found;
  if (run_or_complain(thread, program, found).ok())
    return {found.complaint ? print_complaint(thread, found.complaint) : 0};
  if (pending_matches(thread, TypeId::kSystemExit)) {
    Ref<Exception> exit(take_pending(thread));
    return {exit_code_of(thread, exit)};
  }
  const bool interrupted = pending_matches(thread, TypeId::kKeyboardInterrupt);
  report_uncaught(thread);
  return {interrupted ? 128 + SIGINT : 1, interrupted};
}

}  // namespace ouro
