// TypeId: a number for each type that every interpreter has, so that it is found without a search.
//
// One place: the enum, the declarations of the descriptors and their table follow from the lists.
// In the second list stand the exceptions, each with its base and the struct of its layout.
#pragma once

#include <cstddef>
#include <cstdint>

// A base stands before what derives from it; what every program uses comes first, so that it stands
// on few pages. X(Name): TypeId::kName, kNameDescriptor.
// clang-format off: rows of a table
#define OURO_BUILTIN_TYPES(X)                                                                    \
  X(Object) X(Type) X(NoneType) X(NotImplementedType) X(EllipsisType) X(Int) X(Bool) X(Float)    \
  X(Str) X(Tuple) X(List) X(Dict) X(Module) X(Function) X(BuiltinFunction) X(Method) X(Cell)     \
  X(Code) X(MethodDescriptor) X(ClassMethodDescriptor) X(SlotWrapper) X(AttributeDescriptor)     \
  X(MemberDescriptor) X(Set) X(Range) X(Slice) X(Bytes) X(Generator) X(StaticMethod)             \
  X(ClassMethod) X(Property) X(Super) X(ListIterator) X(TupleIterator) X(RangeIterator)          \
  X(DictKeys) X(DictValues) X(DictItems) X(DictKeyIterator) X(DictValueIterator)                 \
  X(DictItemIterator) X(Enumerate) X(Zip) X(Map) X(Filter) X(Reversed) X(StrIterator)            \
  X(SetIterator) X(FrozenSet) X(WeakReference) X(MappingProxy) X(Frame) X(Traceback) X(Complex)  \
  X(ByteArray) X(MemoryView) X(MethodWrapper) X(Coroutine) X(AsyncGenerator)                     \
  X(CoroutineWrapper) X(AsyncGeneratorSend) X(AsyncGeneratorThrow)                               \
  X(AsyncGeneratorWrappedValue) X(AsyncNextDefault) X(WeakProxy) X(WeakCallableProxy)            \
  X(SimpleNamespace) X(GenericAlias) X(UnionType) X(SequenceIterator) X(CallableIterator)        \
  X(ListReverseIterator) X(LongRangeIterator) X(BytesIterator) X(ByteArrayIterator)              \
  X(DictReverseKeyIterator) X(DictReverseValueIterator) X(DictReverseItemIterator)               \
  X(MemoryViewIterator) X(Context) X(ContextVar) X(ContextToken) X(Capsule) X(StructSequence)    \
  X(TupleGetter) X(HostFunction)
// clang-format on

// X(Name, Base, layout): kName derives from kBase; layout names the struct in exception.h.
// clang-format off: rows of a table
#define OURO_EXCEPTION_TYPES(X)                                  \
  X(BaseException, Object, Exception)                            \
  X(SystemExit, BaseException, SystemExitException)              \
  X(KeyboardInterrupt, BaseException, Exception)                 \
  X(GeneratorExit, BaseException, Exception)                     \
  X(BaseExceptionGroup, BaseException, ExceptionGroupException)  \
  X(Exception, BaseException, Exception)                         \
  X(StopIteration, Exception, StopIterationException)            \
  X(StopAsyncIteration, Exception, Exception)                    \
  X(ArithmeticError, Exception, Exception)                       \
  X(FloatingPointError, ArithmeticError, Exception)              \
  X(OverflowError, ArithmeticError, Exception)                   \
  X(ZeroDivisionError, ArithmeticError, Exception)               \
  X(AssertionError, Exception, Exception)                        \
  X(AttributeError, Exception, AttributeErrorException)          \
  X(BufferError, Exception, Exception)                           \
  X(EOFError, Exception, Exception)                              \
  X(ImportError, Exception, ImportErrorException)                \
  X(ModuleNotFoundError, ImportError, ImportErrorException)      \
  X(LookupError, Exception, Exception)                           \
  X(IndexError, LookupError, Exception)                          \
  X(KeyError, LookupError, Exception)                            \
  X(MemoryError, Exception, Exception)                           \
  X(NameError, Exception, NameErrorException)                    \
  X(UnboundLocalError, NameError, NameErrorException)            \
  X(OSError, Exception, OSErrorException)                        \
  X(BlockingIOError, OSError, OSErrorException)                  \
  X(ChildProcessError, OSError, OSErrorException)                \
  X(ConnectionError, OSError, OSErrorException)                  \
  X(BrokenPipeError, ConnectionError, OSErrorException)          \
  X(ConnectionAbortedError, ConnectionError, OSErrorException)   \
  X(ConnectionRefusedError, ConnectionError, OSErrorException)   \
  X(ConnectionResetError, ConnectionError, OSErrorException)     \
  X(FileExistsError, OSError, OSErrorException)                  \
  X(FileNotFoundError, OSError, OSErrorException)                \
  X(InterruptedError, OSError, OSErrorException)                 \
  X(IsADirectoryError, OSError, OSErrorException)                \
  X(NotADirectoryError, OSError, OSErrorException)               \
  X(PermissionError, OSError, OSErrorException)                  \
  X(ProcessLookupError, OSError, OSErrorException)               \
  X(TimeoutError, OSError, OSErrorException)                     \
  X(ReferenceError, Exception, Exception)                        \
  X(RuntimeError, Exception, Exception)                          \
  X(NotImplementedError, RuntimeError, Exception)                \
  X(RecursionError, RuntimeError, Exception)                     \
  X(SyntaxError, Exception, SyntaxErrorException)                \
  X(IndentationError, SyntaxError, SyntaxErrorException)         \
  X(TabError, IndentationError, SyntaxErrorException)            \
  X(SystemError, Exception, Exception)                           \
  X(TypeError, Exception, Exception)                             \
  X(ValueError, Exception, Exception)                            \
  X(UnicodeError, ValueError, Exception)                         \
  X(UnicodeDecodeError, UnicodeError, UnicodeErrorException)     \
  X(UnicodeEncodeError, UnicodeError, UnicodeErrorException)     \
  X(UnicodeTranslateError, UnicodeError, UnicodeErrorException)  \
  X(Warning, Exception, Exception)                               \
  X(DeprecationWarning, Warning, Exception)                      \
  X(PendingDeprecationWarning, Warning, Exception)               \
  X(RuntimeWarning, Warning, Exception)                          \
  X(SyntaxWarning, Warning, Exception)                           \
  X(UserWarning, Warning, Exception)                             \
  X(FutureWarning, Warning, Exception)                           \
  X(ImportWarning, Warning, Exception)                           \
  X(UnicodeWarning, Warning, Exception)                          \
  X(BytesWarning, Warning, Exception)                            \
  X(ResourceWarning, Warning, Exception)                         \
  X(EncodingWarning, Warning, Exception)                         \
  X(ExceptionGroup, BaseExceptionGroup, ExceptionGroupException)
// clang-format on

namespace ouro {

enum class TypeId : std::uint16_t {
#define OURO_ENUMERATOR(Name, ...) k##Name,
  OURO_BUILTIN_TYPES(OURO_ENUMERATOR) OURO_EXCEPTION_TYPES(OURO_ENUMERATOR)
#undef OURO_ENUMERATOR
      kCount,
  kNone = kCount,  // the id of classes and of types made by modules
};

inline constexpr std::size_t kTypeCount = static_cast<std::size_t>(TypeId::kCount);

}  // namespace ouro
