// ouro_cycle: times one create-run-finalize cycle of Ouro: ouro_cycle PROGRAM CYCLES. With "idle"
// it says how much memory so many interpreters take. With a number N it does PROGRAM's work N times
// instead: in turn, on N threads of one interpreter, in N processes, and in N interpreters on
// threads.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <string_view>
#include <thread>
#include <vector>

#include "runtime/host/ouro.h"
#include "stress/cycle/cycle_timer.h"

namespace {

void expect(ouro_status status, const ouro_error& error) {
  if (status != OURO_OK) cycle_fail(error.message[0] != '\0' ? error.message : "the call failed");
}

ouro_interpreter* create(ouro_runtime* runtime) {
  ouro_config config;
  ouro_config_init(&config);
  ouro_error error = {};
  ouro_interpreter* interpreter = ouro_create(runtime, &config, &error);
  if (interpreter == nullptr) cycle_fail(error.message);
  return interpreter;
}

void run(ouro_interpreter* interpreter, const CycleProgram& program) {
  ouro_error error = {};
  expect(ouro_run_source(interpreter, program.text, program.length, "cycle", &error), error);
}

void check_result(ouro_interpreter* interpreter) {
  ouro_error error = {};
  ouro_value value = 0;
  expect(ouro_get_global(interpreter, "result", &value, &error), error);
  std::int64_t result = 0;
  expect(ouro_to_int64(interpreter, value, &result, &error), error);
  cycle_check(result);
  ouro_value_release(interpreter, value);
}

void finalize(ouro_interpreter* interpreter) {
  ouro_report* report = ouro_finalize(interpreter);
  if (report == nullptr) cycle_fail("finalize was refused");
  if (ouro_report_is_clean(report) == 0) cycle_fail("finalize left something behind");
  ouro_report_release(report);
}

void run_cycle(ouro_runtime* runtime, const CycleProgram& program) {
  const std::int64_t begin = cycle_now();
  ouro_interpreter* interpreter = create(runtime);
  const std::int64_t created = cycle_now();
  run(interpreter, program);
  check_result(interpreter);
  const std::int64_t ran = cycle_now();
  finalize(interpreter);
  cycle_print(begin, created, ran, cycle_now());
}

void run_once(ouro_runtime* runtime, const CycleProgram& program) {
  ouro_interpreter* interpreter = create(runtime);
  run(interpreter, program);
  finalize(interpreter);
}

std::int64_t time_in_turn(ouro_runtime* runtime, const CycleProgram& program, int count) {
  const std::int64_t begin = cycle_now();
  for (int turn = 0; turn < count; ++turn) run_once(runtime, program);
  return cycle_now() - begin;
}

// Calls work() on so many native threads at once.
template <typename Work>
std::int64_t time_at_once(int count, Work work) {
  std::vector<std::thread> threads;
  std::atomic<bool> go{false};
  for (int index = 0; index < count; ++index) {
    threads.emplace_back([&] {
      while (!go.load(std::memory_order_acquire)) std::this_thread::yield();
      work();
    });
  }
  const std::int64_t begin = cycle_now();
  go.store(true, std::memory_order_release);
  for (std::thread& thread : threads) thread.join();
  return cycle_now() - begin;
}

std::int64_t time_interpreters(ouro_runtime* runtime, const CycleProgram& program, int count) {
  return time_at_once(count, [&] { run_once(runtime, program); });
}

// Each thread in a namespace of its own.
std::int64_t time_threads(ouro_runtime* runtime, const CycleProgram& program, int count) {
  constexpr std::string_view kWork = "exec(program, {'__name__': 'work'})";
  ouro_interpreter* interpreter = create(runtime);
  ouro_error error = {};
  ouro_value text = 0;
  expect(ouro_from_utf8(interpreter, program.text, program.length, &text), error);
  expect(ouro_set_global(interpreter, "program", text, &error), error);
  ouro_value_release(interpreter, text);
  expect(ouro_leave(interpreter), error);
  const std::int64_t time = time_at_once(count, [&] {
    ouro_error problem = {};
    expect(ouro_enter(interpreter), problem);
    expect(ouro_run_source(interpreter, kWork.data(), kWork.size(), "work", &problem), problem);
    expect(ouro_leave(interpreter), problem);
  });
  expect(ouro_enter(interpreter), error);
  finalize(interpreter);
  return time;
}

// A process pays for a runtime of its own, as one that was started for the work does.
std::int64_t time_processes(const CycleProgram& program, int count) {
  const std::int64_t begin = cycle_now();
  for (int index = 0; index < count; ++index) {
    const pid_t child = fork();
    if (child < 0) cycle_fail("no process");
    if (child > 0) continue;
    ouro_runtime* runtime = ouro_runtime_begin();
    run_once(runtime, program);
    _exit(ouro_runtime_end(runtime, nullptr) == OURO_OK ? 0 : 1);
  }
  for (int index = 0; index < count; ++index) {
    int status = 0;
    if (wait(&status) < 0 || status != 0) cycle_fail("a process failed");
  }
  return cycle_now() - begin;
}

// One line per turn: the nanoseconds of each way.
void compare_ways(ouro_runtime* runtime, const CycleProgram& program, int count) {
  for (int turn = 0; turn < program.cycles; ++turn) {
    for (const std::int64_t time :
         {time_in_turn(runtime, program, count), time_threads(runtime, program, count),
          time_processes(program, count), time_interpreters(runtime, program, count)}) {
      std::printf("%lld ", static_cast<long long>(time));
    }
    std::puts("");
    std::fflush(stdout);  // or the next children would print it, too
  }
}

void keep_alive(ouro_runtime* runtime, const CycleProgram& program) {
  std::vector<ouro_interpreter*> interpreters;
  interpreters.reserve(static_cast<std::size_t>(program.cycles));
  ouro_error error = {};
  for (int index = 0; index < program.cycles; ++index) {
    interpreters.push_back(create(runtime));
    if (program.length > 0) run(interpreters.back(), program);
    expect(ouro_leave(interpreters.back()), error);
    cycle_print_memory();
  }
  for (ouro_interpreter* interpreter : interpreters) {
    expect(ouro_enter(interpreter), error);
    finalize(interpreter);
  }
}

}  // namespace

int main(int count, char** words) {
  const int threads = count == 4 ? std::atoi(words[3]) : 0;
  CycleProgram program = cycle_program(threads > 0 ? 3 : count, words);
  ouro_runtime* runtime = ouro_runtime_begin();
  if (runtime == nullptr) cycle_fail("no runtime");
  if (program.idle) {
    keep_alive(runtime, program);
  } else if (threads > 0) {
    compare_ways(runtime, program, threads);
  } else {
    for (int cycle = 0; cycle < program.cycles; ++cycle) run_cycle(runtime, program);
  }
  std::size_t left = 0;
  if (ouro_runtime_end(runtime, &left) != OURO_OK || left != 0)
    cycle_fail("the runtime left something");
  std::free(program.text);
  return 0;
}
