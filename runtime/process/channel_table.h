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
#include "runtime/process/shared_buffers.h"

namespace ouro {

// What becomes of an item when the interpreter that sent it ends before anybody took it.
enum class Unbound : std::uint8_t {
  kKeep,     // nothing: it is a copy
  kRemove,   // it goes
  kError,    // whoever takes it gets an error instead
  kReplace,  // whoever takes it gets a mark instead
};

// Each stands in a chunk of its own. All is under the mutex but what never changes.
class Channel {
 public:
  // A copy on its way. Behind it stand the shared blocks it holds, and then its bytes.
  struct Item {
    Item* next = nullptr;
    std::size_t bytes = 0;
    std::size_t shared_room = 0;   // blocks there is room for
    std::size_t shared_count = 0;  // and those that are held
    std::uint64_t sender = 0;
    Unbound unbound = Unbound::kKeep;
    bool lost = false;  // its sender has ended, and what it carried is gone

    SharedBlock** shared() { return reinterpret_cast<SharedBlock**>(this + 1); }
    std::uint8_t* data() { return reinterpret_cast<std::uint8_t*>(shared() + shared_room); }
  };

  enum class Kind : std::uint8_t { kChannel, kQueue, kMailbox };
  struct Options {
    Kind kind = Kind::kChannel;
    HeapMode mode = HeapMode::kPool;
    std::size_t items_max = 0;  // 0: no limit
    Unbound unbound = Unbound::kKeep;
  };
  enum class Put : std::uint8_t { kDone, kClosed, kFull };

  Channel(std::uint64_t id, const Options& options) noexcept : id_(id), options_(options) {}
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  std::uint64_t id() const noexcept { return id_; }
  const Options& options() const noexcept { return options_; }
  // Null when memory is refused. The item is the caller's until it is put in or freed.
  [[nodiscard]] Item* make_item(std::size_t bytes, std::size_t shared_blocks = 0) noexcept;
  void free_item(Item* item) noexcept;
  // Anything but kDone: the item is still the caller's.
  [[nodiscard]] Put put(Item* item) noexcept;
  // In front of all others: it could not be received after all.
  void put_back(Item* item) noexcept;
  // Null: none is there.
  [[nodiscard]] Item* take() noexcept;
  // Waits until there is an item or the channel is closed; false: the moment has passed.
  bool wait_for_item(std::int64_t moment) noexcept;
  // The same until there is room for one more.
  bool wait_for_room(std::int64_t moment) noexcept;
  // Nothing is put in any more; what is in it can still be taken.
  void close() noexcept;
  bool closed() noexcept;
  std::size_t count() noexcept;

 private:
  friend class ChannelTable;

  bool set_up(ChunkPool& pool, SharedBuffers& buffers) noexcept;
  // What was left in its Memory: nothing, or an item that nobody freed.
  Residue tear_down() noexcept;
  void release_item(Item* item) noexcept;
  void lose_items_of(std::uint64_t sender) noexcept;
  bool full() const noexcept { return options_.items_max != 0 && count_ >= options_.items_max; }
  template <typename Ready>
  bool wait_until(std::int64_t moment, Ready ready) noexcept;

  std::uint64_t id_;
  Options options_;
  Mutex mutex_;
  Condition changed_;
  Memory memory_;
  SharedBuffers* buffers_ = nullptr;
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
  static constexpr std::string_view kPurpose = "channels and queues, by number";
  using Needs = TypeList<ChunkPool, SharedBuffers>;

  Status set_up(Memory&, ChunkPool&, SharedBuffers&) noexcept;
  void tear_down(Memory&) noexcept;  // a channel still held stays counted: it is the evidence
  Residue residue() const noexcept;  // items: channels, blocks that they lost, and the mutex

  // A new channel, held once; null: no memory.
  [[nodiscard]] Channel* open(const Channel::Options& options) noexcept;
  // One more holder; null: there is no such channel.
  [[nodiscard]] Channel* hold(std::uint64_t id, Channel::Kind kind) noexcept;
  [[nodiscard]] Channel* hold(Channel* channel) noexcept;
  void let_go(Channel* channel) noexcept;
  // An interpreter has ended: what it sent and nobody took becomes unbound.
  void lose_items_of(std::uint64_t sender) noexcept;

 private:
  mutable Mutex mutex_;
  bool mutex_made_ = false;
  Channel* first_ = nullptr;
  std::size_t count_ = 0;
  std::size_t lost_ = 0;
  ChunkPool* pool_ = nullptr;
  SharedBuffers* buffers_ = nullptr;
  std::atomic<std::uint64_t> last_id_ = 0;  // relaxed: an id orders nothing
};

}  // namespace ouro
