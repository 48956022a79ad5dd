// lookups: what isolation costs at each touch: lookups [ROUNDS]. A line per row: a name, the
// nanoseconds it takes, the nanoseconds of what it is compared with.
//
// The runtime's own names by index against a process-wide variable, and a hash table for both; each
// free list against Memory; and how many types are made for each interpreter.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "runtime/host/session.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/str.h"
#include "stress/cycle/cycle_timer.h"

namespace {

using namespace ouro;

constexpr int kRepeats = 200'000;

Str* process_wide = nullptr;  // what an isolated runtime cannot have

template <typename T>
void keep(T value) {
  asm volatile("" : : "r"(value) : "memory");
}

// The nanoseconds of one call, of kRepeats in a row.
template <typename Work>
double time_once(Work work) {
  const std::int64_t begin = cycle_now();
  for (int turn = 0; turn < kRepeats; ++turn) work();
  return static_cast<double>(cycle_now() - begin) / kRepeats;
}

double median(std::vector<double>& times) {
  std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
  return times[times.size() / 2];
}

// In turns, so that a busy moment hits both.
template <typename Work, typename Other>
void compare(std::string_view name, int rounds, Work work, Other other) {
  std::vector<double> times, others;
  for (int round = 0; round < rounds; ++round) {
    times.push_back(time_once(work));
    others.push_back(time_once(other));
  }
  std::printf("%.*s %.3f %.3f\n", static_cast<int>(name.size()), name.data(), median(times),
              median(others));
}

void compare_names(Interpreter& interpreter, int rounds) {
  process_wide = interpreter.identifier(Id::append);
  const auto from_variable = [] { keep(process_wide); };
  compare("identifier", rounds, [&] { keep(interpreter.identifier(Id::append)); }, from_variable);
  const Str* name = process_wide;
  compare(
      "interned_hash", rounds,
      [&] { keep(interpreter.get<InternedStrings>().find(name, name->hash)); }, from_variable);
}

template <typename C>
void compare_free_list(Interpreter& interpreter, int rounds) {
  if constexpr (std::is_base_of_v<BodyList, C>) {
    C& list = interpreter.get<C>();
    Memory& memory = interpreter.memory();
    void* probe = list.take(memory);
    list.give_back(memory, probe);
    const std::size_t bytes = list.bytes();
    const BlockKind kind = list.block_kind();
    compare(
        C::kName, rounds,
        [&] {
          void* body = list.take(memory);
          keep(body);
          list.give_back(memory, body);
        },
        [&] {
          void* body = memory.allocate(bytes, kind);
          keep(body);
          memory.release(body, bytes, kind);
        });
  }
}

template <typename... Cs>
void compare_free_lists(Interpreter& interpreter, int rounds, TypeList<Cs...>) {
  (compare_free_list<Cs>(interpreter, rounds), ...);
}

void count_types(Interpreter& interpreter) {
  int own = 0;
  for (std::size_t index = 0; index < kTypeCount; ++index) {
    own += interpreter.type(static_cast<TypeId>(index))->interpreter == &interpreter;
  }
  std::printf("types_of_the_interpreter %d %zu\n", own, kTypeCount);
}

}  // namespace

int main(int count, char** words) {
  const int rounds = count > 1 ? std::max(1, std::atoi(words[1])) : 51;
  ouro_runtime* runtime = ouro_runtime_begin();
  if (runtime == nullptr) cycle_fail("no runtime");
  ouro_interpreter* session = ouro_create(runtime, nullptr, nullptr);
  if (session == nullptr) cycle_fail("no interpreter");
  compare_names(session->interpreter, rounds);
  compare_free_lists(session->interpreter, rounds, InterpreterComponents{});
  count_types(session->interpreter);
  ouro_report* report = ouro_finalize(session);
  if (ouro_report_is_clean(report) == 0) cycle_fail("finalize left something behind");
  ouro_report_release(report);
  return ouro_runtime_end(runtime, nullptr) == OURO_OK ? 0 : 1;
}
