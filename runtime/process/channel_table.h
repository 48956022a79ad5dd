// ChannelTable: channels between interpreters, and the items in flight in them.
//
// A channel belongs to no interpreter, so neither do its items: they are copies in the channel's
// own Memory, and whoever lets go of the channel last frees them with it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/component/chunk_pool.h"
#include "runtime/component/component.h"
#include "runtime/component/memory.h"
#include "runtime/component/mutex.h"

namespace ouro {

// Each stands in a chunk of its own. All is under the mutex but the id.
class Channel {
 public:
  // A copy on its way: `bytes` bytes stand behind it.
  struct Item {
    Item* next;
    std::size_t bytes;
    std::uint8_t* data() { return reinterpret_cast<std::uint8_t*>(this + 1); }
  };

  explicit Channel(std::uint64_t id) noexcept : id_(id) {}
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  std::uint64_t id() const noexcept { return id_; }
  // Null when memory is refused. The item is the caller's until it is put in or freed.
  [[nodiscard]] Item* make_item(std::size_t bytes) noexcept;
  void free_item(Item* item) noexcept;
  // False: the channel is closed, and the item still the caller's.
  [[nodiscard]] bool put(Item* item) noexcept;
  // In front of all others: it could not be received after all.
  void put_back(Item* item) noexcept;
  // Null: none is there.
  [[nodiscard]] Item* take() noexcept;
  // Waits until there is an item or the channel is closed; false: the moment has passed.
  bool wait_until(std::int64_t moment) noexcept;
  // Nothing is put in any more; what is in it can still be taken.
  void close() noexcept;
  bool closed() noexcept;
  std::size_t count() noexcept;

 private:
  friend class ChannelTable;

  bool set_up(HeapMode mode, ChunkPool& pool) noexcept;
  void tear_down() noexcept;

  std::uint64_t id_;
  Mutex mutex_;
  Condition changed_;
  Memory memory_;
  Item* first_ = nullptr;
  Item* last_ = nullptr;
  std::size_t count_ = 0;
  bool closed_ = false;
  std::size_t holders_ = 1;  // these two under the table's mutex
  Channel* next_ = nullptr;
};

class ChannelTable {
 public:
  static constexpr std::string_view kName = "channel_table";
  static constexpr std::string_view kPurpose = "channels between interpreters, by number";
  using Needs = TypeList<ChunkPool>;

  Status set_up(Memory&, ChunkPool&) noexcept;
  void tear_down(Memory&) noexcept;  // a channel still held stays counted: it is the evidence
  Residue residue() const noexcept;  // items: channels, and the mutex

  // A new channel, held once; null: no memory.
  [[nodiscard]] Channel* open(HeapMode mode) noexcept;
  // One more holder; null: there is no such channel.
  [[nodiscard]] Channel* hold(std::uint64_t id) noexcept;
  void let_go(Channel* channel) noexcept;

 private:
  mutable Mutex mutex_;
  bool mutex_made_ = false;
  Channel* first_ = nullptr;
  std::size_t count_ = 0;
  ChunkPool* pool_ = nullptr;
  std::atomic<std::uint64_t> last_id_ = 0;  // relaxed: an id orders nothing
};

}  // namespace ouro
