// Verifier: an abstract run of a code object that knows of each temporary only whether it is empty.
#include "runtime/code/verify_test_support.h"

#include <deque>
#include <vector>

#include "runtime/interpreter/interpreter.h"

namespace ouro {
namespace {

// Maybe: on some paths; or filled by an operation that may leave null there.
enum class Slot : unsigned char { kEmpty, kFull, kMaybe };

struct State {
  std::vector<Slot> slots;  // by register; only temporaries matter
  bool known = false;
};

class Verifier {
 public:
  explicit Verifier(const Code* code) : code_(code), states_(code->word_count) {}

  std::string run();

 private:
  void step(std::uint32_t at);
  void flow_to(std::uint32_t at, const State&);
  void flow_to_handler(std::uint32_t at, const State& before);
  void consume(std::uint16_t operand);
  void fill(std::uint16_t place, Slot slot = Slot::kFull);
  void keep(std::uint16_t operand);
  void empty(std::uint16_t place) { slot(place) = Slot::kEmpty; }
  void role_in(Role, std::uint16_t value);
  void runs_in(const Instruction&);
  void runs_out(const Instruction&, std::uint32_t at);
  void consume_run(std::uint16_t base, std::size_t count, bool may_be_empty = false);
  void finish(const Instruction&, std::uint32_t at, std::uint32_t next);
  Slot& slot(std::uint16_t place);
  void fail(const char* what, unsigned place);

  const Code* code_;
  std::vector<State> states_;
  std::deque<std::uint32_t> work_;
  State now_;
  std::uint32_t at_ = 0;
  std::string error_;
};

void Verifier::fail(const char* what, unsigned place) {
  if (!error_.empty()) return;
  const auto* name = static_cast<const Str*>(code_->qualified_name);
  error_ = std::string(name->ascii ? name->ascii_view() : "?") + " word " + std::to_string(at_) +
           " " + row_of(code_->words[at_].instruction.operation()).name + ": " + what + " %" +
           std::to_string(static_cast<int>(place) - static_cast<int>(code_->local_count));
}

Slot& Verifier::slot(std::uint16_t place) {
  const std::uint16_t number = register_of(place);
  if (number >= now_.slots.size() || number < code_->local_count) {
    fail("register out of range", number);
    return now_.slots[0];
  }
  return now_.slots[number];
}

void Verifier::consume(std::uint16_t operand) {
  if (operand == kNoOperand) return;
  if (is_constant(operand)) {
    if (constant_of(operand) >= code_->constants->size) fail("no such constant", operand);
    return;
  }
  if (is_local(operand)) {
    if (operand >= code_->local_count) fail("no such local", operand);
    return;
  }
  Slot& value = slot(operand);
  if (value != Slot::kFull) fail("consumes an empty temporary", register_of(operand));
  value = Slot::kEmpty;
}

void Verifier::keep(std::uint16_t operand) {
  if (is_temporary(operand) && slot(operand) != Slot::kFull) {
    fail("reads an empty temporary", register_of(operand));
  }
}

void Verifier::fill(std::uint16_t place, Slot value) {
  if (is_local(place)) {
    if (place >= code_->local_count) fail("no such local", place);
    return;
  }
  Slot& old = slot(place);
  if (old != Slot::kEmpty) fail("fills a full temporary", register_of(place));
  old = value;
}

void Verifier::role_in(Role role, std::uint16_t value) {
  if (role == Role::kValue || role == Role::kMaybe) consume(value);
  if (role == Role::kKeep && value != kNoOperand) keep(value);
}

void Verifier::consume_run(std::uint16_t base, std::size_t count, bool may_be_empty) {
  for (std::size_t index = 0; index < count; ++index) {
    const auto place = static_cast<std::uint16_t>(base + index);
    if (may_be_empty) {
      empty(place);
    } else {
      consume(place);
    }
  }
}

// What the runs of temporaries (Role::kBase) are for each operation.
void Verifier::runs_in(const Instruction& i) {
  const Word* words = code_->words + at_;
  switch (base_of(i.operation())) {
    case Operation::kBuildTuple:
    case Operation::kBuildList:
    case Operation::kBuildSet:
    case Operation::kBuildString:
    case Operation::kBuildSlice:
    case Operation::kBuildDictWithKeys: return consume_run(i.b, i.c);
    case Operation::kBuildDict: return consume_run(i.b, 2u * i.c);
    case Operation::kGetSlice: return consume_run(i.c, 2);
    case Operation::kImportName: return consume_run(i.b, 2);
    case Operation::kCall:
    case Operation::kCallKeywords:
      consume_run(i.b, 1);
      consume_run(static_cast<std::uint16_t>(i.b + 1), 1, true);
      return consume_run(static_cast<std::uint16_t>(i.b + 2), i.c);
    case Operation::kCallSpread:
      consume_run(i.b, 1);
      if (slot(static_cast<std::uint16_t>(i.b + 1)) != Slot::kEmpty) fail("self in spread", i.b);
      return consume_run(static_cast<std::uint16_t>(i.b + 2), 1u + i.c);
    case Operation::kMakeFunction:
      return consume_run(
          i.c, static_cast<std::size_t>(__builtin_popcount(static_cast<unsigned>(words[1].jump))));
    case Operation::kCallExit: return keep(i.b);
    default: return;
  }
}

void Verifier::runs_out(const Instruction& i, std::uint32_t at) {
  const Word* words = code_->words + at;
  const auto many = [this, &i](std::size_t count) {
    for (std::size_t index = 0; index < count; ++index) {
      fill(static_cast<std::uint16_t>(i.a + index));
    }
  };
  switch (base_of(i.operation())) {
    case Operation::kMovePair: return many(2);
    case Operation::kFillNone: return many(i.b);
    case Operation::kUnpackSequence: return many(i.c);
    case Operation::kUnpackStarred: return many(i.c + 1u + static_cast<unsigned>(words[1].jump));
    case Operation::kLoadMethod:
      fill(i.a);
      return fill(static_cast<std::uint16_t>(i.a + 1), Slot::kMaybe);
    case Operation::kLoadWith:
    case Operation::kLoadAsyncWith:
      for (const std::uint16_t pair : {i.a, i.c}) {
        fill(pair);
        fill(static_cast<std::uint16_t>(pair + 1), Slot::kMaybe);
      }
      return;
    default: return;
  }
}

void Verifier::flow_to(std::uint32_t at, const State& state) {
  if (at >= code_->word_count) return fail("jumps out of the code", at);
  State& target = states_[at];
  if (!target.known) {
    target = state;
    target.known = true;
    work_.push_back(at);
    return;
  }
  bool changed = false;
  for (std::size_t place = 0; place < target.slots.size(); ++place) {
    if (target.slots[place] == state.slots[place] || target.slots[place] == Slot::kMaybe) continue;
    target.slots[place] = Slot::kMaybe;
    changed = true;
  }
  if (changed) work_.push_back(at);
}

void Verifier::flow_to_handler(std::uint32_t at, const State& before) {
  const HandlerRange* range = find_handler(code_, at);
  if (range == nullptr) return;
  State state = before;
  for (std::size_t place = range->level; place < state.slots.size(); ++place) {
    state.slots[place] = Slot::kEmpty;
  }
  if (range->target >= state.slots.size()) return fail("handler out of range", range->target);
  state.slots[range->target] = Slot::kFull;
  flow_to(range->handler, state);
}

void Verifier::finish(const Instruction& i, std::uint32_t at, std::uint32_t next) {
  const auto jump = [this, at](std::int32_t by) {
    flow_to(static_cast<std::uint32_t>(static_cast<std::int64_t>(at) + by), now_);
  };
  switch (base_of(i.operation())) {
    case Operation::kJump: return jump(i.jump());
    case Operation::kReturn:
      for (std::uint32_t place = code_->local_count; place < now_.slots.size(); ++place) {
        if (now_.slots[place] != Slot::kEmpty) fail("returns with a full temporary", place);
      }
      return;
    case Operation::kRaise:
    case Operation::kReraise: return;
    case Operation::kJumpIfTrueOrDrop:
    case Operation::kJumpIfFalseOrDrop:
      jump(i.jump());
      empty(i.a);
      return flow_to(next, now_);
    case Operation::kForIter: {
      State exhausted = now_;
      fill(i.a);
      jump(code_->words[at + 1].jump);
      now_ = exhausted;
      if (is_temporary(i.b)) empty(i.b);
      return flow_to(next, now_);
    }
    case Operation::kCompareJump:
    case Operation::kIsJump:
    case Operation::kInJump:
    case Operation::kMatchException: jump(code_->words[at + 1].jump); return flow_to(next, now_);
    default:
      if (row_of(i.operation()).b == Role::kJump) jump(i.jump());
      return flow_to(next, now_);
  }
}

void Verifier::step(std::uint32_t at) {
  at_ = at;
  now_ = states_[at];
  const Instruction& i = code_->words[at].instruction;
  const OperationRow& row = row_of(i.operation());
  flow_to_handler(at, now_);
  role_in(row.a, i.a);
  role_in(row.b, i.b);
  role_in(row.c, i.c);
  runs_in(i);
  const std::uint16_t fields[] = {i.a, i.b, i.c};
  const Role roles[] = {row.a, row.b, row.c};
  for (int index = 0; index < 3; ++index) {
    if (roles[index] == Role::kTake && is_temporary(fields[index])) empty(fields[index]);
  }
  if (base_of(i.operation()) == Operation::kYieldFrom && is_temporary(i.b)) empty(i.b);
  if (row.a == Role::kDest && base_of(i.operation()) != Operation::kForIter) {
    const bool maybe = base_of(i.operation()) == Operation::kPushHandled;
    fill(i.a, maybe ? Slot::kMaybe : Slot::kFull);
  }
  runs_out(i, at);
  finish(i, at, at + words_of(i.operation()));
}

std::string Verifier::run() {
  State start;
  start.slots.assign(code_->register_count + 1, Slot::kEmpty);
  flow_to(0, start);
  while (!work_.empty() && error_.empty()) {
    const std::uint32_t at = work_.front();
    work_.pop_front();
    step(at);
  }
  return error_;
}

}  // namespace

std::string verify(const Code* code) {
  std::string found = Verifier(code).run();
  for (std::size_t index = 0; index < code->constants->size && found.empty(); ++index) {
    Object* constant = (*code->constants)[index];
    if (is_exact(constant, TypeId::kCode)) found = verify(static_cast<Code*>(constant));
  }
  return found;
}

}  // namespace ouro
