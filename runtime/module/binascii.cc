// binascii: bytes as text and back - hexadecimal, and checksums; the table of the whole module.
#include "runtime/module/binascii.h"

#include <array>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/interpreters.h"
#include "runtime/object/bytes_methods.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {
namespace binascii {

int hex_digit(std::uint8_t letter) noexcept {
  if (letter >= '0' && letter <= '9') return letter - '0';
  const int lower = letter | 0x20;
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

Status Letters::take(Object* object) {
  if (is_str(object)) {
    const auto* text = static_cast<const Str*>(object);
    if (!text->ascii)
      return raise(thread_, TypeId::kValueError,
                   "string argument should contain only ASCII characters");
    octets_ = {text->narrow(), text->length};
    return done;
  }
  if (object->type->slots->get_buffer == nullptr)
    return raise(thread_, TypeId::kTypeError,
                 "argument should be bytes, buffer or ASCII string, not '{}'",
                 static_cast<const Type*>(object->type));
  TRY(buffer_.take(object));
  octets_ = buffer_.octets();
  return done;
}

Result<std::uint32_t> read_checksum(Thread& thread, Object* number) {
  if (number == nullptr) return std::uint32_t{0};
  Ref<Int> mask(TRY(make_int(thread.interpreter(), 0xffffffff)));
  Ref<> index(TRY(to_index(thread, number)));
  Ref<> bits(TRY(call_method(thread, index, "__and__", {mask.get()})));
  return static_cast<std::uint32_t>(TRY(to_int64(thread, bits)));
}

namespace {

// ---- hexadecimal ----

Result<Object*> to_hex(Thread& thread, Object*, Object* const* arguments) {
  HeldBuffer data(thread);
  TRY(data.take(arguments[0]));
  Ref<Str> text(static_cast<Str*>(
      TRY(hex_of(thread, data.data(), data.length(), arguments[1], arguments[2]))));
  return make_bytes(thread.interpreter(), text->narrow(), text->length);
}

Result<Object*> from_hex(Thread& thread, Object* module, Object* const* arguments) {
  Letters letters(thread);
  TRY(letters.take(arguments[0]));
  const auto [data, length] = letters.octets();
  Type* error = module_state<State>(module).error;
  if (length % 2 != 0) return raise_class(thread, error, "Odd-length string");
  Ref<Bytes> result(TRY(make_bytes_for(thread.interpreter(), length / 2)));
  for (std::size_t at = 0; at < length / 2; ++at) {
    const int high = hex_digit(data[2 * at]), low = hex_digit(data[2 * at + 1]);
    if (high < 0 || low < 0) return raise_class(thread, error, "Non-hexadecimal digit found");
    result->data()[at] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return result.take();
}

// ---- checksums ----

constexpr auto kCrc32 = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t index = 0; index < table.size(); ++index) {
    std::uint32_t value = index;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ ((value & 1) != 0 ? 0xedb88320u : 0);
    table[index] = value;
  }
  return table;
}();

constexpr auto kCrcHqx = [] {
  std::array<std::uint16_t, 256> table{};
  for (std::uint32_t index = 0; index < table.size(); ++index) {
    std::uint32_t value = index << 8;
    for (int bit = 0; bit < 8; ++bit) value = value << 1 ^ ((value & 0x8000) != 0 ? 0x1021u : 0);
    table[index] = static_cast<std::uint16_t>(value);
  }
  return table;
}();

Result<Object*> crc32(Thread& thread, Object*, Object* const* arguments) {
  HeldBuffer data(thread);
  TRY(data.take(arguments[0]));
  std::uint32_t sum = ~TRY(read_checksum(thread, arguments[1]));
  for (std::size_t at = 0; at < data.length(); ++at) {
    sum = sum >> 8 ^ kCrc32[(sum ^ data.data()[at]) & 0xff];
  }
  return make_int(thread.interpreter(), static_cast<std::uint32_t>(~sum));
}

Result<Object*> crc_hqx(Thread& thread, Object*, Object* const* arguments) {
  HeldBuffer data(thread);
  TRY(data.take(arguments[0]));
  std::uint32_t sum = TRY(read_checksum(thread, arguments[1])) & 0xffff;
  for (std::size_t at = 0; at < data.length(); ++at) {
    sum = (sum << 8 & 0xff00) ^ kCrcHqx[sum >> 8 ^ data.data()[at]];
  }
  return make_int(thread.interpreter(), sum);
}

// ---- the module ----

constexpr NativeMethod kFunctions[] = {
    {"a2b_base64(module, data, /, *, strict_mode=False)", from_base64},
    {"a2b_hex(module, hexstr, /)", from_hex},
    {"a2b_qp(module, /, data, header=False)", from_quoted},
    {"a2b_uu(module, data, /)", from_uu},
    {"b2a_base64(module, data, /, *, newline=True)", to_base64},
    {"b2a_hex(module, /, data, sep=<unrepresentable>, bytes_per_sep=1)", to_hex},
    {"b2a_qp(module, /, data, quotetabs=False, istext=True, header=False)", to_quoted},
    {"b2a_uu(module, data, /, *, backtick=False)", to_uu},
    {"crc32(module, data, crc=0, /)", crc32},
    {"crc_hqx(module, data, crc, /)", crc_hqx},
    {"hexlify(module, /, data, sep=<unrepresentable>, bytes_per_sep=1)", to_hex},
    {"unhexlify(module, hexstr, /)", from_hex},
};

Status execute(Thread& thread, Module* module) {
  State& state = module_state<State>(module);
  state.error = TRY(make_exception_class(thread, "binascii", "Error", TypeId::kValueError));
  state.incomplete = TRY(make_exception_class(thread, "binascii", "Incomplete"));
  TRY(module_add(thread, module, "Error", state.error));
  return module_add(thread, module, "Incomplete", state.incomplete);
}

void traverse(void* place, ReferenceVisitor& visitor) {
  visitor.visit_if(static_cast<State*>(place)->error);
  visitor.visit_if(static_cast<State*>(place)->incomplete);
}

void clear(Interpreter&, void* place) noexcept {
  clear_reference(static_cast<State*>(place)->error);
  clear_reference(static_cast<State*>(place)->incomplete);
}

}  // namespace
}  // namespace binascii

extern const ModuleDescriptor kBinasciiModule;
const ModuleDescriptor kBinasciiModule = {
    .name = "binascii",
    .doc = "Conversion between binary data and ASCII",
    .functions = binascii::kFunctions,
    .execute = binascii::execute,
    .state_size = sizeof(binascii::State),
    .traverse = binascii::traverse,
    .clear = binascii::clear,
    .free = binascii::clear,
};

}  // namespace ouro
