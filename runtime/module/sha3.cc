// _sha3: Keccak as FIPS 202 has it - four hashes, and two that give as many bytes as one asks for.
#include <bit>

#include "runtime/module/digest.h"
#include "runtime/object/native_call.h"
#include "runtime/object/protocol.h"

namespace ouro {
namespace {

constexpr std::size_t kStateBytes = 200;

struct Variant {
  std::string_view name;
  std::size_t digest_size;  // 0: as many as asked for
  std::size_t security;     // bytes; twice as many of the state never meet the input
  std::uint8_t suffix;
};
constexpr Variant kVariants[] = {{"sha3_224", 28, 28, 0x06}, {"sha3_256", 32, 32, 0x06},
                                 {"sha3_384", 48, 48, 0x06}, {"sha3_512", 64, 64, 0x06},
                                 {"shake_128", 0, 16, 0x1f}, {"shake_256", 0, 32, 0x1f}};

constexpr std::array<std::uint64_t, 24> kRoundConstants = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
    0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

using Lanes = std::array<std::uint64_t, 25>;

void mix_columns(Lanes& lanes) {
  std::uint64_t parity[5];
  for (std::size_t x = 0; x < 5; ++x) {
    parity[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20];
  }
  for (std::size_t index = 0; index < lanes.size(); ++index) {
    const std::size_t x = index % 5;
    lanes[index] ^= parity[(x + 4) % 5] ^ std::rotl(parity[(x + 1) % 5], 1);
  }
}

// Lanes turn and change places along one path through all of them but the first.
void turn_and_move(Lanes& lanes) {
  std::size_t x = 1, y = 0;
  std::uint64_t carried = lanes[1];
  for (int step = 1; step <= 24; ++step) {
    const std::size_t next = (2 * x + 3 * y) % 5;
    x = y;
    y = next;
    const int turn = step * (step + 1) / 2 % 64;
    carried = std::exchange(lanes[x + 5 * y], std::rotl(carried, turn));
  }
}

void mix_rows(Lanes& lanes) {
  for (std::size_t row = 0; row < lanes.size(); row += 5) {
    std::uint64_t before[5];
    std::copy_n(lanes.begin() + row, 5, before);
    for (std::size_t x = 0; x < 5; ++x) {
      lanes[row + x] = before[x] ^ (~before[(x + 1) % 5] & before[(x + 2) % 5]);
    }
  }
}

struct Sha3 {
  Lanes lanes{};
  const Variant* variant = nullptr;
  std::size_t filled = 0;  // of the part of the state that meets the input

  std::size_t digest_size() const { return variant->digest_size; }
  std::size_t block_size() const { return kStateBytes - 2 * variant->security; }
  std::string_view name() const { return variant->name; }

  void permute() {
    for (const std::uint64_t constant : kRoundConstants) {
      mix_columns(lanes);
      turn_and_move(lanes);
      mix_rows(lanes);
      lanes[0] ^= constant;
    }
    filled = 0;
  }

  void add(std::size_t place, std::uint8_t octet) {
    lanes[place / 8] ^= std::uint64_t{octet} << (place % 8 * 8);
  }

  void update(const std::uint8_t* data, std::size_t size) {
    for (std::size_t at = 0; at < size; ++at) {
      add(filled++, data[at]);
      if (filled == block_size()) permute();
    }
  }

  void pad() {
    add(filled, variant->suffix);
    add(block_size() - 1, 0x80);
    permute();
  }

  void squeeze(std::uint8_t* out, std::size_t size) {
    for (std::size_t at = 0; at < size; ++at) {
      if (filled == block_size()) permute();
      out[at] = static_cast<std::uint8_t>(lanes[filled / 8] >> (filled % 8 * 8));
      ++filled;
    }
  }

  void finish(std::uint8_t* out) {
    pad();
    squeeze(out, digest_size());
  }
};

// ---- the types ----

template <std::size_t kIndex>
Result<Object*> make(Thread& thread, Type* type, const Arguments& arguments) {
  static constexpr Signature kSignature("sha3(data=b'', /, *, usedforsecurity=True)");
  BoundArguments bound;
  TRY(bound.bind(thread, kSignature, arguments));
  Sha3 start;
  start.variant = &kVariants[kIndex];
  return digests::make_digest(thread, type, start, bound[0]);
}

Result<Bytes*> squeezed(Thread& thread, Object* self, Object* length) {
  constexpr std::int64_t kLongest = std::int64_t{1} << 29;
  const std::int64_t size = TRY(to_int64(thread, length));
  if (size < 0) return raise(thread, TypeId::kValueError, "value must be positive");
  if (size >= kLongest) return raise(thread, TypeId::kValueError, "length is too large");
  Ref<Bytes> result(TRY(make_bytes_for(thread.interpreter(), static_cast<std::size_t>(size))));
  Sha3 ending = digests::algorithm_of<Sha3>(self);
  ending.pad();
  ending.squeeze(result->data(), static_cast<std::size_t>(size));
  return result.take();
}

Result<Object*> shake_digest(Thread& thread, Object* self, Object* const* arguments) {
  return squeezed(thread, self, arguments[0]);
}

Result<Object*> shake_hexadecimal(Thread& thread, Object* self, Object* const* arguments) {
  Ref<Bytes> bytes(TRY(squeezed(thread, self, arguments[0])));
  return hex_of(thread, bytes->data(), bytes->length, nullptr, nullptr);
}

constexpr NativeMethod kShakeMethods[] = {
    {"copy(self, /)", digests::copy<Sha3>},
    {"digest(self, length, /)", shake_digest},
    {"hexdigest(self, length, /)", shake_hexadecimal},
    {"update(self, obj, /)", digests::update<Sha3>},
};

Result<Object*> capacity_bits(Thread& thread, Object* self) {
  return make_int_unsigned(thread.interpreter(),
                           16 * digests::algorithm_of<Sha3>(self).variant->security);
}

Result<Object*> rate_bits(Thread& thread, Object* self) {
  return make_int_unsigned(thread.interpreter(),
                           8 * digests::algorithm_of<Sha3>(self).block_size());
}

Result<Object*> suffix(Thread& thread, Object* self) {
  return make_bytes(thread.interpreter(), &digests::algorithm_of<Sha3>(self).variant->suffix, 1);
}

constexpr NativeAttribute kAttributes[] = {
    {"_capacity_bits", capacity_bits},
    {"_rate_bits", rate_bits},
    {"_suffix", suffix},
    {"block_size", digests::get_block_size<Sha3>},
    {"digest_size", digests::get_digest_size<Sha3>},
    {"name", digests::get_name<Sha3>},
};

template <std::size_t kIndex>
constexpr TypeDescriptor descriptor() {
  constexpr const Variant& kVariant = kVariants[kIndex];
  TypeDescriptor made{.name = kVariant.name,
                      .module = "_sha3",
                      .object_size = sizeof(digests::Digest<Sha3>),
                      .attributes = kAttributes};
  made.methods = kVariant.digest_size == 0 ? std::span<const NativeMethod>(kShakeMethods)
                                           : std::span<const NativeMethod>(digests::kMethods<Sha3>);
  made.slots.make = make<kIndex>;
  made.slots.initialise = accept_arguments;
  return made;
}

constexpr TypeDescriptor kTypes[] = {descriptor<0>(), descriptor<1>(), descriptor<2>(),
                                     descriptor<3>(), descriptor<4>(), descriptor<5>()};

Status execute(Thread& thread, Module* module) {
  for (const TypeDescriptor& type : kTypes) TRY(module_add_type(thread, module, type));
  Ref<Str> implementation(TRY(make_str(thread.interpreter(), "ouro")));
  return module_add(thread, module, "implementation", implementation);
}

}  // namespace

extern const ModuleDescriptor kSha3Module;
const ModuleDescriptor kSha3Module = {.name = "_sha3", .execute = execute};

}  // namespace ouro
