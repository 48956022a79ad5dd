// Memory: pages, direct blocks, and the modes that leave the fast path. The only file of the
// runtime that may name malloc.
#include "runtime/component/memory.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include "runtime/component/check.h"
#include "runtime/component/chunk_pool.h"
#include "runtime/component/tools.h"

namespace ouro {
namespace {

constexpr std::size_t kSlotHeader = 16;  // of a free slot: stays readable for enumeration

constexpr std::size_t index_of(BlockKind kind) { return static_cast<std::size_t>(kind); }

// Of a direct block that stands behind a page header.
constexpr std::size_t round_to_pages(std::size_t bytes) {
  return (bytes + Memory::kPageSize - 1) & ~(Memory::kPageSize - 1);
}

}  // namespace

void Memory::configure(HeapMode mode, ChunkPool* pool) noexcept {
  OURO_CHECK(gave_back());
  mode_ = mode;
  pool_ = pool;
  annotated_ = tools::under_valgrind() && mode == HeapMode::kPool;
  if (annotated_) tools::valgrind_create_pool(this);
  update_slow();
}

void Memory::use(const HostAllocator& allocator) noexcept {
  OURO_CHECK(gave_back());
  allocator_ = allocator;
  pool_ = nullptr;
}

void* Memory::take_chunk() noexcept {
  if (allocator_.allocate == nullptr) return pool_ != nullptr ? pool_->take() : ChunkPool::map();
  void* chunk = allocator_.allocate(allocator_.context, kChunkSize, kPageSize);
  if (chunk != nullptr) std::memset(chunk, 0, kChunkSize);
  return chunk;
}

void Memory::give_back_chunk(Chunk* chunk) noexcept {
  if (allocator_.release != nullptr) {
    tools::unpoison(chunk, kChunkSize);
    allocator_.release(allocator_.context, chunk, kChunkSize);
  } else if (pool_ == nullptr) {
    ChunkPool::unmap(chunk);
  } else {
    pool_->give_back(chunk, (chunk->pages_used + 1) * kPageSize);
  }
}

void* Memory::take_bytes(std::size_t bytes, std::size_t alignment) noexcept {
  if (allocator_.allocate != nullptr)
    return allocator_.allocate(allocator_.context, bytes, alignment);
  return alignment == kPageSize ? std::aligned_alloc(alignment, bytes) : std::malloc(bytes);
}

void* Memory::move_bytes(void* place, std::size_t old_bytes, std::size_t new_bytes) noexcept {
  if (allocator_.allocate == nullptr) return std::realloc(place, new_bytes);
  void* moved = allocator_.allocate(allocator_.context, new_bytes, alignof(std::max_align_t));
  if (moved == nullptr) return nullptr;
  if (place != nullptr) {
    std::memcpy(moved, place, std::min(old_bytes, new_bytes));
    allocator_.release(allocator_.context, place, old_bytes);
  }
  return moved;
}

void Memory::give_back_bytes(void* place, std::size_t bytes) noexcept {
  if (allocator_.release == nullptr) return std::free(place);
  if (place != nullptr) allocator_.release(allocator_.context, place, bytes);
}

// current_ is what the fast path sees: nothing, while every request must be looked at.
void Memory::update_slow() noexcept {
  slow_ = mode_ == HeapMode::kMalloc || annotated_ || plan_active_ || tools::kAddressSanitizer ||
          kChecked;
  if (slow_) {
    std::memset(current_, 0, sizeof(current_));
  } else {
    std::memcpy(current_, real_current_, sizeof(current_));
  }
}

bool Memory::refuses() noexcept {
  if (!plan_active_) return false;
  ++asked_;
  if (allowed_ > 0) return --allowed_, false;
  if (refused_ == 0) return false;
  if (refused_ != kNever) --refused_;
  return true;
}

void Memory::refuse_after(std::size_t allowed, std::size_t refused) noexcept {
  allowed_ = allowed;
  refused_ = refused;
  asked_ = 0;
  plan_active_ = allowed != kNever;
  update_slow();
}

void Memory::set_limit(std::size_t bytes) noexcept { limit_ = bytes; }

// A refusal leaves a reserve, for whoever handles it; with room again the reserve is set aside
// anew.
bool Memory::over_limit(std::size_t bytes) noexcept {
  if (limit_ == kNever) return false;
  const std::size_t reserve = std::min(limit_ / 16, kReserveMax);
  if (bytes_held_ < limit_ - 2 * reserve) reserve_opened_ = false;
  const std::size_t usable = reserve_opened_ ? limit_ : limit_ - reserve;
  if (bytes <= usable && bytes_held_ <= usable - bytes) return false;
  return reserve_opened_ = true;
}

void Memory::hold(std::size_t bytes) noexcept {
  bytes_held_ += bytes;
  bytes_peak_ = std::max(bytes_peak_, bytes_held_);
}

void* Memory::allocate_slow(std::size_t bytes, BlockKind kind) noexcept {
  if (refuses()) return nullptr;
  bytes = std::max<std::size_t>(bytes, 1);
  void* block = mode_ == HeapMode::kMalloc || bytes > kSmallMax
                    ? allocate_direct(bytes, kind)
                    : allocate_from_page((bytes + 15) >> 4, kind);
#ifdef OURO_CHECKED
  if (block != nullptr && where_ != nullptr && kind != BlockKind::kRaw) {
    origins_.note(block, where_(where_context_));
  }
#endif
  return block;
}

void* Memory::allocate_from_page(std::size_t size_class, BlockKind kind) noexcept {
  Page*& current = real_current_[index_of(kind)][size_class];
  if (current == nullptr || current->free == nullptr) {
    Page* page = partial_[index_of(kind)][size_class];
    if (page != nullptr) {
      unlink_partial(page);
    } else {
      page = fresh_page(kind, size_class);
      if (page == nullptr) return nullptr;
    }
    current = page;
    if (!slow_) current_[index_of(kind)][size_class] = page;
  }
  Slot* slot = current->free;
  current->free = slot->next;
  ++current->live;
  tools::unpoison(slot, size_class * 16);
  if (annotated_) tools::valgrind_block_live(this, slot, size_class * 16);
  slot->count = 0;
  return slot;
}

Memory::Page* Memory::fresh_page(BlockKind kind, std::size_t size_class) noexcept {
  Page* page = empty_pages_;
  if (over_limit(kPageSize)) return nullptr;
  if (page != nullptr) {
    empty_pages_ = page->next_partial;
  } else {
    if (chunks_ == nullptr || chunks_->pages_used + 2 > kChunkSize / kPageSize) {
      void* place = take_chunk();
      if (place == nullptr) return nullptr;
      chunks_ = new (place) Chunk{chunks_, 0};
    }
    page = reinterpret_cast<Page*>(reinterpret_cast<std::byte*>(chunks_) +
                                   ++chunks_->pages_used * kPageSize);
  }
  hold(kPageSize);
  const std::size_t slot_bytes = size_class * 16;
  const auto slots = static_cast<std::uint16_t>((kPageSize - kFirstSlot) / slot_bytes);
  auto* first = reinterpret_cast<std::byte*>(page) + kFirstSlot;
  tools::unpoison(first, kPageSize - kFirstSlot);
  if (annotated_) tools::valgrind_forget_blocks(first, kPageSize - kFirstSlot);
  Slot* free = nullptr;
  for (std::size_t slot = slots; slot-- > 0;) free = new (first + slot * slot_bytes) Slot{0, free};
  new (page)
      Page{free,    0,   static_cast<std::uint16_t>(slot_bytes), slots, kind, false, 0, nullptr,
           nullptr, this};
  if (kind == BlockKind::kCollectable) {
    collectable_grown_ += kPageSize;
    collectable_bytes_ += kPageSize;
  }
  return page;
}

void Memory::link_partial(Page* page) noexcept {
  Page*& head = partial_[index_of(page->kind)][page->slot_bytes >> 4];
  page->next_partial = head;
  page->previous_partial = nullptr;
  if (head != nullptr) head->previous_partial = page;
  head = page;
  page->listed = true;
}

void Memory::unlink_partial(Page* page) noexcept {
  Page*& head = partial_[index_of(page->kind)][page->slot_bytes >> 4];
  if (page->previous_partial != nullptr) page->previous_partial->next_partial = page->next_partial;
  if (page->next_partial != nullptr) page->next_partial->previous_partial = page->previous_partial;
  if (head == page) head = page->next_partial;
  page->listed = false;
}

// A page has its first free slot again, or lost its last live one.
void Memory::page_changed(Page* page) noexcept {
  if (real_current_[index_of(page->kind)][page->slot_bytes >> 4] == page) return;
  if (page->live > 0) {
    if (!page->listed) link_partial(page);
    return;
  }
  if (page->listed) unlink_partial(page);
  if (page->kind == BlockKind::kCollectable) {
    collectable_bytes_ -= kPageSize;
    collectable_grown_ -= std::min(collectable_grown_, kPageSize);
  }
  bytes_held_ -= kPageSize;
  page->next_partial = empty_pages_;
  empty_pages_ = page;
}

void Memory::release_slow(void* block, std::size_t bytes, BlockKind kind) noexcept {
#ifdef OURO_CHECKED
  if (kind != BlockKind::kRaw) origins_.forget(block);
#endif
  if (mode_ == HeapMode::kMalloc || bytes > kSmallMax) {
    OURO_CHECK(header_of(block)->kind == kind);
    OURO_CHECK(header_of(block)->bytes == std::max<std::size_t>(bytes, 1));
    return release_direct(block);
  }
  Page* page = page_of(block);
  OURO_CHECK(page->owner == this && page->kind == kind);
  Slot* slot = static_cast<Slot*>(block);
  Slot* next = page->free;
  slot->count = 0;
  slot->next = next;
  page->free = slot;
  tools::poison(reinterpret_cast<std::byte*>(block) + kSlotHeader, page->slot_bytes - kSlotHeader);
  if (annotated_) tools::valgrind_block_free(this, block, kSlotHeader);
  if (--page->live == 0 || next == nullptr) page_changed(page);
}

bool Memory::reserve_directory() noexcept {
  if (directory_size_ < directory_capacity_) return true;
  const std::size_t capacity = std::max<std::size_t>(16, 2 * directory_capacity_);
  void* grown = move_bytes(directory_, directory_capacity_ * sizeof(*directory_),
                           capacity * sizeof(*directory_));
  if (grown == nullptr) return false;
  directory_ = static_cast<std::uintptr_t*>(grown);
  directory_capacity_ = capacity;
  return true;
}

void* Memory::allocate_direct(std::size_t bytes, BlockKind kind) noexcept {
  if (over_limit(bytes) || bytes > PTRDIFF_MAX - kFirstSlot || !reserve_directory()) return nullptr;
  std::byte* block = nullptr;
  if (has_page(kind)) {
    void* place = take_bytes(round_to_pages(kFirstSlot + bytes), kPageSize);
    if (place == nullptr) return nullptr;
    new (place) Page{nullptr, 1, 0, 1, kind, false, 0, nullptr, nullptr, this};
    block = static_cast<std::byte*>(place) + kFirstSlot;
  } else {
    void* place = take_bytes(sizeof(Header) + bytes, alignof(std::max_align_t));
    if (place == nullptr) return nullptr;
    block = static_cast<std::byte*>(place) + sizeof(Header);
  }
  new (header_of(block)) Header{bytes, static_cast<std::uint32_t>(directory_size_), kind};
  directory_[directory_size_++] = ~reinterpret_cast<std::uintptr_t>(block);
  if (kind != BlockKind::kRaw) *reinterpret_cast<std::intptr_t*>(block) = 0;
  hold(bytes);
  if (kind == BlockKind::kCollectable) collectable_grown_ += bytes, collectable_bytes_ += bytes;
  return block;
}

void Memory::release_direct(void* block) noexcept {
  const Header header = *header_of(block);
  OURO_CHECK(header.index < directory_size_ &&
             directory_[header.index] == ~reinterpret_cast<std::uintptr_t>(block));
  const std::uintptr_t last = directory_[--directory_size_];
  directory_[header.index] = last;
  header_of(reinterpret_cast<void*>(~last))->index = header.index;
  bytes_held_ -= header.bytes;
  if (header.kind == BlockKind::kCollectable) {
    collectable_bytes_ -= header.bytes;
    collectable_grown_ -= std::min(collectable_grown_, header.bytes);
  }
  const bool paged = has_page(header.kind);
  give_back_bytes(
      static_cast<std::byte*>(block) - (paged ? kFirstSlot : sizeof(Header)),
      paged ? round_to_pages(kFirstSlot + header.bytes) : sizeof(Header) + header.bytes);
}

void* Memory::reallocate(void* block, std::size_t old_bytes, std::size_t new_bytes) noexcept {
  if (block == nullptr) return allocate(new_bytes);
  if (old_bytes > kSmallMax && new_bytes > kSmallMax) {
    if (refuses()) return nullptr;
    if (new_bytes > old_bytes && over_limit(new_bytes - old_bytes)) return nullptr;
    void* place = move_bytes(header_of(block), sizeof(Header) + header_of(block)->bytes,
                             sizeof(Header) + new_bytes);
    if (place == nullptr) return nullptr;
    auto* header = static_cast<Header*>(place);
    bytes_held_ -= header->bytes;
    hold(new_bytes);
    header->bytes = new_bytes;
    directory_[header->index] = ~reinterpret_cast<std::uintptr_t>(header + 1);
    return header + 1;
  }
  void* moved = allocate(new_bytes);
  if (moved == nullptr) return nullptr;
  std::memcpy(moved, block, std::min(old_bytes, new_bytes));
  release(block, old_bytes);
  return moved;
}

Residue Memory::live() const noexcept {
  Residue residue;
  for (const Chunk* chunk = chunks_; chunk != nullptr; chunk = chunk->next) {
    for (std::uint32_t number = 1; number <= chunk->pages_used; ++number) {
      const auto* page = reinterpret_cast<const Page*>(reinterpret_cast<const std::byte*>(chunk) +
                                                       number * kPageSize);
      residue.blocks += page->live;
      residue.bytes += page->live * page->slot_bytes;
    }
  }
  for (std::size_t index = 0; index < directory_size_; ++index) {
    residue.add_block(header_of(reinterpret_cast<void*>(~directory_[index]))->bytes);
  }
  return residue;
}

void Memory::give_back() noexcept {
  if (annotated_) tools::valgrind_destroy_pool(this);
  while (chunks_ != nullptr) {
    Chunk* chunk = chunks_;
    chunks_ = chunk->next;
    if (annotated_) tools::valgrind_forget_blocks(chunk, kChunkSize);
    give_back_chunk(chunk);
  }
  // Blocks still in it are left to the tools.
  give_back_bytes(directory_, directory_capacity_ * sizeof(*directory_));
#ifdef OURO_CHECKED
  origins_.clear();
#endif
  *this = Memory{};
}

std::size_t Memory::number_collectable() noexcept {
  std::size_t number = 0;
  for (Chunk* chunk = chunks_; chunk != nullptr; chunk = chunk->next) {
    for (std::uint32_t index = 1; index <= chunk->pages_used; ++index) {
      auto* page = reinterpret_cast<Page*>(reinterpret_cast<std::byte*>(chunk) + index * kPageSize);
      if (page->live == 0 || page->kind != BlockKind::kCollectable) continue;
      page->base_number = static_cast<std::uint32_t>(number);
      number += page->slots;
    }
  }
  direct_base_number_ = number;
  if (mode_ == HeapMode::kMalloc) return number + directory_size_;
  for (std::size_t index = 0; index < directory_size_; ++index) {
    void* block = reinterpret_cast<void*>(~directory_[index]);
    if (header_of(block)->kind == BlockKind::kCollectable) {
      page_of(block)->base_number = static_cast<std::uint32_t>(number++);
    }
  }
  return number;
}

void Memory::collected() noexcept {
  collectable_grown_ = 0;
  if (collection_step_ == kNever) return;
  collectable_mark_ = std::max(collection_step_, collectable_bytes_);
}

void Memory::set_collection_step(std::size_t bytes) noexcept {
  collection_step_ = bytes == 0 ? kNever : bytes;
  collectable_mark_ = bytes == 0 ? kNever : std::max(bytes, collectable_bytes_);
}

void* Memory::allocate_for_host(std::size_t bytes) noexcept { return std::malloc(bytes); }

void Memory::release_from_host(void* block) noexcept { std::free(block); }

bool Memory::owns(const void* block) const noexcept {
  if (mode_ == HeapMode::kPool) return page_of(block)->owner == this;
  const std::uint32_t index = header_of(block)->index;
  return index < directory_size_ && directory_[index] == ~reinterpret_cast<std::uintptr_t>(block);
}

}  // namespace ouro
