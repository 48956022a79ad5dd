// Program: source to code to __main__, and exceptions to exit codes.
#include "runtime/host/program.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "runtime/code/code.h"
#include "runtime/execute/call.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import.h"
#include "runtime/module/import_find.h"
#include "runtime/module/streams.h"
#include "runtime/module/sys.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/module.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

Dict* main_names(Thread& thread) {
  auto* main = thread.interpreter().get<ModuleRegistry>().get_as<Module>(
      ModuleRegistryKind::Place::kMainModule);
  return main->dict;
}

Status run_text(Thread& thread, std::string_view source, std::string_view filename) {
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

Status run_file(Thread& thread, std::string_view path) {
  FileText text(thread.interpreter());
  Ref<Str> name(TRY(absolute_path(thread, path)));
  Utf8 file_path(thread.interpreter(), name);
  if (!file_path.ok()) return failure;
  TRY(set_main_file(thread, file_path.view()));
  TRY(text.read(thread, file_path.c_str()));
  return run_text(thread, text.view(), file_path.view());
}

Status run_input(Thread& thread) {
  FileText text(thread.interpreter());
  TRY(text.read_descriptor(thread, thread.interpreter().get<Settings>().streams.input));
  return run_text(thread, text.view(), "<stdin>");
}

Status run_module(Thread& thread, std::string_view name) {
  Ref<Str> module_name(TRY(intern(thread.interpreter(), name)));
  Found<Str> source = TRY(find_module_source(thread, module_name));
  if (!source) return raise(thread, TypeId::kModuleNotFoundError, "No module named {}", name);
  Ref<Str> path(source.value);
  Utf8 text(thread.interpreter(), path);
  if (!text.ok()) return failure;
  return run_file(thread, text.view());
}

}  // namespace

Status run_program(Thread& thread, const Program& program) {
  switch (program.kind) {
    case Program::Kind::kFile: return run_file(thread, program.text);
    case Program::Kind::kModule: return run_module(thread, program.text);
    case Program::Kind::kInput: return run_input(thread);
    default: return run_text(thread, program.text, "<string>");
  }
}

ProgramEnd run_program_to_end(Thread& thread, const Program& program) {
  if (run_program(thread, program).ok()) return {};
  if (pending_matches(thread, TypeId::kSystemExit)) {
    Ref<Exception> exit(take_pending(thread));
    return {exit_code_of(thread, exit)};
  }
  const bool interrupted = pending_matches(thread, TypeId::kKeyboardInterrupt);
  report_uncaught(thread);
  return {interrupted ? 128 + SIGINT : 1, interrupted};
}

}  // namespace ouro
