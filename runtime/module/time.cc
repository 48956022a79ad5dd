// time: clocks, sleeping, and dates as tuples.
#include <time.h>

#include <array>
#include <cerrno>
#include <cmath>

#include "runtime/execute/threads.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/constants.h"
#include "runtime/module/import.h"
#include "runtime/module/waiting.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/protocol.h"
#include "runtime/object/simple_namespace.h"
#include "runtime/object/str.h"
#include "runtime/object/struct_sequence.h"
#include "runtime/object/tuple.h"
#include "runtime/process/process.h"

namespace ouro {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

struct TimeState {
  Type* struct_time;  // owned
};

constexpr StructField kTimeFields[] = {
    {"tm_year", "year, for example, 1993"},
    {"tm_mon", "month of year, range [1, 12]"},
    {"tm_mday", "day of month, range [1, 31]"},
    {"tm_hour", "hours, range [0, 23]"},
    {"tm_min", "minutes, range [0, 59]"},
    {"tm_sec", "seconds, range [0, 61])"},
    {"tm_wday", "day of week, range [0, 6], Monday is 0"},
    {"tm_yday", "day of year, range [1, 366]"},
    {"tm_isdst", "1 if summer time is in effect, 0 if not, and -1 if unknown"},
    {"tm_zone", "abbreviation of timezone name"},
    {"tm_gmtoff", "offset from UTC in seconds"},
};
constexpr StructSequenceDescriptor kStructTime = {
    .name = "time.struct_time",
    .fields = kTimeFields,
    .visible = 9,
    .doc = "The time value as returned by gmtime(), localtime(), and strptime().",
};

// Clocks.

Result<std::int64_t> read_clock(Thread& thread, clockid_t clock) {
  const HostServices& services = thread.interpreter().get<Settings>().services;
  const bool is_time = clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC;
  if (services.clock != nullptr && is_time)
    return services.clock(services.host, clock == CLOCK_MONOTONIC);
  timespec now;
  if (clock_gettime(clock, &now) != 0) return raise_os_error(thread, errno);
  return std::int64_t{now.tv_sec} * kSecond + now.tv_nsec;
}

Result<std::time_t> now_in_seconds(Thread& thread) {
  return static_cast<std::time_t>(TRY(read_clock(thread, CLOCK_REALTIME)) / kSecond);
}

double as_seconds(std::int64_t nanoseconds) {
  if (nanoseconds % kSecond == 0) return static_cast<double>(nanoseconds / kSecond);
  return static_cast<double>(nanoseconds) / 1e9;
}

template <clockid_t kClock>
Result<Object*> clock_seconds(Thread& thread, Object*, Object* const*) {
  return make_float(thread.interpreter(), as_seconds(TRY(read_clock(thread, kClock))));
}

template <clockid_t kClock>
Result<Object*> clock_nanoseconds(Thread& thread, Object*, Object* const*) {
  return make_int(thread.interpreter(), TRY(read_clock(thread, kClock)));
}

Result<clockid_t> to_clock(Thread& thread, Object* number) {
  return static_cast<clockid_t>(TRY(to_index_value(thread, number)));
}

Result<Object*> get_time_of(Thread& thread, Object*, Object* const* arguments) {
  const clockid_t clock = TRY(to_clock(thread, arguments[0]));
  return make_float(thread.interpreter(), as_seconds(TRY(read_clock(thread, clock))));
}

Result<Object*> get_nanoseconds_of(Thread& thread, Object*, Object* const* arguments) {
  const clockid_t clock = TRY(to_clock(thread, arguments[0]));
  return make_int(thread.interpreter(), TRY(read_clock(thread, clock)));
}

Result<Object*> get_resolution_of(Thread& thread, Object*, Object* const* arguments) {
  timespec step;
  if (clock_getres(TRY(to_clock(thread, arguments[0])), &step) != 0)
    return raise_os_error(thread, errno);
  return make_float(thread.interpreter(),
                    as_seconds(std::int64_t{step.tv_sec} * kSecond + step.tv_nsec));
}

struct ClockInfo {
  std::string_view name;
  std::string_view implementation;
  clockid_t clock;
  bool monotonic;
  bool adjustable;
};
constexpr ClockInfo kClockInfos[] = {
    {"time", "clock_gettime(CLOCK_REALTIME)", CLOCK_REALTIME, false, true},
    {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
    {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
    {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", CLOCK_PROCESS_CPUTIME_ID, true,
     false},
    {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", CLOCK_THREAD_CPUTIME_ID, true, false},
};

Result<Object*> make_clock_info(Thread& thread, const ClockInfo& info) {
  Interpreter& interpreter = thread.interpreter();
  timespec step{};
  clock_getres(info.clock, &step);
  Ref<Str> implementation(TRY(make_str(interpreter, info.implementation)));
  Ref<Float> resolution(
      TRY(make_float(interpreter, as_seconds(std::int64_t{step.tv_sec} * kSecond + step.tv_nsec))));
  Ref<Dict> fields(TRY(make_dict(interpreter)));
  TRY(dict_set(thread, fields, "implementation", implementation));
  TRY(dict_set(thread, fields, "monotonic", interpreter.boolean(info.monotonic)));
  TRY(dict_set(thread, fields, "adjustable", interpreter.boolean(info.adjustable)));
  TRY(dict_set(thread, fields, "resolution", resolution));
  return make_simple_namespace(thread, fields);
}

Result<Object*> get_clock_info(Thread& thread, Object*, Object* const* arguments) {
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "get_clock_info() argument 1 must be str, not {}",
                 static_cast<const Type*>(arguments[0]->type));
  }
  for (const ClockInfo& info : kClockInfos) {
    if (str_equal(static_cast<Str*>(arguments[0]), info.name)) return make_clock_info(thread, info);
  }
  return raise(thread, TypeId::kValueError, "unknown clock");
}

// Numbers to times.

Failure raise_not_a_number(Thread& thread) {
  return raise(thread, TypeId::kValueError, "Invalid value NaN (not a number)");
}

// An int argument; what does not fit is an OverflowError with this text.
Result<std::int64_t> int_seconds(Thread& thread, Object* number, const char* overflow) {
  Ref<> integer(TRY(to_index(thread, number)));
  if (!static_cast<Int*>(integer.get())->compact())
    return raise(thread, TypeId::kOverflowError, "{}", overflow);
  return static_cast<Int*>(integer.get())->value;
}

// Rounded up: a sleep never ends early.
Result<std::int64_t> to_duration(Thread& thread, Object* number) {
  constexpr const char* kTooLarge = "timestamp too large to convert to C _PyTime_t";
  if (is_float(number)) {
    const double value = static_cast<Float*>(number)->value;
    if (std::isnan(value)) return raise_not_a_number(thread);
    const double nanoseconds = std::ceil(value * 1e9);
    if (std::fabs(nanoseconds) >= 9.2e18) return raise(thread, TypeId::kOverflowError, kTooLarge);
    return static_cast<std::int64_t>(nanoseconds);
  }
  const std::int64_t seconds = TRY(int_seconds(thread, number, kTooLarge));
  if (seconds > INT64_MAX / kSecond || seconds < INT64_MIN / kSecond) {
    return raise(thread, TypeId::kOverflowError, kTooLarge);
  }
  return seconds * kSecond;
}

// The seconds of a timestamp, rounded down; none means now.
Result<time_t> to_timestamp(Thread& thread, Object* number) {
  constexpr const char* kOutOfRange = "timestamp out of range for platform time_t";
  if (number == nullptr || number == none(thread)) return now_in_seconds(thread);
  if (!is_float(number)) return static_cast<time_t>(TRY(int_seconds(thread, number, kOutOfRange)));
  const double value = static_cast<Float*>(number)->value;
  if (std::isnan(value)) return raise_not_a_number(thread);
  if (std::fabs(value) >= 9.2e18) return raise(thread, TypeId::kOverflowError, kOutOfRange);
  return static_cast<time_t>(std::floor(value));
}

Result<Object*> sleep(Thread& thread, Object*, Object* const* arguments) {
  const std::int64_t duration = TRY(to_duration(thread, arguments[0]));
  if (duration < 0) return raise(thread, TypeId::kValueError, "sleep length must be non-negative");
  const std::int64_t now = monotonic_nanoseconds();
  const std::int64_t deadline = duration > INT64_MAX - now ? INT64_MAX : now + duration;
  static_cast<void>(TRY(wait_in_slices(thread, deadline, [](std::int64_t until) {
    const timespec moment{static_cast<time_t>(until / kSecond), until % kSecond};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, nullptr);
    return false;
  })));
  return new_none(thread);
}

// Dates.

Result<Object*> make_struct_time(Thread& thread, Object* module, const tm& date) {
  Interpreter& interpreter = thread.interpreter();
  const std::int64_t numbers[] = {date.tm_year + std::int64_t{1900},
                                  date.tm_mon + 1,
                                  date.tm_mday,
                                  date.tm_hour,
                                  date.tm_min,
                                  date.tm_sec,
                                  (date.tm_wday + 6) % 7,
                                  date.tm_yday + 1,
                                  date.tm_isdst};
  Ref<Tuple> values(TRY(make_tuple(interpreter, std::size(kTimeFields))));
  std::size_t place = 0;
  for (const std::int64_t number : numbers)
    values->items()[place++] = TRY(make_int(interpreter, number));
  values->items()[place++] = TRY(make_str(interpreter, date.tm_zone));
  values->items()[place++] = TRY(make_int(interpreter, date.tm_gmtoff));
  return make_struct_sequence(thread, module_state<TimeState>(module).struct_time, values->items(),
                              place);
}

TimeZone& time_zone(Thread& thread) { return thread.interpreter().process->get<TimeZone>(); }

// A date, and the name of its zone if that is our copy.
struct Date : tm {
  Date() : tm{} {}
  TimeZone::Name zone_name;
};

Status break_down(Thread& thread, time_t moment, bool local, Date& date) {
  errno = 0;
  const bool known = local ? time_zone(thread).to_local(moment, date, date.zone_name)
                           : gmtime_r(&moment, &date) != nullptr;
  if (!known) return raise_os_error(thread, errno == 0 ? EINVAL : errno);
  return done;
}

template <bool kLocal>
Result<Object*> date_of(Thread& thread, Object* module, Object* const* arguments) {
  Date date;
  TRY(break_down(thread, TRY(to_timestamp(thread, arguments[0])), kLocal, date));
  return make_struct_time(thread, module, date);
}

// A tuple of nine numbers as the C library wants it. `zone` keeps the text of tm_zone alive.
Status to_date(Thread& thread, Object* module, Object* value, const char* function, tm& date,
               Ref<>& zone) {
  if (!is_tuple(value))
    return raise(thread, TypeId::kTypeError, "Tuple or struct_time argument required");
  const auto* fields = static_cast<const Tuple*>(value);
  if (fields->size != 9)
    return raise(thread, TypeId::kTypeError, "{}(): illegal time tuple argument", function);
  int* const places[] = {&date.tm_year, &date.tm_mon,  &date.tm_mday, &date.tm_hour, &date.tm_min,
                         &date.tm_sec,  &date.tm_wday, &date.tm_yday, &date.tm_isdst};
  for (std::size_t index = 0; index < 9; ++index) {
    const std::intptr_t number = TRY(to_index_value(thread, (*fields)[index]));
    if (number > INT32_MAX)
      return raise(thread, TypeId::kOverflowError, "signed integer is greater than maximum");
    if (number < INT32_MIN)
      return raise(thread, TypeId::kOverflowError, "signed integer is less than minimum");
    *places[index] = static_cast<int>(number);
  }
  if (date.tm_year < INT32_MIN + 1900)
    return raise(thread, TypeId::kOverflowError, "year out of range");
  date.tm_year -= 1900;
  date.tm_mon -= 1;
  date.tm_wday = (date.tm_wday + 1) % 7;
  date.tm_yday -= 1;
  if (value->type != module_state<TimeState>(module).struct_time) return done;
  Ref<> offset(TRY(get_attribute(thread, value, "tm_gmtoff")));
  if (offset != none(thread)) date.tm_gmtoff = TRY(to_int64(thread, offset));
  zone.reset(TRY(get_attribute(thread, value, "tm_zone")));
  return done;
}

struct DateRange {
  int tm::* field;
  int lowest, highest;
  bool one_less_is_lowest;  // zero in the tuple stands for the first of them
  const char* message;
};
constexpr DateRange kDateRanges[] = {
    {&tm::tm_mon, 0, 11, true, "month out of range"},
    {&tm::tm_mday, 1, 31, true, "day of month out of range"},
    {&tm::tm_hour, 0, 23, false, "hour out of range"},
    {&tm::tm_min, 0, 59, false, "minute out of range"},
    {&tm::tm_sec, 0, 61, false, "seconds out of range"},
    {&tm::tm_wday, 0, 6, false, "day of week out of range"},
    {&tm::tm_yday, 0, 365, true, "day of year out of range"},
};

// The C library reads its tables by these numbers.
Status check_date(Thread& thread, tm& date) {
  for (const DateRange& range : kDateRanges) {
    int& number = date.*range.field;
    if (range.one_less_is_lowest && number == range.lowest - 1) number = range.lowest;
    if (number < range.lowest || number > range.highest) {
      return raise(thread, TypeId::kValueError, "{}", range.message);
    }
  }
  date.tm_isdst = date.tm_isdst < -1 ? -1 : date.tm_isdst > 1 ? 1 : date.tm_isdst;
  return done;
}

// The date argument of asctime() and strftime(): none means now.
Status date_argument(Thread& thread, Object* module, Object* value, const char* function,
                     Date& date, Ref<>& zone) {
  if (value == nullptr) return break_down(thread, TRY(now_in_seconds(thread)), true, date);
  TRY(to_date(thread, module, value, function, date, zone));
  return check_date(thread, date);
}

Result<Object*> text_of(Thread& thread, const tm& date) {
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto two = [](int number, char blank, char* place) {
    place[0] = number < 10 ? blank : static_cast<char>('0' + number / 10);
    place[1] = static_cast<char>('0' + number % 10);
  };
  char day[3] = {}, clock[9] = "00:00:00";
  two(date.tm_mday, ' ', day);
  two(date.tm_hour, '0', clock);
  two(date.tm_min, '0', clock + 3);
  two(date.tm_sec, '0', clock + 6);
  return format_str(thread, "{} {} {} {} {}", kDays[date.tm_wday], kMonths[date.tm_mon],
                    static_cast<const char*>(day), static_cast<const char*>(clock),
                    date.tm_year + std::int64_t{1900});
}

Result<Object*> asctime(Thread& thread, Object* module, Object* const* arguments) {
  Date date;
  Ref<> zone;
  TRY(date_argument(thread, module, arguments[0], "asctime", date, zone));
  return text_of(thread, date);
}

Result<Object*> ctime(Thread& thread, Object*, Object* const* arguments) {
  Date date;
  TRY(break_down(thread, TRY(to_timestamp(thread, arguments[0])), true, date));
  return text_of(thread, date);
}

Result<Object*> mktime(Thread& thread, Object* module, Object* const* arguments) {
  tm date{};
  Ref<> zone;
  TRY(to_date(thread, module, arguments[0], "mktime", date, zone));
  date.tm_wday = -1;  // stays so when the conversion fails
  const time_t moment = time_zone(thread).to_moment(date);
  if (moment == -1 && date.tm_wday == -1) {
    return raise(thread, TypeId::kOverflowError, "mktime argument out of range");
  }
  return make_float(thread.interpreter(), static_cast<double>(moment));
}

// A raw block for text of a size nobody knows before.
class TextBlock {
 public:
  explicit TextBlock(Memory& memory) : memory_(memory) {}
  TextBlock(const TextBlock&) = delete;
  TextBlock& operator=(const TextBlock&) = delete;
  ~TextBlock() { drop(); }
  bool make(std::size_t size) {
    drop();
    data_ = static_cast<char*>(memory_.allocate(size));
    size_ = size;
    return data_ != nullptr;
  }
  char* data() { return data_; }

 private:
  void drop() {
    if (data_ != nullptr) memory_.release(data_, size_);
    data_ = nullptr;
  }
  Memory& memory_;
  char* data_ = nullptr;
  std::size_t size_ = 0;
};

// An empty result and a block that is too small look the same to strftime(): a limit on the size
// ends it.
Result<Object*> format_date(Thread& thread, const char* format, const tm& date) {
  const std::size_t length = std::strlen(format);
  if (length == 0) return make_str(thread.interpreter(), "");
  TextBlock block(memory_of(thread));
  for (std::size_t size = 1024;; size *= 2) {
    if (!block.make(size)) return raise_memory_error(thread.interpreter());
    const std::size_t written = time_zone(thread).format(block.data(), size, format, date);
    if (written > 0 || size >= 256 * length) {
      return decode_utf8(thread, {block.data(), written}, "surrogateescape");
    }
  }
}

Result<Object*> strftime(Thread& thread, Object* module, Object* const* arguments) {
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "strftime() argument 1 must be str, not {}",
                 static_cast<const Type*>(arguments[0]->type));
  }
  Date date;
  Ref<> zone;
  TRY(date_argument(thread, module, arguments[1], "strftime", date, zone));
  Ref<Str> zone_text(zone && is_str(zone) ? static_cast<Str*>(zone.take()) : nullptr);
  Utf8 zone_bytes(thread.interpreter(),
                  zone_text ? zone_text.get() : static_cast<Str*>(arguments[0]));
  Utf8 format(thread.interpreter(), static_cast<Str*>(arguments[0]));
  if (!zone_bytes.ok() || !format.ok()) return failure;
  if (format.view().find('\0') != std::string_view::npos) {
    return raise(thread, TypeId::kValueError, "embedded null character");
  }
  if (zone_text) date.tm_zone = zone_bytes.c_str();
  return format_date(thread, format.c_str(), date);
}

Result<Object*> strptime(Thread& thread, Object*, Object* const* arguments) {
  Ref<> module(TRY(import_module(thread, "_strptime")));
  Ref<> function(TRY(get_attribute(thread, module, "_strptime_time")));
  return call_with(thread, function, static_cast<Tuple*>(arguments[0]), nullptr);
}

// Zones.

// The offset and name in force at a moment; west of Greenwich is positive.
std::int64_t zone_at(Thread& thread, time_t moment, TimeZone::Name& name) {
  tm date{};
  if (!time_zone(thread).to_local(moment, date, name)) return 0;
  return -static_cast<std::int64_t>(date.tm_gmtoff);
}

Status add_zones(Thread& thread, Module* module) {
  constexpr time_t kYear = (365 * 24 + 6) * 3600;
  const time_t january = ::time(nullptr) / kYear * kYear;
  TimeZone::Name names[2] = {};
  std::int64_t offsets[2] = {zone_at(thread, january, names[0]),
                             zone_at(thread, january + kYear / 2, names[1])};
  // In the south summer time is in January.
  if (offsets[0] < offsets[1]) std::swap(offsets[0], offsets[1]), std::swap(names[0], names[1]);
  const IntConstant constants[] = {
      {"timezone", offsets[0]}, {"altzone", offsets[1]}, {"daylight", offsets[0] != offsets[1]}};
  TRY(add_constants(thread, module, constants));
  Ref<Str> standard(TRY(make_str(thread.interpreter(), names[0].data())));
  Ref<Str> summer(TRY(make_str(thread.interpreter(), names[1].data())));
  Ref<Tuple> both(TRY(pack_tuple(thread.interpreter(), standard.get(), summer.get())));
  return module_add(thread, module, "tzname", both);
}

Result<Object*> set_zone(Thread& thread, Object* module, Object* const*) {
  time_zone(thread).read_environment();
  TRY(add_zones(thread, static_cast<Module*>(module)));
  return new_none(thread);
}

constexpr NativeMethod kFunctions[] = {
    {"time(module, /)", clock_seconds<CLOCK_REALTIME>},
    {"time_ns(module, /)", clock_nanoseconds<CLOCK_REALTIME>},
    {"monotonic(module, /)", clock_seconds<CLOCK_MONOTONIC>},
    {"monotonic_ns(module, /)", clock_nanoseconds<CLOCK_MONOTONIC>},
    {"perf_counter(module, /)", clock_seconds<CLOCK_MONOTONIC>},
    {"perf_counter_ns(module, /)", clock_nanoseconds<CLOCK_MONOTONIC>},
    {"process_time(module, /)", clock_seconds<CLOCK_PROCESS_CPUTIME_ID>},
    {"process_time_ns(module, /)", clock_nanoseconds<CLOCK_PROCESS_CPUTIME_ID>},
    {"thread_time(module, /)", clock_seconds<CLOCK_THREAD_CPUTIME_ID>},
    {"thread_time_ns(module, /)", clock_nanoseconds<CLOCK_THREAD_CPUTIME_ID>},
    {"clock_gettime(module, clk_id, /)", get_time_of},
    {"clock_gettime_ns(module, clk_id, /)", get_nanoseconds_of},
    {"clock_getres(module, clk_id, /)", get_resolution_of},
    {"get_clock_info(module, name, /)", get_clock_info},
    {"sleep(module, seconds, /)", sleep},
    {"gmtime(module, seconds=None, /)", date_of<false>},
    {"localtime(module, seconds=None, /)", date_of<true>},
    {"asctime(module, tuple=None, /)", asctime},
    {"ctime(module, seconds=None, /)", ctime},
    {"mktime(module, tuple, /)", mktime},
    {"strftime(module, format, tuple=None, /)", strftime},
    {"strptime(module, *args)", strptime},
    {"tzset(module, /)", set_zone},
};

constexpr IntConstant kConstants[] = {
    {"CLOCK_REALTIME", CLOCK_REALTIME},
    {"CLOCK_MONOTONIC", CLOCK_MONOTONIC},
    {"CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW},
    {"CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID},
    {"CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID},
    {"CLOCK_BOOTTIME", CLOCK_BOOTTIME},
    {"CLOCK_TAI", CLOCK_TAI},
    {"_STRUCT_TM_ITEMS", std::size(kTimeFields)},
};

Status execute(Thread& thread, Module* module) {
  TRY(add_constants(thread, module, kConstants));
  TRY(add_zones(thread, module));
  Type*& type = module_state<TimeState>(module).struct_time;
  type = TRY(make_struct_sequence_type(thread, module, kStructTime));
  return module_add(thread, module, "struct_time", type);
}

void traverse(void* state, ReferenceVisitor& visitor) {
  visitor.visit_if(static_cast<TimeState*>(state)->struct_time);
}

void clear(Interpreter&, void* state) noexcept {
  clear_reference(static_cast<TimeState*>(state)->struct_time);
}

}  // namespace

extern const ModuleDescriptor kTimeModule;
const ModuleDescriptor kTimeModule = {
    .name = "time",
    .doc = "Clocks, sleeping, and dates as tuples.",
    .functions = kFunctions,
    .execute = execute,
    .state_size = sizeof(TimeState),
    .traverse = traverse,
    .clear = clear,
};

}  // namespace ouro
