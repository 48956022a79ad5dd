// Signatures: names are normalised, then hashed with 64-bit FNV-1a.
#include "leakcheck/detect/signature.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

namespace ouro::leakcheck {
namespace {

using std::string_view;

// Names that only carry a request for memory on: they would make all leaks look alike.
constexpr auto kAllocators = std::to_array<string_view>(
    {"malloc", "calloc", "realloc", "aligned_alloc", "posix_memalign", "memalign", "valloc", "free",
     "operator new", "operator new[]", "operator delete", "operator delete[]", "strdup", "strndup",
     "mmap", "pthread_create"});

constexpr string_view kRuntimeAllocator = "ouro::Memory::";
constexpr string_view kTool = "ouro::leakcheck::";

bool is_allocator(string_view function) {
  return function.starts_with(kRuntimeAllocator) || function.starts_with("__interceptor_") ||
         std::ranges::find(kAllocators, function) != kAllocators.end();
}

void erase_all(std::string& text, string_view part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at)) {
    text.erase(at, part.size());
  }
}

// Removes every balanced pair of brackets and what they hold; "operator<" and "operator()" stay.
std::string without_brackets(string_view text, char open, char close) {
  std::string kept;
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool operator_name =
        kept.ends_with("operator") || (open == '<' && kept.ends_with("operator<"));
    if (text[at] == open && (depth > 0 || !operator_name)) {
      ++depth;
    } else if (text[at] == close && depth > 0) {
      --depth;
    } else if (depth == 0) {
      kept += text[at];
    }
  }
  return kept;
}

string_view base_name(string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == string_view::npos ? path : path.substr(slash + 1);
}

std::uint64_t hash(string_view text, std::uint64_t state) {
  for (const char byte : text) state = (state ^ static_cast<unsigned char>(byte)) * 0x100000001b3u;
  return (state ^ 0xff) * 0x100000001b3u;  // so that {"ab", "c"} and {"a", "bc"} differ
}

// The runtime is entered by the tool; what stands below that differs from run to run.
std::size_t first_tool_frame(const std::vector<Frame>& frames) {
  const auto found = std::ranges::find_if(
      frames, [](const Frame& frame) { return frame.function.starts_with(kTool); });
  return static_cast<std::size_t>(found - frames.begin());
}

std::size_t first_interesting_frame(const std::vector<Frame>& frames, std::size_t end) {
  std::size_t index = 0;
  while (index < end && is_allocator(normalized_function(frames[index].function))) ++index;
  return index;
}

}  // namespace

std::string normalized_function(string_view function) {
  std::string name(function);
  erase_all(name, "(anonymous namespace)::");
  erase_all(name, "[abi:cxx11]");
  name = without_brackets(name, '<', '>');
  name = without_brackets(name, '(', ')');
  for (const string_view tail : {" [clone", ".constprop", ".isra", ".part", ".cold", ".llvm."}) {
    name.resize(std::min(name.find(tail), name.size()));
  }
  while (name.ends_with(" const") || name.ends_with(' ')) name.resize(name.rfind(' '));
  // A template's demangled name starts with its result type; operators hold a space themselves.
  const std::size_t space = name.rfind(' ', name.find("operator"));
  return space == std::string::npos ? name : name.substr(space + 1);
}

std::vector<std::string> normalized_stack(const Stack& stack) {
  std::size_t end = first_tool_frame(stack.frames);
  if (end == 0) end = stack.frames.size();  // a canary: the tool's own frames are all there is
  std::size_t begin = first_interesting_frame(stack.frames, end);
  if (begin == end) begin = 0;
  std::vector<std::string> names;
  for (std::size_t index = begin; index < end; ++index) {
    const Frame& frame = stack.frames[index];
    std::string name =
        fmt::format("{} ({})", normalized_function(frame.function), base_name(frame.module));
    if (names.empty() || names.back() != name) names.push_back(std::move(name));
  }
  return names;
}

std::string subject_of(const Stack& stack) {
  if (stack.frames.empty()) return "unknown";
  const std::size_t end = stack.frames.size();
  const std::size_t index = first_interesting_frame(stack.frames, end);
  return normalized_function(stack.frames[index == end ? 0 : index].function);
}

std::string signature_of(const std::vector<std::string>& parts) {
  std::uint64_t state = 0xcbf29ce484222325u;
  for (const std::string& part : parts) state = hash(part, state);
  return fmt::format("{:016x}", state);
}

}  // namespace ouro::leakcheck
