// regex_match: runs the code of a regular expression over a text.
//
// A machine that tries and goes back: what it may still try, and what it has to undo on the way
// back, stand on one stack of its own, so a long text costs memory and no native stack.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/component/vector.h"
#include "runtime/execute/thread.h"
#include "runtime/module/regex_set.h"
#include "runtime/object/text_view.h"

namespace ouro::regex {

using Place = std::ptrdiff_t;  // in the text; -1: none

struct Wanted {
  std::size_t start = 0;
  bool whole = false;  // up to the end
  Place not_at = -1;   // where the match may not end: an empty one was found there before
};

class Machine {
 public:
  // The text ends at its view's end; what stands before the start is looked at by \b and (?<=...).
  Machine(Thread&, const Code&, std::size_t groups, TextView text);
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;
  ~Machine();

  Result<bool> match(const Wanted&);
  Result<bool> search(const Wanted&);

  // After a match.
  Place start() const { return start_; }
  Place end() const { return static_cast<Place>(at_); }
  // Both ends of group 1, of group 2, ...
  const Place* marks() const { return marks_.data(); }
  Place last_group() const { return last_group_; }

 private:
  enum class Step : std::uint8_t { kOn, kBack, kDone, kError };
  enum class Kind : std::uint8_t {
    // To be tried again from here.
    kBranch,
    kGreedy,
    kLazy,
    kMaxTail,
    kMinBody,
    // To be undone on the way back.
    kMark,
    kLastGroup,
    kRepeat,
    kCount,
    kLastPlace,
    kRepeatMade
  };
  struct Entry {
    Kind kind;
    std::size_t index;  // into the code, or of what is undone
    Place first, second;
  };
  // A repetition that is under way.
  struct Repetition {
    std::size_t code;  // of its kRepeat
    Place count;
    Place last;  // where its latest round began
    Place outer;
  };
  using Handler = Step (Machine::*)();
  static const Handler kHandlers[];

  Step run(std::size_t place, std::size_t at);
  Step run_inside(std::size_t place, std::size_t at);
  Step next_step();
  bool poll();
  Status prepare();
  Result<bool> answer(Step);

  Step push(Kind, std::size_t index, Place first, Place second = 0);
  Step go_back(std::size_t base);
  Step resume(const Entry&);
  void undo(const Entry&);
  void drop_choices(std::size_t base);
  void undo_to(std::size_t base);
  Step set_count(Place repetition, Place count);

  Step fail() { return Step::kBack; }
  Step success();
  Step unit();
  Step position();
  Step branch();
  Step try_branches(std::size_t place);
  Step jump();
  Step info();
  Step mark();
  Step back_reference();
  Step group_exists();
  Step repeat();
  Step max_until();
  Step min_until();
  Step leave_repetition(Place repetition, std::size_t until);
  Step another_round(Place repetition, Place count);
  Step repeat_one();
  Step give_back(std::size_t place, Place low, Place high);
  Step min_repeat_one();
  Step possessive_repeat_one();
  Step possessive_repeat();
  Step assertion();
  Step negative_assertion();
  Step atomic_group();

  std::size_t unit_size(std::size_t place) const;
  Place count_units(std::size_t place, Unit most) const;
  bool is_at(Unit condition) const;
  bool is_boundary(bool (*is_word)(char32_t) noexcept) const;
  std::size_t next_begin(std::size_t at) const;
  std::size_t skip_to(std::size_t place) const { return place + code_[place]; }

  Thread& thread_;
  const Code& code_;
  std::size_t groups_;
  TextView text_;
  Wanted wanted_;
  std::size_t pc_ = 0;
  std::size_t at_ = 0;
  Place start_ = 0;
  Place last_group_ = -1;
  Place repetition_ = -1;
  std::uint32_t depth_ = 0;
  std::uint32_t steps_ = 0;
  bool memory_refused_ = false;
  Vector<Place> marks_;
  Vector<Entry> stack_;
  Vector<Repetition> repetitions_;
};

}  // namespace ouro::regex
