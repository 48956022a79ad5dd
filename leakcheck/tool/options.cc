// Options that commands share.
#include "leakcheck/tool/options.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "leakcheck/probe/builds.h"
#include "leakcheck/target/bundled_target.h"
#include "leakcheck/target/targets.h"
#include "leakcheck/tool/commands.h"

namespace ouro::leakcheck {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> program_places() {
  const fs::path bin = fs::path(own_program_file()).parent_path();
  return {bin / "../../../stress/programs", bin / "../share/ouro/programs"};
}

}  // namespace

std::vector<std::string> split_names(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t end = list.find(',');
    if (end != 0) names.emplace_back(list.substr(0, end));
    list = end == std::string_view::npos ? std::string_view() : list.substr(end + 1);
  }
  return names;
}

std::vector<const Detector*> parse_detectors(std::string_view list) {
  std::vector<const Detector*> chosen;
  for (const std::string& name : split_names(list)) {
    const Detector* detector = find_detector(name);
    if (detector == nullptr) {
      throw UsageError(fmt::format("unknown detector: {}; see `ouro list detectors`", name));
    }
    if (std::ranges::find(chosen, detector) == chosen.end()) chosen.push_back(detector);
  }
  if (!chosen.empty()) return chosen;
  for (const Detector& detector : kDetectors) {
    if (detector.by_default) chosen.push_back(&detector);
  }
  return chosen;
}

std::vector<Heap> parse_heaps(std::string_view name) {
  if (name == "both") return {Heap::kPool, Heap::kMalloc};
  return {name == "malloc" ? Heap::kMalloc : Heap::kPool};
}

PlantableFault find_fault(std::string_view name) {
  for (const PlantableFault& fault : make_bundled_target()->faults()) {
    if (fault.name == name) return fault;
  }
  throw UsageError(fmt::format("unknown fault: {}; see `ouro list faults`", name));
}

const TargetKind& checked_target(std::string_view specification) {
  try {
    return kind_of_target(specification);
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

std::string checked_program(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) throw UsageError("no such program: " + path);
  if (fs::is_directory(status)) throw UsageError("a directory, not a program: " + path);
  if (access(path.c_str(), R_OK) != 0) throw UsageError("cannot read " + path);
  return fs::absolute(path).lexically_normal().string();
}

std::vector<std::string> default_programs() {
  for (const fs::path& place : program_places()) {
    std::vector<std::string> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(place, error)) {
      if (entry.path().extension() == ".py") found.push_back(entry.path().lexically_normal());
    }
    std::ranges::sort(found);
    if (!found.empty()) return found;
  }
  throw UsageError("no programs found beside this installation: name some");
}

int parse(CLI::App& app, int count, char** words) {
  try {
    app.parse(count, words);
    return -1;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsageError;
  }
}

std::string command_line(int count, char** words) {
  std::string text = "ouro";
  for (int index = 0; index < count; ++index) text += fmt::format(" {}", words[index]);
  return text;
}

int guarded(const std::function<int()>& body) {
  try {
    return body();
  } catch (const UsageError& error) {
    std::fprintf(stderr, "ouro: %s\n", error.what());
    return kUsageError;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "ouro: %s\n", error.what());
    return kInfrastructureError;
  }
}

}  // namespace ouro::leakcheck
