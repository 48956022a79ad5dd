// Recycler: regions of the system that are kept for the next taker instead of being unmapped, and
// counted while they are out. What a region holds when it comes back is its owner's business.
#pragma once

#include <cstddef>

#include "runtime/component/mutex.h"
#include "runtime/component/residue.h"
#include "runtime/component/tools.h"

namespace ouro {

template <std::size_t kKeptMax>
class Recycler {
 public:
  // Under TSan it stays closed: its mutex would order interpreters that nothing else orders, and
  // hide their races.
  void open() noexcept { open_ = !tools::kThreadSanitizer; }
  bool is_open() const noexcept { return open_; }

  // A kept region, else what `map` gives; null when that refuses.
  template <typename Map>
  [[nodiscard]] void* take(Map map) noexcept {
    if (!open_) return map();
    void* kept = count_one_out();
    if (kept != nullptr) return kept;
    void* mapped = map();
    if (mapped == nullptr) count_one_in(nullptr);
    return mapped;
  }
  // False: it was not kept, and is the caller's to unmap.
  [[nodiscard]] bool keep(void* region) noexcept { return open_ && count_one_in(region); }

  template <typename Unmap>
  void close(Unmap unmap) noexcept {
    open_ = false;
    while (kept_count_ > 0) unmap(kept_[--kept_count_]);
  }
  // Regions that wait for the next taker; never more than kKeptMax.
  std::size_t kept() const noexcept {
    pthread_mutex_lock(&mutex_);
    const std::size_t count = kept_count_;
    pthread_mutex_unlock(&mutex_);
    return count;
  }
  // Items: regions that are out. Kept ones are no residue until the end.
  Residue residue() const noexcept { return {.items = lent_ + (open_ ? 0 : kept_count_)}; }

 private:
  void* count_one_out() noexcept {
    pthread_mutex_lock(&mutex_);
    ++lent_;
    void* kept = kept_count_ > 0 ? kept_[--kept_count_] : nullptr;
    pthread_mutex_unlock(&mutex_);
    return kept;
  }
  bool count_one_in(void* region) noexcept {
    pthread_mutex_lock(&mutex_);
    --lent_;
    const bool keeps = region != nullptr && kept_count_ < kKeptMax;
    if (keeps) kept_[kept_count_++] = region;
    pthread_mutex_unlock(&mutex_);
    return keeps;
  }

  mutable pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
  void* kept_[kKeptMax] = {};
  std::size_t kept_count_ = 0;
  std::size_t lent_ = 0;
  bool open_ = false;
};

}  // namespace ouro
