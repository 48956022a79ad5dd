// words: a module in C++, whose objects hold what the standard library made.
#include <ouro/ouro_module.h>

#include <map>
#include <new>
#include <string>
#include <vector>

namespace {

struct Words {
  std::map<std::string, std::int64_t>* counts;  // made by __init__
};

ouro_value none(ouro_interpreter* it) {
  ouro_value result = 0;
  ouro_from_none(it, &result);
  return result;
}

// Nothing thrown may leave a function of the module.
template <typename Body>
ouro_value guarded(ouro_interpreter* it, Body body) {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    ouro_raise(it, "MemoryError", "");
  } catch (const std::exception& error) {
    ouro_raise(it, "RuntimeError", error.what());
  }
  return 0;
}

bool read_text(ouro_interpreter* it, ouro_value value, std::string& text) {
  std::size_t length = 0;
  if (ouro_to_utf8(it, value, nullptr, 0, &length, nullptr) != OURO_OK) return false;
  text.resize(length);
  return ouro_to_utf8(it, value, text.data(), length + 1, nullptr, nullptr) == OURO_OK;
}

ouro_value words_init(ouro_interpreter* it, const ouro_method_call* call) {
  auto* self = static_cast<Words*>(call->data);
  return guarded(it, [&] {
    if (self->counts == nullptr) self->counts = new std::map<std::string, std::int64_t>;
    return none(it);
  });
}

ouro_value words_add(ouro_interpreter* it, const ouro_method_call* call) {
  return guarded(it, [&]() -> ouro_value {
    std::string word;
    if (!read_text(it, call->arguments[0], word)) return 0;
    ++static_cast<Words*>(call->data)->counts->operator[](word);
    return none(it);
  });
}

ouro_value words_get(ouro_interpreter* it, const ouro_method_call* call) {
  return guarded(it, [&]() -> ouro_value {
    std::string word;
    ouro_value result = 0;
    if (!read_text(it, call->arguments[0], word)) return 0;
    ouro_from_int64(it, static_cast<Words*>(call->data)->counts->at(word), &result);
    return result;
  });
}

void words_free(ouro_interpreter*, void* data) { delete static_cast<Words*>(data)->counts; }

constexpr ouro_method kWordsMethods[] = {
    {"__init__(self)", words_init, nullptr, OURO_BINDING_INSTANCE},
    {"add(self, word, /)", words_add, nullptr, OURO_BINDING_INSTANCE},
    {"__getitem__(self, word, /)", words_get, nullptr, OURO_BINDING_INSTANCE},
    {nullptr, nullptr, nullptr, OURO_BINDING_INSTANCE}};

constexpr ouro_type_def kWords = {
    "Words", nullptr, 0, sizeof(Words), {nullptr, nullptr, words_free}, kWordsMethods};

ouro_status execute(ouro_interpreter* it, ouro_value module, void*) {
  ouro_value type = 0;
  ouro_status status = ouro_new_type(it, module, &kWords, 0, &type, nullptr);
  if (status == OURO_OK) status = ouro_set_attribute(it, module, "Words", type, nullptr);
  ouro_value_release(it, type);
  return status;
}

}  // namespace

OURO_MODULE(words, .doc = nullptr, .interpreters = OURO_INTERPRETERS_OWN_LOCK, .state_size = 0,
            .life = {}, .methods = nullptr, .create = nullptr, .execute = execute);
