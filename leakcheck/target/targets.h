// The targets: every runtime that can be verified, in one table. None is linked; a foreign one is
// opened by name in the child that runs it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "leakcheck/target/foreign_target.h"
#include "leakcheck/target/target.h"

namespace ouro::leakcheck {

struct TargetKind {
  std::string_view name;
  std::string_view purpose;
  std::vector<std::string> libraries;  // tried in this order when none is named
  std::string_view program;            // what interpreters run unless the command names programs
  unsigned parallel_max;               // interpreters at a time
  bool chooses_heap;                   // its own pools or the C heap, as a job says
  bool begins_again;                   // after its end, in the same process
  // Null: the bundled runtime.
  std::unique_ptr<Language> (*make)(std::span<const std::string> libraries, Heap heap);
};

std::span<const TargetKind> target_kinds();

// "lua", "cpython:libpython3.12.so.1.0", "host:./mine.so"; empty: the bundled runtime.
// Both throw std::runtime_error for a kind that does not exist; make_target also when the library
// cannot be opened.
const TargetKind& kind_of_target(std::string_view specification);
std::unique_ptr<Target> make_target(std::string_view specification, Heap heap);

// One adapter each; they throw std::runtime_error when the library lacks a function.
std::unique_ptr<Language> make_cpython(std::span<const std::string> libraries, Heap heap);
std::unique_ptr<Language> make_cpython_children(std::span<const std::string> libraries, Heap heap);
std::unique_ptr<Language> make_duktape(std::span<const std::string> libraries, Heap heap);
std::unique_ptr<Language> make_host(std::span<const std::string> libraries, Heap heap);
std::unique_ptr<Language> make_lua(std::span<const std::string> libraries, Heap heap);
std::unique_ptr<Language> make_mruby(std::span<const std::string> libraries, Heap heap);
std::unique_ptr<Language> make_mujs(std::span<const std::string> libraries, Heap heap);
std::unique_ptr<Language> make_perl(std::span<const std::string> libraries, Heap heap);
std::unique_ptr<Language> make_tcl(std::span<const std::string> libraries, Heap heap);

}  // namespace ouro::leakcheck
