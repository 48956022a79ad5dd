// BranchPoint: may a process be forked in the middle of its work, and go on afterwards as though it
// had not been?
//
// A fork shares open files with the branch: where they stand, and how long they are, is put back.
// Other threads are missing in a branch, and nobody there may join those that have ended; what it
// takes from a pipe or socket is gone for both. There no branch is possible.
#pragma once

#include <cstdint>
#include <vector>

#include "leakcheck/probe/refuser.h"

namespace ouro::leakcheck {

// Of this process, sorted.
std::vector<int> open_descriptors();

// Before the work begins.
struct Surroundings {
  std::vector<int> descriptors = open_descriptors();  // that no branch reads from
  std::uint64_t started_threads = count_of_started_threads();
};

class BranchPoint {
 public:
  explicit BranchPoint(const Surroundings& before);

  bool is_possible() const { return possible_; }
  // After the branch has ended. False: the system refused.
  bool restore() const;

 private:
  struct File {
    int descriptor;
    std::int64_t position, size;
    bool is_folder;
  };
  void add(int descriptor, bool known);

  std::vector<File> files_;
  bool possible_;
};

}  // namespace ouro::leakcheck
