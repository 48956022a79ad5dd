// A life: what is asked for, refused, printed and left.
#include "leakcheck/probe/refusal_life.h"

#include <dirent.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <stdexcept>

#include <fmt/format.h>

namespace ouro::leakcheck {
namespace {

constexpr std::size_t kKeptText = 4096;
constexpr std::uint64_t kWindow = 3;
constexpr std::uint64_t kSecond = 1'000'000'000;

std::int64_t count_entries(const char* folder) {
  DIR* entries = opendir(folder);
  if (entries == nullptr) return 0;
  std::int64_t count = 0;
  while (readdir(entries) != nullptr) ++count;
  closedir(entries);
  return count;
}

void note_residues(const char* kind, const CensusEvidence& census, RefusalEvidence& life) {
  for (const ComponentEvidence& row : census.components) {
    if (row.blocks + row.bytes + row.items + row.references == 0) continue;
    life.left.push_back(fmt::format("{} {}", kind, row.component));
  }
  if (census.blocks != 0) life.left.push_back(fmt::format("{} memory", kind));
}

void note(const InterpreterEvidence& evidence, RefusalEvidence& life) {
  if (evidence.refused) life.left.emplace_back("finalize declined");
  note_residues("residue", evidence.ended, life);
  for (const StageEvidence& stage : evidence.stages) {
    if (stage.runs != stage.expected) life.left.push_back("stage " + stage.name);
  }
  // A residue's culprits depend on addresses: they would make each point another finding.
  const bool explained = !life.left.empty();
  for (const CulpritEvidence& culprit : evidence.culprits) {
    if (!explained) life.left.push_back(fmt::format("{} {}", culprit.kind, culprit.type));
    life.culprits.push_back(
        fmt::format("{} {} {} {}", culprit.kind, culprit.type, culprit.repr, culprit.path));
  }
  for (const std::string& name : evidence.unequal) life.left.push_back("not as new: " + name);
}

}  // namespace

std::uint64_t nanoseconds_now() noexcept {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * kSecond +
         static_cast<std::uint64_t>(time.tv_nsec);
}

std::uint64_t count_of(RefusalMode mode) noexcept {
  switch (mode) {
    case RefusalMode::kOnce: return 1;
    case RefusalMode::kWindow: return kWindow;
    default: return kNoRefusal;
  }
}

TextFile::TextFile(const char* name) : descriptor_(memfd_create(name, MFD_CLOEXEC)) {
  if (descriptor_ < 0) throw std::runtime_error("no memory file");
}

TextFile::~TextFile() { close(descriptor_); }

void TextFile::empty() const {
  if (ftruncate(descriptor_, 0) != 0) throw std::runtime_error("no memory file");
  lseek(descriptor_, 0, SEEK_SET);
}

std::string TextFile::text() const {
  std::string text(kKeptText, '\0');
  const ssize_t got = pread(descriptor_, text.data(), text.size(), 0);
  text.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  return text;
}

RefusalEvidence RefusalLives::live(std::uint64_t at) {
  RefusalEvidence life{.at = at};
  output_.empty();
  errors_.empty();
  const std::int64_t descriptors = count_entries("/proc/self/fd");
  const std::int64_t threads = count_entries("/proc/self/task");
  const std::uint64_t begun = nanoseconds_now();
  refuser_.plan(at, at == kNoRefusal ? 0 : count_of(job_.refusals.mode));
  if (job_.canary == "forgotten_release") refuser_.forget_one_release();
  run_life(life);
  plant_canary(life);
  life.nanoseconds = nanoseconds_now() - begun;
  life.descriptors = count_entries("/proc/self/fd") - descriptors;
  life.threads = count_entries("/proc/self/task") - threads;
  life.output += output_.text();
  life.errors = errors_.text();
  return life;
}

void RefusalLives::run_life(RefusalEvidence& life) {
  try {
    const SystemRefusals refusals(job_.refusals.what, refuser_);
    target_.begin();
    run_interpreter(life);
    note_residues("process residue", target_.end(), life);
  } catch (const std::exception& error) {
    life.error = error.what();
  }
  life.asked = refuser_.asked();
  life.refused = refuser_.refused();
  life.blocks = refuser_.blocks();
}

void RefusalLives::run_interpreter(RefusalEvidence& life) {
  InterpreterEvidence evidence;
  try {
    const auto interpreter = target_.create(options(evidence));
    life.started = true;
    life.status = interpreter->run(job_.program);
    interpreter->finalize(evidence);
  } catch (const std::exception& error) {
    life.error = error.what();
  }
  note(evidence, life);
}

InterpreterOptions RefusalLives::options(InterpreterEvidence& evidence) {
  InterpreterOptions options;
  options.heap = job_.heap;
  options.limits = job_.limits;
  options.seed = job_.seed;
  options.fault = job_.fault;
  options.program = &job_.program;
  if (job_.refusals.what == Refused::kMemory) options.bytes = refuser_.memory();
  options.output = output_.descriptor();
  options.error = errors_.descriptor();
  options.unborn = &evidence;
  return options;
}

void RefusalLives::plant_canary(RefusalEvidence& life) const {
  if (life.refused == 0) return;
  if (job_.canary == "abort") std::abort();
  while (job_.canary == "hang") pause();
  if (job_.canary != "swallowed") return;
  life.started = true;
  life.status = 0;
  life.output = "canary";
  errors_.empty();
}

}  // namespace ouro::leakcheck
