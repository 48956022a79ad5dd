// _locale: the locale of an interpreter. Names are kept here, and a locale of the C library is
// opened for the time of one call: setlocale() would change all interpreters of the process.
#include <langinfo.h>
#include <limits.h>
#include <locale.h>

#include <array>
#include <cstdlib>
#include <cstring>

#include "runtime/component/vector.h"
#include "runtime/module/constants.h"
#include "runtime/module/struct_format.h"
#include "runtime/object/container.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/text_builder.h"

namespace ouro {
namespace {

struct Category {
  int number;
  int mask;
  const char* name;
};

// In the order in which mixed names list them.
constexpr Category kCategories[] = {
    {LC_CTYPE, LC_CTYPE_MASK, "LC_CTYPE"},
    {LC_NUMERIC, LC_NUMERIC_MASK, "LC_NUMERIC"},
    {LC_TIME, LC_TIME_MASK, "LC_TIME"},
    {LC_COLLATE, LC_COLLATE_MASK, "LC_COLLATE"},
    {LC_MONETARY, LC_MONETARY_MASK, "LC_MONETARY"},
    {LC_MESSAGES, LC_MESSAGES_MASK, "LC_MESSAGES"},
    {LC_PAPER, LC_PAPER_MASK, "LC_PAPER"},
    {LC_NAME, LC_NAME_MASK, "LC_NAME"},
    {LC_ADDRESS, LC_ADDRESS_MASK, "LC_ADDRESS"},
    {LC_TELEPHONE, LC_TELEPHONE_MASK, "LC_TELEPHONE"},
    {LC_MEASUREMENT, LC_MEASUREMENT_MASK, "LC_MEASUREMENT"},
    {LC_IDENTIFICATION, LC_IDENTIFICATION_MASK, "LC_IDENTIFICATION"},
};

struct LocaleState {
  Type* error;                                     // all owned
  std::array<Str*, std::size(kCategories)> names;  // of the locale of each category
};

LocaleState& state_of(Object* module) { return module_state<LocaleState>(module); }

constexpr std::string_view kUtf8Name = "C.UTF-8";

// A locale of the C library, of the names in the state.
class OpenLocale {
 public:
  OpenLocale() = default;
  OpenLocale(const OpenLocale&) = delete;
  OpenLocale& operator=(const OpenLocale&) = delete;
  ~OpenLocale() {
    if (locale_ != nullptr) ::freelocale(locale_);
  }

  // False: there is no such locale.
  bool add(int mask, std::string_view name) {
    // The same conventions; only its encoding would make the C library load tables for good.
    const bool plain = name == kUtf8Name;
    const locale_t extended = ::newlocale(mask, plain ? "C" : name.data(), locale_);
    if (extended != nullptr) locale_ = extended;
    return extended != nullptr;
  }
  Status open(Interpreter& interpreter, const LocaleState& state) {
    for (std::size_t index = 0; index < std::size(kCategories); ++index) {
      const Utf8 name(interpreter, state.names[index]);
      if (!name.ok() || !add(kCategories[index].mask, name.view())) {
        return raise_memory_error(interpreter);
      }
    }
    return done;
  }
  locale_t get() const { return locale_; }

 private:
  locale_t locale_ = nullptr;
};

// What the environment wants for a category.
const char* wanted_by_environment(const Category& category) {
  for (const char* variable : {"LC_ALL", category.name, "LANG"}) {
    const char* name = std::getenv(variable);
    if (name != nullptr && *name != 0) return name;
  }
  return "C";
}

bool has_locale(int mask, std::string_view name) { return OpenLocale().add(mask, name); }

bool belongs(const Category& category, int number) {
  return number == LC_ALL || number == category.number;
}

// ---- setlocale --------------------------------------------------------------------------------

bool all_same(const LocaleState& state) {
  for (const Str* name : state.names) {
    if (!str_equal(name, state.names[0])) return false;
  }
  return true;
}

Result<Object*> describe(Thread& thread, const LocaleState& state, int number) {
  if (number == LC_ALL && !all_same(state)) {
    TextBuilder text(thread.interpreter());
    for (std::size_t index = 0; index < std::size(kCategories); ++index) {
      if (index > 0) TRY(text.append(";"));
      TRY(text.append(kCategories[index].name));
      TRY(text.append("="));
      TRY(text.append(state.names[index]));
    }
    return text.finish();
  }
  for (std::size_t index = 0; index < std::size(kCategories); ++index) {
    if (belongs(kCategories[index], number)) return retain(state.names[index]);
  }
  return structs::raise_error(thread, state.error, "locale query failed");
}

// The part of "LC_CTYPE=a;LC_NUMERIC=b" for a category; a name without parts is for all.
std::string_view part_for(const Category& category, std::string_view names) {
  if (names.find('=') == std::string_view::npos) return names;
  while (!names.empty()) {
    const std::string_view part = names.substr(0, names.find(';'));
    const std::size_t equals = std::min(part.find('='), part.size());
    if (part.substr(0, equals) == category.name) return part.substr(equals + 1);
    names.remove_prefix(std::min(part.size() + 1, names.size()));
  }
  return "C";
}

Result<Str*> checked_name(Thread& thread, const LocaleState& state, const Category& category,
                          std::string_view wanted) {
  const std::string_view name =
      wanted.empty() ? wanted_by_environment(category) : part_for(category, wanted);
  Ref<Str> text(TRY(make_str(thread.interpreter(), name == "POSIX" ? "C" : name)));
  const Utf8 utf8(thread.interpreter(), text);
  if (!utf8.ok()) return raise_memory_error(thread.interpreter());
  if (has_locale(category.mask, utf8.view())) return text.take();
  return structs::raise_error(thread, state.error, "unsupported locale setting");
}

// All names are found before the first one changes.
Status change(Thread& thread, LocaleState& state, int number, std::string_view wanted) {
  std::array<Ref<Str>, std::size(kCategories)> names;
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (!belongs(kCategories[index], number)) continue;
    names[index].reset(TRY(checked_name(thread, state, kCategories[index], wanted)));
  }
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (names[index]) replace_reference(state.names[index], names[index].take());
  }
  return done;
}

Result<Object*> set_locale(Thread& thread, Object* module, Object* const* arguments) {
  LocaleState& state = state_of(module);
  const int number = TRY(to_c_int(thread, arguments[0]));
  if (arguments[1] != nullptr && arguments[1] != none(thread)) {
    if (!is_str(arguments[1])) {
      return raise(thread, TypeId::kTypeError, "setlocale() argument 2 must be str or None, not {}",
                   static_cast<const Type*>(arguments[1]->type));
    }
    const Utf8 wanted(thread.interpreter(), static_cast<Str*>(arguments[1]));
    if (!wanted.ok()) return raise_memory_error(thread.interpreter());
    TRY(change(thread, state, number, wanted.view()));
  }
  return describe(thread, state, number);
}

// ---- Conventions ------------------------------------------------------------------------------

struct TextConvention {
  const char* name;
  char* lconv::* field;
  bool grouping = false;
};
constexpr TextConvention kMoneyTexts[] = {
    {"int_curr_symbol", &lconv::int_curr_symbol},
    {"currency_symbol", &lconv::currency_symbol},
    {"mon_decimal_point", &lconv::mon_decimal_point},
    {"mon_thousands_sep", &lconv::mon_thousands_sep},
    {"mon_grouping", &lconv::mon_grouping, true},
    {"positive_sign", &lconv::positive_sign},
    {"negative_sign", &lconv::negative_sign},
};
constexpr TextConvention kNumberTexts[] = {
    {"decimal_point", &lconv::decimal_point},
    {"thousands_sep", &lconv::thousands_sep},
    {"grouping", &lconv::grouping, true},
};

struct NumberConvention {
  const char* name;
  char lconv::* field;
};
constexpr NumberConvention kNumbers[] = {
    {"int_frac_digits", &lconv::int_frac_digits}, {"frac_digits", &lconv::frac_digits},
    {"p_cs_precedes", &lconv::p_cs_precedes},     {"p_sep_by_space", &lconv::p_sep_by_space},
    {"n_cs_precedes", &lconv::n_cs_precedes},     {"n_sep_by_space", &lconv::n_sep_by_space},
    {"p_sign_posn", &lconv::p_sign_posn},         {"n_sign_posn", &lconv::n_sign_posn},
};

// How many digits stand together, from the right; the last entry is for all others.
Result<Object*> make_grouping(Thread& thread, const char* digits) {
  Interpreter& interpreter = thread.interpreter();
  Ref<List> groups(TRY(make_list(interpreter)));
  if (*digits == 0) return groups.take();
  for (; *digits != 0 && *digits != CHAR_MAX; ++digits) {
    TRY(list_append_owned(interpreter, groups, TRY(make_int(interpreter, *digits))));
  }
  TRY(list_append_owned(interpreter, groups, TRY(make_int(interpreter, *digits))));
  return groups.take();
}

Status add_owned(Thread& thread, Dict* dict, const char* name, Result<Object*> value) {
  Ref<> owned(TRY(value));
  return dict_set(thread, dict, name, owned);
}

Status add_texts(Thread& thread, Dict* dict, std::span<const TextConvention> rows,
                 const lconv& conventions) {
  for (const auto& [name, field, grouping] : rows) {
    const char* text = conventions.*field;
    TRY(add_owned(thread, dict, name,
                  grouping ? make_grouping(thread, text)
                           : Result<Object*>(decode_utf8(thread, text, "replace"))));
  }
  return done;
}

Result<Object*> make_conventions(Thread& thread, const lconv& conventions) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Dict> result(TRY(make_dict(interpreter)));
  TRY(add_texts(thread, result, kMoneyTexts, conventions));
  for (const auto& [name, field] : kNumbers) {
    TRY(add_owned(thread, result, name, make_int(interpreter, conventions.*field)));
  }
  TRY(add_texts(thread, result, kNumberTexts, conventions));
  return result.take();
}

Result<Object*> get_conventions(Thread& thread, Object* module, Object* const*) {
  OpenLocale locale;
  TRY(locale.open(thread.interpreter(), state_of(module)));
  const locale_t before = ::uselocale(locale.get());
  auto result = make_conventions(thread, *::localeconv());
  ::uselocale(before);
  return result;
}

Result<Object*> information(Thread& thread, Object* module, int item) {
  static_assert(kCategories[0].number == LC_CTYPE);
  if (item == CODESET && str_equal(state_of(module).names[0], kUtf8Name)) {
    return make_str(thread.interpreter(), "UTF-8");
  }
  OpenLocale locale;
  TRY(locale.open(thread.interpreter(), state_of(module)));
  return decode_utf8(thread, ::nl_langinfo_l(item, locale.get()), "replace");
}

Result<Object*> language_information(Thread& thread, Object* module, Object* const* arguments) {
  return information(thread, module, TRY(to_c_int(thread, arguments[0])));
}

Result<Object*> get_encoding(Thread& thread, Object* module, Object* const*) {
  return information(thread, module, CODESET);
}

// ---- Order ------------------------------------------------------------------------------------

Result<const Str*> text_argument(Thread& thread, const char* function, Object* value) {
  if (is_str(value)) return static_cast<const Str*>(value);
  return raise(thread, TypeId::kTypeError, "{}() argument must be str, not {}", function,
               static_cast<const Type*>(value->type));
}

Result<Object*> compare_texts(Thread& thread, Object* module, Object* const* arguments) {
  Interpreter& interpreter = thread.interpreter();
  const Utf8 left(interpreter, TRY(text_argument(thread, "strcoll", arguments[0])));
  const Utf8 right(interpreter, TRY(text_argument(thread, "strcoll", arguments[1])));
  if (!left.ok() || !right.ok()) return raise_memory_error(interpreter);
  OpenLocale locale;
  TRY(locale.open(interpreter, state_of(module)));
  return make_int(interpreter, ::strcoll_l(left.c_str(), right.c_str(), locale.get()));
}

Result<Object*> transform_text(Thread& thread, Object* module, Object* const* arguments) {
  Interpreter& interpreter = thread.interpreter();
  const Str* argument = TRY(text_argument(thread, "strxfrm", arguments[0]));
  const Utf8 text(interpreter, argument);
  if (!text.ok()) return raise_memory_error(interpreter);
  OpenLocale locale;
  TRY(locale.open(interpreter, state_of(module)));
  const std::size_t length = ::strxfrm_l(nullptr, text.c_str(), 0, locale.get());
  Vector<char> key;
  if (!key.reserve(interpreter.memory(), length + 1).ok()) return raise_memory_error(interpreter);
  ::strxfrm_l(key.data(), text.c_str(), length + 1, locale.get());
  auto result =
      make_str_from_latin1(interpreter, reinterpret_cast<const std::uint8_t*>(key.data()), length);
  key.tear_down(interpreter.memory());
  return result;
}

// ---- The module -------------------------------------------------------------------------------

constexpr NativeMethod kFunctions[] = {
    {"getencoding(module, /)", get_encoding},
    {"localeconv(module, /)", get_conventions},
    {"nl_langinfo(module, key, /)", language_information},
    {"setlocale(module, category, locale=None, /)", set_locale},
    {"strcoll(module, os1, os2, /)", compare_texts},
    {"strxfrm(module, string, /)", transform_text},
};

#define OURO_NUMBER(name) {#name, name}
constexpr IntConstant kConstants[] = {
    OURO_NUMBER(LC_ALL),      OURO_NUMBER(LC_COLLATE),  OURO_NUMBER(LC_CTYPE),
    OURO_NUMBER(LC_MESSAGES), OURO_NUMBER(LC_MONETARY), OURO_NUMBER(LC_NUMERIC),
    OURO_NUMBER(LC_TIME),     OURO_NUMBER(CHAR_MAX),    OURO_NUMBER(ABDAY_1),
    OURO_NUMBER(ABDAY_2),     OURO_NUMBER(ABDAY_3),     OURO_NUMBER(ABDAY_4),
    OURO_NUMBER(ABDAY_5),     OURO_NUMBER(ABDAY_6),     OURO_NUMBER(ABDAY_7),
    OURO_NUMBER(ABMON_1),     OURO_NUMBER(ABMON_2),     OURO_NUMBER(ABMON_3),
    OURO_NUMBER(ABMON_4),     OURO_NUMBER(ABMON_5),     OURO_NUMBER(ABMON_6),
    OURO_NUMBER(ABMON_7),     OURO_NUMBER(ABMON_8),     OURO_NUMBER(ABMON_9),
    OURO_NUMBER(ABMON_10),    OURO_NUMBER(ABMON_11),    OURO_NUMBER(ABMON_12),
    OURO_NUMBER(ALT_DIGITS),  OURO_NUMBER(AM_STR),      OURO_NUMBER(CODESET),
    OURO_NUMBER(CRNCYSTR),    OURO_NUMBER(DAY_1),       OURO_NUMBER(DAY_2),
    OURO_NUMBER(DAY_3),       OURO_NUMBER(DAY_4),       OURO_NUMBER(DAY_5),
    OURO_NUMBER(DAY_6),       OURO_NUMBER(DAY_7),       OURO_NUMBER(D_FMT),
    OURO_NUMBER(D_T_FMT),     OURO_NUMBER(ERA),         OURO_NUMBER(ERA_D_FMT),
    OURO_NUMBER(ERA_D_T_FMT), OURO_NUMBER(ERA_T_FMT),   OURO_NUMBER(MON_1),
    OURO_NUMBER(MON_2),       OURO_NUMBER(MON_3),       OURO_NUMBER(MON_4),
    OURO_NUMBER(MON_5),       OURO_NUMBER(MON_6),       OURO_NUMBER(MON_7),
    OURO_NUMBER(MON_8),       OURO_NUMBER(MON_9),       OURO_NUMBER(MON_10),
    OURO_NUMBER(MON_11),      OURO_NUMBER(MON_12),      OURO_NUMBER(NOEXPR),
    OURO_NUMBER(PM_STR),      OURO_NUMBER(RADIXCHAR),   OURO_NUMBER(THOUSEP),
    OURO_NUMBER(T_FMT),       OURO_NUMBER(T_FMT_AMPM),  OURO_NUMBER(YESEXPR),
    OURO_NUMBER(_DATE_FMT),
};
#undef OURO_NUMBER

// Characters are UTF-8 from the beginning, all else is as C has it.
Status execute(Thread& thread, Module* module) {
  LocaleState& state = state_of(module);
  for (std::size_t index = 0; index < std::size(kCategories); ++index) {
    const bool characters = kCategories[index].number == LC_CTYPE;
    state.names[index] = TRY(make_str(thread.interpreter(), characters ? kUtf8Name : "C"));
  }
  state.error = TRY(make_exception_class(thread, "locale", "Error"));
  TRY(module_add(thread, module, "Error", state.error));
  return add_constants(thread, module, kConstants);
}

void state_traverse(void* place, ReferenceVisitor& visitor) {
  const auto& state = *static_cast<LocaleState*>(place);
  visitor.visit_if(state.error);
  for (Str* name : state.names) visitor.visit_if(name);
}

void state_clear(Interpreter&, void* place) noexcept {
  auto& state = *static_cast<LocaleState*>(place);
  clear_reference(state.error);
  for (Str*& name : state.names) clear_reference(name);
}

}  // namespace

extern const ModuleDescriptor kLocaleModule;
const ModuleDescriptor kLocaleModule = {
    .name = "_locale",
    .doc = "How people of a place write numbers, times and texts.",
    .functions = kFunctions,
    .execute = execute,
    .state_size = sizeof(LocaleState),
    .traverse = state_traverse,
    .clear = state_clear,
    .free = state_clear,
};

}  // namespace ouro
