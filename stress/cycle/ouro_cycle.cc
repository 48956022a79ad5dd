// ouro_cycle: times one create-run-finalize cycle of Ouro: ouro_cycle PROGRAM CYCLES. With a third
// word N it runs PROGRAM in N interpreters instead, first one after the other, then on N threads at
// once.
#include <atomic>
#include <cstdint>
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

std::int64_t time_at_once(ouro_runtime* runtime, const CycleProgram& program, int count) {
  std::vector<std::thread> threads;
  std::atomic<bool> go{false};
  for (int index = 0; index < count; ++index) {
    threads.emplace_back([&] {
      while (!go.load(std::memory_order_acquire)) std::this_thread::yield();
      run_once(runtime, program);
    });
  }
  const std::int64_t begin = cycle_now();
  go.store(true, std::memory_order_release);
  for (std::thread& thread : threads) thread.join();
  return cycle_now() - begin;
}

// One line per turn: nanoseconds one after the other, nanoseconds at once.
void compare_threads(ouro_runtime* runtime, const CycleProgram& program, int threads) {
  for (int turn = 0; turn < program.cycles; ++turn) {
    const std::int64_t in_turn = time_in_turn(runtime, program, threads);
    const std::int64_t at_once = time_at_once(runtime, program, threads);
    std::printf("%lld %lld\n", static_cast<long long>(in_turn), static_cast<long long>(at_once));
  }
}

}  // namespace

int main(int count, char** words) {
  const int threads = count == 4 ? std::atoi(words[3]) : 0;
  CycleProgram program = cycle_program(count == 4 ? 3 : count, words);
  ouro_runtime* runtime = ouro_runtime_begin();
  if (runtime == nullptr) cycle_fail("no runtime");
  if (threads > 0) {
    compare_threads(runtime, program, threads);
  } else {
    for (int cycle = 0; cycle < program.cycles; ++cycle) run_cycle(runtime, program);
  }
  std::size_t left = 0;
  if (ouro_runtime_end(runtime, &left) != OURO_OK || left != 0)
    cycle_fail("the runtime left something");
  std::free(program.text);
  return 0;
}
