// syntax_dump: parses sources for ci/compare_syntax.py.
//
// syntax_dump [--attributes] FILE...: one line per file: its tree, or its failure.
// syntax_dump --snippets: sources on stdin, as "SIZE MODE\n" and SIZE bytes; one answer line each.
// syntax_dump --time N FILE...: parses every file N times and prints the seconds all that took.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "runtime/component/memory.h"
#include "runtime/source/parser.h"
#include "runtime/source/syntax_dump_test_support.h"

namespace ouro::syntax {
namespace {

constexpr std::size_t kStackBytes = 6 * 1024 * 1024;

const char* name_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::kSyntaxError: return "SyntaxError";
    case FailureKind::kIndentationError: return "IndentationError";
    case FailureKind::kTabError: return "TabError";
    case FailureKind::kOutOfMemory: return "MemoryError";
    case FailureKind::kRecursionError: return "RecursionError";
    case FailureKind::kValueError: return "ValueError";
  }
  return "?";
}

std::uintptr_t stack_limit() {
  return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)) - kStackBytes;
}

std::string one_line(std::string_view text) {
  std::string result;
  for (char byte : text) {
    if (byte == '\n') {
      result += "\\n";
    } else if (byte == '\\') {
      result += "\\\\";
    } else {
      result += byte;
    }
  }
  return result;
}

std::string failure_line(const SyntaxFailure& failure) {
  std::ostringstream out;
  out << "!" << name_of(failure.kind) << "\t" << failure.line << "\t" << failure.column << "\t"
      << failure.end_line << "\t" << failure.end_column << "\t" << one_line(failure.message) << "\t"
      << one_line(failure.text);
  return out.str();
}

std::string answer(const std::string& source, ParseMode mode, bool attributes, bool is_text) {
  Memory memory;
  memory.configure(HeapMode::kPool, nullptr);
  std::string result;
  {
    Arena arena(memory);
    ParseOptions options;
    options.mode = mode;
    options.stack_limit = stack_limit();
    options.ignore_cookie = is_text;
    options.only_tree = !is_text;
    const ParseResult parsed = parse(arena, source, options);
    result = parsed.ok() ? dump(parsed.tree, attributes) : failure_line(parsed.failure);
  }
  memory.give_back();
  return result;
}

std::string read_file(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

ParseMode mode_of(const std::string& name) {
  return name == "eval"     ? ParseMode::kEval
         : name == "single" ? ParseMode::kSingle
                            : ParseMode::kExec;
}

int answer_snippets() {
  std::size_t size = 0;
  std::string mode;
  while (std::cin >> size >> mode && std::cin.get() == '\n') {
    std::string source(size, '\0');
    std::cin.read(source.data(), static_cast<std::streamsize>(size));
    std::cout << answer(source, mode_of(mode), false, true) << std::endl;
  }
  return 0;
}

int measure(int rounds, const std::vector<std::string>& sources) {
  std::size_t bytes = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (int round = 0; round < rounds; ++round) {
    for (const std::string& source : sources) {
      Memory memory;
      memory.configure(HeapMode::kPool, nullptr);
      {
        Arena arena(memory);
        ParseOptions options;
        options.only_tree = true;
        parse(arena, source, options);
      }
      memory.give_back();
      bytes += source.size();
    }
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  std::printf("%.3f s, %.1f MB/s\n", seconds.count(),
              static_cast<double>(bytes) / 1e6 / seconds.count());
  return 0;
}

int run(int count, char** arguments) {
  const std::string first = count > 1 ? arguments[1] : "";
  if (first == "--snippets") return answer_snippets();
  const bool timed = first == "--time" && count > 2;
  const bool attributes = first == "--attributes";
  std::vector<std::string> sources;
  for (int index = timed ? 3 : attributes ? 2 : 1; index < count; ++index) {
    sources.push_back(read_file(arguments[index]));
  }
  if (timed) return measure(std::atoi(arguments[2]), sources);
  for (const std::string& source : sources) {
    std::cout << answer(source, ParseMode::kExec, attributes, false) << "\n";
  }
  return 0;
}

}  // namespace
}  // namespace ouro::syntax

int main(int count, char** arguments) { return ouro::syntax::run(count, arguments); }
