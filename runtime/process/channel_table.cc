// ChannelTable: opening, finding and ending channels; queues of items under each channel's mutex.
#include "runtime/process/channel_table.h"

#include <new>
#include <utility>

namespace ouro {

bool Channel::set_up(HeapMode mode, ChunkPool& pool) noexcept {
  if (!mutex_.set_up()) return false;
  if (!changed_.set_up()) {
    mutex_.tear_down();
    return false;
  }
  memory_.configure(mode, &pool);
  return true;
}

void Channel::tear_down() noexcept {
  while (Item* item = first_) {
    first_ = item->next;
    memory_.release(item, sizeof(Item) + item->bytes);
  }
  memory_.give_back();
  changed_.tear_down();
  mutex_.tear_down();
}

Channel::Item* Channel::make_item(std::size_t bytes) noexcept {
  MutexGuard guard(mutex_);
  void* block = memory_.allocate(sizeof(Item) + bytes);
  return block == nullptr ? nullptr : new (block) Item{nullptr, bytes};
}

void Channel::free_item(Item* item) noexcept {
  MutexGuard guard(mutex_);
  memory_.release(item, sizeof(Item) + item->bytes);
}

bool Channel::put(Item* item) noexcept {
  MutexGuard guard(mutex_);
  if (closed_) return false;
  (last_ == nullptr ? first_ : last_->next) = item;
  last_ = item;
  ++count_;
  changed_.notify_one();
  return true;
}

void Channel::put_back(Item* item) noexcept {
  MutexGuard guard(mutex_);
  item->next = first_;
  first_ = item;
  if (last_ == nullptr) last_ = item;
  ++count_;
  changed_.notify_one();
}

Channel::Item* Channel::take() noexcept {
  MutexGuard guard(mutex_);
  Item* item = first_;
  if (item == nullptr) return nullptr;
  first_ = std::exchange(item->next, nullptr);
  if (first_ == nullptr) last_ = nullptr;
  --count_;
  return item;
}

bool Channel::wait_until(std::int64_t moment) noexcept {
  MutexGuard guard(mutex_);
  while (first_ == nullptr && !closed_) {
    if (!changed_.wait_until(mutex_, moment)) break;
  }
  return first_ != nullptr || closed_;
}

void Channel::close() noexcept {
  MutexGuard guard(mutex_);
  closed_ = true;
  changed_.notify_all();
}

bool Channel::closed() noexcept {
  MutexGuard guard(mutex_);
  return closed_;
}

std::size_t Channel::count() noexcept {
  MutexGuard guard(mutex_);
  return count_;
}

Status ChannelTable::set_up(Memory&, ChunkPool& pool) noexcept {
  pool_ = &pool;
  mutex_made_ = mutex_.set_up();
  return mutex_made_ ? done : Status(failure);
}

void ChannelTable::tear_down(Memory&) noexcept {
  if (mutex_made_) mutex_.tear_down();
  mutex_made_ = false;
}

Residue ChannelTable::residue() const noexcept { return {.items = count_ + mutex_made_}; }

Channel* ChannelTable::open(HeapMode mode) noexcept {
  static_assert(sizeof(Channel) <= Memory::kChunkSize);
  void* chunk = pool_->take();
  if (chunk == nullptr) return nullptr;
  auto* channel = new (chunk) Channel(last_id_.fetch_add(1, std::memory_order_relaxed));
  if (!channel->set_up(mode, *pool_)) {
    pool_->give_back(chunk, sizeof(Channel));
    return nullptr;
  }
  MutexGuard guard(mutex_);
  channel->next_ = first_;
  first_ = channel;
  ++count_;
  return channel;
}

Channel* ChannelTable::hold(std::uint64_t id) noexcept {
  MutexGuard guard(mutex_);
  Channel* channel = first_;
  while (channel != nullptr && channel->id_ != id) channel = channel->next_;
  if (channel != nullptr) ++channel->holders_;
  return channel;
}

void ChannelTable::let_go(Channel* channel) noexcept {
  {
    MutexGuard guard(mutex_);
    if (--channel->holders_ > 0) return;
    Channel** link = &first_;
    while (*link != channel) link = &(*link)->next_;
    *link = channel->next_;
    --count_;
  }
  channel->tear_down();
  pool_->give_back(channel, sizeof(Channel));
}

}  // namespace ouro
