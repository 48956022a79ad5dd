// ChannelTable: opening, finding and ending channels; queues of items under each channel's mutex.
#include "runtime/process/channel_table.h"

#include <new>
#include <utility>

#include "runtime/component/planted.h"

namespace ouro {

bool Channel::set_up(ChunkPool& pool, SharedBuffers& buffers) noexcept {
  if (!mutex_.set_up()) return false;
  if (!changed_.set_up()) {
    mutex_.tear_down();
    return false;
  }
  memory_.configure(options_.mode, &pool);
  buffers_ = &buffers;
  return true;
}

Residue Channel::tear_down() noexcept {
  while (Item* item = first_) {
    first_ = item->next;
    release_item(item);
  }
  const Residue left = memory_.live();
  memory_.give_back();
  changed_.tear_down();
  mutex_.tear_down();
  return left;
}

namespace {

std::size_t item_bytes(const Channel::Item& item) {
  return sizeof(Channel::Item) + item.shared_room * sizeof(SharedBlock*) + item.bytes;
}

}  // namespace

Channel::Item* Channel::make_item(std::size_t bytes, std::size_t shared_blocks) noexcept {
  const Item blank{.bytes = bytes, .shared_room = shared_blocks};
  MutexGuard guard(mutex_);
  void* block = memory_.allocate(item_bytes(blank));
  return block == nullptr ? nullptr : new (block) Item(blank);
}

void Channel::release_item(Item* item) noexcept {
  const std::size_t held = is_planted(Planted::kSharedBlockKept) ? 0 : item->shared_count;
  for (std::size_t index = 0; index < held; ++index) {
    buffers_->let_go(item->shared()[index]);
  }
  memory_.release(item, item_bytes(*item));
}

void Channel::free_item(Item* item) noexcept {
  MutexGuard guard(mutex_);
  release_item(item);
}

Channel::Put Channel::put(Item* item) noexcept {
  MutexGuard guard(mutex_);
  if (closed_) return Put::kClosed;
  if (full()) return Put::kFull;
  (last_ == nullptr ? first_ : last_->next) = item;
  last_ = item;
  ++count_;
  changed_.notify_all();  // some may wait for room
  return Put::kDone;
}

void Channel::put_back(Item* item) noexcept {
  MutexGuard guard(mutex_);
  item->next = first_;
  first_ = item;
  if (last_ == nullptr) last_ = item;
  ++count_;
  changed_.notify_all();
}

Channel::Item* Channel::take() noexcept {
  MutexGuard guard(mutex_);
  Item* item = first_;
  if (item == nullptr) return nullptr;
  first_ = std::exchange(item->next, nullptr);
  if (first_ == nullptr && !is_planted(Planted::kStaleTail)) last_ = nullptr;
  --count_;
  if (options_.items_max != 0) changed_.notify_all();
  return item;
}

template <typename Ready>
bool Channel::wait_until(std::int64_t moment, Ready ready) noexcept {
  MutexGuard guard(mutex_);
  while (!ready() && !closed_) {
    if (!changed_.wait_until(mutex_, moment)) break;
  }
  return ready() || closed_;
}

bool Channel::wait_for_item(std::int64_t moment) noexcept {
  return wait_until(moment, [this] { return first_ != nullptr; });
}

bool Channel::wait_for_room(std::int64_t moment) noexcept {
  return wait_until(moment, [this] { return !full(); });
}

void Channel::lose_items_of(std::uint64_t sender) noexcept {
  MutexGuard guard(mutex_);
  last_ = nullptr;
  for (Item** link = &first_; *link != nullptr;) {
    Item* item = *link;
    const bool loses = item->sender == sender && item->unbound != Unbound::kKeep;
    if (loses && item->unbound == Unbound::kRemove) {
      *link = item->next;
      --count_;
      if (!is_planted(Planted::kLostItemKept)) release_item(item);
      continue;
    }
    item->lost = item->lost || loses;
    last_ = item;
    link = &item->next;
  }
  changed_.notify_all();
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

Status ChannelTable::set_up(Memory&, ChunkPool& pool, SharedBuffers& buffers) noexcept {
  pool_ = &pool;
  buffers_ = &buffers;
  mutex_made_ = mutex_.set_up();
  return mutex_made_ ? done : Status(failure);
}

void ChannelTable::tear_down(Memory&) noexcept {
  if (mutex_made_) mutex_.tear_down();
  mutex_made_ = false;
}

Residue ChannelTable::residue() const noexcept { return {.items = count_ + lost_ + mutex_made_}; }

Channel* ChannelTable::open(const Channel::Options& options) noexcept {
  static_assert(sizeof(Channel) <= Memory::kChunkSize);
  void* chunk = pool_->take();
  if (chunk == nullptr) return nullptr;
  auto* channel = new (chunk) Channel(last_id_.fetch_add(1, std::memory_order_relaxed), options);
  if (!channel->set_up(*pool_, *buffers_)) {
    pool_->give_back(chunk, sizeof(Channel));
    return nullptr;
  }
  const bool counted = is_planted(Planted::kUnlockedCount);
  if (counted) ++count_;
  MutexGuard guard(mutex_);
  channel->next_ = first_;
  first_ = channel;
  count_ += !counted;
  return channel;
}

Channel* ChannelTable::hold(std::uint64_t id, Channel::Kind kind) noexcept {
  if (is_planted(Planted::kUnlockedLook) && first_ == nullptr) return nullptr;
  MutexGuard guard(mutex_);
  Channel* channel = first_;
  while (channel != nullptr && channel->id_ != id) channel = channel->next_;
  if (channel == nullptr || channel->options_.kind != kind) return nullptr;
  ++channel->holders_;
  return channel;
}

Channel* ChannelTable::hold(Channel* channel) noexcept {
  MutexGuard guard(mutex_);
  ++channel->holders_;
  return channel;
}

void ChannelTable::let_go(Channel* channel) noexcept {
  if (is_planted(Planted::kLocksInverted)) {
    MutexGuard inner(channel->mutex_);
    MutexGuard outer(mutex_);
  }
  {
    MutexGuard guard(mutex_);
    if (--channel->holders_ > 0) return;
    Channel** link = &first_;
    while (*link != channel) link = &(*link)->next_;
    *link = channel->next_;
    --count_;
  }
  const Residue left = channel->tear_down();
  pool_->give_back(channel, sizeof(Channel));
  if (left.empty()) return;
  MutexGuard guard(mutex_);
  lost_ += left.blocks;
}

// Under the table's mutex, so that no channel ends meanwhile.
void ChannelTable::lose_items_of(std::uint64_t sender) noexcept {
  MutexGuard guard(mutex_);
  for (Channel* channel = first_; channel != nullptr; channel = channel->next_) {
    channel->lose_items_of(sender);
  }
}

}  // namespace ouro
