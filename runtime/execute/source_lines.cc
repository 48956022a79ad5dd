// Source lines: reading, stripping, and where the ~~~^^^ marks go.
#include "runtime/execute/source_lines.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "runtime/component/arena.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/codec.h"
#include "runtime/object/exception.h"
#include "runtime/source/parser.h"
#include "runtime/source/source_text.h"
#include "runtime/source/syntax.h"

namespace ouro {

// ---- reading ----

void SourceLines::forget() noexcept {
  if (data_ != nullptr) interpreter_.memory().release(data_, capacity_);
  data_ = nullptr;
  size_ = capacity_ = 0;
  filename_ = nullptr;
}

void SourceLines::read(Str* filename) noexcept {
  forget();
  filename_ = filename;
  Utf8 path(interpreter_, filename);
  if (!path.ok()) return;
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  struct stat status;
  const bool regular =
      fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
  if (regular) {
    capacity_ = static_cast<std::size_t>(status.st_size);
    data_ = static_cast<char*>(interpreter_.memory().allocate(capacity_));
  }
  while (data_ != nullptr && size_ < capacity_) {
    const ssize_t got = ::read(descriptor, data_ + size_, capacity_ - size_);
    if (got <= 0) break;
    size_ += static_cast<std::size_t>(got);
  }
  close(descriptor);
  decode();
}

// A file that is not UTF-8 becomes it; one that cannot be decoded is shown as it is.
void SourceLines::decode() noexcept {
  const std::string_view encoding = syntax::other_encoding({data_, size_});
  if (encoding.empty()) return;
  Thread& thread = interpreter_.thread();
  Exception* pending = thread.pending == nullptr ? nullptr : take_pending(thread);
  const Result<Str*> decoded = decode_bytes(thread, {data_, size_}, encoding, "replace");
  if (decoded.ok()) {
    Ref<Str> text(decoded.value());
    Utf8 utf8(interpreter_, text);
    if (utf8.ok()) adopt(utf8.view());
  }
  if (thread.pending != nullptr) clear_pending(thread);
  if (pending != nullptr) restore_pending(thread, pending);
}

void SourceLines::adopt(std::string_view text) noexcept {
  auto* copy = static_cast<char*>(interpreter_.memory().allocate(text.size()));
  if (copy == nullptr) return;
  std::copy(text.begin(), text.end(), copy);
  interpreter_.memory().release(data_, capacity_);
  data_ = copy;
  size_ = capacity_ = text.size();
}

std::string_view SourceLines::line(Str* filename, std::int32_t number) noexcept {
  if (filename_ != filename) read(filename);
  std::string_view rest(data_, size_);
  if (rest.starts_with("\xef\xbb\xbf")) rest.remove_prefix(3);
  for (; number > 1; --number) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return {};
    rest.remove_prefix(end + 1);
  }
  std::string_view line = rest.substr(0, rest.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// ---- marks ----

namespace {

constexpr std::size_t kIndent = 4;
constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

// Offsets in bytes of the line.
struct Marks {
  std::size_t start = 0;
  std::size_t end = 0;
  std::size_t left_end = kNowhere;  // the operator or subscript inside, when there is one
  std::size_t right_start = kNowhere;
  bool anchored() const { return left_end != kNowhere; }
};

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

bool is_one_line(const syntax::Node* node) {
  return node->position.line == 1 && node->position.end_line == 1;
}

void anchor_operator(std::string_view segment, const syntax::BinOp& node, Marks& marks) {
  if (!is_one_line(node.left) || node.right->position.line != 1) return;
  const auto end = static_cast<std::size_t>(node.right->position.column);
  for (auto at = static_cast<std::size_t>(node.left->position.end_column); at < end; ++at) {
    if (is_blank(segment[at])) continue;
    marks.left_end = marks.start + at;
    const bool two = at + 1 < end && !is_blank(segment[at + 1]);
    marks.right_start = marks.left_end + (two ? 2 : 1);
    return;
  }
}

void anchor_subscript(const syntax::Subscript& node, Marks& marks) {
  if (!is_one_line(node.value) || !is_one_line(node.slice)) return;
  marks.left_end = marks.start + static_cast<std::size_t>(node.value->position.end_column);
  marks.right_start = marks.start + static_cast<std::size_t>(node.slice->position.end_column) + 1;
}

// Parses the failed part by itself: an operator or a subscript gets marks of its own.
void find_anchors(Thread& thread, std::string_view segment, Marks& marks) {
  Arena arena(memory_of(thread));
  syntax::ParseOptions options;
  options.stack_limit = thread.stack_limit;
  options.ignore_cookie = true;
  const syntax::ParseResult parsed = syntax::parse(arena, segment, options);
  if (!parsed.ok()) return;
  const auto* module = syntax::if_is<syntax::Module>(parsed.tree);
  if (module == nullptr || module->body.size() != 1) return;
  const auto* statement = syntax::if_is<syntax::Expr>(module->body[0]);
  if (statement == nullptr) return;
  if (const auto* operation = syntax::if_is<syntax::BinOp>(statement->value)) {
    anchor_operator(segment, *operation, marks);
  } else if (const auto* subscript = syntax::if_is<syntax::Subscript>(statement->value)) {
    anchor_subscript(*subscript, marks);
  }
}

Status append_utf8(Thread& thread, TextBuilder& builder, std::string_view utf8) {
  Ref<Str> text(TRY(decode_utf8(thread, utf8, "replace")));
  return builder.append(text.get());
}

Status append_marks(TextBuilder& builder, std::string_view line, std::size_t stripped,
                    const Marks& marks) {
  const auto column = [&](std::size_t byte) { return characters(line.substr(0, byte)); };
  const std::size_t start = column(marks.start);
  const std::size_t end = column(marks.end);
  TRY(builder.append_repeated(' ', kIndent));
  for (std::size_t at = stripped + 1; at <= end; ++at) {
    char mark = ' ';
    if (at > start) {
      const bool inner =
          marks.anchored() && column(marks.left_end) < at && at <= column(marks.right_start);
      mark = marks.anchored() && !inner ? '~' : '^';
    }
    TRY(builder.append(static_cast<char32_t>(mark)));
  }
  return builder.append("\n");
}

bool is_known(const CodePosition& position) {
  return position.line >= 0 && position.end_line >= 0 && position.column >= 0 &&
         position.end_column >= 0;
}

Marks marks_for(Thread& thread, std::string_view line, const CodePosition& position) {
  Marks marks;
  marks.start = std::min(line.size(), static_cast<std::size_t>(position.column));
  if (position.line == position.end_line) {
    marks.end =
        std::max(marks.start, std::min(line.size(), static_cast<std::size_t>(position.end_column)));
    find_anchors(thread, line.substr(marks.start, marks.end - marks.start), marks);
    return marks;
  }
  marks.end = line.size();
  while (marks.end > 0 && is_blank(line[marks.end - 1])) --marks.end;
  return marks;
}

}  // namespace

Status append_source_line(Thread& thread, TextBuilder& builder, std::string_view margin,
                          std::string_view line, const CodePosition& position) {
  std::size_t stripped = 0;
  while (stripped < line.size() && is_blank(line[stripped])) ++stripped;
  TRY(builder.append(margin));
  TRY(builder.append_repeated(' ', kIndent));
  TRY(append_utf8(thread, builder, line.substr(stripped)));
  TRY(builder.append("\n"));
  if (!is_known(position)) return done;
  const Marks marks = marks_for(thread, line, position);
  const std::size_t marked =
      characters(line.substr(marks.start, std::max(marks.end, marks.start) - marks.start));
  if (!marks.anchored() && marked == characters(line.substr(stripped))) return done;
  TRY(builder.append(margin));
  return append_marks(builder, line, stripped, marks);
}

}  // namespace ouro
