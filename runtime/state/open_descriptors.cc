// OpenDescriptors: a list, for the limits that hosts set are small.
#include "runtime/state/open_descriptors.h"

#include <errno.h>

#include <algorithm>

namespace ouro {

int OpenDescriptors::prepare(Memory& memory, std::size_t count) noexcept {
  if (settings_->descriptors_max == 0) return 0;
  if (open_.size() + count > settings_->descriptors_max) return EMFILE;
  return open_.reserve(memory, settings_->descriptors_max).ok() ? 0 : ENOMEM;
}

// Another thread may have taken the room meanwhile: then one descriptor is not counted.
void OpenDescriptors::add(int descriptor) noexcept {
  const bool known = std::find(open_.begin(), open_.end(), descriptor) != open_.end();
  if (!known && open_.size() < open_.capacity()) open_.add_in_place(descriptor);
}

void OpenDescriptors::remove(int descriptor) noexcept {
  if (open_.empty()) return;
  int* const place = std::find(open_.begin(), open_.end(), descriptor);
  if (place == open_.end()) return;
  *place = open_.back();
  open_.take_last();
}

}  // namespace ouro
