// Suggestions: edit distance over the names that would have been there.
#include "runtime/execute/suggestions.h"

#include <algorithm>

#include "runtime/execute/frame.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

namespace {

constexpr std::size_t kMoveCost = 2;
constexpr std::size_t kCaseCost = 1;
constexpr std::size_t kLengthMax = 40;
constexpr std::size_t kCandidatesMax = 750;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::size_t substitution_cost(char left, char right) {
  if (left == right) return 0;
  return lower(left) == lower(right) ? kCaseCost : kMoveCost;
}

void trim_common_ends(std::string_view& left, std::string_view& right) {
  while (!left.empty() && !right.empty() && left.front() == right.front()) {
    left.remove_prefix(1);
    right.remove_prefix(1);
  }
  while (!left.empty() && !right.empty() && left.back() == right.back()) {
    left.remove_suffix(1);
    right.remove_suffix(1);
  }
}

// One row of the cost matrix at a time; anything above `most` is just more than it.
std::size_t row_by_row(std::string_view shorter, std::string_view longer, std::size_t most) {
  std::size_t row[kLengthMax];
  for (std::size_t index = 0; index < shorter.size(); ++index) row[index] = (index + 1) * kMoveCost;
  std::size_t result = 0;
  for (std::size_t line = 0; line < longer.size(); ++line) {
    std::size_t diagonal = result = line * kMoveCost;
    std::size_t least = static_cast<std::size_t>(-1);
    for (std::size_t index = 0; index < shorter.size(); ++index) {
      const std::size_t substitute = diagonal + substitution_cost(longer[line], shorter[index]);
      diagonal = row[index];
      result = std::min(std::min(result, diagonal) + kMoveCost, substitute);
      row[index] = result;
      least = std::min(least, result);
    }
    if (least > most) return most + 1;
  }
  return result;
}

std::size_t distance(std::string_view left, std::string_view right, std::size_t most) {
  trim_common_ends(left, right);
  if (left.empty() || right.empty()) return (left.size() + right.size()) * kMoveCost;
  if (left.size() > kLengthMax || right.size() > kLengthMax) return most + 1;
  if (right.size() < left.size()) std::swap(left, right);
  if ((right.size() - left.size()) * kMoveCost > most) return most + 1;
  return row_by_row(left, right, most);
}

// Keeps the closest of the names it is shown.
class Closest {
 public:
  Closest(Thread& thread, Str* wanted) : thread_(thread), wanted_(thread.interpreter(), wanted) {}

  void consider(Object* name) {
    if (!wanted_.ok() || !is_str(name)) return;
    Utf8 text(thread_.interpreter(), static_cast<Str*>(name));
    if (!text.ok()) return;
    const std::size_t allowed = (wanted_.view().size() + text.view().size() + 3) * kMoveCost / 6;
    const std::size_t most = std::min(allowed, best_ - 1);
    const std::size_t cost = distance(wanted_.view(), text.view(), most);
    if (cost > most) return;
    best_ = cost;
    name_.reset(static_cast<Str*>(retain(name)));
  }
  // A cost of 0 cannot be beaten.
  bool perfect() const { return best_ == 0; }
  bool found() const { return static_cast<bool>(name_); }
  Str* take() { return name_.take(); }

 private:
  Thread& thread_;
  Utf8 wanted_;
  Ref<Str> name_;
  std::size_t best_ = static_cast<std::size_t>(-1);
};

Found<Str> closest_of(Thread& thread, Str* wanted, const List* names) {
  if (names->size >= kCandidatesMax) return {};
  Closest closest(thread, wanted);
  for (std::size_t index = 0; index < names->size && !closest.perfect(); ++index) {
    closest.consider(names->items[index]);
  }
  return {closest.take()};
}

Result<Found<Str>> suggest_attribute(Thread& thread, const AttributeErrorException* error) {
  if (error->object == nullptr || error->name == nullptr || !is_str(error->name))
    return Found<Str>{};
  // As dir() asks: the type's __dir__, also where the object is a type itself.
  Ref<> method(TRY(get_special(thread, error->object, identifier(thread, Id::dunder_dir))).value);
  if (!method) return Found<Str>{};
  Ref<> names(TRY(call(thread, method)));
  Ref<List> list(TRY(to_list(thread, names)));
  TRY(list_sort(thread, list, nullptr, false));
  return closest_of(thread, static_cast<Str*>(error->name), list);
}

const FrameObject* innermost_frame(const Exception* error) {
  const Traceback* traceback = error->traceback;
  if (traceback == nullptr) return nullptr;
  while (traceback->next != nullptr) traceback = traceback->next;
  return traceback->frame;
}

Result<Found<Str>> suggest_from_dict(Thread& thread, Str* wanted, Object* dict) {
  if (dict == nullptr || !is_dict(dict)) return Found<Str>{};
  Ref<List> names(TRY(make_list(thread.interpreter())));
  for (DictCursor at; dict_next(static_cast<Dict*>(dict), at);) {
    TRY(list_append(thread.interpreter(), names, at.key));
  }
  return closest_of(thread, wanted, names);
}

Result<Found<Str>> suggest_name(Thread& thread, const NameErrorException* error) {
  const FrameObject* frame = innermost_frame(error);
  if (frame == nullptr || error->name == nullptr || !is_str(error->name)) return Found<Str>{};
  auto* wanted = static_cast<Str*>(error->name);
  const Code* code = frame->function->code;
  Ref<List> locals(
      TRY(make_list_from(thread.interpreter(), code->local_names->items(), code->local_count)));
  if (Found<Str> found = closest_of(thread, wanted, locals)) return found;
  if (Found<Str> found = TRY(suggest_from_dict(thread, wanted, frame->function->globals)))
    return found;
  TRY(whole_builtins(thread));
  return suggest_from_dict(thread, wanted, frame->function->builtins);
}

}  // namespace

Result<Found<Str>> find_suggestion(Thread& thread, Exception* exception) {
  if (is_instance_of(exception, type_of(thread, TypeId::kAttributeError))) {
    return suggest_attribute(thread, static_cast<AttributeErrorException*>(exception));
  }
  if (is_instance_of(exception, type_of(thread, TypeId::kNameError))) {
    return suggest_name(thread, static_cast<NameErrorException*>(exception));
  }
  return Found<Str>{};
}

}  // namespace ouro
