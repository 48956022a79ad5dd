// Builds: a table of names; the same order of places for each.
#include "leakcheck/probe/builds.h"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

namespace ouro::leakcheck {
namespace {

namespace fs = std::filesystem;

struct BuildPlace {
  const char* variable;
  const char* preset;
};

// In the order of Build.
constexpr auto kPlaces = std::to_array<BuildPlace>({{"OURO_RELEASE", "release"},
                                                    {"OURO_ASAN", "asan"},
                                                    {"OURO_TSAN", "tsan"},
                                                    {"OURO_DEV", "dev"}});

bool is_program(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
}

FoundBuild look_for(Build build) {
  const BuildPlace& place = kPlaces[static_cast<std::size_t>(build)];
  const fs::path self = own_program_file();
  const char* set = std::getenv(place.variable);
  if (set != nullptr) {
    if (is_program(set)) return {fs::absolute(set).string(), {}};
    return {{}, fmt::format("{}={} is no program", place.variable, set)};
  }
  if (build == Build::kSelf) return {self.string(), {}};
  const fs::path bin = self.parent_path();
  const auto candidates =
      std::to_array<fs::path>({bin.parent_path().parent_path() / place.preset / "bin" / "ouro",
                               bin.parent_path() / "libexec" / "ouro" / place.preset / "ouro"});
  for (const fs::path& candidate : candidates) {
    if (is_program(candidate)) return {candidate.string(), {}};
  }
  return {{},
          fmt::format("the {0} build is missing: run `ci/build {0}`, or set {1}", place.preset,
                      place.variable)};
}

}  // namespace

std::string own_program_file() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).string();
}

FoundBuild find_build(Build build) {
  const FoundBuild found = look_for(build);
  // The sanitizer build can plant faults, too.
  if (build != Build::kFaulty || !found.path.empty()) return found;
  const FoundBuild other = look_for(Build::kAddress);
  return other.path.empty() ? found : other;
}

std::string find_in_path(std::string_view name) {
  const char* path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "/usr/bin:/bin" : path;
  while (!rest.empty()) {
    const std::size_t end = rest.find(':');
    const fs::path candidate = fs::path(rest.substr(0, end)) / name;
    if (is_program(candidate)) return fs::absolute(candidate).string();
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  return {};
}

}  // namespace ouro::leakcheck
