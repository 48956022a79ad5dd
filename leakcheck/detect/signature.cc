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

// Names that stand for the tool's own copy of a function.
constexpr auto kInterceptors = std::to_array<string_view>(
    {"__interceptor_", "___interceptor_", "__asan_", "__tsan_", "__lsan_", "__hwasan_", "__msan_",
     "__sanitizer_", "__ubsan_", "pthread_mutex_", "pthread_rwlock_", "pthread_cond_"});

// Functions that tools replace: whoever calls them is of interest.
constexpr auto kReplaced = std::to_array<string_view>(
    {"memcpy",  "memmove", "memset",  "memcmp",  "memchr",  "bcmp",      "strlen",
     "strnlen", "strcpy",  "strncpy", "strcat",  "strncat", "strcmp",    "strncmp",
     "strchr",  "strrchr", "strstr",  "wmemcpy", "stpcpy",  "strcasecmp"});

// Below main and below a thread's function everybody's stacks differ.
constexpr auto kStarters = std::to_array<string_view>(
    {"start_thread", "clone", "clone3", "__clone", "__clone3", "thread_start", "asan_thread_start",
     "ThreadStartFunc", "execute_native_thread_routine", "mythread_wrapper", "vgDrd_thread_wrapper",
     "_start", "__libc_start_main", "__libc_start_call_main", "__libc_start_main_impl",
     "_pthread_start", "_dl_start_user"});

// Where tools and the standard library live: parts of a module's or a source's path.
constexpr auto kToolPlaces = std::to_array<string_view>(
    {"libsanitizer/", "compiler-rt/", "vgpreload_", "libasan.so", "libtsan.so", "liblsan.so",
     "libubsan.so", "libmsan.so", "libclang_rt.", "vg_replace_", "hg_intercepts.c",
     "drd_pthread_intercepts.c"});
constexpr auto kLibraryPlaces =
    std::to_array<string_view>({"/include/c++/", "/usr/include/", "/bits/stl_", "/rustlib/"});

// Valgrind's text has no folders: headers of libstdc++ by their names.
constexpr auto kLibraryFiles = std::to_array<string_view>(
    {"new_allocator.h",   "alloc_traits.h",  "allocator.h",  "basic_string.h",
     "invoke.h",          "std_function.h",  "unique_ptr.h", "shared_ptr.h",
     "shared_ptr_base.h", "allocated_ptr.h", "hashtable.h",  "hashtable_policy.h",
     "unordered_map.h",   "unordered_set.h", "std_thread.h", "std_mutex.h",
     "atomic_base.h",     "char_traits.h",   "move.h",       "cpp_type_traits.h",
     "list.tcc",          "vector.tcc",      "deque.tcc",    "basic_string.tcc",
     "fstream.tcc",       "ostream_insert.h"});
constexpr auto kLibraryNames =
    std::to_array<string_view>({"std::", "__gnu_cxx::", "core::ptr::", "alloc::alloc::"});

constexpr string_view kRuntimeAllocator = "ouro::Memory::";
constexpr string_view kTool = "ouro::leakcheck::";
constexpr std::size_t kLongestName = 4096;

bool contains_any(string_view text, const auto& parts) {
  return std::ranges::any_of(
      parts, [text](string_view part) { return text.find(part) != string_view::npos; });
}

bool starts_with_any(string_view text, const auto& parts) {
  return std::ranges::any_of(parts, [text](string_view part) { return text.starts_with(part); });
}

bool is_one_of(string_view text, const auto& words) {
  return std::ranges::find(words, text) != words.end();
}

bool is_allocator(string_view function) {
  return function.starts_with(kRuntimeAllocator) || is_one_of(function, kAllocators);
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

// "::h0123456789abcdef" differs from build to build.
void take_rust_hash(std::string& name) {
  constexpr std::size_t kSize = 19;
  if (name.size() <= kSize || name.substr(name.size() - kSize, 3) != "::h") return;
  if (name.find_first_not_of("0123456789abcdef", name.size() - kSize + 3) == std::string::npos) {
    name.resize(name.size() - kSize);
  }
}

string_view base_name(string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  return slash == string_view::npos ? path : path.substr(slash + 1);
}

// "/src/a.cc:3:5" -> "/src/a.cc" and 3.
struct Place {
  string_view file;
  string_view line;
};

string_view take_last_number(string_view& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == string_view::npos || colon + 1 == text.size()) return {};
  const string_view number = text.substr(colon + 1);
  if (number.find_first_not_of("0123456789") != string_view::npos) return {};
  text = text.substr(0, colon);
  return number;
}

Place place_of(string_view location) {
  Place place{location, {}};
  place.line = take_last_number(place.file);
  if (const string_view line = take_last_number(place.file); !line.empty()) place.line = line;
  return place;
}

// Inlined functions lose their namespace and class in some tools' stacks.
string_view unqualified(string_view name) {
  const std::size_t at = name.rfind("::", std::min(name.find("operator"), name.size()));
  return at == string_view::npos ? name : name.substr(at + 2);
}

// "libssl.so.3" -> "libssl.so".
string_view module_name(string_view module) {
  const string_view name = base_name(module);
  const std::size_t version = name.find(".so.");
  return version == string_view::npos ? name : name.substr(0, version + 3);
}

bool has_no_name(const Frame& frame) {
  return frame.function.empty() || frame.function == "???" || frame.function.starts_with("0x");
}

std::string name_of(const Frame& frame) {
  const Place place = place_of(frame.location);
  if (has_no_name(frame)) {
    const string_view offset = frame.function.starts_with("0x") ? string_view(frame.function) : "";
    return fmt::format("{}+{}@{}", module_name(frame.module), offset, base_name(place.file));
  }
  const std::string name = normalized_function(frame.function);
  if (place.file.empty()) return name;
  return fmt::format("{}@{}", unqualified(name), base_name(place.file));
}

// The tool's copy of a function, an allocator, or what the standard library does on behalf of its
// caller.
bool is_plumbing(const Frame& frame) {
  const std::string name = normalized_function(frame.function);
  const Place place = place_of(frame.location);
  if (contains_any(frame.module, kToolPlaces) || contains_any(place.file, kToolPlaces)) return true;
  if (contains_any(place.file, kLibraryPlaces) || is_one_of(base_name(place.file), kLibraryFiles) ||
      base_name(place.file).starts_with("stl_")) {
    return true;
  }
  return is_allocator(name) || is_one_of(name, kReplaced) || is_one_of(name, kStarters) ||
         starts_with_any(name, kInterceptors) || starts_with_any(name, kLibraryNames) ||
         (has_no_name(frame) && frame.module.empty() && frame.location.empty());
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

// main is the last frame that says something; "(below main)" has no name that does.
std::size_t last_frame(const std::vector<Frame>& frames) {
  const auto found = std::ranges::find_if(frames, [](const Frame& frame) {
    return frame.function == "main" || frame.function == "(below main)" ||
           frame.function.starts_with("main(");
  });
  if (found == frames.end()) return frames.size();
  return static_cast<std::size_t>(found - frames.begin()) + (found->function[0] == '(' ? 0 : 1);
}

std::vector<const Frame*> frames_of_interest(const std::vector<Frame>& frames, std::size_t end) {
  std::vector<const Frame*> kept;
  for (std::size_t index = 0; index < end; ++index) {
    if (!is_plumbing(frames[index])) kept.push_back(&frames[index]);
  }
  return kept;
}

// The frames that identify a stack. Of a canary the tool's own frames are all there is; when
// nothing would be left, all are kept.
std::vector<const Frame*> identifying_frames(const Stack& stack) {
  const std::size_t last = last_frame(stack.frames);
  std::vector<const Frame*> kept =
      frames_of_interest(stack.frames, std::min(first_tool_frame(stack.frames), last));
  if (kept.empty()) kept = frames_of_interest(stack.frames, last);
  if (kept.empty()) {
    for (const Frame& frame : stack.frames) kept.push_back(&frame);
  }
  const auto same = [](const Frame* left, const Frame* right) {
    return name_of(*left) == name_of(*right);
  };
  kept.erase(std::unique(kept.begin(), kept.end(), same), kept.end());
  return kept;
}

// "xmalloc", "safe_alloc": what a reader wants to know is who called it.
bool is_wrapper(string_view name) {
  return name.find("alloc") != string_view::npos || name.find("strdup") != string_view::npos;
}

}  // namespace

std::string normalized_function(string_view function) {
  std::string name(function.substr(0, kLongestName));
  erase_all(name, "(anonymous namespace)::");
  erase_all(name, "[abi:cxx11]");
  name = without_brackets(name, '<', '>');
  name = without_brackets(name, '(', ')');
  for (const string_view tail :
       {" [clone", ".constprop", ".isra", ".part", ".cold", ".llvm.", "@"}) {
    name.resize(std::min(name.find(tail), name.size()));
  }
  take_rust_hash(name);
  while (name.ends_with(" const") || name.ends_with(' ')) name.resize(name.rfind(' '));
  // A template's demangled name starts with its result type; operators hold a space themselves.
  const std::size_t space = name.rfind(' ', name.find("operator"));
  return space == std::string::npos ? name : name.substr(space + 1);
}

std::vector<std::string> normalized_stack(const Stack& stack) {
  std::vector<std::string> names;
  for (const Frame* frame : identifying_frames(stack)) names.push_back(name_of(*frame));
  return names;
}

std::vector<std::string> places_of(const Stack& stack) {
  std::vector<std::string> places;
  for (const Frame* frame : identifying_frames(stack)) {
    const Place place = place_of(frame->location);
    places.push_back(fmt::format("{}:{:>8}", base_name(place.file), place.line));
  }
  return places;
}

std::string subject_of(const Stack& stack) {
  const std::vector<const Frame*> frames = identifying_frames(stack);
  if (frames.empty()) return "unknown";
  const auto chosen = std::ranges::find_if(frames, [](const Frame* frame) {
    return !has_no_name(*frame) && !is_wrapper(normalized_function(frame->function));
  });
  const Frame& frame = chosen == frames.end() ? *frames.front() : **chosen;
  if (!frame.function.empty() && !has_no_name(frame)) return normalized_function(frame.function);
  if (!frame.module.empty()) return fmt::format("{}+{}", module_name(frame.module), frame.function);
  return std::string(base_name(frame.location.empty() ? "unknown" : frame.location));
}

std::string location_of(const Stack& stack) {
  for (const Frame* frame : identifying_frames(stack)) {
    const Place place = place_of(frame->location);
    if (!place.line.empty()) return fmt::format("{}:{}", place.file, place.line);
  }
  return {};
}

std::string signature_of(const std::vector<std::string>& parts) {
  std::uint64_t state = 0xcbf29ce484222325u;
  for (const std::string& part : parts) state = hash(part, state);
  return fmt::format("{:016x}", state);
}

}  // namespace ouro::leakcheck
