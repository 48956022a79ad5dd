// Memory: the one place an interpreter gets bytes from and gives them back to.
//
// Small blocks (<= kSmallMax bytes) stand in 4 KiB pages of one size class and one kind; larger
// ones are malloc'ed behind a header ("direct"). In malloc mode all are direct. There, and while
// blocks are refused or shown to a tool, every request takes the slow path; the fast path is the
// same in all modes. Exact live counts are always on; every live block can be enumerated; nothing
// is shared between two Memories but the ChunkPool they were given.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "runtime/component/origins.h"
#include "runtime/component/residue.h"

namespace ouro {

class ChunkPool;

enum class BlockKind : std::uint8_t {
  kRaw,          // buffers: not an Object
  kObject,       // an Object that refers to no other object it could form a cycle with
  kCollectable,  // an Object the cycle collector enumerates; traversable from its creation on
};
inline constexpr std::size_t kBlockKinds = 3;

enum class HeapMode : std::uint8_t { kPool, kMalloc };

// Where a host wants the bytes to come from.
struct HostAllocator {
  void* context = nullptr;
  // Null: refused. Nothing else may be refused, so that giving back always works.
  void* (*allocate)(void* context, std::size_t bytes, std::size_t alignment) = nullptr;
  void (*release)(void* context, void* block, std::size_t bytes) = nullptr;
};

class Memory {
 public:
  static constexpr std::size_t kSmallMax = 512;
  static constexpr std::size_t kReserveMax = std::size_t{256} << 10;
  static constexpr std::size_t kPageSize = 4096;
  static constexpr std::size_t kChunkSize = 256 * 1024;
  static constexpr std::size_t kClasses = kSmallMax / 16 + 1;
  static constexpr std::size_t kNever = static_cast<std::size_t>(-1);

  Memory() = default;
  Memory(const Memory&) = delete;

  // Before the first allocation. A null pool: chunks come straight from the system.
  void configure(HeapMode mode, ChunkPool* pool) noexcept;
  // Then everything comes from there, chunks included, and no pool keeps them.
  void use(const HostAllocator& allocator) noexcept;
  HeapMode mode() const noexcept { return mode_; }

  // Null when refused. The first word of an object block is 0 (not born yet), the rest undefined.
  [[nodiscard]] void* allocate(std::size_t bytes, BlockKind kind = BlockKind::kRaw) noexcept {
    const std::size_t size_class = (bytes + 15) >> 4;
    if (size_class < kClasses) [[likely]] {
      Page* page = current_[static_cast<std::size_t>(kind)][size_class];
      if (page != nullptr && page->free != nullptr) [[likely]] {
        Slot* slot = page->free;
        page->free = slot->next;
        ++page->live;
        return slot;
      }
    }
    return allocate_slow(bytes, kind);
  }

  // `bytes` and `kind` as they were asked for.
  void release(void* block, std::size_t bytes, BlockKind kind = BlockKind::kRaw) noexcept {
    if (bytes <= kSmallMax && !slow_) [[likely]] {
      Page* page = page_of(block);
      Slot* slot = static_cast<Slot*>(block);
      Slot* next = page->free;
      slot->count = 0;
      slot->next = next;
      page->free = slot;
      if (--page->live != 0 && next != nullptr) [[likely]]
        return;
      return page_changed(page);
    }
    release_slow(block, bytes, kind);
  }

  // Moves a raw block; null when refused, and then the old block is untouched.
  [[nodiscard]] void* reallocate(void* block, std::size_t old_bytes,
                                 std::size_t new_bytes) noexcept;

  // What is live now, by count; O(pages).
  Residue live() const noexcept;
  std::size_t bytes_peak() const noexcept { return bytes_peak_; }

  // The heap limit in bytes of pages in use and large blocks; kNever: none. The last sixteenth, at
  // most kReserveMax, is only there once something was refused.
  void set_limit(std::size_t bytes) noexcept;

  // Lets `allowed` more allocations succeed, refuses the next `refused`, then all succeed again.
  void refuse_after(std::size_t allowed, std::size_t refused = kNever) noexcept;
  // Allocations asked for since refuse_after(); counts only while it is in force.
  std::size_t allocations_asked() const noexcept { return asked_; }

  // Gives every page and chunk back. Live blocks stay behind: in malloc mode they are abandoned to
  // the tools, in pool mode the caller has copied its report out first.
  void give_back() noexcept;
  // True when nothing is held from the system any more.
  bool gave_back() const noexcept { return chunks_ == nullptr && directory_ == nullptr; }

  // Every live object of one kind (kObject, kCollectable), in no particular order:
  // visit(void* block, std::size_t bytes).
  template <typename Visit>
  void for_each(BlockKind kind, Visit visit) const;

  // The collector's view. number_collectable() gives each collectable block a dense number below
  // its result, valid until the next allocation or release.
  std::size_t number_collectable() noexcept;
  std::size_t number_of(const void* block) const noexcept {
    if (mode_ == HeapMode::kMalloc) return direct_base_number_ + header_of(block)->index;
    const Page* page = page_of(block);
    const auto offset =
        static_cast<std::uint32_t>(static_cast<const std::byte*>(block) -
                                   reinterpret_cast<const std::byte*>(page) - kFirstSlot);
    return page->base_number + ((offset * kReciprocals[page->slot_bytes >> 4]) >> kReciprocalShift);
  }

  bool is_collectable(const void* object) const noexcept {
    const BlockKind kind =
        mode_ == HeapMode::kMalloc ? header_of(object)->kind : page_of(object)->kind;
    return kind == BlockKind::kCollectable;
  }

  // Has the collectable heap grown past the mark set after the last collection?
  bool wants_collection() const noexcept { return collectable_grown_ > collectable_mark_; }
  void collected() noexcept;
  // Bytes of fresh collectable pages that ask for the next collection; 0: never.
  void set_collection_step(std::size_t bytes) noexcept;

  // Does this live object come from this Memory? For ownership checks.
  bool owns(const void* block) const noexcept;

#ifdef OURO_CHECKED
  // Notes where each object is made, as `where` says.
  void note_origins(Origin (*where)(void* context) noexcept, void* context) noexcept {
    where_ = where;
    where_context_ = context;
  }
  Origin origin_of(const void* block) const noexcept { return origins_.find(block); }
#endif

  // What the host gets to keep outlives every Memory, so none counts it; a leak checker does.
  [[nodiscard]] static void* allocate_for_host(std::size_t bytes) noexcept;
  static void release_from_host(void* block) noexcept;

 private:
  Memory& operator=(const Memory&) = default;  // back to the start, in give_back()

  struct Slot {
    std::intptr_t count;  // 0 marks a free slot: a live object's count is never 0
    Slot* next;
  };
  struct Page {
    Slot* free;
    std::uint32_t live;
    std::uint16_t slot_bytes;
    std::uint16_t slots;
    BlockKind kind;
    bool listed;  // in partial_ of its class
    std::uint32_t base_number;
    Page* next_partial;
    Page* previous_partial;
    Memory* owner;
  };
  struct Chunk {
    Chunk* next;
    std::uint32_t pages_used;
  };
  struct Header {  // stands right before every direct block
    std::size_t bytes;
    std::uint32_t index;  // into directory_
    BlockKind kind;
  };
  static constexpr std::size_t kFirstSlot = 64;
  static_assert(sizeof(Page) + sizeof(Header) <= kFirstSlot);

  // offset / slot_bytes for offsets inside a page, without a division.
  static constexpr std::uint32_t kReciprocalShift = 20;
  static constexpr auto kReciprocals = [] {
    std::array<std::uint32_t, kClasses> table{};
    for (std::uint32_t size_class = 1; size_class < table.size(); ++size_class) {
      table[size_class] = ((1u << kReciprocalShift) + size_class * 16 - 1) / (size_class * 16);
    }
    return table;
  }();

  static Page* page_of(const void* block) noexcept {
    return reinterpret_cast<Page*>(reinterpret_cast<std::uintptr_t>(block) & ~(kPageSize - 1));
  }
  static Header* header_of(const void* block) noexcept {
    return reinterpret_cast<Header*>(const_cast<void*>(block)) - 1;
  }

  void* allocate_slow(std::size_t bytes, BlockKind kind) noexcept;
  void release_slow(void* block, std::size_t bytes, BlockKind kind) noexcept;
  void* allocate_from_page(std::size_t size_class, BlockKind kind) noexcept;
  void* allocate_direct(std::size_t bytes, BlockKind kind) noexcept;
  void release_direct(void* block) noexcept;
  // Objects are found by page even when they are large: such a block starts behind a page header.
  bool has_page(BlockKind kind) const noexcept {
    return mode_ == HeapMode::kPool && kind != BlockKind::kRaw;
  }
  bool over_limit(std::size_t bytes) noexcept;
  void hold(std::size_t bytes) noexcept;
  void page_changed(Page* page) noexcept;
  Page* fresh_page(BlockKind kind, std::size_t size_class) noexcept;
  bool refuses() noexcept;
  void link_partial(Page* page) noexcept;
  void unlink_partial(Page* page) noexcept;
  void update_slow() noexcept;
  bool reserve_directory() noexcept;
  void* take_chunk() noexcept;
  void give_back_chunk(Chunk* chunk) noexcept;
  // Direct blocks and the directory.
  void* take_bytes(std::size_t bytes, std::size_t alignment) noexcept;
  void* move_bytes(void* place, std::size_t old_bytes, std::size_t new_bytes) noexcept;
  void give_back_bytes(void* place, std::size_t bytes) noexcept;

  // The page each class allocates from; all null while slow_.
  Page* current_[kBlockKinds][kClasses] = {};
  bool slow_ = false;
  HeapMode mode_ = HeapMode::kPool;
  bool annotated_ = false;  // tell Valgrind about every block

  Page* real_current_[kBlockKinds][kClasses] = {};  // what current_ is when not slow_
  Page* partial_[kBlockKinds][kClasses] = {};
  Page* empty_pages_ = nullptr;  // linked by next_partial
  Chunk* chunks_ = nullptr;      // the first one is being cut into pages
  ChunkPool* pool_ = nullptr;
  HostAllocator allocator_;

  // Pointers to direct blocks, stored inverted so that they do not keep a leak reachable for LSan.
  std::uintptr_t* directory_ = nullptr;
  std::size_t directory_size_ = 0;
  std::size_t directory_capacity_ = 0;

  std::size_t limit_ = kNever;
  bool reserve_opened_ = false;
  std::size_t bytes_held_ = 0;  // pages in use and direct blocks
  std::size_t bytes_peak_ = 0;
  std::size_t allowed_ = kNever;
  std::size_t refused_ = 0;
  std::size_t asked_ = 0;
  bool plan_active_ = false;

  std::size_t collectable_grown_ = 0;
  std::size_t collectable_mark_ = 0;
  std::size_t collectable_bytes_ = 0;
  std::size_t collection_step_ = kNever;
  std::size_t direct_base_number_ = 0;

#ifdef OURO_CHECKED
  Origins origins_;
  Origin (*where_)(void*) noexcept = nullptr;
  void* where_context_ = nullptr;
#endif
};

template <typename Visit>
void Memory::for_each(BlockKind kind, Visit visit) const {
  for (const Chunk* chunk = chunks_; chunk != nullptr; chunk = chunk->next) {
    for (std::uint32_t number = 1; number <= chunk->pages_used; ++number) {
      auto* base = reinterpret_cast<const std::byte*>(chunk) + number * kPageSize;
      const Page* page = reinterpret_cast<const Page*>(base);
      if (page->slot_bytes == 0 || page->live == 0 || page->kind != kind) continue;
      for (std::uint32_t slot = 0; slot < page->slots; ++slot) {
        auto* block = const_cast<std::byte*>(base) + kFirstSlot + slot * page->slot_bytes;
        if (reinterpret_cast<const Slot*>(block)->count != 0) visit(block, page->slot_bytes);
      }
    }
  }
  for (std::size_t index = 0; index < directory_size_; ++index) {
    auto* block = reinterpret_cast<std::byte*>(~directory_[index]);
    if (header_of(block)->kind != kind || reinterpret_cast<const Slot*>(block)->count == 0)
      continue;
    visit(block, header_of(block)->bytes);
  }
}

}  // namespace ouro
