// regex: the objects of _sre - patterns, their matches, and scanners.
#pragma once

#include "runtime/module/regex_match.h"
#include "runtime/object/bytes.h"
#include "runtime/object/dict.h"
#include "runtime/object/module.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro::regex {

struct Pattern : Object {
  Object* source;      // the pattern's text; None or str or bytes-like
  Dict* group_index;   // names to numbers
  Tuple* group_names;  // the other way, None for groups without a name
  WeakReference* weak_references;
  Unit* units;           // a raw block
  AnswerCache* answers;  // another
  std::size_t unit_count;
  std::size_t groups;
  std::int64_t flags;
  bool for_text, for_bytes;  // neither: the source was None

  Code code() const { return {units, unit_count, answers}; }
};

struct Match : Object {
  Pattern* pattern;
  Object* string;
  Tuple* regions;  // null until asked for
  Place* marks;    // a raw block: both ends of group 0, of group 1, ...
  std::size_t groups;
  Place begin, end, last_group;  // begin and end: what was searched
};

struct Scanner : Object {
  Pattern* pattern;
  Object* string;
  Place begin, end;  // what is left; begin -1: it has ended
  Place not_at;
};

struct RegexState {
  Type* pattern;  // owned
  Type* match;
  Type* scanner;
};

extern const TypeDescriptor kPattern, kMatch, kScanner;

inline Pattern* pattern_of(Object* object) { return static_cast<Pattern*>(object); }

// The text that a pattern is looked for in, for as long as this lives.
class Subject {
 public:
  explicit Subject(Thread& thread) : thread_(thread) {}
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;
  ~Subject();

  Status open(const Pattern*, Object* string);
  const TextView& text() const { return text_; }
  // string[begin:end]; None for a group that took no part, or "" where `or_empty`.
  Result<Object*> slice(Place begin, Place end, bool or_empty = false);

 private:
  Thread& thread_;
  Object* string_ = nullptr;  // borrowed
  Buffer buffer_;
  TextView text_;
};

// pos and endpos, cut to the text; null: not given.
struct Range {
  std::size_t begin, end;
};
Result<Range> read_range(Thread&, const TextView&, Object* begin, Object* end);

Result<Object*> make_match(Thread&, Pattern*, Object* string, const Machine&, const Range&);
Result<Object*> make_scanner(Thread&, Pattern*, Object* string, Object* begin, Object* end);
// Joins a list of pieces of this text.
Result<Object*> join_pieces(Thread&, Subject&, Object* list);

}  // namespace ouro::regex
