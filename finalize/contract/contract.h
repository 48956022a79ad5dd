// What the contract tests share: lives of interpreters with planted mistakes, and what they leave.
#pragma once

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "finalize/finalize.h"
#include "runtime/host/program.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/process/process.h"

namespace ouro::contract {

// Leaves something in every component: objects, cycles, names, an exit callback, a finalizer.
inline constexpr std::string_view kUse = R"(
import atexit, gc
class Node:
    def __init__(self, name):
        self.name, self.peer = name, None
    def __del__(self):
        ended.append(self.name)
ended = []
first, second = Node('first'), Node('second')
first.peer, second.peer = second, first
atexit.register(ended.clear)
table = {str(n): (n, float(n), [n]) for n in range(50)}
def squares(limit):
    for n in range(limit):
        yield n * n
waiting = squares(10)
next(waiting)
def fail():
    raise ValueError('expected')
try:
    fail()
except ValueError as error:
    kept = error
assert frozenset([1]) and b'a'[0:1] and slice(1, 2)
)";

// A blank, zeroed place for an Interpreter, so that its padding is known too.
class Place {
 public:
  Place() : bytes_(new(std::align_val_t(64)) std::byte[sizeof(Interpreter)]) {
    std::memset(bytes_, 0, sizeof(Interpreter));
    interpreter_ = new (bytes_) Interpreter;
    constructed_.assign(bytes_, bytes_ + sizeof(Interpreter));
  }
  Place(const Place&) = delete;
  ~Place() { ::operator delete[](bytes_, std::align_val_t(64)); }

  Interpreter& interpreter() { return *interpreter_; }
  // The witness that reads no table: are the bytes again as constructed? Pointers into itself are
  // equal, as it is the same place.
  bool restored() const {
    return std::memcmp(bytes_, constructed_.data(), sizeof(Interpreter)) == 0;
  }
  // Where the first difference stands: the component whose slot covers it, or "interpreter".
  std::string first_difference() const {
    for (std::size_t at = 0; at < sizeof(Interpreter); ++at) {
      if (bytes_[at] != constructed_[at]) return owner_of(bytes_ + at);
    }
    return "";
  }

  // Does this component of ours hold a pointer into the other place?
  bool points_into(const ComponentRow<Interpreter>& row, const Place& other) const {
    const auto first = reinterpret_cast<std::uintptr_t>(other.bytes_);
    const auto* begin = static_cast<const std::byte*>(row.own_address(*interpreter_));
    for (const std::byte* at = begin; at < end_of(begin); at += sizeof(std::uintptr_t)) {
      std::uintptr_t word = 0;
      std::memcpy(&word, at, sizeof(word));
      if (word - first < sizeof(Interpreter)) return true;
    }
    return false;
  }

 private:
  // Where the component behind this one begins.
  const std::byte* end_of(const std::byte* begin) const {
    const std::byte* end = bytes_ + sizeof(Interpreter);
    for (const auto& row : kTable<Interpreter>) {
      const auto* address = static_cast<const std::byte*>(row.own_address(*interpreter_));
      if (address > begin && address < end) end = address;
    }
    return end;
  }

  std::string owner_of(const std::byte* byte) const {
    std::string owner = "interpreter";
    const std::byte* nearest = nullptr;
    for (const auto& row : kTable<Interpreter>) {
      const auto* address = static_cast<const std::byte*>(row.own_address(*interpreter_));
      if (address <= byte && address > nearest) nearest = address, owner = row.name;
    }
    return owner;
  }

  std::byte* bytes_;
  Interpreter* interpreter_;
  std::vector<std::byte> constructed_;
};

inline bool run(Interpreter& interpreter, std::string_view source) {
  const Status status =
      run_program(interpreter.thread(), {.kind = Program::Kind::kText, .text = source});
  if (!status.ok()) clear_pending(interpreter.thread());
  return status.ok();
}

// What is left after one life, as names.
inline std::vector<std::string> left_behind(const FinalizeReport& report) {
  std::vector<std::string> names;
  for (const CensusRow& row : report.ended.rows) {
    if (!row.residue.empty()) names.push_back("residue/" + std::string(row.component));
  }
  for (const CensusRow& row : report.cleared.rows) {
    if (row.references != 0) names.push_back("references/" + std::string(row.component));
  }
  Residue sum;
  for (const CensusRow& row : report.ended.rows) sum.add(row.residue);
  if (report.ended.memory.blocks != sum.blocks || report.ended.memory.bytes != sum.bytes)
    names.push_back("unaccounted/memory");
  for (std::size_t index = 0; index < report.finding_count; ++index) {
    names.push_back("finding/" + std::string(finding_kind_name(report.findings[index].kind)));
  }
  return names;
}

inline bool contains(const std::vector<std::string>& names, std::string_view name) {
  for (const std::string& each : names) {
    if (each == name) return true;
  }
  return false;
}

inline void expect_nothing(const std::vector<std::string>& names) {
  for (const std::string& name : names) BOOST_ERROR("left behind: " + name);
}

}  // namespace ouro::contract
