// Culprits: why objects survived all clears.
//
// Each survivor's count is compared with the references found to it in other survivors and in the
// components. A surplus or deficit is a mistake somewhere else: a culprit. What is left and
// reachable from no culprit holds itself: a cycle the collector missed. Everything else is a victim
// and is reported with the path that leads to it.
#include <algorithm>
#include <cstdio>
#include <cstring>

#include "finalize/census.h"
#include "runtime/component/hash_table.h"
#include "runtime/component/vector.h"
#include "runtime/object/function.h"
#include "runtime/object/int.h"
#include "runtime/object/module.h"
#include "runtime/object/str.h"
#include "runtime/object/type.h"

namespace ouro {
namespace {

struct Survivor {
  Object* object = nullptr;
  std::intptr_t found = 0;   // references seen
  Object* holder = nullptr;  // one of them; null: a component or nobody
  bool reported = false;
  friend bool operator==(const Survivor& left, const Survivor& right) {
    return left.object == right.object;
  }
};

std::size_t hash_of(const Object* object) {
  return (reinterpret_cast<std::uintptr_t>(object) >> 4) * 0x9e3779b97f4a7c15u >> 20;
}

template <typename Visit>
class FunctionVisitor final : public ReferenceVisitor {
 public:
  explicit FunctionVisitor(Visit visit) : visit_(visit) {}
  void visit(Object& object) override { visit_(object); }

 private:
  Visit visit_;
};

template <typename Visit>
void for_each_reference(Object* object, Visit visit) {
  FunctionVisitor<Visit> visitor(visit);
  if (auto* traverse = object->type->slots->traverse) traverse(object, visitor);
  if (object->type->id == TypeId::kNone) visitor.visit(*object->type);
}

template <typename Visit>
void for_each_object(const Memory& memory, Visit visit) {
  for (BlockKind kind : {BlockKind::kCollectable, BlockKind::kObject}) {
    memory.for_each(kind, [&](void* block, std::size_t) { visit(static_cast<Object*>(block)); });
  }
}

// Copies printable ASCII, cuts with "...".
void copy_text(char* place, std::size_t size, std::string_view text) {
  std::size_t length = std::min(text.size(), size - 1);
  for (std::size_t index = 0; index < length; ++index) {
    place[index] = text[index] >= 0x20 && text[index] < 0x7f ? text[index] : '?';
  }
  if (text.size() > size - 1) std::memcpy(place + length - 3, "...", 3);
  place[length] = 0;
}

void copy_name(char* place, std::size_t size, const Object* name) {
  if (name == nullptr || name->count <= 0 || !is_str(name)) return;
  const auto* text = static_cast<const Str*>(name);
  if (text->width == 1) copy_text(place, size, text->ascii_view());
}

// Short, and runs nothing: only what the body itself shows.
void describe(const Object* object, FinalizeFinding& finding) {
  copy_text(finding.type_name, sizeof(finding.type_name), type_name(object->type));
  char* place = finding.representation;
  constexpr std::size_t kSize = sizeof(finding.representation);
  if (is_str(object)) return copy_name(place, kSize, object);
  if (is_type(object)) return copy_text(place, kSize, type_name(static_cast<const Type*>(object)));
  if (object->type->id == TypeId::kFunction) {
    return copy_name(place, kSize, static_cast<const Function*>(object)->qualified_name);
  }
  if (is_int(object) && static_cast<const Int*>(object)->compact()) {
    std::snprintf(place, kSize, "%lld",
                  static_cast<long long>(static_cast<const Int*>(object)->value));
  }
}

class Autopsy {
 public:
  Autopsy(Interpreter& interpreter, FinalizeReport& report)
      : interpreter_(interpreter), memory_(interpreter.memory()), report_(report) {}
  ~Autopsy() {
    order_.tear_down(memory_);
    table_.tear_down(memory_);
  }

  Status examine();

 private:
  Status list_survivors();
  void count_references();
  void report_counts();
  Status report_reachable();
  void report_cycles();
  Survivor* find(const Object* object) {
    return table_.find(hash_of(object),
                       [object](const Survivor& entry) { return entry.object == object; });
  }
  void report(Survivor& survivor, FindingKind kind, std::size_t count);

  Interpreter& interpreter_;
  Memory& memory_;
  FinalizeReport& report_;
  HashTable<Survivor> table_;
  Vector<Object*> order_;  // those reported, whose references are still to be followed
};

Status Autopsy::list_survivors() {
  std::size_t count = 0;
  for_each_object(memory_, [&](Object*) { ++count; });
  if (count == 0) return done;
  TRY(table_.presize(memory_, count));
  TRY(order_.reserve(memory_, count));
  Status status = done;
  for_each_object(memory_, [&](Object* object) {
    if (status.ok() && find(object) == nullptr)
      status = table_.add(memory_, hash_of(object), {object});
  });
  return status;
}

void Autopsy::count_references() {
  table_.for_each([this](Survivor& survivor) {
    for_each_reference(survivor.object, [&](Object& seen) {
      Survivor* target = find(&seen);
      if (target == nullptr) return;
      ++target->found;
      if (target->holder == nullptr) target->holder = survivor.object;
    });
  });
  FunctionVisitor visitor([this](Object& seen) {
    if (Survivor* target = find(&seen)) ++target->found;
  });
  for (const auto& row : kTable<Interpreter>) {
    if (row.visit_references != nullptr) row.visit_references(interpreter_, visitor);
  }
}

void Autopsy::report(Survivor& survivor, FindingKind kind, std::size_t count) {
  FinalizeFinding finding{.kind = kind, .count = count};
  describe(survivor.object, finding);
  std::size_t used = 0;
  constexpr int kHoldersMax = 6;
  Object* holder = kind == FindingKind::kVictim ? survivor.holder : nullptr;
  for (int depth = 0; holder != nullptr && depth < kHoldersMax && used + 1 < sizeof(finding.path);
       ++depth) {
    FinalizeFinding step;
    describe(holder, step);
    used += static_cast<std::size_t>(std::snprintf(finding.path + used, sizeof(finding.path) - used,
                                                   "%s%s %s", used == 0 ? "held by " : ", held by ",
                                                   step.type_name, step.representation));
    Survivor* next = find(holder);
    holder = next == nullptr ? nullptr : next->holder;
  }
  report_.add(finding);
  survivor.reported = true;
  static_cast<void>(order_.add(memory_, survivor.object));  // reserved
}

void Autopsy::report_counts() {
  table_.for_each([this](Survivor& survivor) {
    const std::intptr_t difference = survivor.object->count - survivor.found;
    if (difference > 0)
      report(survivor, FindingKind::kSurplus, static_cast<std::size_t>(difference));
    if (difference < 0)
      report(survivor, FindingKind::kDeficit, static_cast<std::size_t>(-difference));
  });
}

// Breadth first from the culprits, so that every path is a shortest one.
Status Autopsy::report_reachable() {
  for (std::size_t index = 0; index < order_.size(); ++index) {
    Object* holder = order_[index];
    for_each_reference(holder, [&](Object& seen) {
      Survivor* victim = find(&seen);
      if (victim == nullptr || victim->reported) return;
      victim->holder = holder;
      report(*victim, FindingKind::kVictim, 1);
    });
  }
  return done;
}

// A class says most about a cycle through it; what refers to nothing is in none, but may be held by
// one.
void Autopsy::report_cycles() {
  const auto report_those = [this](auto leads) {
    table_.for_each([&](Survivor& survivor) {
      if (survivor.reported || !leads(survivor.object)) return;
      report(survivor, FindingKind::kUncollectedCycle, 1);
      static_cast<void>(report_reachable());
    });
  };
  report_those([](const Object* object) { return is_type(object); });
  report_those([](const Object* object) { return object->type->id == TypeId::kNone; });
  report_those([](const Object* object) { return has_flag(object, flag::kCollectable); });
  report_those([](const Object*) { return true; });
}

Status Autopsy::examine() {
  TRY(list_survivors());
  if (table_.size() == 0) return done;
  count_references();
  report_counts();
  TRY(report_reachable());
  report_cycles();
  return done;
}

}  // namespace

std::string_view finding_kind_name(FindingKind kind) {
  constexpr std::string_view kNames[] = {"surplus",        "deficit", "uncollected_cycle",
                                         "unvisited_edge", "victim",  "late_user_code",
                                         "lost_block",     "thread",  "forgotten_handle"};
  return kNames[static_cast<std::size_t>(kind)];
}

void find_forgotten_handles(const Interpreter& interpreter, FinalizeReport& report) {
  const HostHandles& handles = interpreter.get<HostHandles>();
  handles.for_each([&](const Object* object, std::uint64_t serial) {
    FinalizeFinding finding{.kind = FindingKind::kForgottenHandle, .count = 1, .serial = serial};
    describe(object, finding);
    std::snprintf(finding.path, sizeof(finding.path), "held by handle number %llu",
                  static_cast<unsigned long long>(serial));
    report.add(finding);
    if (serial == handles.origin().serial) report.origin = handles.origin();
  });
}

void find_culprits(Interpreter& interpreter, FinalizeReport& report) {
  if (report.late_user_code > 0) {
    report.add({.kind = FindingKind::kLateUserCode, .count = report.late_user_code});
  }
  Autopsy autopsy(interpreter, report);
  if (!autopsy.examine().ok()) {
    FinalizeFinding finding{.kind = FindingKind::kLostBlock};
    copy_text(finding.representation, sizeof(finding.representation),
              "memory was refused to the autopsy");
    report.add(finding);
  }
}

}  // namespace ouro
