// BranchPoint: what /proc says, and lseek.
#include "leakcheck/probe/branch_point.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace ouro::leakcheck {
namespace {

// The names in a folder that are numbers.
std::vector<int> numbers_in(const char* folder) {
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(opendir(folder), closedir);
  std::vector<int> numbers;
  if (entries == nullptr) return numbers;
  while (const dirent* entry = readdir(entries.get())) {
    if (entry->d_name[0] != '.') numbers.push_back(std::atoi(entry->d_name));
  }
  std::ranges::sort(numbers);
  return numbers;
}

}  // namespace

std::vector<int> open_descriptors() {
  std::vector<int> descriptors = numbers_in("/proc/self/fd");
  std::erase_if(descriptors, [](int descriptor) { return fcntl(descriptor, F_GETFD) < 0; });
  return descriptors;
}

BranchPoint::BranchPoint(const Surroundings& before)
    : possible_(count_of_started_threads() == before.started_threads) {
  if (!possible_) return;
  for (const int descriptor : open_descriptors())
    add(descriptor, std::ranges::binary_search(before.descriptors, descriptor));
}

void BranchPoint::add(int descriptor, bool known) {
  struct stat status = {};
  if (fstat(descriptor, &status) != 0) return;
  const bool is_folder = S_ISDIR(status.st_mode);
  if (is_folder || S_ISREG(status.st_mode)) {
    files_.push_back({descriptor, lseek(descriptor, 0, SEEK_CUR), status.st_size, is_folder});
  } else if (!known) {
    possible_ = false;
  }
}

bool BranchPoint::restore() const {
  return std::ranges::all_of(files_, [](const File& file) {
    struct stat status = {};
    if (fstat(file.descriptor, &status) != 0) return false;
    if (!file.is_folder && status.st_size != file.size &&
        ftruncate(file.descriptor, file.size) != 0)
      return false;
    return lseek(file.descriptor, file.position, SEEK_SET) == file.position;
  });
}

}  // namespace ouro::leakcheck
