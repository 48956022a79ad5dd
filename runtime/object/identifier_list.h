// The identifiers known at build time: each has a constant index, so that a lookup is an array
// access.
//
// X(name in C++, "text"). Keep the groups sorted; anybody may add a row.
#pragma once

#include <cstddef>
#include <cstdint>

// clang-format off: rows of a table
#define OURO_IDENTIFIERS(X)                                                                       \
  X(dunder_abs, "__abs__") X(dunder_abstractmethods, "__abstractmethods__")                       \
  X(dunder_add, "__add__") X(dunder_aenter, "__aenter__") X(dunder_aexit, "__aexit__")            \
  X(dunder_aiter, "__aiter__") X(dunder_all, "__all__") X(dunder_and, "__and__")                  \
  X(dunder_anext, "__anext__") X(dunder_annotations, "__annotations__")                           \
  X(dunder_await, "__await__") X(dunder_bases, "__bases__") X(dunder_bool, "__bool__")            \
  X(dunder_build_class, "__build_class__") X(dunder_builtins, "__builtins__")                     \
  X(dunder_bytes, "__bytes__") X(dunder_call, "__call__") X(dunder_cause, "__cause__")            \
  X(dunder_ceil, "__ceil__") X(dunder_class, "__class__")                                         \
  X(dunder_class_getitem, "__class_getitem__") X(dunder_classcell, "__classcell__")               \
  X(dunder_complex, "__complex__") X(dunder_contains, "__contains__")                             \
  X(dunder_context, "__context__") X(dunder_copy, "__copy__") X(dunder_deepcopy, "__deepcopy__")  \
  X(dunder_del, "__del__") X(dunder_delattr, "__delattr__") X(dunder_delete, "__delete__")        \
  X(dunder_delitem, "__delitem__") X(dunder_dict, "__dict__") X(dunder_dir, "__dir__")            \
  X(dunder_divmod, "__divmod__") X(dunder_doc, "__doc__") X(dunder_enter, "__enter__")            \
  X(dunder_eq, "__eq__") X(dunder_exit, "__exit__") X(dunder_file, "__file__")                    \
  X(dunder_float, "__float__") X(dunder_floor, "__floor__") X(dunder_floordiv, "__floordiv__")    \
  X(dunder_format, "__format__") X(dunder_fspath, "__fspath__") X(dunder_ge, "__ge__")            \
  X(dunder_get, "__get__") X(dunder_getattr, "__getattr__")                                       \
  X(dunder_getattribute, "__getattribute__") X(dunder_getitem, "__getitem__")                     \
  X(dunder_getnewargs, "__getnewargs__") X(dunder_getnewargs_ex, "__getnewargs_ex__")             \
  X(dunder_getstate, "__getstate__") X(dunder_gt, "__gt__") X(dunder_hash, "__hash__")            \
  X(dunder_iadd, "__iadd__") X(dunder_iand, "__iand__") X(dunder_ifloordiv, "__ifloordiv__")      \
  X(dunder_ilshift, "__ilshift__") X(dunder_imatmul, "__imatmul__") X(dunder_imod, "__imod__")    \
  X(dunder_import, "__import__") X(dunder_imul, "__imul__") X(dunder_index, "__index__")          \
  X(dunder_init, "__init__") X(dunder_init_subclass, "__init_subclass__")                         \
  X(dunder_instancecheck, "__instancecheck__") X(dunder_int, "__int__")                           \
  X(dunder_invert, "__invert__") X(dunder_ior, "__ior__") X(dunder_ipow, "__ipow__")              \
  X(dunder_irshift, "__irshift__") X(dunder_isabstractmethod, "__isabstractmethod__")             \
  X(dunder_isub, "__isub__") X(dunder_iter, "__iter__") X(dunder_itruediv, "__itruediv__")        \
  X(dunder_ixor, "__ixor__") X(dunder_le, "__le__") X(dunder_len, "__len__")                      \
  X(dunder_length_hint, "__length_hint__") X(dunder_loader, "__loader__")                         \
  X(dunder_lshift, "__lshift__") X(dunder_lt, "__lt__") X(dunder_main, "__main__")                \
  X(dunder_match_args, "__match_args__") X(dunder_matmul, "__matmul__")                           \
  X(dunder_missing, "__missing__") X(dunder_mod, "__mod__") X(dunder_module, "__module__")        \
  X(dunder_mro_entries, "__mro_entries__") X(dunder_mul, "__mul__") X(dunder_name, "__name__")    \
  X(dunder_ne, "__ne__") X(dunder_neg, "__neg__") X(dunder_new, "__new__")                        \
  X(dunder_next, "__next__") X(dunder_notes, "__notes__") X(dunder_or, "__or__")                  \
  X(dunder_orig_class, "__orig_class__") X(dunder_package, "__package__")                         \
  X(dunder_path, "__path__") X(dunder_pos, "__pos__") X(dunder_pow, "__pow__")                    \
  X(dunder_prepare, "__prepare__") X(dunder_qualname, "__qualname__") X(dunder_radd, "__radd__")  \
  X(dunder_rand, "__rand__") X(dunder_rdivmod, "__rdivmod__") X(dunder_reduce, "__reduce__")      \
  X(dunder_reduce_ex, "__reduce_ex__") X(dunder_repr, "__repr__")                                 \
  X(dunder_reversed, "__reversed__") X(dunder_rfloordiv, "__rfloordiv__")                         \
  X(dunder_rlshift, "__rlshift__") X(dunder_rmatmul, "__rmatmul__") X(dunder_rmod, "__rmod__")    \
  X(dunder_rmul, "__rmul__") X(dunder_ror, "__ror__") X(dunder_round, "__round__")                \
  X(dunder_rpow, "__rpow__") X(dunder_rrshift, "__rrshift__") X(dunder_rshift, "__rshift__")      \
  X(dunder_rsub, "__rsub__") X(dunder_rtruediv, "__rtruediv__") X(dunder_rxor, "__rxor__")        \
  X(dunder_set, "__set__") X(dunder_set_name, "__set_name__") X(dunder_setattr, "__setattr__")    \
  X(dunder_setitem, "__setitem__") X(dunder_setstate, "__setstate__")                             \
  X(dunder_sizeof, "__sizeof__") X(dunder_slots, "__slots__") X(dunder_spec, "__spec__")          \
  X(dunder_str, "__str__") X(dunder_sub, "__sub__") X(dunder_subclasscheck, "__subclasscheck__")  \
  X(dunder_subclasshook, "__subclasshook__") X(dunder_truediv, "__truediv__")                     \
  X(dunder_trunc, "__trunc__") X(dunder_weakref, "__weakref__") X(dunder_wrapped, "__wrapped__")  \
  X(dunder_xor, "__xor__") X(angle_dictcomp, "<dictcomp>") X(angle_genexpr, "<genexpr>")          \
  X(angle_lambda, "<lambda>") X(angle_listcomp, "<listcomp>") X(angle_locals, "<locals>")         \
  X(angle_module, "<module>") X(angle_setcomp, "<setcomp>") X(append, "append") X(args, "args")   \
  X(argv, "argv") X(builtins, "builtins") X(clear, "clear") X(close, "close") X(copy, "copy")     \
  X(default_, "default") X(encoding, "encoding") X(end, "end") X(errors, "errors")                \
  X(extend, "extend") X(file, "file") X(filename, "filename") X(flush, "flush")                   \
  X(format, "format") X(get, "get") X(items, "items") X(key, "key") X(keys, "keys")               \
  X(line, "line") X(metaclass, "metaclass") X(modules, "modules") X(mro, "mro") X(name, "name")   \
  X(obj, "obj") X(path, "path") X(pop, "pop") X(print, "print") X(read, "read")                   \
  X(readline, "readline") X(return_, "return") X(self, "self") X(send, "send") X(sep, "sep")      \
  X(sort, "sort") X(stderr_, "stderr") X(stdin_, "stdin") X(stdout_, "stdout")                    \
  X(strict, "strict") X(sys, "sys") X(throw_, "throw") X(update, "update") X(utf_8, "utf-8")      \
  X(value, "value") X(values, "values") X(write, "write") X(underscore, "_")
// clang-format on

namespace ouro {

enum class Id : std::uint16_t {
#define OURO_ENUMERATOR(name, text) name,
  OURO_IDENTIFIERS(OURO_ENUMERATOR)
#undef OURO_ENUMERATOR
      kCount,
};
inline constexpr std::size_t kIdCount = static_cast<std::size_t>(Id::kCount);

}  // namespace ouro
