// _blake2: BLAKE2b and BLAKE2s of RFC 7693, with keys, salts and the parameters of trees.
#include <bit>
#include <limits>

#include "runtime/module/digest.h"
#include "runtime/object/dict.h"
#include "runtime/object/format.h"
#include "runtime/object/native_call.h"
#include "runtime/object/protocol.h"

namespace ouro {
namespace {

// The words of a block in the order of each round.
constexpr std::uint8_t kOrders[10][16] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                                          {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
                                          {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
                                          {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
                                          {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
                                          {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
                                          {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
                                          {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
                                          {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
                                          {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};
// The columns of the state, then its diagonals.
constexpr std::uint8_t kLines[8][4] = {{0, 4, 8, 12},  {1, 5, 9, 13},  {2, 6, 10, 14},
                                       {3, 7, 11, 15}, {0, 5, 10, 15}, {1, 6, 11, 12},
                                       {2, 7, 8, 13},  {3, 4, 9, 14}};

// What the two differ in.
struct Wide {
  using Word = std::uint64_t;
  static constexpr std::string_view kName = "blake2b";
  static constexpr std::size_t kRounds = 12;
  static constexpr int kTurns[4] = {32, 24, 16, 63};
  static constexpr std::size_t kOffsetBytes = 8;
  static constexpr std::size_t kReserved = 14;
  static constexpr Word kStart[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                     0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                     0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
};
struct Narrow {
  using Word = std::uint32_t;
  static constexpr std::string_view kName = "blake2s";
  static constexpr std::size_t kRounds = 10;
  static constexpr int kTurns[4] = {16, 12, 8, 7};
  static constexpr std::size_t kOffsetBytes = 6;
  static constexpr std::size_t kReserved = 0;
  static constexpr Word kStart[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
};

template <typename Width>
struct Blake2 {
  using Word = typename Width::Word;
  static constexpr std::size_t kBlock = 16 * sizeof(Word);
  static constexpr std::size_t kDigestMax = 8 * sizeof(Word);
  static constexpr std::size_t kSaltMax = 2 * sizeof(Word);
  using Parameters = std::array<std::uint8_t, kDigestMax>;

  std::array<Word, 8> state{};
  std::array<std::uint8_t, kBlock> block{};
  std::size_t filled = 0;
  std::uint64_t bytes = 0;
  std::size_t size = 0;
  bool last_node = false;

  std::size_t digest_size() const { return size; }
  static std::size_t block_size() { return kBlock; }
  static std::string_view name() { return Width::kName; }

  void start(const Parameters& parameters) {
    std::memcpy(state.data(), parameters.data(), parameters.size());
    for (std::size_t index = 0; index < 8; ++index) state[index] ^= Width::kStart[index];
  }

  static void mix(Word (&v)[16], const std::uint8_t (&line)[4], Word first, Word second) {
    Word &a = v[line[0]], &b = v[line[1]], &c = v[line[2]], &d = v[line[3]];
    a += b + first;
    d = std::rotr(d ^ a, Width::kTurns[0]);
    c += d;
    b = std::rotr(b ^ c, Width::kTurns[1]);
    a += b + second;
    d = std::rotr(d ^ a, Width::kTurns[2]);
    c += d;
    b = std::rotr(b ^ c, Width::kTurns[3]);
  }

  void absorb(bool last) {
    Word words[16], v[16];
    std::memcpy(words, block.data(), kBlock);
    std::copy_n(state.begin(), 8, v);
    std::copy_n(Width::kStart, 8, v + 8);
    v[12] ^= static_cast<Word>(bytes);
    if constexpr (sizeof(Word) == 4) v[13] ^= static_cast<Word>(bytes >> 32);
    if (last) v[14] = ~v[14];
    if (last && last_node) v[15] = ~v[15];
    for (std::size_t round = 0; round < Width::kRounds; ++round) {
      const std::uint8_t(&order)[16] = kOrders[round % 10];
      for (std::size_t line = 0; line < 8; ++line) {
        mix(v, kLines[line], words[order[2 * line]], words[order[2 * line + 1]]);
      }
    }
    for (std::size_t index = 0; index < 8; ++index) state[index] ^= v[index] ^ v[index + 8];
  }

  // A full block waits: it may be the last one.
  void update(const std::uint8_t* data, std::size_t length) {
    while (length > 0) {
      if (filled == kBlock) {
        absorb(false);
        filled = 0;
      }
      const std::size_t taken = std::min(length, kBlock - filled);
      std::memcpy(block.data() + filled, data, taken);
      filled += taken;
      bytes += taken;
      data += taken;
      length -= taken;
    }
  }

  void finish(std::uint8_t* out) {
    std::fill(block.begin() + filled, block.end(), std::uint8_t{0});
    absorb(true);
    std::memcpy(out, state.data(), size);
  }
};
static_assert(std::endian::native == std::endian::little);

// ---- parameters ----

enum Parameter : std::size_t {
  kData,
  kDigestSize,
  kKey,
  kSalt,
  kPerson,
  kFanout,
  kDepth,
  kLeafSize,
  kNodeOffset,
  kNodeDepth,
  kInnerSize,
  kLastNode
};

struct Range {
  const char* message;
  std::uint64_t least, most, otherwise;
};

Result<std::uint64_t> read_in(Thread& thread, Object* number, const Range& range) {
  if (number == nullptr) return range.otherwise;
  const std::int64_t value = TRY(to_int64(thread, number));
  if (value >= 0 && static_cast<std::uint64_t>(value) >= range.least &&
      static_cast<std::uint64_t>(value) <= range.most)
    return static_cast<std::uint64_t>(value);
  return raise(thread, TypeId::kValueError, range.message);
}

Result<std::uint64_t> read_large(Thread& thread, Object* number, std::uint64_t most,
                                 const char* message) {
  if (number == nullptr) return std::uint64_t{0};
  Ref<Int> index(static_cast<Int*>(TRY(to_index(thread, number))));
  if (index->negative()) return raise(thread, TypeId::kValueError, "value must be positive");
  if (!index->compact() && index->limb_count() > 1)
    return raise(thread, TypeId::kOverflowError, "int too big to convert");
  const auto value = static_cast<std::uint64_t>(index->value);
  if (value <= most) return value;
  return raise(thread, TypeId::kOverflowError, message);
}

// The parameters one after the other, as the block has them.
class Writer {
 public:
  explicit Writer(std::uint8_t* place) : place_(place) {}
  void put(std::uint64_t value, std::size_t bytes) {
    for (std::size_t index = 0; index < bytes; ++index) {
      *place_++ = static_cast<std::uint8_t>(value >> (8 * index));
    }
  }
  void skip(std::size_t bytes) { place_ += bytes; }  // zero already
  void put(const HeldBuffer& buffer, std::size_t bytes) {
    if (buffer.length() > 0) std::memcpy(place_, buffer.data(), buffer.length());
    place_ += bytes;
  }

 private:
  std::uint8_t* place_;
};

Status take_limited(Thread& thread, HeldBuffer& buffer, Object* object, std::size_t most,
                    const char* what) {
  if (object == nullptr) return done;
  TRY(buffer.take(object));
  if (buffer.length() <= most) return done;
  return raise(thread, TypeId::kValueError, "maximum {} length is {} bytes", what, most);
}

template <typename Width>
Status start_with(Thread& thread, const BoundArguments& given, Blake2<Width>& blake) {
  using Algorithm = Blake2<Width>;
  constexpr std::size_t kMost = Algorithm::kDigestMax;
  constexpr bool kIsWide = kMost == 64;
  const Range size{kIsWide ? "digest_size must be between 1 and 64 bytes"
                           : "digest_size must be between 1 and 32 bytes",
                   1, kMost, kMost};
  const Range inner{
      kIsWide ? "inner_size must be between 0 and is 64" : "inner_size must be between 0 and is 32",
      0, kMost, 0};
  HeldBuffer key(thread), salt(thread), person(thread);
  blake.size = TRY(read_in(thread, given[kDigestSize], size));
  TRY(take_limited(thread, key, given[kKey], kMost, "key"));
  TRY(take_limited(thread, salt, given[kSalt], Algorithm::kSaltMax, "salt"));
  TRY(take_limited(thread, person, given[kPerson], Algorithm::kSaltMax, "person"));
  typename Algorithm::Parameters parameters{};
  Writer writer(parameters.data());
  writer.put(blake.size, 1);
  writer.put(key.length(), 1);
  writer.put(TRY(read_in(thread, given[kFanout], {"fanout must be between 0 and 255", 0, 255, 1})),
             1);
  writer.put(TRY(read_in(thread, given[kDepth], {"depth must be between 1 and 255", 1, 255, 1})),
             1);
  writer.put(TRY(read_large(thread, given[kLeafSize], UINT32_MAX, "leaf_size is too large")), 4);
  constexpr std::uint64_t kOffsetMost = UINT64_MAX >> (64 - 8 * Width::kOffsetBytes);
  writer.put(TRY(read_large(thread, given[kNodeOffset], kOffsetMost, "node_offset is too large")),
             Width::kOffsetBytes);
  writer.put(
      TRY(read_in(thread, given[kNodeDepth], {"node_depth must be between 0 and 255", 0, 255, 0})),
      1);
  writer.put(TRY(read_in(thread, given[kInnerSize], inner)), 1);
  writer.skip(Width::kReserved);
  writer.put(salt, Algorithm::kSaltMax);
  writer.put(person, Algorithm::kSaltMax);
  blake.start(parameters);
  blake.last_node = given[kLastNode] != nullptr && TRY(is_true(thread, given[kLastNode]));
  if (key.length() == 0) return done;
  std::array<std::uint8_t, Algorithm::kBlock> block{};
  std::memcpy(block.data(), key.data(), key.length());
  blake.update(block.data(), block.size());
  return done;
}

template <typename Width>
Result<Object*> make(Thread& thread, Type* type, const Arguments& arguments) {
  static constexpr Signature kSignature(
      "blake2(data=b'', /, *, digest_size=64, key=b'', salt=b'', person=b'', fanout=1, depth=1, "
      "leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, "
      "usedforsecurity=True)");
  BoundArguments bound;
  TRY(bound.bind(thread, kSignature, arguments));
  Blake2<Width> start;
  TRY(start_with(thread, bound, start));
  return digests::make_digest(thread, type, start, bound[kData]);
}

// The limits, in the dict of the type and, behind a prefix, in that of the module.
template <typename Width>
Status add_limits(Thread& thread, Dict* names, std::string_view prefix) {
  using Algorithm = Blake2<Width>;
  constexpr std::pair<std::string_view, std::size_t> kLimits[] = {
      {"SALT_SIZE", Algorithm::kSaltMax},
      {"PERSON_SIZE", Algorithm::kSaltMax},
      {"MAX_KEY_SIZE", Algorithm::kDigestMax},
      {"MAX_DIGEST_SIZE", Algorithm::kDigestMax}};
  for (const auto& [name, limit] : kLimits) {
    Ref<> number(TRY(make_int_unsigned(thread.interpreter(), limit)));
    Ref<Str> full(TRY(format_str(thread, "{}{}", prefix, name)));
    TRY(dict_set(thread, names, full, number));
  }
  return done;
}

template <typename Width>
Status fill_type(Thread& thread, Type*, Dict* names) {
  return add_limits<Width>(thread, names, "");
}

template <typename Width>
constexpr TypeDescriptor descriptor() {
  TypeDescriptor made{.name = Width::kName,
                      .module = "_blake2",
                      .object_size = sizeof(digests::Digest<Blake2<Width>>),
                      .methods = digests::kMethods<Blake2<Width>>,
                      .attributes = digests::kAttributes<Blake2<Width>>,
                      .fill_dict = fill_type<Width>};
  made.slots.make = make<Width>;
  made.slots.initialise = accept_arguments;
  return made;
}

constexpr TypeDescriptor kWideType = descriptor<Wide>();
constexpr TypeDescriptor kNarrowType = descriptor<Narrow>();

Status execute(Thread& thread, Module* module) {
  TRY(module_add_type(thread, module, kWideType));
  TRY(module_add_type(thread, module, kNarrowType));
  TRY(add_limits<Wide>(thread, module->dict, "BLAKE2B_"));
  return add_limits<Narrow>(thread, module->dict, "BLAKE2S_");
}

}  // namespace

extern const ModuleDescriptor kBlake2Module;
const ModuleDescriptor kBlake2Module = {.name = "_blake2", .execute = execute};

}  // namespace ouro
