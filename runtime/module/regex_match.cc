// regex_match: one handler for each instruction of a regular expression.
#include "runtime/module/regex_match.h"

#include <algorithm>

#include "runtime/execute/loop.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"

namespace ouro::regex {

// In the order of Op. What stands only inside of sets never is an instruction.
const Machine::Handler Machine::kHandlers[] = {
    &Machine::fail,                   // kFailure
    &Machine::success,                // kSuccess
    &Machine::unit,                   // kAny
    &Machine::unit,                   // kAnyAll
    &Machine::assertion,              // kAssert
    &Machine::negative_assertion,     // kAssertNot
    &Machine::position,               // kAt
    &Machine::branch,                 // kBranch
    &Machine::unit,                   // kCategory
    &Machine::fail,                   // kCharset
    &Machine::fail,                   // kBigCharset
    &Machine::back_reference,         // kGroupRef
    &Machine::group_exists,           // kGroupRefExists
    &Machine::unit,                   // kIn
    &Machine::info,                   // kInfo
    &Machine::jump,                   // kJump
    &Machine::unit,                   // kLiteral
    &Machine::mark,                   // kMark
    &Machine::max_until,              // kMaxUntil
    &Machine::min_until,              // kMinUntil
    &Machine::unit,                   // kNotLiteral
    &Machine::fail,                   // kNegate
    &Machine::fail,                   // kRange
    &Machine::repeat,                 // kRepeat
    &Machine::repeat_one,             // kRepeatOne
    &Machine::fail,                   // kSubpattern
    &Machine::min_repeat_one,         // kMinRepeatOne
    &Machine::atomic_group,           // kAtomicGroup
    &Machine::possessive_repeat,      // kPossessiveRepeat
    &Machine::possessive_repeat_one,  // kPossessiveRepeatOne
    &Machine::back_reference,         // kGroupRefIgnore
    &Machine::unit,                   // kInIgnore
    &Machine::unit,                   // kLiteralIgnore
    &Machine::unit,                   // kNotLiteralIgnore
    &Machine::back_reference,         // kGroupRefLocIgnore
    &Machine::unit,                   // kInLocIgnore
    &Machine::unit,                   // kLiteralLocIgnore
    &Machine::unit,                   // kNotLiteralLocIgnore
    &Machine::back_reference,         // kGroupRefUniIgnore
    &Machine::unit,                   // kInUniIgnore
    &Machine::unit,                   // kLiteralUniIgnore
    &Machine::unit,                   // kNotLiteralUniIgnore
    &Machine::fail,                   // kRangeUniIgnore
};

Machine::Machine(Thread& thread, const Code& code, std::size_t groups, TextView text)
    : thread_(thread), code_(code), groups_(groups), text_(text) {}

Machine::~Machine() {
  Memory& memory = thread_.interpreter().memory();
  marks_.tear_down(memory);
  stack_.tear_down(memory);
  repetitions_.tear_down(memory);
}

// ---- from outside ----

Status Machine::prepare() {
  Memory& memory = thread_.interpreter().memory();
  const bool ready = marks_.reserve(memory, 2 * groups_).ok();
  while (ready && marks_.size() < 2 * groups_) static_cast<void>(marks_.add(memory, -1).ok());
  if (!ready) return raise_memory_error(thread_.interpreter());
  std::fill(marks_.begin(), marks_.end(), -1);
  stack_.shrink(0);
  repetitions_.shrink(0);
  last_group_ = repetition_ = -1;
  return done;
}

Result<bool> Machine::answer(Step step) {
  if (memory_refused_) return raise_memory_error(thread_.interpreter());
  if (step == Step::kError) return failure;
  return step == Step::kDone;
}

Result<bool> Machine::match(const Wanted& wanted) {
  TRY(prepare());
  wanted_ = wanted;
  start_ = static_cast<Place>(wanted.start);
  return answer(run(0, wanted.start));
}

Result<bool> Machine::search(const Wanted& wanted) {
  TRY(prepare());
  wanted_ = wanted;
  const std::size_t least = code_.op(0) == Op::kInfo ? code_[3] : 0;
  for (std::size_t at = next_begin(wanted.start); at + least <= text_.length;
       at = next_begin(at + 1)) {
    start_ = static_cast<Place>(at);
    const Step step = run(0, at);
    if (step != Step::kBack) return answer(step);
  }
  return false;
}

namespace {

// The first place from `at` on whose character is wanted; the length: there is none.
template <typename Wanted>
std::size_t find_wanted(const TextView& text, std::size_t at, Wanted wanted) {
  return visit_text(text, [&](const auto* characters) {
    while (at < text.length && !wanted(characters[at])) ++at;
    return at;
  });
}

}  // namespace

// kInfo <skip> <flags> <min> <max> says what a match begins with. Beyond the end: nothing is left.
std::size_t Machine::next_begin(std::size_t at) const {
  if (code_.op(0) != Op::kInfo || at > text_.length) return at;
  const Unit flags = code_[2];
  std::size_t place = at;
  if ((flags & info_flag::kPrefix) != 0) {
    const char32_t first = code_[7];
    place = find_wanted(text_, at, [first](char32_t character) { return character == first; });
  } else if ((flags & info_flag::kCharset) != 0) {
    place = find_wanted(text_, at, Asked<in_set>(code_, 5));
  } else {
    return at;
  }
  return place < text_.length ? place : text_.length + 1;
}

// ---- the stack ----

Machine::Step Machine::push(Kind kind, std::size_t index, Place first, Place second) {
  if (stack_.add(thread_.interpreter().memory(), {kind, index, first, second}).ok())
    return Step::kOn;
  memory_refused_ = true;
  return Step::kError;
}

void Machine::undo(const Entry& entry) {
  switch (entry.kind) {
    case Kind::kMark: marks_[entry.index] = entry.first; break;
    case Kind::kLastGroup: last_group_ = entry.first; break;
    case Kind::kRepeat: repetition_ = entry.first; break;
    case Kind::kCount: repetitions_[entry.index].count = entry.first; break;
    case Kind::kLastPlace: repetitions_[entry.index].last = entry.first; break;
    case Kind::kRepeatMade: repetitions_.shrink(entry.index); break;
    default: break;
  }
}

void Machine::undo_to(std::size_t base) {
  while (stack_.size() > base) undo(stack_.take_last());
}

Machine::Step Machine::go_back(std::size_t base) {
  while (stack_.size() > base) {
    const Entry entry = stack_.take_last();
    if (entry.kind >= Kind::kMark) {
      undo(entry);
      continue;
    }
    const Step step = resume(entry);
    if (step != Step::kBack) return step;
  }
  return Step::kBack;
}

Machine::Step Machine::resume(const Entry& entry) {
  at_ = static_cast<std::size_t>(entry.first);
  switch (entry.kind) {
    case Kind::kBranch: return try_branches(entry.index);
    case Kind::kGreedy: return give_back(entry.index, entry.second, entry.first - 1);
    case Kind::kMaxTail: return leave_repetition(entry.second, entry.index);
    case Kind::kMinBody: {
      const Repetition& repetition = repetitions_[static_cast<std::size_t>(entry.second)];
      const Place count = repetition.count + 1;
      const Unit most = code_[repetition.code + 3];
      if ((most != kRepeatMax && count >= static_cast<Place>(most)) ||
          repetition.last == entry.first)
        return Step::kBack;
      return another_round(entry.second, count);
    }
    default: break;
  }
  // One more unit of a lazy repetition; `second` counts what it has taken.
  const Unit most = code_[entry.index + 3];
  const bool full = most != kRepeatMax && entry.second >= static_cast<Place>(most);
  if (full || at_ >= text_.length) return Step::kBack;
  if (!Asked<takes>(code_, entry.index + 4)(text_[at_])) return Step::kBack;
  ++at_;
  pc_ = skip_to(entry.index + 1);
  return push(Kind::kLazy, entry.index, static_cast<Place>(at_), entry.second + 1);
}

// What has matched inside stays as it is; only its undoing is kept.
void Machine::drop_choices(std::size_t base) {
  std::size_t kept = base;
  for (std::size_t index = base; index < stack_.size(); ++index) {
    if (stack_[index].kind >= Kind::kMark) stack_[kept++] = stack_[index];
  }
  stack_.shrink(kept);
}

// ---- running ----

// Long searches answer the interpreter now and then.
bool Machine::poll() {
  constexpr std::uint32_t kStepsMask = 0xfff;
  if ((++steps_ & kStepsMask) != 0) return true;
  if (thread_.interrupt.load(std::memory_order_relaxed) == 0) return true;
  return handle_interrupts(thread_).ok();
}

Machine::Step Machine::next_step() {
  const Unit op = code_[pc_];
  if (op >= static_cast<Unit>(Op::kCount)) return Step::kBack;
  return (this->*kHandlers[op])();
}

// Until success, or until nothing above the stack's present height can be tried any more.
Machine::Step Machine::run(std::size_t place, std::size_t at) {
  const std::size_t base = stack_.size();
  pc_ = place;
  at_ = at;
  while (true) {
    Step step = next_step();
    if (step == Step::kBack) step = go_back(base);
    if (step != Step::kOn) return step;
    if (!poll()) return Step::kError;
  }
}

// The part of the code in an assertion or a group that gives nothing back.
Machine::Step Machine::run_inside(std::size_t place, std::size_t at) {
  RecursionGuard guard(thread_, " in a regular expression");
  if (!guard.ok()) return Step::kError;
  ++depth_;
  const Step step = run(place, at);
  --depth_;
  return step;
}

// ---- instructions ----

Machine::Step Machine::success() {
  if (depth_ == 0) {
    if (wanted_.whole && at_ != text_.length) return Step::kBack;
    if (static_cast<Place>(at_) == wanted_.not_at) return Step::kBack;
  }
  return Step::kDone;
}

std::size_t Machine::unit_size(std::size_t place) const {
  switch (code_.op(place)) {
    case Op::kAny:
    case Op::kAnyAll: return 1;
    case Op::kIn:
    case Op::kInIgnore:
    case Op::kInLocIgnore:
    case Op::kInUniIgnore: return 1 + code_[place + 1];
    default: return 2;
  }
}

Machine::Step Machine::unit() {
  if (at_ >= text_.length) return Step::kBack;
  const bool literal = code_.op(pc_) == Op::kLiteral;
  const char32_t next = text_[at_];
  if (literal ? next != code_[pc_ + 1] : !Asked<takes>(code_, pc_)(next)) return Step::kBack;
  ++at_;
  pc_ += literal ? 2 : unit_size(pc_);
  return Step::kOn;
}

bool Machine::is_boundary(bool (*is_word)(char32_t) noexcept) const {
  const bool before = at_ > 0 && is_word(text_[at_ - 1]);
  const bool after = at_ < text_.length && is_word(text_[at_]);
  return before != after;
}

bool Machine::is_at(Unit condition) const {
  const std::size_t end = text_.length;
  switch (static_cast<At>(condition)) {
    case At::kBeginning:
    case At::kBeginningString: return at_ == 0;
    case At::kBeginningLine: return at_ == 0 || text_[at_ - 1] == '\n';
    case At::kEnd: return at_ == end || (at_ + 1 == end && text_[at_] == '\n');
    case At::kEndLine: return at_ == end || text_[at_] == '\n';
    case At::kEndString: return at_ == end;
    case At::kBoundary:
    case At::kLocBoundary: return end > 0 && is_boundary(is_ascii_word);
    case At::kNonBoundary:
    case At::kLocNonBoundary: return end > 0 && !is_boundary(is_ascii_word);
    case At::kUniBoundary: return end > 0 && is_boundary(is_unicode_word);
    case At::kUniNonBoundary: return end > 0 && !is_boundary(is_unicode_word);
  }
  return false;
}

Machine::Step Machine::position() {
  if (!is_at(code_[pc_ + 1])) return Step::kBack;
  pc_ += 2;
  return Step::kOn;
}

Machine::Step Machine::branch() { return try_branches(pc_ + 1); }

// `place` holds the way to the next alternative; 0: there is none.
Machine::Step Machine::try_branches(std::size_t place) {
  if (code_[place] == 0) return Step::kBack;
  pc_ = place + 1;
  const std::size_t next = skip_to(place);
  return code_[next] == 0 ? Step::kOn : push(Kind::kBranch, next, static_cast<Place>(at_));
}

Machine::Step Machine::jump() {
  pc_ = skip_to(pc_ + 1);
  return Step::kOn;
}

Machine::Step Machine::info() { return jump(); }

Machine::Step Machine::mark() {
  const std::size_t index = code_[pc_ + 1];
  if (index >= marks_.size()) return Step::kBack;
  pc_ += 2;
  Step step = push(Kind::kMark, index, marks_[index]);
  marks_[index] = static_cast<Place>(at_);
  if (step != Step::kOn || index % 2 == 0) return step;
  step = push(Kind::kLastGroup, 0, last_group_);
  last_group_ = static_cast<Place>(index / 2) + 1;
  return step;
}

namespace {

char32_t as_it_is(char32_t c) noexcept { return c; }

}  // namespace

Machine::Step Machine::back_reference() {
  const Op op = code_.op(pc_);
  char32_t (*fold)(char32_t) noexcept = op == Op::kGroupRef            ? as_it_is
                                        : op == Op::kGroupRefUniIgnore ? unicode_lower
                                                                       : ascii_lower;
  const std::size_t index = 2 * std::size_t{code_[pc_ + 1]};
  if (index + 1 >= marks_.size()) return Step::kBack;
  const Place from = marks_[index], to = marks_[index + 1];
  if (from < 0 || to < from) return Step::kBack;
  for (Place place = from; place < to; ++place, ++at_) {
    if (at_ >= text_.length) return Step::kBack;
    if (fold(text_[at_]) != fold(text_[static_cast<std::size_t>(place)])) return Step::kBack;
  }
  pc_ += 2;
  return Step::kOn;
}

// kGroupRefExists <group> <way to the other branch>
Machine::Step Machine::group_exists() {
  const std::size_t index = 2 * std::size_t{code_[pc_ + 1]};
  const bool matched =
      index + 1 < marks_.size() && marks_[index] >= 0 && marks_[index + 1] >= marks_[index];
  pc_ += matched ? 3 : 1 + std::size_t{code_[pc_ + 2]};
  return Step::kOn;
}

// ---- repetitions of more than one character: kRepeat <skip> <min> <max> body k...Until ----

Machine::Step Machine::repeat() {
  const std::size_t index = repetitions_.size();
  if (!repetitions_.add(thread_.interpreter().memory(), {pc_, -1, -1, repetition_}).ok()) {
    memory_refused_ = true;
    return Step::kError;
  }
  if (push(Kind::kRepeatMade, index, 0) != Step::kOn) return Step::kError;
  const Step step = push(Kind::kRepeat, 0, repetition_);
  repetition_ = static_cast<Place>(index);
  pc_ = skip_to(pc_ + 1);
  return step;
}

Machine::Step Machine::set_count(Place repetition, Place count) {
  Repetition& entry = repetitions_[static_cast<std::size_t>(repetition)];
  const Step step = push(Kind::kCount, static_cast<std::size_t>(repetition), entry.count);
  entry.count = count;
  pc_ = entry.code + 4;
  return step;
}

Machine::Step Machine::another_round(Place repetition, Place count) {
  Repetition& entry = repetitions_[static_cast<std::size_t>(repetition)];
  Step step = push(Kind::kLastPlace, static_cast<std::size_t>(repetition), entry.last);
  entry.last = static_cast<Place>(at_);
  if (step != Step::kOn) return step;
  step = push(Kind::kRepeat, 0, repetition_);
  repetition_ = repetition;
  return step == Step::kOn ? set_count(repetition, count) : step;
}

// On behind the repetition; the one around it is under way again.
Machine::Step Machine::leave_repetition(Place repetition, std::size_t until) {
  const Step step = push(Kind::kRepeat, 0, repetition_);
  repetition_ = repetitions_[static_cast<std::size_t>(repetition)].outer;
  pc_ = until + 1;
  return step;
}

Machine::Step Machine::max_until() {
  if (repetition_ < 0) return Step::kBack;
  const Repetition& entry = repetitions_[static_cast<std::size_t>(repetition_)];
  const Place count = entry.count + 1;
  if (count < static_cast<Place>(code_[entry.code + 2])) return set_count(repetition_, count);
  const Unit most = code_[entry.code + 3];
  const bool more = (most == kRepeatMax || count < static_cast<Place>(most)) &&
                    static_cast<Place>(at_) != entry.last;
  const Place repetition = repetition_;
  if (!more) return leave_repetition(repetition, pc_);
  const Step step = push(Kind::kMaxTail, pc_, static_cast<Place>(at_), repetition);
  return step == Step::kOn ? another_round(repetition, count) : step;
}

Machine::Step Machine::min_until() {
  if (repetition_ < 0) return Step::kBack;
  const Repetition& entry = repetitions_[static_cast<std::size_t>(repetition_)];
  const Place count = entry.count + 1;
  if (count < static_cast<Place>(code_[entry.code + 2])) return set_count(repetition_, count);
  const Place repetition = repetition_;
  const Step step = push(Kind::kMinBody, pc_, static_cast<Place>(at_), repetition);
  return step == Step::kOn ? leave_repetition(repetition, pc_) : step;
}

// ---- repetitions of one character: k...RepeatOne <skip> <min> <max> unit kSuccess ----

Place Machine::count_units(std::size_t place, Unit most) const {
  const std::size_t left = text_.length - at_;
  const std::size_t limit = most == kRepeatMax ? left : std::min<std::size_t>(left, most);
  if (code_.op(place) == Op::kAnyAll) return static_cast<Place>(limit);
  const Asked<takes> taken(code_, place);
  return visit_text(text_.from(at_), [&](const auto* characters) {
    std::size_t count = 0;
    while (count < limit && taken(characters[count])) ++count;
    return static_cast<Place>(count);
  });
}

Machine::Step Machine::repeat_one() {
  const auto least = static_cast<Place>(code_[pc_ + 2]);
  const Place count = count_units(pc_ + 4, code_[pc_ + 3]);
  if (count < least) return Step::kBack;
  const auto at = static_cast<Place>(at_);
  return give_back(pc_, at + least, at + count);
}

// On from `high`, or from the last place before it where the character that must follow stands.
Machine::Step Machine::give_back(std::size_t place, Place low, Place high) {
  pc_ = skip_to(place + 1);
  if (code_.op(pc_) == Op::kLiteral) {
    const char32_t wanted = code_[pc_ + 1];
    const auto end = static_cast<Place>(text_.length);
    while (high >= low && (high >= end || text_[static_cast<std::size_t>(high)] != wanted)) --high;
    if (high < low) return Step::kBack;
  }
  at_ = static_cast<std::size_t>(high);
  return high > low ? push(Kind::kGreedy, place, high, low) : Step::kOn;
}

Machine::Step Machine::min_repeat_one() {
  const Unit least = code_[pc_ + 2];
  if (count_units(pc_ + 4, least) < static_cast<Place>(least)) return Step::kBack;
  at_ += least;
  const std::size_t place = pc_;
  pc_ = skip_to(pc_ + 1);
  return push(Kind::kLazy, place, static_cast<Place>(at_), static_cast<Place>(least));
}

Machine::Step Machine::possessive_repeat_one() {
  const Place count = count_units(pc_ + 4, code_[pc_ + 3]);
  if (count < static_cast<Place>(code_[pc_ + 2])) return Step::kBack;
  at_ += static_cast<std::size_t>(count);
  pc_ = skip_to(pc_ + 1);
  return Step::kOn;
}

// ---- what gives nothing back ----

// kAtomicGroup <skip> body kSuccess
Machine::Step Machine::atomic_group() {
  const std::size_t base = stack_.size(), tail = skip_to(pc_ + 1);
  const Step step = run_inside(pc_ + 2, at_);
  if (step != Step::kDone) return step;
  drop_choices(base);
  pc_ = tail;
  return Step::kOn;
}

// kPossessiveRepeat <skip> <min> <max> body kSuccess, where <skip> leads to the kSuccess
Machine::Step Machine::possessive_repeat() {
  const std::size_t place = pc_, tail = skip_to(pc_ + 1) + 1;
  const Unit least = code_[place + 2], most = code_[place + 3];
  for (Unit count = 0; most == kRepeatMax || count < most; ++count) {
    const std::size_t base = stack_.size(), before = at_;
    const Step step = run_inside(place + 4, before);
    if (step == Step::kError) return step;
    if (step == Step::kBack) {
      if (count < least) return Step::kBack;
      at_ = before;
      break;
    }
    drop_choices(base);
    if (at_ == before && count >= least) break;
  }
  pc_ = tail;
  return Step::kOn;
}

// kAssert <skip> <how far back> body kSuccess
Machine::Step Machine::assertion() {
  const std::size_t base = stack_.size(), tail = skip_to(pc_ + 1), at = at_;
  const std::size_t back = code_[pc_ + 2];
  if (at < back) return Step::kBack;
  const Step step = run_inside(pc_ + 3, at - back);
  if (step != Step::kDone) return step;
  drop_choices(base);
  at_ = at;
  pc_ = tail;
  return Step::kOn;
}

Machine::Step Machine::negative_assertion() {
  const std::size_t base = stack_.size(), tail = skip_to(pc_ + 1), at = at_;
  const std::size_t back = code_[pc_ + 2];
  if (at >= back) {
    const Step step = run_inside(pc_ + 3, at - back);
    if (step == Step::kError) return step;
    undo_to(base);
    if (step == Step::kDone) return Step::kBack;
  }
  at_ = at;
  pc_ = tail;
  return Step::kOn;
}

}  // namespace ouro::regex
