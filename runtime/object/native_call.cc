// Native calls: the fast ways first, then the binding, then the texts for every way to be wrong.
//
// Which text a wrong call gets depends on the shape of the signature, as it does in CPython.
#include "runtime/object/native_call.h"

#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/module.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

std::size_t Arguments::keywords() const { return names == nullptr ? 0 : names->size; }

namespace {

const char* plural(std::size_t count) { return count == 1 ? "" : "s"; }

class Binder {
 public:
  Binder(Thread& thread, const Signature& signature, const Arguments& arguments, Object* self,
         const Type* owner, Object** values)
      : thread_(thread),
        signature_(signature),
        arguments_(arguments),
        self_(self),
        owner_(owner),
        values_(values) {}

  // All but *args and **kwargs.
  Status bind() {
    if (!takes_keywords()) {
      TRY(refuse_keywords());
      TRY(check_positional());
      copy_positional();
      return done;
    }
    TRY(check_counts());
    copy_positional();
    TRY(take_keywords());
    return check_missing();
  }

 private:
  bool takes_keywords() const {
    return signature_.keyword_variadic() || signature_.count() > signature_.positional_only();
  }

  // "list." or "time." in front of the name, where the text has it.
  Result<Str*> qualifier() {
    if (owner_ != nullptr && owner_->qualified_name != nullptr) {
      return format_str(thread_, "{}.", owner_->qualified_name);
    }
    if (owner_ != nullptr) {
      const std::string_view name = type_name(owner_);
      return format_str(thread_, "{}.", name.substr(name.rfind('.') + 1));
    }
    if (self_ != nullptr && is_exact(self_, TypeId::kModule)) {
      const ModuleDescriptor* module = static_cast<Module*>(self_)->descriptor;
      if (module != nullptr && module->name != "builtins")
        return format_str(thread_, "{}.", module->name);
    }
    return format_str(thread_, "");
  }

  Status refuse_keywords() {
    if (arguments_.keywords() == 0) return done;
    Ref<Str> front(TRY(qualifier()));
    return raise(thread_, TypeId::kTypeError, "{}{}() takes no keyword arguments", front,
                 signature_.name());
  }

  Status check_positional() {
    const std::size_t given = arguments_.positional, most = signature_.positional();
    const std::size_t least = signature_.required_positional();
    if (given >= least && (given <= most || signature_.variadic())) return done;
    if (most <= 1 && least == most && !signature_.variadic()) return refuse_fixed(most);
    if (!signature_.has_self() && self_ != nullptr) return refuse_parsed(given, least, most);
    const char* bound =
        signature_.variadic() || least != most ? (given < least ? "at least " : "at most ") : "";
    const std::size_t limit = given < least ? least : most;
    return raise(thread_, TypeId::kTypeError, "{} expected {}{} argument{}, got {}",
                 signature_.name(), bound, limit, plural(limit), given);
  }

  Status refuse_fixed(std::size_t count) {
    Ref<Str> front(TRY(qualifier()));
    return raise(thread_, TypeId::kTypeError, "{}{}() takes {} ({} given)", front,
                 signature_.name(), count == 0 ? "no arguments" : "exactly one argument",
                 arguments_.positional);
  }

  // Functions without a text signature read their arguments themselves, and say so differently.
  Status refuse_parsed(std::size_t given, std::size_t least, std::size_t most) {
    const std::size_t limit = given < least ? least : most;
    const char* bound = least == most ? "exactly" : given < least ? "at least" : "at most";
    return raise(thread_, TypeId::kTypeError, "{}() takes {} {} argument{} ({} given)",
                 signature_.name(), bound, limit, plural(limit), given);
  }

  Status check_counts() {
    const std::size_t given = arguments_.positional, named = arguments_.keywords();
    const std::size_t count = signature_.count(), most = signature_.positional();
    if (!signature_.variadic() && !signature_.keyword_variadic() && given + named > count) {
      return raise(thread_, TypeId::kTypeError, "{}() takes at most {} {}argument{} ({} given)",
                   signature_.name(), count, given == 0 ? "keyword " : "", plural(count),
                   given + named);
    }
    if (given > most && !signature_.variadic()) return refuse_extra(given, most);
    const std::size_t least =
        std::min(signature_.positional_only(), signature_.required_positional());
    if (given >= least) return done;
    return raise(thread_, TypeId::kTypeError, "{}() takes {} {} positional argument{} ({} given)",
                 signature_.name(), least < most ? "at least" : "exactly", least, plural(least),
                 given);
  }

  Status refuse_extra(std::size_t given, std::size_t most) {
    if (most == 0) {
      return raise(thread_, TypeId::kTypeError, "{}() takes no positional arguments",
                   signature_.name());
    }
    return raise(thread_, TypeId::kTypeError, "{}() takes {} {} positional argument{} ({} given)",
                 signature_.name(), signature_.required_positional() < most ? "at most" : "exactly",
                 most, plural(most), given);
  }

  void copy_positional() {
    const std::size_t plain = std::min(arguments_.positional, signature_.positional());
    std::copy_n(arguments_.values, plain, values_);
  }

  // The parameter of this name; count(): none.
  std::size_t find_parameter(const Str* name) const {
    for (std::size_t index = signature_.positional_only(); index < signature_.count(); ++index) {
      if (str_equal(name, signature_.parameter(index))) return index;
    }
    return signature_.count();
  }

  Status take_keywords() {
    for (std::size_t index = 0; index < arguments_.keywords(); ++index) {
      Object* key = (*arguments_.names)[index];
      if (!is_str(key)) return raise(thread_, TypeId::kTypeError, "keywords must be strings");
      const std::size_t place = find_parameter(static_cast<Str*>(key));
      if (place == signature_.count()) {
        if (signature_.keyword_variadic()) continue;
        return refuse_unknown(key);
      }
      if (values_[place] != nullptr) return refuse_twice(place);
      values_[place] = arguments_.values[arguments_.positional + index];
    }
    return done;
  }

  Status refuse_unknown(Object* key) {
    // A parameter still missing is said first.
    TRY(check_missing_but_given());
    return raise(thread_, TypeId::kTypeError, "'{}' is an invalid keyword argument for {}()", key,
                 signature_.name());
  }

  Status refuse_twice(std::size_t place) {
    return raise(thread_, TypeId::kTypeError,
                 "argument for {}() given by name ('{}') and position ({})", signature_.name(),
                 signature_.parameter(place), place + 1);
  }

  bool is_named(std::size_t place) const {
    for (std::size_t index = 0; index < arguments_.keywords(); ++index) {
      Object* key = (*arguments_.names)[index];
      if (is_str(key) && str_equal(static_cast<Str*>(key), signature_.parameter(place)))
        return true;
    }
    return false;
  }

  Status check_missing_but_given() {
    for (std::size_t place = 0; place < signature_.count(); ++place) {
      if (signature_.required(place) && values_[place] == nullptr && !is_named(place)) {
        return refuse_missing(place);
      }
    }
    return done;
  }

  Status check_missing() {
    for (std::size_t place = 0; place < signature_.count(); ++place) {
      if (signature_.required(place) && values_[place] == nullptr) return refuse_missing(place);
    }
    return done;
  }

  Status refuse_missing(std::size_t place) {
    return raise(thread_, TypeId::kTypeError, "{}() missing required argument '{}' (pos {})",
                 signature_.name(), signature_.parameter(place), place + 1);
  }

  Thread& thread_;
  const Signature& signature_;
  const Arguments& arguments_;
  Object* self_;
  const Type* owner_;
  Object** values_;
};

Result<Object*> collect_variadic(Thread& thread, const Signature& signature,
                                 const Arguments& arguments) {
  const std::size_t plain = std::min(arguments.positional, signature.positional());
  return make_tuple_from(thread.interpreter(), arguments.values + plain,
                         arguments.positional - plain);
}

bool is_parameter(const Signature& signature, const Str* name) {
  for (std::size_t index = signature.positional_only(); index < signature.count(); ++index) {
    if (str_equal(name, signature.parameter(index))) return true;
  }
  return false;
}

Result<Object*> collect_keywords(Thread& thread, const Signature& signature,
                                 const Arguments& arguments) {
  Ref<Dict> rest(TRY(make_dict(thread.interpreter(), arguments.keywords())));
  for (std::size_t index = 0; index < arguments.keywords(); ++index) {
    Object* key = (*arguments.names)[index];
    if (is_parameter(signature, static_cast<Str*>(key))) continue;
    TRY(dict_set(thread, rest, key, arguments.values[arguments.positional + index]));
  }
  return rest.take();
}

}  // namespace

Status BoundArguments::bind(Thread& thread, const Signature& signature, const Arguments& arguments,
                            Object* self, const Type* owner) {
  TRY(Binder(thread, signature, arguments, self, owner, values_).bind());
  if (signature.variadic()) {
    variadic_.reset(TRY(collect_variadic(thread, signature, arguments)));
    values_[signature.variadic_slot()] = variadic_;
  }
  if (signature.keyword_variadic() && arguments.keywords() != 0) {
    keywords_.reset(TRY(collect_keywords(thread, signature, arguments)));
    values_[signature.keyword_slot()] = keywords_;
  }
  return done;
}

Result<Object*> call_native(Thread& thread, const NativeMethod& method, Object* self,
                            const Arguments& arguments, const Type* owner) {
  if (arguments.names == nullptr && method.signature.takes_exactly(arguments.positional))
      [[likely]] {
    return enter_native(thread, method, self, arguments.values);
  }
  BoundArguments bound;
  TRY(bound.bind(thread, method.signature, arguments, self, owner));
  return enter_native(thread, method, self, bound.values());
}

}  // namespace ouro
