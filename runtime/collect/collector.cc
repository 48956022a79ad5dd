// Collector: trial deletion over the collectable pages.
//
// Each live collectable object gets a number and a word: first its count, from which every
// reference found inside the collectable objects is taken off. What keeps a rest is referred to
// from outside; all it reaches stays. The remainder is unreachable: weak references to it are
// cleared, finalizers run once, what they revived is kept, and the rest is cleared.
#include "runtime/collect/collector.h"

#include <cstring>
#include <utility>

#include "runtime/component/planted.h"
#include "runtime/component/vector.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/finalizer.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/weakref.h"

namespace ouro {
namespace {

constexpr std::uint32_t kReachable = 0xffffffffu;

class Collection {
 public:
  Collection(Interpreter& interpreter) : interpreter_(interpreter), memory_(interpreter.memory()) {}
  ~Collection() {
    objects_.tear_down(memory_);
    work_.tear_down(memory_);
    if (words_ != nullptr) memory_.release(words_, word_bytes_);
  }

  // Fills objects() with the unreachable ones, each with a reference of ours. Failure: no memory.
  Status find_unreachable();
  Vector<Object*>& objects() { return objects_; }
  // Gives up the objects (and all they reach) that something outside refers to again.
  Status drop_revived();

 private:
  Status number_objects();
  void subtract_internal_references();
  Status keep_reachable();
  enum class Among { kAll, kMembers };  // kMembers: only what has a word other than 0
  Status keep_what_work_reaches(Among);
  std::uint32_t& word(const Object* object) { return words_[memory_.number_of(object)]; }
  // Built-in types are no blocks; not every object of a collectable type is one of the collector's.
  bool watched(const Object& object) const {
    return (object.type->flags & flag::kCollectable) != 0 &&
           !interpreter_.get<TypeRegistry>().contains(&object) && memory_.is_collectable(&object);
  }
  template <typename Visit>
  void traverse(Object* object, Visit visit);

  Interpreter& interpreter_;
  Memory& memory_;
  Vector<Object*> objects_;
  Vector<Object*> work_;
  std::uint32_t* words_ = nullptr;
  std::size_t word_bytes_ = 0;
};

template <typename Visit>
void Collection::traverse(Object* object, Visit visit) {
  struct Visitor final : ReferenceVisitor {
    explicit Visitor(Visit function) : visit_one(function) {}
    void visit(Object& seen) override { visit_one(seen); }
    Visit visit_one;
  } visitor(visit);
  if (auto* traverse_slot = object->type->slots->traverse) traverse_slot(object, visitor);
  if (is_planted(Planted::kUnvisitedType)) return;
  if ((object->type->flags & flag::kClass) != 0 || object->type->id == TypeId::kNone) {
    visitor.visit(*object->type);
  }
}

// Numbers stay valid while raw blocks are only added: the vectors have their room already.
Status Collection::number_objects() {
  const std::size_t count = memory_.number_collectable();
  word_bytes_ = (count + 1) * sizeof(*words_);
  words_ = static_cast<std::uint32_t*>(memory_.allocate(word_bytes_));
  if (words_ == nullptr) return failure;
  std::memset(words_, 0, word_bytes_);
  return done;
}

void Collection::subtract_internal_references() {
  memory_.for_each(BlockKind::kCollectable, [this](void* block, std::size_t) {
    auto* object = static_cast<Object*>(block);
    word(object) += static_cast<std::uint32_t>(object->count);
  });
  memory_.for_each(BlockKind::kCollectable, [this](void* block, std::size_t) {
    traverse(static_cast<Object*>(block), [this](Object& seen) {
      if (watched(seen)) --word(&seen);
    });
  });
}

Status Collection::keep_what_work_reaches(Among among) {
  Status status = done;
  while (!work_.empty()) {
    traverse(work_.take_last(), [&](Object& seen) {
      if (!watched(seen)) return;
      if (word(&seen) == kReachable || (among == Among::kMembers && word(&seen) == 0)) return;
      word(&seen) = kReachable;
      if (!work_.add(memory_, &seen).ok()) status = failure;
    });
    TRY(status);
  }
  return done;
}

Status Collection::keep_reachable() {
  Status status = done;
  memory_.for_each(BlockKind::kCollectable, [&](void* block, std::size_t) {
    auto* object = static_cast<Object*>(block);
    if (!status.ok() || word(object) == 0 || word(object) == kReachable) return;
    word(object) = kReachable;
    status = work_.add(memory_, object);
    if (status.ok()) status = keep_what_work_reaches(Among::kAll);
  });
  return status;
}

Status Collection::find_unreachable() {
  // The work list holds at most every object: reserve it now, so that no raw block moves the
  // numbers of a malloc-mode directory afterwards.
  std::size_t live = 0;
  memory_.for_each(BlockKind::kCollectable, [&](void*, std::size_t) { ++live; });
  TRY(work_.reserve(memory_, live + 1));
  TRY(objects_.reserve(memory_, live + 1));
  TRY(number_objects());
  subtract_internal_references();
  TRY(keep_reachable());
  memory_.for_each(BlockKind::kCollectable, [this](void* block, std::size_t) {
    auto* object = static_cast<Object*>(block);
    if (word(object) == 0) static_cast<void>(objects_.add(memory_, retain(object)));
  });
  return done;
}

// The same search among our objects only: their count less our own reference and those between
// them.
Status Collection::drop_revived() {
  memory_.release(words_, word_bytes_);
  words_ = nullptr;
  TRY(number_objects());
  // Without our own reference, but one more, so that a member's word is never 0.
  for (Object* object : objects_) word(object) = static_cast<std::uint32_t>(object->count);
  for (Object* object : objects_) {
    traverse(object, [this](Object& seen) {
      if (watched(seen) && word(&seen) != 0) --word(&seen);
    });
  }
  for (Object* object : objects_) {
    if (word(object) <= 1 || word(object) == kReachable) continue;
    word(object) = kReachable;
    TRY(work_.add(memory_, object));
    TRY(keep_what_work_reaches(Among::kMembers));
  }
  std::size_t kept = 0;
  for (Object* object : objects_) {
    if (word(object) == kReachable) {
      release(object);
    } else {
      objects_[kept++] = object;
    }
  }
  objects_.shrink(kept);
  return done;
}

WeakReference* join_chains(WeakReference* first, WeakReference* second) {
  WeakReference* last = second;
  while (last->next != nullptr) last = last->next;
  last->next = first;
  return second;
}

// First no weak reference finds any of them; then callbacks run, but not those of weak references
// that are unreachable themselves: nobody could hear them.
// True: code of the program may have run.
bool clear_weak_references(Interpreter& interpreter, Vector<Object*>& objects) {
  bool ran = false;
  for (Object* object : objects) {
    if (!is_instance_of(object, interpreter.type(TypeId::kWeakReference))) continue;
    Object*& callback = static_cast<WeakReference*>(object)->callback;
    ran = ran || callback != nullptr;
    clear_reference(callback);
  }
  WeakReference* waiting = nullptr;
  for (Object* object : objects) {
    if (WeakReference* chain = detach_weak_references(object))
      waiting = join_chains(waiting, chain);
  }
  for (const WeakReference* each = waiting; each != nullptr; each = each->next) {
    ran = ran || each->callback != nullptr;
  }
  run_weak_callbacks(interpreter, waiting);
  return ran;
}

// True: code of the program may have run.
bool run_finalizers(Interpreter& interpreter, Vector<Object*>& objects) {
  bool ran = false;
  for (Object* object : objects) {
    ran = ran || object->type->slots->finalize != nullptr;
    run_finalizer(interpreter, object);
  }
  return ran;
}

void clear_objects(Interpreter& interpreter, Vector<Object*>& objects) {
  for (Object* object : objects) {
    if (object->type->slots->clear != nullptr) object->type->slots->clear(interpreter, object);
  }
}

void release_all(Vector<Object*>& objects) {
  for (Object* object : objects) release(object);
  objects.shrink(0);
}

std::size_t collect_unreachable(Thread& thread, bool& refused) {
  Interpreter& interpreter = thread.interpreter();
  Collection collection(interpreter);
  refused = !collection.find_unreachable().ok();
  if (refused) return release_all(collection.objects()), 0;
  if (collection.objects().empty()) return 0;
  const bool called_back = clear_weak_references(interpreter, collection.objects());
  const bool finalized = run_finalizers(interpreter, collection.objects());
  // Only code of the program can have made any of them reachable again.
  if (called_back || finalized) refused = !collection.drop_revived().ok();
  if (refused) return release_all(collection.objects()), 0;
  const std::size_t found = collection.objects().size();
  clear_objects(interpreter, collection.objects());
  release_all(collection.objects());
  return found;
}

}  // namespace

Status Collector::set_up(Memory& memory) noexcept {
  memory.set_collection_step(kStepBytes);
  return done;
}

void Collector::tear_down(Memory&) noexcept { *this = Collector{}; }

// Blocks may end while they are walked over, and others move to their places unseen. So each object
// is held while it is cleared, and passes repeat until one ends nothing: that one has seen all.
void Collector::clear_everything(Interpreter& interpreter) noexcept {
  Memory& memory = interpreter.memory();
  for (std::size_t left = memory.live().blocks, before = 0; left != before;) {
    memory.for_each(BlockKind::kCollectable, [&](void* block, std::size_t) {
      auto* object = static_cast<Object*>(block);
      if (object->type->slots->clear == nullptr) return;
      Ref<> held(retain(object));
      object->type->slots->clear(interpreter, object);
    });
    before = std::exchange(left, memory.live().blocks);
  }
}

std::size_t Collector::collect(Thread& thread) {
  if (collecting_) return 0;
  collecting_ = true;
  Exception* pending = thread.pending == nullptr ? nullptr : take_pending(thread);
  const std::size_t found = collect_unreachable(thread, refused_);
  if (pending != nullptr) restore_pending(thread, pending);
  thread.interpreter().memory().collected();
  collecting_ = false;
  ++statistics[2].collections;
  statistics[2].collected += found;
  return found;
}

}  // namespace ouro
