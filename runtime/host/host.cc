// The C interface: runtimes, interpreters and reports.
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <new>

#include "runtime/execute/threads.h"
#include "runtime/host/border.h"
#include "runtime/host/ouro.h"
#include "runtime/host/session.h"
#include "runtime/object/exception.h"

namespace ouro {
namespace {

// The host's callbacks as the runtime knows them; `host` is the session's copy of them.

const ouro_callbacks& callbacks_of(void* host) { return *static_cast<ouro_callbacks*>(host); }

std::int64_t read_input(void* host, char* place, std::size_t size) {
  return callbacks_of(host).read_input(callbacks_of(host).context, place, size);
}

int write_output(void* host, const char* text, std::size_t length) {
  return callbacks_of(host).write_output(callbacks_of(host).context, text, length);
}

int write_error(void* host, const char* text, std::size_t length) {
  return callbacks_of(host).write_error(callbacks_of(host).context, text, length);
}

int find_module(void* host, const char* name, HostSource& source) {
  ouro_module_source lent{};
  const int answer = callbacks_of(host).find_module(callbacks_of(host).context, name, &lent);
  source = {lent.text, lent.length, lent.filename, lent.is_package != 0, lent.owner};
  return answer;
}

void give_back_module(void* host, const HostSource& source) {
  ouro_module_source lent = {source.text, source.length, source.filename, source.is_package,
                             source.owner};
  callbacks_of(host).release_module(callbacks_of(host).context, &lent);
}

std::int64_t read_clock(void* host, bool monotonic) {
  return callbacks_of(host).clock(callbacks_of(host).context, monotonic);
}

// The trampoline, if there is something to reach.
template <typename Callback, typename Trampoline>
Trampoline* through(Callback callback, Trampoline* trampoline) {
  return callback == nullptr ? nullptr : trampoline;
}

void use_callbacks(ouro_callbacks& host, Settings& settings) {
  settings.services = {.host = &host,
                       .read_input = through(host.read_input, read_input),
                       .write_output = through(host.write_output, write_output),
                       .write_error = through(host.write_error, write_error),
                       .find_module = through(host.find_module, find_module),
                       .give_back_module = through(host.release_module, give_back_module),
                       .clock = through(host.clock, read_clock)};
  if (host.read_input != nullptr) settings.streams.input = host_stream::kInput;
  if (host.write_output != nullptr) settings.streams.output = host_stream::kOutput;
  if (host.write_error != nullptr) settings.streams.error = host_stream::kError;
  settings.allocator = {host.context, host.allocate, host.release};
}

// Copies what the host's version of a structure has; false: it has more than this library knows.
template <typename Structure>
bool adopt(Structure& place, const Structure& given) {
  if (given.size > sizeof(Structure)) return false;
  std::memcpy(&place, &given, given.size);
  return true;
}

// What is wrong with the configuration; null: nothing. Fills the parts that outlive the call.
const char* read_config(const ouro_config* given, ouro_config& wishes, ouro_callbacks& callbacks) {
  ouro_config_init(&wishes);
  if (given == nullptr) return nullptr;
  if (given->size < offsetof(ouro_config, callbacks) || !adopt(wishes, *given))
    return "the configuration has another size: fill it with ouro_config_init()";
  if (wishes.extensions < OURO_EXTENSIONS_STRICT || wishes.extensions > OURO_EXTENSIONS_NONE)
    return "an unknown rule for extension modules";
  if (wishes.callbacks == nullptr) return nullptr;
  if (wishes.callbacks->size == 0 || !adopt(callbacks, *wishes.callbacks))
    return "the callbacks have another size: fill them with ouro_callbacks_init()";
  if ((callbacks.allocate == nullptr) != (callbacks.release == nullptr))
    return "an allocator needs allocate and release";
  return nullptr;
}

StartOptions options_from(const ouro_config& config) {
  StartOptions options;
  options.heap_mode = config.heap == OURO_HEAP_MALLOC ? HeapMode::kMalloc : HeapMode::kPool;
  if (config.memory_bytes_max != 0) options.memory_max = config.memory_bytes_max;
  options.has_hash_seed = config.has_hash_seed != 0;
  options.hash_seed = config.hash_seed;
  Settings& settings = options.settings;
  settings.streams = {config.input, config.output, config.error};
  settings.allow_threads = config.allow_threads != 0;
  settings.allow_daemon_threads = config.allow_daemon_threads != 0;
  settings.allow_fork = config.allow_fork != 0;
  settings.allow_exec = config.allow_exec != 0;
  settings.instructions_max = config.instructions_max;
  settings.milliseconds_max = config.milliseconds_max;
  settings.threads_max = config.threads_max;
  settings.descriptors_max = config.descriptors_max;
  settings.recursion_max =
      static_cast<std::int32_t>(std::min(config.recursion_max, std::uint32_t{INT32_MAX}));
  settings.module_path = config.module_path;
  settings.library_path = config.library_path;
  settings.program_folder = config.program_folder;
  settings.extensions = static_cast<ExtensionRule>(config.extensions);
  settings.argument_count = config.argument_count;
  settings.arguments = config.arguments;
  return options;
}

bool left_something(const FinalizeReport& report) {
  for (const CensusRow& row : report.ended.rows) {
    if (!row.residue.empty()) return true;
  }
  return report.findings_total > 0 || report.quarantined || !report.ended.memory.empty();
}

Residue total(const ouro_report* handle) {
  if (handle == nullptr) return {};
  const FinalizeReport& report = handle->report;
  Residue sum = report.ended.memory;
  for (const CensusRow& row : report.ended.rows) sum.items += row.residue.items;
  return sum;
}

// Whoever comes while nobody is inside gets in, or waits for that as long as the host said;
// finalize() refuses when others are.
bool hold_to_finalize(Interpreter& interpreter, std::uint64_t milliseconds) {
  constexpr timespec kPause = {0, 1'000'000};
  Threads& threads = interpreter.get<Threads>();
  if (threads.held_here()) return true;
  for (; threads.hosts_inside() > 0 && milliseconds > 0; --milliseconds) {
    clock_nanosleep(CLOCK_MONOTONIC, 0, &kPause, nullptr);
  }
  return threads.hosts_inside() == 0 && threads.become_main();
}

// Null: no memory for a report, or refused.
ouro_report* finalize_held(ouro_interpreter* session) {
  Border border(session, nullptr);
  if (!border.ok() || border.thread().host_calls > 0) return nullptr;
  void* place = Memory::allocate_for_host(sizeof(ouro_report));
  if (place == nullptr) return nullptr;
  auto* report = new (place) ouro_report;
  ouro_runtime* runtime = session->runtime;
  // What the exception holds may still run code when it ends.
  border.keep_error(nullptr);
  finalize(runtime->process, session->interpreter, report->report, session->finalize_options);
  if (report->report.refused) return ouro_report_release(report), nullptr;
  // A thread that did not end may still use the interpreter: it is kept, and stays counted.
  if (!report->report.quarantined) give_back_chunk(&runtime->process.get<ChunkPool>(), session);
  return report;
}

}  // namespace
}  // namespace ouro

using namespace ouro;

extern "C" {

uint32_t ouro_abi_version(void) { return OURO_ABI_VERSION; }
const char* ouro_version(void) { return OURO_VERSION; }

void ouro_config_init(ouro_config* config) {
  if (config == nullptr) return;
  std::memset(config, 0, sizeof(*config));
  config->size = sizeof(*config);
  config->output = 1;
  config->error = 2;
  config->allow_threads = config->allow_daemon_threads = config->allow_exec = 1;
}

void ouro_callbacks_init(ouro_callbacks* callbacks) {
  if (callbacks == nullptr) return;
  std::memset(callbacks, 0, sizeof(*callbacks));
  callbacks->size = sizeof(*callbacks);
}

ouro_runtime* ouro_runtime_begin(void) {
  auto* runtime = make_in_chunk<ouro_runtime>(nullptr);
  if (runtime == nullptr) return nullptr;
  if (start(runtime->process).ok()) return runtime;
  give_back_chunk(nullptr, runtime);
  return nullptr;
}

ouro_status ouro_runtime_end(ouro_runtime* runtime, size_t* left) {
  if (runtime == nullptr || runtime->process.get<InterpreterIds>().live() > 0) return OURO_REFUSED;
  Census<Process> ended;
  finalize(runtime->process, ended);
  std::size_t count = ended.memory.blocks;
  for (const CensusRow& row : ended.rows) count += row.residue.blocks + row.residue.items;
  if (left != nullptr) *left = count;
  give_back_chunk(nullptr, runtime);
  return OURO_OK;
}

ouro_interpreter* ouro_create(ouro_runtime* runtime, const ouro_config* config, ouro_error* error) {
  Border::clear(error);
  ouro_config wishes;
  ouro_callbacks callbacks{};
  const char* problem = read_config(config, wishes, callbacks);
  if (runtime == nullptr) problem = "there is no runtime";
  if (problem != nullptr) return Border::refuse(error, problem), nullptr;
  auto& pool = runtime->process.get<ChunkPool>();
  auto* session = make_in_chunk<ouro_interpreter>(&pool);
  if (session == nullptr) return Border::no_memory(error), nullptr;
  session->runtime = runtime;
  session->callbacks = callbacks;
  FinalizeOptions& ending = session->finalize_options;
  if (wishes.join_milliseconds_max != 0)
    ending.join_milliseconds_max = wishes.join_milliseconds_max;
  ending.shutdown_milliseconds_max = ending.join_milliseconds_max;
  ending.host_milliseconds_max = wishes.host_milliseconds_max;
  StartOptions options = options_from(wishes);
  use_callbacks(session->callbacks, options.settings);
  if (start(runtime->process, session->interpreter, options).ok()) return session;
  Border::take_error(session->interpreter, error);
  FinalizeReport report;
  finalize(runtime->process, session->interpreter, report, session->finalize_options);
  give_back_chunk(&pool, session);
  return nullptr;
}

ouro_report* ouro_finalize(ouro_interpreter* session) {
  if (session == nullptr || !is_hosted(session)) return nullptr;
  Threads& threads = session->interpreter.get<Threads>();
  const bool held_before = threads.held_here();
  if (!hold_to_finalize(session->interpreter, session->finalize_options.host_milliseconds_max))
    return nullptr;
  ouro_report* report = finalize_held(session);
  if (report == nullptr && !held_before) threads.leave_to_host(*threads.current());
  return report;
}

int ouro_report_is_clean(const ouro_report* report) {
  return report != nullptr && !left_something(report->report);
}
size_t ouro_report_stage_count(const ouro_report* report) {
  return report == nullptr ? 0 : report->report.stage_count;
}
const char* ouro_report_stage_name(const ouro_report* report, size_t index) {
  return index < ouro_report_stage_count(report) ? report->report.stages[index].name.data() : "";
}
uint64_t ouro_report_stage_nanoseconds(const ouro_report* report, size_t index) {
  return index < ouro_report_stage_count(report) ? report->report.stages[index].nanoseconds : 0;
}
size_t ouro_report_blocks(const ouro_report* report) { return total(report).blocks; }
size_t ouro_report_bytes(const ouro_report* report) { return total(report).bytes; }
size_t ouro_report_items(const ouro_report* report) { return total(report).items; }
size_t ouro_report_finding_count(const ouro_report* report) {
  return report == nullptr ? 0 : report->report.finding_count;
}

const char* ouro_report_finding(const ouro_report* report, size_t index, char* buffer,
                                size_t size) {
  if (size == 0 || buffer == nullptr) return "";
  buffer[0] = 0;
  if (index >= ouro_report_finding_count(report)) return buffer;
  const FinalizeFinding& finding = report->report.findings[index];
  std::snprintf(buffer, size, "%s: %s %s (%zu)%s%s", finding_kind_name(finding.kind).data(),
                finding.type_name, finding.representation, finding.count,
                finding.path[0] == 0 ? "" : ": ", finding.path);
  return buffer;
}

void ouro_report_release(ouro_report* report) { Memory::release_from_host(report); }

}  // extern "C"
